import type { Socket } from 'node:net'
import type { MessageConnection } from 'vscode-jsonrpc/node'
import type { ContinuedRun, ContinueRun, RuntimeNotifications, RuntimeRequests, StartRun } from '../protocol.ts'
import { isScriptName } from '../store/scripts.ts'
import { isNamed } from '../task-names.ts'
import { cancelTasks } from './cancel-tasks.ts'
import { clearCache } from './clear-cache.ts'
import { continueRun } from './continue-run.ts'
import { EventFeed } from './event-feed.ts'
import { listCache } from './list-cache.ts'
import { planWithHistory } from './plan-with-history.ts'
import type { Runtime } from './runtime.ts'
import { startRun } from './start-run.ts'
import { connectionOver } from './wire.ts'

/** So many events of the past go in one message: few enough that the other end does not stand still over it. */
const mostAtOnce = 1000

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
  readonly #followed = new Map<string, { readonly feed: EventFeed; stop(): void }>()
  #unwatch: (() => void) | undefined
  /** Runs that end with this client. */
  readonly #own = new Set<string>()
  #known = false

  constructor(socket: Socket, runtime: Runtime, options: ClientOptions) {
    this.#socket = socket
    this.#runtime = runtime
    this.#options = options
    this.#connection = connectionOver(socket)
    for (const [method, handle] of Object.entries(this.#handlers())) {
      this.#connection.onRequest(method, async (params: never) => {
        if (!this.#known && method !== 'hello') throw new Error('The first request must be hello.')
        const answer = await (handle as (params: never) => unknown)(params)
        // What happened before an answer is told before it.
        for (const { feed } of this.#followed.values()) feed.flush()
        return answer
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
      'run/continue': params => this.#continue(params),
      'run/cancel-tasks': async ({ run, tasks }) => ({ cancelled: await cancelTasks(runtime, run, tasks) }),
      'run/cancel': async ({ run }) => {
        await runtime.left.close(run)
        const active = runtime.run(run)
        active?.cancel()
        return { cancelled: (await active?.finished)?.state === 'cancelled' }
      },
      'run/attach': async ({ run, from, logs_of }) => ({ known: await this.#attach(run, from, logs_of) }),
      'plan/show': params => planWithHistory(runtime, params),
      'runs/watch': () => {
        this.#unwatch ??= runtime.watch(run => {
          const notification: RuntimeNotifications['run/started'] = { run }
          this.#connection.sendNotification('run/started', notification).catch(() => undefined)
        })
        return null
      },
      'run/list': ({ limit, file }) => ({ runs: runtime.store.list(limit, file).map(record => runtime.left.shown(record)) }),
      'run/show': ({ run }) => {
        const record = runtime.store.record(run)
        if (record === null) return null
        const reasons = runtime.store.reasons(run)
        const known = Object.entries(runtime.store.tasks(run)).map(([name, task]) => [name, { ...task, ...reasons.get(name) }] as const)
        const tasks = runtime.left.shownTasks(run, Object.fromEntries(known))
        return { run: runtime.left.shown(record), tasks, predicted: runtime.store.predictions(run) }
      },
      'run/logs': ({ run, tasks }) => runtime.logs(run, task => tasks === undefined || tasks.some(word => isNamed(task, word))),
      'run/history': async ({ run, task }) => ({
        events: (await runtime.history(run, 0, task === undefined ? undefined : name => isNamed(name, task)))
          .map(one => one.event)
          .filter(event => task === undefined || ('task' in event && isNamed(event.task, task))),
      }),
      'table/preview': params =>
        'table' in params ? runtime.previewTable(params.table, params.limit) : runtime.previewResult(params.run, params.task, params.limit),
      'cache/list': params => listCache(runtime, params),
      'cache/clear': what => clearCache(runtime, what),
      'script/put': ({ name, text }) => {
        const kept = isScriptName(name)
        if (kept) runtime.store.scripts.put(name, text, new Date(runtime.now()).toISOString())
        return { kept }
      },
      'script/get': ({ name }) => ({ text: runtime.store.scripts.get(name) }),
      'script/list': () => ({ scripts: runtime.store.scripts.list() }),
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
    // Nothing has happened in the run yet, so that nothing is to be read again.
    if (params.follow) this.#follow(run.request.run, 0).begin()
    await answer.recorded
    return { kind: 'started', run: run.request.run, dag: run.request.graph.dag, ...(params.follow ? { followed: true } : {}) }
  }

  async #continue(params: ContinueRun): Promise<ContinuedRun> {
    const answer = await continueRun(this.#runtime, params)
    const run = this.#runtime.run(params.run)
    if (answer.kind === 'continued' && run !== null && params.origin === 'cli') {
      this.#own.add(params.run)
      if (this.#socket.destroyed) run.cancel()
    }
    void run?.finished.then(() => this.#options.changed())
    return answer
  }

  /** Sends what has been and what comes without gap or repeat: listens first, reads then, and joins both by number. */
  async #attach(run: string, from: number, logsOf?: readonly string[]): Promise<boolean> {
    if (this.#runtime.store.record(run) === null) return false
    // Lines that nobody reads would hold up those that are waited for.
    const isWanted = (task: string): boolean => logsOf === undefined || logsOf.some(word => isNamed(task, word))
    const feed = this.#follow(run, from, isWanted)
    const past = await this.#runtime.history(run, from, isWanted)
    for (let i = 0; i < past.length; i += mostAtOnce) feed.tell(past.slice(i, i + mostAtOnce))
    feed.begin()
    return true
  }

  /** Listens to a run: what comes is told once the feed has begun. */
  #follow(run: string, from: number, hasLogs: (task: string) => boolean = () => true): EventFeed {
    this.#stopFollowing(run)
    const feed = new EventFeed(from, events => {
      const notification: RuntimeNotifications['run/events'] = { events }
      this.#connection.sendNotification('run/events', notification).catch(() => undefined)
    })
    const stop = this.#runtime.listen(run, (number, event) => {
      if (event.type !== 'task-log' || hasLogs(event.task)) feed.push(number, event)
    })
    this.#followed.set(run, { feed, stop })
    return feed
  }

  #stopFollowing(run: string): void {
    const followed = this.#followed.get(run)
    followed?.stop()
    followed?.feed.dispose()
    this.#followed.delete(run)
  }

  #left(): void {
    this.#connection.dispose()
    this.#unwatch?.()
    for (const run of [...this.#followed.keys()]) this.#stopFollowing(run)
    for (const run of this.#own) this.#runtime.run(run)?.cancel()
  }
}
