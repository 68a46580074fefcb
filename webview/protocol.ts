import type { EdgeReason } from '#language'

/** What the picture shows of one dag: plain data, without places in the text. */
export interface PictureGraph {
  readonly name: string
  readonly description: string | null
  readonly groups: readonly { readonly name: string; readonly parent: string | null }[]
  readonly tasks: readonly PictureTask[]
  readonly edges: readonly PictureEdge[]
}

export interface PictureEdge {
  readonly from: string
  readonly to: string
  readonly why: EdgeReason
  /** Tables that go along it. */
  readonly tables?: readonly string[]
}

export interface PictureTask {
  readonly name: string
  readonly label: string
  /** Whole name of the declaration; instances of one matrix share it, and the cursor in it marks them all. */
  readonly declaration?: string
  readonly engine: string
  readonly group: string | null
  readonly description: string | null
}

/** State of one task in the run that is shown. */
export interface PictureState {
  readonly state: string
  readonly attempt: number
  /** ISO 8601: since when it only waited for a processor. */
  readonly ready?: string | null
  /** ISO 8601. */
  readonly started: string | null
  readonly seconds: number | null
  readonly rows: number | null
  readonly error: string | null
  /** A sentence that says why it ran again, or did not have to. */
  readonly reason?: string | null
}

/** From the extension to the webview. Hidden views get nothing: a snapshot on `ready`, then deltas numbered from it. */
export type ToPicture =
  | {
      readonly type: 'snapshot'
      readonly number: number
      readonly version: number
      readonly dags: readonly PictureGraph[]
      readonly dag: string | null
      readonly states: Readonly<Record<string, PictureState>>
      readonly cursor: string | null
      readonly run: PictureRun | null
      readonly problems: number
      /** How a run would go, where `memory` says that the reader wants to know. */
      readonly plan?: PicturePlan | null
      /** What the view keeps with `setState`, so that a reload of the window can bring it back. */
      readonly memory?: PictureMemory
    }
  | {
      readonly type: 'states'
      readonly number: number
      readonly dag: string
      readonly states: Readonly<Record<string, PictureState>>
      readonly run: PictureRun | null
    }
  /** `task` is the name of a declaration. */
  | { readonly type: 'cursor'; readonly number: number; readonly dag: string | null; readonly task: string | null }

export interface PictureRun {
  readonly run: string
  readonly state: string
  readonly started: string
  readonly seconds: number | null
  /** How long it was expected to take. */
  readonly predicted?: number | null
}

/** How a run would go: seconds from its start. */
export type PicturePlan =
  | {
      readonly kind: 'plan'
      readonly parallelism: number
      readonly seconds: number
      /** Names of the tasks on the longest path, first to last. */
      readonly critical: readonly string[]
      readonly tasks: readonly PlannedTask[]
      readonly processors: readonly { readonly parallelism: number; readonly seconds: number }[]
    }
  | { readonly kind: 'none'; readonly why: string }

export interface PlannedTask {
  readonly name: string
  readonly start: number
  readonly end: number
  /** How much longer it may take before the run does. */
  readonly slack: number
}

/** What can be shown beside the graph. */
export type PicturePart = 'plan' | 'timeline'

/** Which document a view shows; the webview keeps it as it is, under `memory` in its state. */
export interface PictureMemory {
  readonly uri: string
  readonly dag: string | null
  /** The view stays with its document, whatever editor is active. */
  readonly locked: boolean
  /** What is shown beside the graph; nothing where it is absent. */
  readonly parts?: readonly PicturePart[]
}

/** From the webview to the extension. */
export type FromPicture =
  | { readonly type: 'ready' }
  /** A click on a node: show the task's line. `focus`: move the cursor there too. */
  | { readonly type: 'reveal'; readonly version: number; readonly dag: string; readonly task: string; readonly focus: boolean }
  | { readonly type: 'select-dag'; readonly dag: string }
  | { readonly type: 'show-part'; readonly part: PicturePart; readonly on: boolean }
  | { readonly type: 'run'; readonly dag: string }
  | { readonly type: 'cancel'; readonly run: string }
  | { readonly type: 'show-log'; readonly dag: string; readonly task: string }
  /** What could not be drawn, for the log. */
  | { readonly type: 'problem'; readonly message: string }
