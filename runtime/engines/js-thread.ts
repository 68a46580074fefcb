import { Worker } from 'node:worker_threads'
import { EnvironmentWriter } from '../processes/environments.ts'
import { heldTasks, JsClaims } from '../workers/js-claims.ts'
import type { FromJsThread, JsAnswer, JsTask, JsThreadData } from '../workers/js-messages.ts'
import type { Environment } from './engine.ts'
import { guardHeap, heapLimits } from './heap-guard.ts'

/** One call of a function of a module. */
export interface JsCall {
  readonly file: string
  readonly exportName: string
  readonly params: unknown
  readonly env: Environment
  readonly signal: AbortSignal
  onLine(stream: 'stdout' | 'stderr', line: string): void
}

/** What a script threw after it had gone on by itself: most often an error, but anything can be thrown. */
export interface NotCaught {
  readonly thrown: unknown
}

export type JsOutcome =
  | JsAnswer
  /** The thread has ended under the task: by `process.exit`, by an error that nobody caught, for want of memory. */
  | { readonly kind: 'lost'; readonly exitCode: number; readonly problem: NotCaught | null }
  /** The call was aborted, and nothing of it is left. */
  | { readonly kind: 'stopped' }

/** A call on its way. */
export interface Job {
  readonly id: number
  readonly call: JsCall
  settle(outcome: JsOutcome): void
}

interface Held {
  readonly job: Job
  readonly place: number
  /** What to settle with once the thread is gone. */
  outcome: JsOutcome | null
}

/** How often it may be seen not to have come on until it is stuck, and while it loads a module. */
const patience = 1
const loadingPatience = 20

/** What becomes of a thread. */
export interface ThreadOwner {
  /** It has come on, and may take more. */
  moved(thread: JsThread): void
  /** It is no more; these had not begun. */
  gone(thread: JsThread, jobs: readonly Job[]): void
}

/** One thread and the calls that it holds: one runs, the others wait behind it and can be taken back. */
export class JsThread {
  /** Whether it has been busy with one call for so long that nothing should wait behind that. */
  stuck = false
  /** Since when it has had nothing to do. */
  idleSince: number
  readonly #worker: Worker
  readonly #owner: ThreadOwner
  readonly #claims = new JsClaims()
  readonly #environments = new EnvironmentWriter()
  readonly #held = new Map<number, Held>()
  readonly #places: number[] = Array.from({ length: heldTasks }, (_, place) => place)
  #unsent: JsTask[] = []
  #ready = false
  #ending: Promise<unknown> | null = null
  #seen = 0
  /** How often in a row it had not come on. */
  #still = 0
  #problem: NotCaught | null = null

  constructor(file: URL, owner: ThreadOwner, now: number, heapMb: number) {
    this.#owner = owner
    this.idleSince = now
    const workerData: JsThreadData = { claims: this.#claims.buffer }
    this.#worker = new Worker(file, { workerData, execArgv: [], resourceLimits: heapLimits(heapMb) })
    guardHeap(
      this.#worker,
      heapMb,
      () => this.#held.size > 0,
      problem => {
        this.#problem = { thrown: problem }
        void this.end()
      },
    )
    this.#worker.on('message', (message: FromJsThread) => this.#take(message))
    this.#worker.on('error', problem => {
      this.#problem = { thrown: problem }
    })
    this.#worker.on('exit', exitCode => this.#gone(exitCode))
  }

  get size(): number {
    return this.#held.size
  }

  /** Whether it takes another call. */
  get open(): boolean {
    return this.#ending === null && !this.stuck && this.#places.length > 0
  }

  /** Takes a call; it goes with the next `flush`. */
  push(job: Job): void {
    const place = this.#places.pop()!
    const { id, call } = job
    this.#held.set(id, { job, place, outcome: null })
    this.#claims.offer(place, id)
    const { file, exportName, params, env } = call
    this.#unsent.push({ place, id, file, exportName, params, env: this.#environments.change(env) })
  }

  flush(): void {
    if (this.#unsent.length > 0) this.#worker.postMessage(this.#unsent)
    this.#unsent = []
  }

  /** Ends a call that the thread holds: takes it back, or ends the thread where it has begun. */
  stop(job: Job): void {
    const held = this.#held.get(job.id)
    if (held === undefined) return
    if (this.#claims.takeBack(held.place, job.id)) {
      this.#release(held)
      job.settle({ kind: 'stopped' })
      return
    }
    held.outcome ??= { kind: 'stopped' }
    void this.end()
  }

  /** Ends the thread; settles when it is gone. */
  async end(): Promise<void> {
    this.#ending ??= this.#worker.terminate()
    await this.#ending
  }

  /** Whether it is still being started. */
  get starting(): boolean {
    return !this.#ready && this.#ending === null
  }

  /** Looks whether it has come on since the last time; where not, it is stuck if that is `sure`. */
  watch(sure: boolean): void {
    const { begun, loading } = this.#claims
    if (!this.#ready || this.#held.size === 0 || begun !== this.#seen) this.#still = 0
    else if (sure) this.#still++
    this.#seen = begun
    this.stuck = this.#still > (loading ? loadingPatience : patience)
  }

  /** Gives back the calls that have not begun. */
  takeBack(): readonly Job[] {
    return [...this.#held.values()].flatMap(held => {
      if (!this.#claims.takeBack(held.place, held.job.id)) return []
      this.#release(held)
      return [held.job]
    })
  }

  #take(message: FromJsThread): void {
    switch (message.kind) {
      case 'ready':
        this.#ready = true
        break
      case 'lines': {
        const { call } = this.#held.get(message.id)?.job ?? {}
        // A call that was told to end says nothing more.
        if (call === undefined || call.signal.aborted) break
        for (const line of message.lines) call.onLine(message.stream, line)
        break
      }
      case 'answer': {
        const held = this.#held.get(message.id)
        if (held === undefined) break
        this.stuck = false
        if (message.answer.clean) {
          this.#release(held)
          held.job.settle(message.answer)
          this.#owner.moved(this)
          break
        }
        // What the script has left open is its own: it has ended when that has.
        held.outcome ??= message.answer
        void this.end()
        break
      }
      default:
        message satisfies never
    }
  }

  #release({ job, place }: Held): void {
    this.#held.delete(job.id)
    this.#places.push(place)
    if (this.#held.size === 0) this.idleSince = performance.now()
  }

  #gone(exitCode: number): void {
    this.#ending ??= Promise.resolve()
    const waiting: Job[] = []
    for (const { job, place, outcome } of this.#held.values()) {
      if (this.#claims.takeBack(place, job.id)) waiting.push(job)
      else job.settle(outcome ?? { kind: 'lost', exitCode, problem: this.#problem })
    }
    this.#held.clear()
    this.#owner.gone(this, waiting)
  }
}
