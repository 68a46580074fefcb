// Measures the groups that are named, or all of them, and prints one table.
import { availableParallelism, cpus } from 'node:os'
import { check } from './check.ts'
import { extension } from './extension.ts'
import { keystrokes } from './keystrokes.ts'
import { killed } from './kills.ts'
import { language } from './language.ts'
import type { Group } from './measure.ts'
import { packages } from './package.ts'
import { peerTools } from './peers/peers.ts'
import { runtime } from './runtime.ts'
import { scheduler } from './scheduler.ts'
import { server } from './server.ts'
import { sleeps } from './sleeps.ts'

const groups: readonly Group[] = [language, check, server, keystrokes, runtime, scheduler, killed, extension, packages, peerTools, sleeps]
/** Groups that are named, with what stands after a colon: `peers:make,ninja`. */
const wanted = new Map(
  process.argv.slice(2).map(word => {
    const [name = '', options = ''] = word.split(/:(.*)/s)
    return [name, options.split(',').filter(option => option !== '')] as const
  }),
)
const unknown = [...wanted.keys()].filter(name => !groups.some(group => group.name === name))

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
  for (const group of groups) {
    const options = wanted.get(group.name)
    if (options === undefined && (wanted.size > 0 || group.onRequest)) continue
    for (const { name, value, unit, note } of await group.run(options ?? []))
      print([name, value === null ? '' : `${value.toFixed(value < 10 && unit !== 'count' ? 2 : 0)} ${unit}`, note])
  }
}
