import type { GraphEdge } from '#language'

/** Requests that the language server answers beside those of LSP. Types only; both ends import this file. */
export const graphRequest = 'dagline/graph'

/**
 * Tells that the graph of an open document may be another one, because a file that it names has changed. Sent only to a client whose
 * `initializationOptions` are `ServerOptions` that ask for it.
 */
export const graphChangedNotification = 'dagline/graphChanged'

export type GraphChangedParams = GraphParams

/** What a client may ask for when it starts the server. */
export interface ServerOptions {
  readonly graphChanged?: boolean
  /** It answers `readFileRequest` and `readFolderRequest`. */
  readonly readsFiles?: boolean
  /** Schemes of URIs whose `.sql` and `.py` files it wants to be told about. It registers what the server asks for. */
  readonly scriptSchemes?: readonly string[]
  /** The client has the command `showReferencesCommand`. */
  readonly showReferences?: boolean
}

/** A command of the client: shows the references of the name at a place. Its one argument is `ShowReferencesParams`. */
export const showReferencesCommand = 'dagline.showReferences'

export interface ShowReferencesParams {
  readonly uri: string
  readonly position: ProtocolRange['start']
}

export interface GraphParams {
  readonly uri: string
}

/** The graph of every dag of a document, at one version of its text. */
export interface GraphResult {
  readonly uri: string
  /** The document's version that this was computed from; an answer for an old one is to be dropped. */
  readonly version: number
  readonly dags: readonly GraphResultDag[]
  /** Diagnostics of severity error in the document. */
  readonly errors?: number
  /** False where a syntax error may hide a part of the graph: who shows it keeps the last complete one. */
  readonly complete?: boolean
  /** The targets that the document can run on; `local` is always the first. */
  readonly targets?: readonly GraphResultTarget[]
}

export interface GraphResultTarget {
  readonly name: string
  /** Its name must be typed before a run. */
  readonly confirm: boolean
}

/** LSP's range: lines and characters from 0. */
export interface ProtocolRange {
  readonly start: { readonly line: number; readonly character: number }
  readonly end: { readonly line: number; readonly character: number }
}

export interface GraphResultDag {
  readonly name: string
  readonly description: string | null
  readonly nameRange: ProtocolRange
  readonly range: ProtocolRange
  readonly groups: readonly GraphResultGroup[]
  readonly tasks: readonly GraphResultTask[]
  readonly edges: readonly GraphResultEdge[]
  /** What a run may be given, in the order in which it is written. */
  readonly inputs?: readonly GraphResultInput[]
}

export interface GraphResultEdge extends GraphEdge {
  /** Tables that both ends use, one of them by writing; absent where there is none. */
  readonly tables?: readonly string[]
}

export interface GraphResultInput {
  readonly name: string
  readonly type: string
  /** The default's expression as written; null where a value must be given. */
  readonly defaultText: string | null
}

export interface GraphResultGroup {
  readonly name: string
  readonly parent: string | null
  readonly nameRange: ProtocolRange
  readonly range: ProtocolRange
}

export interface GraphResultTask {
  readonly name: string
  readonly declaration: string
  readonly label: string
  readonly engine: string
  readonly group: string | null
  readonly description: string | null
  readonly nameRange: ProtocolRange
  readonly range: ProtocolRange
  /** Changes exactly when what the task runs changes: comments, spacing and the places of other tasks do not count. */
  readonly fingerprint: string
}

/** Turns a pyDag document into a `.dag` file. The document is sent, since the server is not told of JSON. */
export const importRequest = 'dagline/import'

export interface ImportParams {
  readonly text: string
  /** What the dag is called where the document does not say: the file's name without its ending. */
  readonly name: string
}

export type ImportResult =
  | {
      readonly kind: 'imported'
      readonly text: string
      /** Files that the text names, by paths relative to it with slashes, to be completed by a person. */
      readonly files: readonly { readonly path: string; readonly text: string }[]
      readonly notes: readonly ImportResultNote[]
    }
  | { readonly kind: 'refused'; readonly notes: readonly ImportResultNote[] }

/** What is to be looked at, with its place in the document. */
export interface ImportResultNote {
  readonly range: ProtocolRange
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly message: string
}

/** Asks the client for the text of a file that is not on a disk of the server's. */
export const readFileRequest = 'dagline/readFile'

/** Asks the client for what is in a folder that is not on a disk of the server's. */
export const readFolderRequest = 'dagline/readFolder'

export interface ReadFileParams {
  readonly uri: string
}

export type ReadFileResult =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string }

export interface ReadFolderResult {
  /** Empty where there is no such folder. */
  readonly entries: readonly { readonly name: string; readonly isFolder: boolean }[]
}
