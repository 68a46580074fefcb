/** So long a message may wait for another one to go with. */
const pauseMs = 2

/** Gathers what is to be sent in one step of the program, so that it goes as one message. */
export class Outbox<M> {
  readonly #send: (messages: readonly M[], sent: () => void) => void
  #waiting: M[] = []
  #sent: (() => void)[] = []
  #scheduled = false
  #timer: NodeJS.Timeout | undefined

  constructor(send: (messages: readonly M[], sent: () => void) => void) {
    this.#send = send
  }

  /** `sent` is called when the message has left. */
  push(message: M, sent?: () => void): void {
    if (sent !== undefined) this.#sent.push(sent)
    this.#waiting.push(message)
    if (this.#scheduled) return
    this.#scheduled = true
    // After all that follows from the present step: promises are settled before it.
    process.nextTick(() => this.#flush())
  }

  /** For what nobody waits for: it goes with the next message, or in a moment. */
  pushLater(message: M): void {
    this.#waiting.push(message)
    if (!this.#scheduled) this.#timer ??= setTimeout(() => this.#flush(), pauseMs)
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#scheduled = false
    const waiting = this.#waiting
    const sent = this.#sent
    this.#waiting = []
    this.#sent = []
    this.#send(waiting, () => {
      for (const each of sent) each()
    })
  }
}
