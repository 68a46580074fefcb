/**
 * What the language asks of the world: files, environment, clock. Synchronous, so that a check is one pass; a host that
 * must fetch a file answers `pending` and checks again when it has come.
 */
export interface Host {
  /** The text of a file; decoded from UTF-8, without a byte order mark. */
  read(file: string): FileText
  /**
   * The identity of the file that a path in `from` names. Paths are relative to the folder of `from`, and must stay
   * inside the workspace: `null` where one does not.
   */
  resolve(from: string, path: string): string | null
  /** An environment variable, for `env(name)`. */
  env(name: string): string | undefined
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number
}

export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'pending' }
