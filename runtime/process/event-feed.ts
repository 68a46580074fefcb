import type { RunEvent } from '../events.ts'
import type { NumberedEvent } from '../protocol.ts'

/** So long an event may wait for others that go in the same message. The first one after a pause does not wait. */
const pauseMs = 8

/**
 * The events of one run on their way to a client: without gap or repeat, what has been before what comes. A thousand short tasks a second
 * would be two thousand messages, which cost both ends more than the tasks.
 */
export class EventFeed {
  readonly #send: (events: readonly NumberedEvent[]) => void
  #next: number
  #waiting: NumberedEvent[] = []
  #held = true
  #scheduled = false
  #timer: NodeJS.Timeout | undefined
  #sentAt = Number.NEGATIVE_INFINITY

  constructor(from: number, send: (events: readonly NumberedEvent[]) => void) {
    this.#next = from
    this.#send = send
  }

  /** Takes an event that has just happened. */
  push(number: number, event: RunEvent): void {
    this.#waiting.push({ number, event })
    if (this.#held || this.#scheduled) return
    const left = event.type === 'run-finished' ? 0 : pauseMs - (performance.now() - this.#sentAt)
    if (left > 0) {
      this.#timer ??= setTimeout(() => this.flush(), left)
      return
    }
    // What comes in one step of the runtime goes as one message.
    this.#scheduled = true
    queueMicrotask(() => this.flush())
  }

  /** Sends what has been; what comes waits until `begin`. */
  tell(events: readonly NumberedEvent[]): void {
    const news = events.filter(({ number }) => number >= this.#next)
    if (news.length === 0) return
    this.#next = news.at(-1)!.number + 1
    this.#sentAt = performance.now()
    this.#send(news)
  }

  begin(): void {
    this.#held = false
    this.flush()
  }

  /** Sends what waits now. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#scheduled = false
    if (!this.#held) this.tell(this.#waiting.splice(0))
  }

  dispose(): void {
    clearTimeout(this.#timer)
  }
}
