import type { Instance, Instances } from '../graph/matrix.ts'
import type { FileSpan } from '../span.ts'

/** One use of a table by an instance: in a statement of its SQL, or declared by `reads` or `writes`. */
export interface TableUse {
  readonly table: string
  readonly instance: Instance
  readonly access: 'read' | 'write'
  readonly creates: boolean
  /** Whether it does no more than add rows: several that do so need no order. */
  readonly inserts: boolean
  /** Where a `.dag` file names the table in SQL; `null`: in a script of its own, or it is declared. */
  place(): FileSpan | null
}

/** Which instances of a dag use which tables, on the target that the analysis is of. */
export interface TableUses {
  /** Every table that is used, by its whole name. */
  names(): Iterable<string>
  /** Of each table together. */
  ofTask(instances: Instances): readonly TableUse[]
  /** In the order of the file. */
  ofTable(name: string): readonly TableUse[]
  /** The whole name of a table, as `reads` and `writes` may spell it. */
  nameOf(text: string): string
}
