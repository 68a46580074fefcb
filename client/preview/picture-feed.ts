import isEqual from 'fast-deep-equal'
import type { PictureGraph, PictureMemory, PicturePlan, PictureRun, PictureState, ToPicture } from '../../webview/protocol.ts'

/** All that a picture shows. */
export interface PictureContent {
  readonly version: number
  readonly dags: readonly PictureGraph[]
  /** The one that is shown. */
  readonly dag: string | null
  readonly states: Readonly<Record<string, PictureState>>
  readonly cursor: string | null
  readonly run: PictureRun | null
  readonly problems: number
  /** Where the reader asks for it. */
  readonly plan?: PicturePlan | null
  readonly memory: PictureMemory
}

/**
 * Tells a view what changed: everything when it says that it is ready, then only differences, numbered, and nothing
 * while it is hidden (a hidden view has no content and says `ready` when it is back).
 */
export class PictureFeed {
  readonly #send: (message: ToPicture) => void
  #number = 0
  #ready = false
  #sent: PictureContent | undefined
  #content: PictureContent | undefined

  constructor(send: (message: ToPicture) => void) {
    this.#send = send
  }

  /** The view can listen. */
  ready(): void {
    this.#ready = true
    this.#sent = undefined
    this.#flush()
  }

  /** The view cannot listen until it is ready again. */
  hide(): void {
    this.#ready = false
  }

  show(content: PictureContent): void {
    this.#content = content
    this.#flush()
  }

  #flush(): void {
    const content = this.#content
    if (!this.#ready || !content) return
    const sent = this.#sent
    this.#sent = content
    if (!sent || needsSnapshot(sent, content)) this.#post({ type: 'snapshot', ...content })
    else {
      const states = changedStates(sent.states, content.states)
      const runChanged = !isEqual(sent.run, content.run)
      if (content.dag !== null && (runChanged || Object.keys(states).length > 0))
        this.#post({ type: 'states', dag: content.dag, states, run: content.run })
      if (sent.cursor !== content.cursor) this.#post({ type: 'cursor', dag: content.dag, task: content.cursor })
    }
  }

  #post(message: Unnumbered<ToPicture>): void {
    this.#number++
    this.#send({ ...message, number: this.#number } as ToPicture)
  }
}

type Unnumbered<T> = T extends unknown ? Omit<T, 'number'> : never

/** A new run, or a state that is gone, cannot be told by differences. A new version alone shows nothing new: clicks are answered by name. */
function needsSnapshot(sent: PictureContent, content: PictureContent): boolean {
  return (
    sent.dag !== content.dag ||
    sent.problems !== content.problems ||
    sent.run?.run !== content.run?.run ||
    Object.keys(sent.states).some(task => !(task in content.states)) ||
    !isEqual(sent.plan, content.plan) ||
    !isEqual(sent.memory, content.memory) ||
    !isEqual(sent.dags, content.dags)
  )
}

function changedStates(
  before: Readonly<Record<string, PictureState>>,
  after: Readonly<Record<string, PictureState>>,
): Readonly<Record<string, PictureState>> {
  return Object.fromEntries(Object.entries(after).filter(([task, state]) => !isEqual(before[task], state)))
}
