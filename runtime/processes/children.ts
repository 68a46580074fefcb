import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { ProcessEnd } from '../engines/engine.ts'
import { type KillSystem, killTree, realKillSystem } from './kill-tree.ts'
import { LineSplitter } from './lines.ts'
import type { FromSpawner, ToSpawner } from './messages.ts'

/** How long what a child left running may take to end after it was asked, once the child itself has ended. */
const leftoverGraceMs = 2000

/** Sends a message; calls back when it has left, so that a chatty child is slowed down to the reader's speed. */
export type Send = (message: FromSpawner, sent?: () => void) => void

/** The children of one spawner. Each has a process group of its own, which ends as a whole. */
export class Children {
  readonly #send: Send
  readonly #system: KillSystem
  readonly #running = new Map<number, ChildProcess>()

  constructor(send: Send, system: KillSystem = realKillSystem) {
    this.#send = send
    this.#system = system
  }

  take(message: ToSpawner): void {
    switch (message.type) {
      case 'start':
        this.#start(message)
        break
      case 'stop':
        this.#stop(message.id, message.graceMs)
        break
      default:
        message satisfies never
    }
  }

  /** Ends everything; resolves when nothing is left. */
  async endAll(graceMs: number): Promise<void> {
    await Promise.all(
      [...this.#running].map(([id, child]) => {
        this.#stop(id, graceMs)
        return new Promise(resolve => child.once('close', resolve))
      }),
    )
  }

  #start({ id, command, args, cwd, env, input }: ToSpawner & { type: 'start' }): void {
    let child: ChildProcess
    try {
      child = spawn(command, args, {
        cwd,
        env,
        stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
        detached: this.#system.platform !== 'win32',
        windowsHide: true,
      })
    } catch (problem) {
      // A null byte or a list of arguments that is too long is thrown, not told.
      this.#send({ type: 'ended', id, end: notStarted(problem, cwd) })
      return
    }
    if (child.pid === undefined) {
      child.on('error', problem => this.#send({ type: 'ended', id, end: notStarted(problem, cwd) }))
      return
    }
    const { pid } = child
    this.#running.set(id, child)
    this.#send({ type: 'started', id, pid })
    this.#read(id, child, 'stdout')
    this.#read(id, child, 'stderr')
    child.on('error', () => undefined)
    // A child that ends without reading its input is no failure.
    child.stdin?.on('error', () => undefined).end(input)
    let forced: NodeJS.Timeout | undefined
    child.on('exit', () => {
      // What it left in its group must not outlive it, and may hold its output open.
      if (this.#system.platform !== 'win32') killTree(pid, 'SIGTERM', this.#system)
      forced = setTimeout(() => {
        killTree(pid, 'SIGKILL', this.#system)
        child.stdout?.destroy()
        child.stderr?.destroy()
      }, leftoverGraceMs)
    })
    child.on('close', (code, signal) => {
      clearTimeout(forced)
      this.#running.delete(id)
      this.#send({ type: 'ended', id, end: signal === null ? { kind: 'exited', code: code ?? 0 } : { kind: 'signalled', signal } })
    })
  }

  #read(id: number, child: ChildProcess, stream: 'stdout' | 'stderr'): void {
    const source = child[stream]
    if (source === null) return
    const splitter = new LineSplitter()
    const tell = (lines: string[]): void => {
      if (lines.length === 0) return
      source.pause()
      this.#send({ type: 'lines', id, stream, lines }, () => source.resume())
    }
    source.on('data', (chunk: Buffer) => tell(splitter.push(chunk)))
    source.on('end', () => tell(splitter.end()))
    source.on('error', () => undefined)
  }

  #stop(id: number, graceMs: number): void {
    const child = this.#running.get(id)
    if (child?.pid === undefined) return
    const { pid } = child
    killTree(pid, 'SIGTERM', this.#system)
    const forced = setTimeout(() => killTree(pid, 'SIGKILL', this.#system), graceMs)
    child.once('close', () => clearTimeout(forced))
  }
}

function notStarted(problem: unknown, cwd: string): ProcessEnd {
  const { code, message } = problem as NodeJS.ErrnoException
  // Node blames the program where the folder is missing.
  if (code === 'ENOENT' && !existsSync(cwd)) return { kind: 'not-started', code: 'no-folder', message: `The folder ${cwd} does not exist.` }
  return { kind: 'not-started', code: code ?? 'unknown', message }
}
