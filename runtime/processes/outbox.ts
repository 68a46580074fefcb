/** Gathers what is to be sent in one step of the program, so that it goes as one message. */
export class Outbox<M> {
  readonly #send: (messages: readonly M[], sent: () => void) => void
  #waiting: M[] = []
  #sent: (() => void)[] = []

  constructor(send: (messages: readonly M[], sent: () => void) => void) {
    this.#send = send
  }

  /** `sent` is called when the message has left. */
  push(message: M, sent?: () => void): void {
    if (sent !== undefined) this.#sent.push(sent)
    // After all that follows from the present step: promises are settled before it.
    if (this.#waiting.push(message) === 1) process.nextTick(() => this.#flush())
  }

  #flush(): void {
    const waiting = this.#waiting
    const sent = this.#sent
    this.#waiting = []
    this.#sent = []
    this.#send(waiting, () => {
      for (const each of sent) each()
    })
  }
}
