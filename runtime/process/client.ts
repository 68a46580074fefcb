import type { Socket } from 'node:net'
import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node'
import type { RunEvent } from '../events.ts'
import type { RuntimeNotifications, RuntimeRequests, StartRun } from '../protocol.ts'
import type { NumberedEvent } from '../store/store.ts'
import type { Runtime } from './runtime.ts'
import { startRun } from './start-run.ts'

export interface ClientOptions {
  readonly token: string
  readonly protocol: number
  /** Ends the process; active runs are cancelled. */
  end(): void
  /** Something began or ended that decides whether the process is idle. */
  changed(): void
}

type Handlers = {
  readonly [M in keyof RuntimeRequests]: (
    params: RuntimeRequests[M]['params'],
  ) => Promise<RuntimeRequests[M]['result']> | RuntimeRequests[M]['result']
}

/** One attached client: answers its requests and sends it the events of the runs it follows. */
export class Client {
  readonly #connection: MessageConnection
  readonly #socket: Socket
  readonly #runtime: Runtime
  readonly #options: ClientOptions
  readonly #followed = new Map<string, () => void>()
  /** Runs that end with this client. */
  readonly #own = new Set<string>()
  #known = false

  constructor(socket: Socket, runtime: Runtime, options: ClientOptions) {
    this.#socket = socket
    this.#runtime = runtime
    this.#options = options
    this.#connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket))
    for (const [method, handle] of Object.entries(this.#handlers())) {
      this.#connection.onRequest(method, (params: never) => {
        if (this.#known || method === 'hello') return (handle as (params: never) => unknown)(params)
        throw new Error('The first request must be hello.')
      })
    }
    this.#connection.onError(() => undefined)
    socket.on('error', () => undefined)
    socket.on('close', () => this.#left())
    this.#connection.listen()
  }

  dispose(): void {
    this.#socket.destroy()
  }

  #handlers(): Handlers {
    const runtime = this.#runtime
    return {
      hello: ({ token, protocol }) => {
        this.#known = token === this.#options.token && protocol === this.#options.protocol
        return { accepted: this.#known, version: String(this.#options.protocol) }
      },
      'run/start': params => this.#start(params),
      'run/cancel': async ({ run }) => {
        const active = runtime.run(run)
        active?.cancel()
        return { cancelled: (await active?.finished)?.state === 'cancelled' }
      },
      'run/attach': async ({ run, from }) => ({ known: await this.#attach(run, from) }),
      'run/list': ({ limit, file }) => ({ runs: runtime.store.list(limit, file) }),
      'run/show': ({ run }) => {
        const record = runtime.store.record(run)
        return record === null ? null : { run: record, tasks: runtime.store.tasks(run) }
      },
      'run/history': async ({ run, task }) => ({
        events: (await runtime.history(run, 0)).map(one => one.event).filter(event => task === undefined || isOf(event, task)),
      }),
      shutdown: ({ force }) => {
        if (force || runtime.active.length === 0) setImmediate(() => this.#options.end())
        return null
      },
    }
  }

  async #start(params: StartRun): Promise<RuntimeRequests['run/start']['result']> {
    const answer = await startRun(this.#runtime, params)
    if (answer.kind === 'refused') return answer
    const { run } = answer
    if (params.origin === 'cli') this.#own.add(run.request.run)
    // The client may have gone while the file was read.
    if (this.#socket.destroyed && params.origin === 'cli') run.cancel()
    void run.finished.then(() => this.#options.changed())
    await answer.recorded
    return { kind: 'started', run: run.request.run, dag: run.request.graph.dag }
  }

  /** Sends what has been and what comes without gap or repeat: listens first, reads then, and joins both by number. */
  async #attach(run: string, from: number): Promise<boolean> {
    if (this.#runtime.store.record(run) === null) return false
    this.#followed.get(run)?.()
    let next = from
    const held: NumberedEvent[] = []
    let replaying = true
    const send = (number: number, event: RunEvent): void => {
      if (number < next) return
      next = number + 1
      const notification: RuntimeNotifications['run/event'] = { number, event }
      this.#connection.sendNotification('run/event', notification).catch(() => undefined)
    }
    this.#followed.set(
      run,
      this.#runtime.listen(run, (number, event) => {
        if (replaying) held.push({ number, event })
        else send(number, event)
      }),
    )
    for (const { number, event } of await this.#runtime.history(run, from)) send(number, event)
    replaying = false
    for (const { number, event } of held) send(number, event)
    return true
  }

  #left(): void {
    this.#connection.dispose()
    for (const stop of this.#followed.values()) stop()
    for (const run of this.#own) this.#runtime.run(run)?.cancel()
  }
}

function isOf(event: RunEvent, task: string): boolean {
  return 'task' in event && (event.task === task || event.task.startsWith(`${task}[`) || event.task.startsWith(`${task}.`))
}
