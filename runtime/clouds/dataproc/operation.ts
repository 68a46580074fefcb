import type { Operation } from './connection.ts'

export type OperationEnd =
  | { readonly kind: 'done' }
  /** `message`: what the service says. */
  | { readonly kind: 'failed'; readonly message: string }

/** How an operation has ended; null where it goes on. */
export function operationEnd({ done, error }: Operation): OperationEnd | null {
  if (!done) return null
  // Code 0 is no error; the client fills in what was not sent.
  if (error?.code) return { kind: 'failed', message: error.message || `code ${error.code}` }
  return { kind: 'done' }
}
