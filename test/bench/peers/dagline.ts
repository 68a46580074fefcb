import { existsSync, mkdirSync, watch, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { BenchGraph } from './graph.ts'
import { type Command, execute, type Peer, type Ran } from './peer.ts'

const launcher = resolve(import.meta.dirname, '..', '..', '..', 'bin', 'dagline.mjs')
const file = 'bench.dag'

/** Dagline itself, as the others are run: one command. */
export const dagline: Peer = {
  name: 'dagline',
  find: async () => {
    const { output } = await execute({ program: process.execPath, args: [launcher, '--version'] }, '.')
    return { version: output.trim(), program: process.execPath }
  },
  write: (folder, graph) => {
    mkdirSync(join(folder, 'out'), { recursive: true })
    writeFileSync(join(folder, file), daglineText(graph))
  },
  command: (_tool, slots) => daglineCommand(slots),
}

export function daglineCommand(slots: number): Command {
  return { program: process.execPath, args: [launcher, 'run', file, '--json', '--parallelism', String(slots)] }
}

/** A file of the graph, whose tasks are not run again where nothing has changed. */
export function daglineText({ tasks }: BenchGraph): string {
  const lines = tasks.map(({ name, upstreams, command, seconds }) => {
    const after = upstreams.length === 0 ? '' : ` after: [${upstreams.join(', ')}]`
    const duration = seconds === undefined ? ' cache: true' : ` duration: ${Math.max(1, Math.round(seconds * 1000))}ms`
    return `  task ${name}: shell { run: ${JSON.stringify(command)}${after}${duration} }`
  })
  return `dag bench {\n${lines.join('\n')}\n}\n`
}

/** The length of the run itself, in seconds, without the start of the programs. */
export function makespanOf({ output }: Ran): number {
  const last = JSON.parse(output.trim().split('\n').at(-1) ?? '') as { readonly makespan_seconds: number; readonly state: string }
  if (last.state !== 'success') throw new Error(`the run ended as ${last.state}`)
  return last.makespan_seconds
}

/** Settles when the runtime of a folder has ended itself. */
export async function runtimeGone(folder: string): Promise<void> {
  const state = join(folder, '.dagline')
  await new Promise<void>(settle => {
    const look = (): void => {
      if (existsSync(join(state, 'runtime.json'))) return
      watcher.close()
      settle()
    }
    const watcher = watch(state, look)
    look()
  })
}
