import type { MessagePort } from 'node:worker_threads'

/** To the thread of a `js` task. */
export interface JsRequest {
  readonly file: string
  readonly exportName: string
  readonly params: unknown
  readonly env: Readonly<Record<string, string>>
  /** Takes the lines that the script prints. */
  readonly port: MessagePort
}

/** From the thread before it loads the script: which thread has the task, so that its end can be waited for. */
export interface JsBegun {
  readonly thread: number
}

/** From the thread while the script runs. */
export interface JsLines {
  readonly stream: 'stdout' | 'stderr'
  readonly lines: readonly string[]
}

/** From the thread, when the script has ended in order. */
export type JsAnswer = (
  | { readonly kind: 'returned'; readonly json: string }
  | { readonly kind: 'threw'; readonly name: string; readonly message: string; readonly stack: string }
  | { readonly kind: 'no-function'; readonly exportName: string; readonly exports: readonly string[] }
) & {
  /** Whether the script has left nothing open. */
  readonly clean?: boolean
}
