import type { Diagnostic, Related } from '../diagnostics.ts'
import type { FileText } from '../host.ts'
import type { InputModel, LetModel, MatrixVariable, Scope, TaskModel } from '../model/model.ts'
import type { Expression, Reference } from '../tree.ts'
import type { Abstract } from './abstract.ts'

/**
 * What an evaluation asks of its surroundings. A check answers with typed unknowns and collects what is wrong; a run answers
 * with values and stops at the first failure.
 */
export interface Context {
  /** Values of lets that were evaluated already in this context. */
  readonly lets: Map<LetModel, Abstract>
  /** Bytes of the values that were made so far: a check of thousands of instances ends by it. */
  work: number
  report(diagnostic: Diagnostic): void
  target(entry: string): Abstract
  input(input: InputModel): Abstract
  run(entry: string): Abstract
  /** `null`: the variable is not set. */
  env(name: string): Abstract | null
  secret(name: string, where: Place): Abstract
  /** What a task's output is; `rest`: index of its name in the reference's path. */
  outputs(task: TaskModel, node: Reference, rest: number, frame: Frame): Abstract
  read(from: string, path: string): FileText | { readonly kind: 'outside' }
  /** The identity of the file that a path names; `null`: outside the workspace. */
  fileOf(from: string, path: string): string | null
}

export interface Place {
  readonly file: string
  readonly start: number
  readonly end: number
}

/** Where an expression is evaluated. */
export interface Frame {
  readonly file: string
  readonly scope: Scope
  readonly context: Context
  /** Values of the matrix variables of the instance. */
  readonly matrix: ReadonlyMap<MatrixVariable, Abstract>
  /** The task's own params, for `params.x` in its `when`. */
  readonly params?: { readonly expression: Expression; readonly scope: Scope } | null
  /** Only types count: a branch that is not taken. */
  readonly typesOnly: boolean
}

/** The same surroundings for an expression that stands elsewhere. */
export function frameAt(frame: Frame, scope: Scope, file: string): Frame {
  return frame.scope === scope && frame.file === file ? frame : { ...frame, scope, file }
}

/** What is wrong, without its place. */
export type Reported = Diagnostic extends infer D ? (D extends Diagnostic ? Pick<D, 'reason' | 'data'> : never) : never

/** Reports something wrong with a node of the frame's file. */
export function fail(
  frame: Frame,
  node: { readonly start: number; readonly end: number },
  fact: Reported,
  related: readonly Related[] = [],
): void {
  frame.context.report({ ...fact, file: frame.file, start: node.start, end: node.end, related } as Diagnostic)
}
