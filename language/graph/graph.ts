import type { Span } from '../span.ts'

/** The graph of one dag as plain data: what is drawn, listed and written as JSON. Names are whole: `g.h.task[v1,v2]`. */
export interface GraphDag {
  readonly name: string
  readonly description: string | null
  /** The name in `dag name`. */
  readonly nameSpan: Span
  /** The whole declaration. */
  readonly span: Span
  readonly groups: readonly GraphGroup[]
  readonly tasks: readonly GraphTask[]
  readonly edges: readonly GraphEdge[]
}

export interface GraphGroup {
  /** Whole name: `outer.inner`. */
  readonly name: string
  readonly parent: string | null
  readonly nameSpan: Span
  readonly span: Span
}

export interface GraphTask {
  /** Whole name of the instance: `tables.staging[1]`. */
  readonly name: string
  /** Whole name of the declaration: `tables.staging`. */
  readonly declaration: string
  /** What a box shows: the last part, with the instance: `staging[1]`. */
  readonly label: string
  readonly engine: string
  /** Whole name of the group, or null. */
  readonly group: string | null
  readonly description: string | null
  /** The name in `task name: engine`. */
  readonly nameSpan: Span
  /** The whole declaration. */
  readonly span: Span
  /** Where the declaration reads or writes tables by `reads` and `writes`. */
  readonly reads: readonly string[]
  readonly writes: readonly string[]
}

/** Why there is an edge: written with `->`, written with `after`, or an output that is read. The first of these that holds. */
export type EdgeReason = 'edge' | 'after' | 'output'

export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly why: EdgeReason
}
