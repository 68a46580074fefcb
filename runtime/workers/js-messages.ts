import type { EnvironmentChange } from '../processes/environments.ts'

/** What a thread of `js` tasks is started with. */
export interface JsThreadData {
  /** How far the thread has come, readable by its owner at any time: see `js-claims.ts`. */
  readonly claims: SharedArrayBuffer
}

/** A task that waits in a thread for its turn. Several go in one message. */
export interface JsTask {
  /** Its place among the claims, and what stands there while it waits. */
  readonly place: number
  readonly id: number
  readonly file: string
  readonly exportName: string
  readonly params: unknown
  /** By its difference from that of the task before, begun or not. */
  readonly env: EnvironmentChange
}

/** From the thread, on one way, so that nothing overtakes. */
export type FromJsThread =
  /** It can take tasks. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'lines'; readonly id: number; readonly stream: 'stdout' | 'stderr'; readonly lines: readonly string[] }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: JsAnswer }

/** How a script has ended in order. */
export type JsAnswer = (
  | { readonly kind: 'returned'; readonly json: string }
  /** `file`: the module in which its place is, where that is not the script. */
  | { readonly kind: 'threw'; readonly message: string; readonly stack: string; readonly file?: string }
  | { readonly kind: 'no-function'; readonly exportName: string; readonly exports: readonly string[] }
) & {
  /** Whether the script has left nothing open. If it has, the thread takes no other task. */
  readonly clean: boolean
}
