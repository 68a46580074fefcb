import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { RunEvent } from '../../../runtime/events.ts'
import { atEnd } from '../workspace.ts'

const root = new URL('../../../', import.meta.url)
const main = fileURLToPath(new URL('runtime/cli/main.ts', root))
/** What Node compiled of the sources, so that each of the many starts takes half as long. */
const compiled = fileURLToPath(new URL('node_modules/.cache/node', root))

export interface Ended {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

export interface Dagline {
  /** Settles when the program has ended and its output is closed: nothing else may hold it open. */
  readonly ended: Promise<Ended>
  /** Settles when standard output has had a line that fits. */
  line(fits: (line: string) => boolean): Promise<string>
  kill(signal: NodeJS.Signals): void
  /** Reads no more of standard output, as `head` does when it has seen enough. */
  leave(): void
}

/** Starts the command line in a folder, as a terminal without a screen does. */
export function startDagline(t: TestContext, cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Dagline {
  // A runtime that held our pipes open would be noticed: it outlives the program by far.
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { ...process.env, DAGLINE_IDLE_SECONDS: '60', DAGLINE_BUDGET: 'off', NO_COLOR: '1', NODE_COMPILE_CACHE: compiled, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  atEnd(t, () => child.kill('SIGKILL'))
  const lines: string[] = []
  const waiting = new Set<() => void>()
  let err = ''
  createInterface({ input: child.stdout }).on('line', line => {
    lines.push(line)
    for (const check of [...waiting]) check()
  })
  child.stderr.on('data', chunk => {
    err += String(chunk)
  })
  return {
    ended: new Promise(resolve => {
      child.on('close', status => resolve({ status, out: lines.map(line => `${line}\n`).join(''), err }))
    }),
    line: fits =>
      new Promise(resolve => {
        const check = (): void => {
          const found = lines.find(fits)
          if (found === undefined) return
          waiting.delete(check)
          resolve(found)
        }
        waiting.add(check)
        check()
      }),
    kill: signal => child.kill(signal),
    leave: () => child.stdout.destroy(),
  }
}

export function dagline(t: TestContext, cwd: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended> {
  return startDagline(t, cwd, args, env).ended
}

export function eventsOf(out: string): RunEvent[] {
  return out
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as RunEvent)
}
