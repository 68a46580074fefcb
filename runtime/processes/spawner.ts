import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import type { ProcessEnd, ProcessRequest, ProcessStarter } from '../engines/engine.ts'
import { EnvironmentWriter } from './environments.ts'
import { killTree } from './kill-tree.ts'
import type { FromSpawner, SentToSpawner } from './messages.ts'
import { Outbox } from './outbox.ts'

interface Pending {
  readonly request: ProcessRequest
  readonly settle: (end: ProcessEnd) => void
  pid: number | null
}

/** One spawner's process and what goes to it. */
interface Connected {
  readonly process: ChildProcess
  readonly outbox: Outbox<SentToSpawner>
  readonly environments: EnvironmentWriter
}

/** How long children may take to end after they were asked. */
const graceMs = 5000

/** Starts processes through a spawner of its own (`workers/spawner.ts`), which is started on first use. */
export class Spawner implements ProcessStarter {
  readonly #file: string
  readonly #pending = new Map<number, Pending>()
  #connected: Connected | null = null
  #next = 0

  /** `file`: the spawner's program. */
  constructor(file: string) {
    this.#file = file
  }

  /** The process id of the spawner; null where none has been started. */
  get pid(): number | null {
    return this.#connected?.process.pid ?? null
  }

  /** Starts the spawner before it is needed. */
  warm(): void {
    this.#connect()
  }

  run(request: ProcessRequest): Promise<ProcessEnd> {
    if (request.signal.aborted) return Promise.resolve({ kind: 'signalled', signal: 'SIGTERM' })
    const { process: spawner, outbox, environments } = this.#connect()
    const id = this.#next++
    return new Promise(resolve => {
      const stop = (): void => outbox.push({ type: 'stop', id, graceMs })
      const settle = (end: ProcessEnd): void => {
        request.signal.removeEventListener('abort', stop)
        this.#pending.delete(id)
        if (this.#pending.size === 0) for (const idle of [spawner, this.#connected?.process ?? spawner]) unref(idle)
        resolve(end)
      }
      // What is pending may be another's, which is gone.
      spawner.ref()
      spawner.channel?.ref()
      this.#pending.set(id, { request, settle, pid: null })
      request.signal.addEventListener('abort', stop, { once: true })
      const { command, args, cwd, input } = request
      const env = environments.change(request.env)
      outbox.push({ type: 'start', id, command, args, cwd, env, ...(input === undefined ? {} : { input }) })
    })
  }

  /** Lets the spawner go; children that still run end. */
  async dispose(): Promise<void> {
    const spawner = this.#connected?.process
    if (spawner === undefined) return
    spawner.ref()
    const gone = new Promise(resolve => spawner.once('exit', resolve))
    if (spawner.connected) spawner.disconnect()
    await gone
  }

  #connect(): Connected {
    if (this.#connected !== null) return this.#connected
    const electron = process.versions['electron'] !== undefined
    const spawner = fork(this.#file, [randomUUID()], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
      env: electron ? { ...process.env, ELECTRON_RUN_AS_NODE: '1' } : process.env,
    })
    const outbox = new Outbox<SentToSpawner>(messages => {
      if (spawner.connected) spawner.send(messages, problem => problem !== null && this.#lost(spawner))
      else this.#lost(spawner)
    })
    this.#connected = { process: spawner, outbox, environments: new EnvironmentWriter() }
    spawner.on('message', (messages: readonly FromSpawner[]) => {
      for (const message of messages) this.#take(message)
    })
    spawner.on('error', () => this.#lost(spawner))
    spawner.on('exit', (_code, signal) => this.#lost(spawner, signal))
    unref(spawner)
    return this.#connected
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
  #lost(spawner: ChildProcess, signal: NodeJS.Signals | null = spawner.signalCode): void {
    if (this.#connected?.process !== spawner) return
    this.#connected = null
    const lost = [...this.#pending.values()]
    for (const { pid } of lost) if (pid !== null) killTree(pid, 'SIGKILL')
    const settle = (by: NodeJS.Signals | null): void => {
      for (const pending of lost) pending.settle({ kind: 'lost', signal: by })
    }
    // A message that cannot be sent tells of its end before the system does; where it never started, nothing more comes.
    if (spawner.pid === undefined || spawner.exitCode !== null || signal !== null) settle(signal)
    else spawner.once('exit', (_code, by) => settle(by))
  }
}

/** An idle spawner does not keep the runtime alive. */
function unref(spawner: ChildProcess): void {
  spawner.unref()
  spawner.channel?.unref()
}
