import { totalmem } from 'node:os'
import type { ResourceLimits, Worker } from 'node:worker_threads'

/** How often the memory of a busy thread is looked at. */
const everyMs = 100
/** No script allocates so much between two looks. */
const marginMb = 2048

/** What a `js` task may have: a quarter of the memory of the machine, or of the container, and 4 GB at most. */
export function defaultHeapMb(constrained: number = process.constrainedMemory(), total: number = totalmem()): number {
  const bytes = constrained > 0 ? Math.min(constrained, total) : total
  return Math.round(Math.min(4096, Math.max(256, bytes / 4 / 2 ** 20)))
}

/**
 * V8's own limit is far beyond ours: a thread that comes to it between two checks of V8 takes the whole process with it, such as
 * one that fills a map in a loop.
 */
export function heapLimits(heapMb: number): ResourceLimits {
  return { maxOldGenerationSizeMb: heapMb + marginMb }
}

/** Calls back once when a thread has more memory in use than it may. Looks only while it is busy. */
export function guardHeap(worker: Worker, heapMb: number, busy: () => boolean, over: (problem: Error) => void): void {
  // The Node of an older editor cannot say; V8's own limit is left.
  if (!('getHeapStatistics' in worker)) return
  let asked = false
  const timer = setInterval(() => {
    if (asked || !busy()) return
    asked = true
    // It is answered in the middle of what the thread does.
    worker.getHeapStatistics().then(
      ({ used_heap_size: used }) => {
        asked = false
        if (used <= heapMb * 2 ** 20) return
        clearInterval(timer)
        over(Object.assign(new Error(`more than ${heapMb} MB`), { code: 'ERR_WORKER_OUT_OF_MEMORY' }))
      },
      () => {
        // A thread that is only starting has no answer yet; one that has ended is looked at no more.
        asked = false
      },
    )
  }, everyMs)
  timer.unref()
  worker.once('exit', () => clearInterval(timer))
}
