import type { Analysis } from './analyze.ts'
import { CheckContext } from './checks/check-context.ts'
import type { Abstract } from './evaluate/abstract.ts'
import { evaluate } from './evaluate/evaluate.ts'
import type { Host } from './host.ts'
import type { MatrixVariable, Scope, TaskModel } from './model/model.ts'
import type { Expression } from './tree.ts'

export interface InspectOptions {
  /** The task that the expression stands in: an instance of it gives the matrix variables. */
  readonly task?: TaskModel | null
  /** Which one, in the order of the matrix; the first, 0, without it. */
  readonly instance?: number
  /** `local` without one; `null`: one that is not known. */
  readonly target?: string | null
}

/** What an expression is worth in a check, as far as that is known. Nothing is reported. */
export function inspect(analysis: Analysis, host: Host, expression: Expression, scope: Scope, options: InspectOptions = {}): Abstract {
  const context = new CheckContext(analysis.file, host, options.target === undefined ? 'local' : options.target, () => {})
  const instance = options.task ? analysis.instances.get(options.task)?.list[options.instance ?? 0] : undefined
  const matrix: ReadonlyMap<MatrixVariable, Abstract> = instance?.values ?? new Map()
  const params = options.task?.properties.get('params')
  return evaluate(expression, {
    file: analysis.file.file,
    scope,
    context,
    matrix,
    params: params && options.task ? { expression: params.value, scope: options.task.scope } : null,
    typesOnly: false,
  })
}

/** The expression `a.b.c`, for words that stand in no file. */
export function referenceOf(path: readonly string[]): Extract<Expression, { kind: 'ref' }> {
  return { kind: 'ref', path: path.map(text => ({ text, start: 0, end: 0 })), start: 0, end: 0 }
}
