import { availableParallelism } from 'node:os'
import { defaultHeapMb } from './heap-guard.ts'
import { type Job, type JsCall, type JsOutcome, JsThread } from './js-thread.ts'

/** Slots bound how many tasks run; this only bounds what a mistake can do. */
const mostThreads = 256
/** A call that lasts longer has its thread for itself: what waits behind it goes elsewhere. */
const longMs = 10
/** How long a thread waits for its next call. */
const idleMs = 2000

/**
 * Threads for calls of all lengths. Short ones queue in as many threads as there are processors, ahead of time, so that a thread need
 * not wait for anybody between two; long ones get a thread each.
 */
export class JsThreads {
  readonly #file: URL
  readonly #processors: number
  readonly #heapMb: number
  readonly #threads = new Set<JsThread>()
  #waiting: Job[] = []
  #nextId = 1
  #scheduled = false
  #timer: NodeJS.Timeout | undefined
  /** How long the timer waits. */
  #watchedIn = Number.POSITIVE_INFINITY

  /** `file`: the thread's program; `heapMb`: what its scripts may have of memory. */
  constructor(file: URL, processors: number = availableParallelism(), heapMb: number = defaultHeapMb()) {
    this.#file = file
    this.#heapMb = heapMb
    this.#processors = processors
  }

  get size(): number {
    return this.#threads.size
  }

  /** Calls the function; settles when nothing of the call is left running. */
  run(call: JsCall): Promise<JsOutcome> {
    return new Promise(resolve => {
      if (call.signal.aborted) {
        resolve({ kind: 'stopped' })
        return
      }
      const stop = (): void => this.#stop(job)
      const job: Job = {
        id: this.#nextId++,
        call,
        settle: outcome => {
          call.signal.removeEventListener('abort', stop)
          resolve(outcome)
        },
      }
      call.signal.addEventListener('abort', stop, { once: true })
      this.#waiting.push(job)
      this.#schedule()
    })
  }

  /** Ends all threads; none is left when this settles. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    await Promise.all([...this.#threads].map(thread => thread.end()))
  }

  #stop(job: Job): void {
    const at = this.#waiting.indexOf(job)
    if (at < 0) {
      for (const thread of this.#threads) thread.stop(job)
      return
    }
    this.#waiting.splice(at, 1)
    job.settle({ kind: 'stopped' })
  }

  /** What is asked in one step goes in one message to each thread. */
  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    process.nextTick(() => {
      this.#scheduled = false
      this.#place()
    })
  }

  #place(): void {
    const jobs = this.#waiting
    this.#waiting = []
    for (const job of jobs) {
      const thread = this.#choose()
      if (thread === null) this.#waiting.push(job)
      else thread.push(job)
    }
    for (const thread of this.#threads) thread.flush()
    if (jobs.length > 0) this.#watchIn(longMs)
  }

  /** The thread with the fewest calls; a new one where all are busy and a processor is not. Null where all are full. */
  #choose(): JsThread | null {
    let best: JsThread | null = null
    let moving = 0
    for (const thread of this.#threads) {
      if (!thread.stuck) moving++
      if (!thread.open) continue
      if (best === null || thread.size < best.size) best = thread
    }
    if (best?.size === 0) return best
    if (moving < this.#processors && this.#threads.size < mostThreads) return this.#start()
    return best
  }

  #start(): JsThread {
    const thread = new JsThread(
      this.#file,
      {
        moved: () => {
          if (this.#waiting.length > 0) this.#schedule()
        },
        gone: (gone, jobs) => {
          this.#threads.delete(gone)
          this.#waiting.push(...jobs)
          if (this.#waiting.length > 0) this.#schedule()
        },
      },
      performance.now(),
      this.#heapMb,
    )
    this.#threads.add(thread)
    return thread
  }

  #watch(sure: boolean): void {
    const now = performance.now()
    for (const thread of [...this.#threads]) {
      thread.watch(sure)
      if (thread.size === 0 && now - thread.idleSince > idleMs) void thread.end()
    }
    this.#relieve()
    this.#place()
    // While only long calls run there is nothing to look at, but threads that have nothing to do.
    const moving = this.#waiting.length > 0 || [...this.#threads].some(thread => thread.size > 0 && !thread.stuck)
    if (this.#threads.size > 0) this.#watchIn(moving ? longMs : idleMs)
  }

  /**
   * What waits behind a long call goes elsewhere, and is probably long as well. As many threads more as there are stuck ones, so that they
   * double while that goes on, and none while others still start.
   */
  #relieve(): void {
    const stuck = [...this.#threads].filter(thread => thread.stuck)
    const jobs = stuck.flatMap(thread => thread.takeBack())
    this.#waiting.unshift(...jobs)
    if ([...this.#threads].some(thread => thread.starting)) return
    const idle = [...this.#threads].filter(thread => thread.open && thread.size === 0).length
    const wanted = Math.min(this.#waiting.length - idle, stuck.length, mostThreads - this.#threads.size)
    for (let i = 0; i < wanted; i++) this.#start()
  }

  #watchIn(ms: number): void {
    if (this.#watchedIn <= ms) return
    clearTimeout(this.#timer)
    this.#watchedIn = ms
    const due = performance.now() + ms
    this.#timer = setTimeout(() => {
      this.#watchedIn = Number.POSITIVE_INFINITY
      // Where this thread was held up the others were too, and standing still says nothing of them.
      this.#watch(performance.now() - due < longMs)
    }, ms)
    this.#timer.unref()
  }
}
