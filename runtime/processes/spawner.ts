import { type ChildProcess, fork } from 'node:child_process'
import type { ProcessEnd, ProcessRequest, ProcessStarter } from '../engines/engine.ts'
import { killTree } from './kill-tree.ts'
import type { FromSpawner, ToSpawner } from './messages.ts'

interface Pending {
  readonly request: ProcessRequest
  readonly settle: (end: ProcessEnd) => void
  pid: number | null
}

/** How long children may take to end after they were asked. */
const graceMs = 5000

/** Starts processes through a spawner of its own (`workers/spawner.ts`), which is started on first use. */
export class Spawner implements ProcessStarter {
  readonly #file: string
  readonly #pending = new Map<number, Pending>()
  #process: ChildProcess | null = null
  #next = 0

  /** `file`: the spawner's program. */
  constructor(file: string) {
    this.#file = file
  }

  /** The process id of the spawner; null where none has been started. */
  get pid(): number | null {
    return this.#process?.pid ?? null
  }

  /** Starts the spawner before it is needed. */
  warm(): void {
    this.#connect()
  }

  run(request: ProcessRequest): Promise<ProcessEnd> {
    if (request.signal.aborted) return Promise.resolve({ kind: 'signalled', signal: 'SIGTERM' })
    const spawner = this.#connect()
    const id = this.#next++
    return new Promise(resolve => {
      const stop = (): void => {
        this.#tell(spawner, { type: 'stop', id, graceMs })
      }
      const settle = (end: ProcessEnd): void => {
        request.signal.removeEventListener('abort', stop)
        this.#pending.delete(id)
        if (this.#pending.size === 0) unref(spawner)
        resolve(end)
      }
      this.#pending.set(id, { request, settle, pid: null })
      spawner.ref()
      spawner.channel?.ref()
      request.signal.addEventListener('abort', stop, { once: true })
      const { command, args, cwd, env, input } = request
      this.#tell(spawner, { type: 'start', id, command, args, cwd, env, ...(input === undefined ? {} : { input }) })
    })
  }

  /** Lets the spawner go; children that still run end. */
  async dispose(): Promise<void> {
    const spawner = this.#process
    if (spawner === null) return
    spawner.ref()
    const gone = new Promise(resolve => spawner.once('exit', resolve))
    if (spawner.connected) spawner.disconnect()
    await gone
  }

  #connect(): ChildProcess {
    if (this.#process !== null) return this.#process
    const electron = process.versions['electron'] !== undefined
    const spawner = fork(this.#file, [], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
      env: electron ? { ...process.env, ELECTRON_RUN_AS_NODE: '1' } : process.env,
    })
    this.#process = spawner
    spawner.on('message', (message: FromSpawner) => this.#take(message))
    spawner.on('error', () => this.#lost(spawner))
    spawner.on('exit', () => this.#lost(spawner))
    unref(spawner)
    return spawner
  }

  #tell(spawner: ChildProcess, message: ToSpawner): void {
    if (spawner.connected) spawner.send(message, problem => problem !== null && this.#lost(spawner))
    else this.#lost(spawner)
  }

  #take(message: FromSpawner): void {
    const pending = this.#pending.get(message.id)
    if (pending === undefined) return
    switch (message.type) {
      case 'started':
        pending.pid = message.pid
        break
      case 'lines':
        for (const line of message.lines) pending.request.onLine(message.stream, line)
        break
      case 'ended':
        pending.settle(message.end)
        break
      default:
        message satisfies never
    }
  }

  /** The spawner is gone: its children are ended from here, and the next process gets a new spawner. */
  #lost(spawner: ChildProcess): void {
    if (this.#process !== spawner) return
    this.#process = null
    for (const { pid, settle } of [...this.#pending.values()]) {
      if (pid !== null) killTree(pid, 'SIGKILL')
      settle({ kind: 'not-started', code: 'lost', message: 'The process that starts tasks has ended; the task was stopped with it.' })
    }
  }
}

/** An idle spawner does not keep the runtime alive. */
function unref(spawner: ChildProcess): void {
  spawner.unref()
  spawner.channel?.unref()
}
