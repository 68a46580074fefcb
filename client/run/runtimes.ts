import type { RuntimeConnection } from '../../runtime/process/connect.ts'
import type {
  CheckedTarget,
  PlanRequest,
  RefusedRun,
  RowsPreview,
  RunRecord,
  ShownPlan,
  StartedRun,
  StartRun,
  TargetCheck,
} from '../../runtime/protocol.ts'
import type { ConnectRuntime } from './connect.ts'
import type { RunStore } from './run-store.ts'

/** What became of the wish to run. */
export type StartOutcome = StartedRun | RefusedRun

/** A runtime that ends so often before anything has happened is not started once more. */
const mostTries = 30
/** So often may a new runtime not come up at all: it, too, may have been killed. */
const mostFailures = 5

/** The runtimes of the window's folders: one connection each, made when it is needed, and the events of their runs go to the store. */
export class Runtimes {
  readonly #connect: ConnectRuntime
  readonly #store: RunStore
  readonly #lost: (root: string) => void
  readonly #env: () => Readonly<Record<string, string>>
  /** How often in a row the runtime of a folder has ended without a word. */
  readonly #tries = new Map<string, number>()
  readonly #connections = new Map<string, Promise<RuntimeConnection | null>>()
  readonly #rootOfRun = new Map<string, string>()
  /** What each connection follows: a run that this window starts is told of twice. */
  readonly #followed = new WeakMap<RuntimeConnection, Map<string, Promise<unknown>>>()

  /** `lost` is called when a runtime is gone for good; `env` is what tasks get whose runs go on in a new one. */
  constructor(connect: ConnectRuntime, store: RunStore, lost: (root: string) => void, env: () => Readonly<Record<string, string>>) {
    this.#connect = connect
    this.#store = store
    this.#lost = lost
    this.#env = env
  }

  /** Starts a run and follows it. */
  async start(root: string, params: StartRun): Promise<StartOutcome> {
    const connection = (await this.#connection(root, true))!
    const answer = await connection.request('run/start', params)
    const run = answer.run
    if (run !== undefined) await this.#follow(root, connection, run)
    return answer
  }

  /** Cancels a run; answers when every child has ended. */
  async cancel(run: string): Promise<boolean> {
    const root = this.#rootOfRun.get(run)
    const connection = root === undefined ? null : await this.#connection(root, false)
    return (await connection?.request('run/cancel', { run }))?.cancelled ?? false
  }

  /**
   * Attaches to the runtime of a folder, started where `start` says so, and follows what runs there, and of each dag the newest run
   * if it is `wanted`. A run that its runtime has left in the middle goes on.
   */
  async reattach(root: string, wanted: (run: RunRecord) => Promise<boolean>, start: boolean): Promise<void> {
    const connection = await this.#connection(root, start)
    if (!connection) return
    const { runs } = await connection.request('run/list', { limit: 50 })
    const seen = new Set<string>()
    for (const record of runs) {
      const { run, file, dag, ended, origin, state } = record
      const isNewest = !seen.has(`${file}\n${dag}`)
      seen.add(`${file}\n${dag}`)
      if (this.#store.get(run) || (ended !== null && !(isNewest && (await wanted(record))))) continue
      if (ended !== null) this.#store.recall(run)
      else if (state === 'interrupted' && origin === 'editor') await this.#continue(connection, run)
      await this.#follow(root, connection, run)
    }
  }

  /** How a run would go. */
  async plan(root: string, request: PlanRequest): Promise<ShownPlan | RefusedRun> {
    return (await this.#connection(root, true))!.request('plan/show', request)
  }

  /** Whether what tasks of a file need on a target is there. */
  async check(root: string, request: TargetCheck): Promise<CheckedTarget | RefusedRun> {
    return (await this.#connection(root, true))!.request('target/check', request)
  }

  /** The first rows of what a task of a run answered; null where there are none. */
  async previewRows(run: string, task: string, limit: number): Promise<RowsPreview | null> {
    const root = this.#rootOfRun.get(run)
    const connection = root === undefined ? null : await this.#connection(root, true)
    return (await connection?.request('table/preview', { run, task, limit })) ?? null
  }

  dispose(): void {
    for (const connection of this.#connections.values()) void connection.then(open => open?.dispose())
    this.#connections.clear()
  }

  /** The runtime has died: what was going on goes on in a new one. Where nothing was, none is started for it. */
  async #comeBack(root: string): Promise<void> {
    const runs = this.#store.active().filter(({ run }) => this.#rootOfRun.get(run) === root)
    const tries = (this.#tries.get(root) ?? 0) + 1
    this.#tries.set(root, tries)
    try {
      if (runs.length === 0 || tries > mostTries) throw new Error('the runtime is gone')
      const connection = await this.#connectAgain(root)
      for (const { run } of runs) {
        await this.#continue(connection, run)
        await this.#follow(root, connection, run)
      }
    } catch {
      // Where the new runtime has died too, its connection's end is being dealt with.
      if (!this.#connections.has(root)) this.#lost(root)
    }
  }

  /** One that cannot go on has ended, which following it tells. */
  async #continue(connection: RuntimeConnection, run: string): Promise<void> {
    await connection.request('run/continue', { run, origin: 'editor', from: this.#store.next(run), env: this.#env() }).catch(() => null)
  }

  async #connectAgain(root: string): Promise<RuntimeConnection> {
    for (let failures = 1; ; failures++) {
      try {
        return (await this.#connection(root, true))!
      } catch (problem) {
        if (failures >= mostFailures) throw problem
      }
    }
  }

  async #follow(root: string, connection: RuntimeConnection, run: string): Promise<void> {
    this.#rootOfRun.set(run, root)
    const followed = this.#followed.get(connection) ?? new Map<string, Promise<unknown>>()
    this.#followed.set(connection, followed)
    const following = followed.get(run) ?? connection.request('run/attach', { run, from: this.#store.next(run) })
    followed.set(run, following)
    await following
  }

  #connection(root: string, start: boolean): Promise<RuntimeConnection | null> {
    const known = this.#connections.get(root)
    if (known) return known.then(connection => connection ?? (start ? this.#open(root, true) : null))
    return this.#open(root, start)
  }

  #open(root: string, start: boolean): Promise<RuntimeConnection | null> {
    const opening = this.#connect(root, start).then(connection => {
      if (!connection) this.#forget(root, opening)
      connection?.onEvent(({ number, event }) => {
        this.#tries.delete(root)
        this.#store.apply(number, event)
      })
      // What a terminal starts is shown too.
      connection?.onStarted(run => void this.#follow(root, connection, run).catch(() => undefined))
      connection?.request('runs/watch', {}).catch(() => undefined)
      connection?.onClose(() => {
        if (this.#forget(root, opening)) void this.#comeBack(root)
      })
      return connection
    })
    opening.catch(() => this.#forget(root, opening))
    this.#connections.set(root, opening)
    return opening
  }

  #forget(root: string, opening: Promise<RuntimeConnection | null>): boolean {
    return this.#connections.get(root) === opening && this.#connections.delete(root)
  }
}
