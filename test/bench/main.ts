// Measures the groups that are named, or all of them, and prints one table.
import { availableParallelism, cpus } from 'node:os'
import { extension } from './extension.ts'
import { killed } from './kills.ts'
import { language } from './language.ts'
import type { Group } from './measure.ts'
import { packages } from './package.ts'
import { runtime } from './runtime.ts'
import { scheduler } from './scheduler.ts'
import { server } from './server.ts'

const groups: readonly Group[] = [language, server, runtime, scheduler, killed, extension, packages]
const wanted = process.argv.slice(2)
const unknown = wanted.filter(name => !groups.some(group => group.name === name))

if (unknown.length > 0) {
  process.stderr.write(`There is no group ${unknown.join(', ')}; there are ${groups.map(group => group.name).join(', ')}.\n`)
  process.exitCode = 2
} else {
  const print = (cells: readonly string[]): void => void process.stdout.write(`| ${cells.join(' | ')} |\n`)
  process.stdout.write(
    `${availableParallelism()} processors (${cpus()[0]?.model ?? 'unknown'}), Node ${process.versions.node}; medians\n\n`,
  )
  print(['measured', 'value', 'note'])
  print(['---', '---:', '---'])
  for (const group of groups)
    if (wanted.length === 0 || wanted.includes(group.name))
      for (const { name, value, unit, note } of await group.run())
        print([name, `${value.toFixed(value < 10 && unit !== 'count' ? 2 : 0)} ${unit}`, note])
}
