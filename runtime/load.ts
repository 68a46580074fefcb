import type { Host, RunGraph } from '#language'
import type { RefusalReason } from './protocol.ts'

/** Which graph to load. */
export interface LoadRequest {
  readonly file: string
  readonly dag?: string
  readonly target?: string
  /** As written: name to text. */
  readonly inputs: Readonly<Record<string, string>>
  readonly run: { readonly id: string; readonly date?: string }
  readonly env: Readonly<Record<string, string>>
}

export type Loaded =
  | { readonly kind: 'graph'; readonly graph: RunGraph; readonly date: string; readonly inputs: Readonly<Record<string, never>> }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly message: string }

/** Reads a file and makes the graph of one of its dags, ready to run. */
export async function loadRunGraph(_host: Host, _request: LoadRequest): Promise<Loaded> {
  return { kind: 'refused', reason: 'diagnostics', message: 'Files cannot be run yet.' }
}
