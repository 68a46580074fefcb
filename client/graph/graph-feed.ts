import type { GraphResult, GraphResultDag } from '../../server/protocol.ts'
import { Signal } from '../signal.ts'
import type { Timer } from '../timer.ts'

/** What is known of a document's graph. */
export interface GraphView {
  /** The graph at the newest text that was answered; places in it are right for that version only. */
  readonly latest: GraphResult
  /** What is shown: the same, or the last complete one while a syntax error may hide a part of the file. */
  readonly shown: readonly GraphResultDag[]
}

/** A document whose graph is followed. */
export interface GraphDocument {
  /** Its version now. */
  version(): number
  /** Asks for its graph; null where nobody can answer. */
  request(): Promise<GraphResult | null>
}

const typingPause = 150

/**
 * Follows the graph of one document: asks a moment after the last edit, one question at a time, and drops answers about
 * an older text.
 */
export class GraphFeed {
  readonly changed = new Signal<GraphView>()
  readonly #document: GraphDocument
  readonly #timer: Timer
  #view: GraphView | undefined
  #callOff: (() => void) | undefined
  #asking: Promise<void> | undefined
  #disposed = false

  constructor(document: GraphDocument, timer: Timer) {
    this.#document = document
    this.#timer = timer
  }

  get view(): GraphView | undefined {
    return this.#view
  }

  /** The document changed, or the server is new. */
  touch(): void {
    this.#callOff?.()
    if (!this.#disposed) this.#callOff = this.#timer.after(typingPause, () => void this.#ask())
  }

  /**
   * The graph of the text as it is now; undefined where nobody can answer or the text changes meanwhile. `again` asks even if it is
   * known: scripts and imported files may have changed.
   */
  async fresh(again = false): Promise<GraphView | undefined> {
    this.#callOff?.()
    await this.#asking
    const version = this.#document.version()
    if (again || this.#view?.latest.version !== version) await this.#ask()
    return this.#view?.latest.version === version ? this.#view : undefined
  }

  dispose(): void {
    this.#disposed = true
    this.#callOff?.()
  }

  async #ask(): Promise<void> {
    while (this.#asking) await this.#asking
    this.#asking = this.#askOnce().finally(() => {
      this.#asking = undefined
    })
    await this.#asking
  }

  async #askOnce(): Promise<void> {
    const result = await this.#document.request()
    if (this.#disposed || !result) return
    if (result.version !== this.#document.version()) {
      // The text is newer than the answer. Its edit has called `touch`, unless the answer overtook the edit's event.
      this.touch()
      return
    }
    const keep = result.complete === false && this.#view !== undefined
    this.#view = { latest: result, shown: keep ? this.#view!.shown : result.dags }
    this.changed.fire(this.#view)
  }
}
