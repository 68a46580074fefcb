import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { BenchGraph } from './graph.ts'

/** A tool that runs graphs of commands. */
export interface Peer {
  readonly name: string
  /** What it is on this machine; null where it neither is here nor can be installed. */
  find(): Promise<Tool | null>
  /** Writes the graph into a folder as the tool wants it. */
  write(folder: string, graph: BenchGraph): void
  /** How all of it is run on so many slots. */
  command(tool: Tool, slots: number): Command
}

export interface Tool {
  readonly version: string
  readonly program: string
}

export interface Command {
  readonly program: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export interface Ran {
  /** Null: it was stopped after the longest time. */
  readonly seconds: number | null
  readonly status: number | null
  readonly output: string
}

/** A tool that takes longer for one command is not waited for. */
const longestMs = 300_000

/** Where tools are installed that npm or PyPI have: never into the project. */
export function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  const folder = join(base, 'dagline', 'peers')
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Runs a command to its end, and says how long that took as a whole. */
export function execute({ program, args, env }: Command, folder: string, limitMs = longestMs): Promise<Ran> {
  const start = performance.now()
  return new Promise(resolve => {
    const child = spawn(program, args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      env: { ...plainEnvironment(), ...env },
    })
    let output = ''
    let late = false
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-32_000_000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const limit = AbortSignal.timeout(limitMs)
    const stop = (): void => {
      late = true
      try {
        process.kill(-child.pid!, 'SIGKILL')
      } catch {
        // It has just ended.
      }
    }
    limit.addEventListener('abort', stop)
    child.on('error', problem => {
      limit.removeEventListener('abort', stop)
      resolve({ seconds: null, status: null, output: problem.message })
    })
    child.on('close', status => {
      limit.removeEventListener('abort', stop)
      resolve({ seconds: late ? null : (performance.now() - start) / 1000, status, output })
    })
  })
}

/** The first number with dots that a program says of itself; null where there is none such. */
export async function versionOf(program: string, args: readonly string[] = ['--version']): Promise<string | null> {
  const { status, output } = await execute({ program, args }, '.', 20_000)
  return status === 0 ? (/\d+(\.\d+)+/.exec(output)?.[0] ?? null) : null
}

/** What `npm run` adds would change what the tools do. */
function plainEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    ([name, value]) => value !== undefined && !/^(npm_|NODE_OPTIONS$|NODE_ENV$|INIT_CWD$)/.test(name),
  )
  const env = Object.fromEntries(entries) as Record<string, string>
  return { ...env, PATH: [join(process.execPath, '..'), env['PATH'] ?? ''].join(delimiter) }
}
