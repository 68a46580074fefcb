import type { TaskState } from '../../runtime/events.ts'
import type { GraphResultDag } from '../../server/protocol.ts'
import { fingerprints } from '../run/ran-texts.ts'
import type { RunProgress } from '../run/run-progress.ts'
import type { DeclaredLines } from './declared-lines.ts'
import { taskResults } from './task-result.ts'

/** What one line shows. */
export interface Annotation {
  readonly line: number
  readonly run: string
  readonly dag: string
  readonly declaration: string
  readonly state: TaskState
  readonly text: string
  /** There are rows to look at. */
  readonly hasRows: boolean
  readonly reasons: readonly string[]
  /** The task says something else than what ran. */
  readonly faded: boolean
}

/** What is needed beside the run to annotate it. */
export interface AnnotationContext {
  readonly lines: DeclaredLines
  /** The newest complete graph. */
  readonly dags: readonly GraphResultDag[]
  /** What the tasks looked like when the run started; undefined where nobody saw it. */
  readonly ranTexts: (run: string) => ReadonlyMap<string, string> | undefined
  readonly now: number
}

/** The annotations of a document's runs. A task that is gone from the text has none. */
export function annotate(runs: readonly RunProgress[], context: AnnotationContext): readonly Annotation[] {
  return runs.flatMap(run => {
    const dag = context.dags.find(candidate => candidate.name === run.dag)
    const now = dag && fingerprints(dag)
    const ran = context.ranTexts(run.run)
    return taskResults(run.tasks.values(), context.now).flatMap(({ declaration, state, text, hasRows, reasons }) => {
      const line = context.lines.line(run.dag, declaration)
      if (line === undefined) return []
      const faded = ran !== undefined && now !== undefined && ran.get(declaration) !== now.get(declaration)
      return [{ line, run: run.run, dag: run.dag, declaration, state, text, hasRows, reasons, faded }]
    })
  })
}
