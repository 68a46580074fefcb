import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchGraph } from './graph.ts'
import { type Peer, versionOf } from './peer.ts'

const outputs = (names: readonly string[]): string => names.map(name => `out/${name}`).join(' ')
const allOutputs = ({ tasks }: BenchGraph): string => outputs(tasks.map(task => task.name))

export const make: Peer = {
  name: 'make',
  find: async () => found(await versionOf('make'), 'make'),
  write: (folder, graph) => {
    mkdirSync(join(folder, 'out'), { recursive: true })
    const rules = graph.tasks.map(({ name, upstreams, command }) => `out/${name}: ${outputs(upstreams)}\n\t@${command}\n`)
    writeFileSync(join(folder, 'Makefile'), `all: ${allOutputs(graph)}\n.PHONY: all\n${rules.join('')}`)
  },
  command: (tool, slots) => ({ program: tool.program, args: ['--silent', `--jobs=${slots}`, 'all'] }),
}

export const ninja: Peer = {
  name: 'ninja',
  find: async () => found(await versionOf('ninja'), 'ninja'),
  write: (folder, graph) => {
    mkdirSync(join(folder, 'out'), { recursive: true })
    const builds = graph.tasks.map(
      ({ name, upstreams, command }) => `build out/${name}: run ${outputs(upstreams)}\n  command_text = ${command.replaceAll('$', '$$')}\n`,
    )
    writeFileSync(
      join(folder, 'build.ninja'),
      `rule run\n  command = $command_text\n${builds.join('')}build all: phony ${allOutputs(graph)}\ndefault all\n`,
    )
  },
  command: (tool, slots) => ({ program: tool.program, args: ['--quiet', '-j', String(slots)] }),
}

function found(version: string | null, program: string): { version: string; program: string } | null {
  return version === null ? null : { version, program }
}
