import type { Place } from '#language'
import type { GraphResultDag, ProtocolRange } from '../../server/protocol.ts'
import { findTask } from '../graph/places.ts'
import type { RunProgress } from '../run/run-progress.ts'

/** A failed task, as a problem at the place that failed. */
export interface Failure {
  readonly run: string
  readonly dag: string
  readonly task: string
  /** Absolute path. */
  readonly file: string
  /** The `.dag` file that ran. */
  readonly dagFile: string
  readonly range: ProtocolRange
  readonly code: string
  readonly message: string
  /** The task's declaration, where the place is elsewhere. */
  readonly declaredAt: ProtocolRange | null
  /** The graph said where the task is declared. */
  readonly isPlaced: boolean
}

const nowhere: ProtocolRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }

/** The failures of a run: at the place in the script or the `.dag` file, else at the task's name. */
export function failuresOf(
  run: RunProgress,
  dags: readonly GraphResultDag[],
  sameFile: (a: string, b: string) => boolean,
): readonly Failure[] {
  const failures: Failure[] = []
  for (const task of run.tasks.values()) {
    if (task.state !== 'failed' && task.state !== 'interrupted') continue
    const declared = findTask(dags, run.dag, task.name)?.nameRange ?? null
    const place = task.error?.place
    const code = task.error?.code ?? task.state
    const message = `Task ${task.name} ${task.state === 'failed' ? 'failed' : 'was interrupted'}${task.error ? `: ${task.error.message}` : '.'}`
    const elsewhere = place !== undefined && !sameFile(place.file, run.file)
    failures.push({
      run: run.run,
      dag: run.dag,
      task: task.name,
      file: place?.file ?? run.file,
      dagFile: run.file,
      range: place ? rangeOf(place) : (declared ?? nowhere),
      code,
      message,
      declaredAt: elsewhere ? declared : null,
      isPlaced: declared !== null,
    })
  }
  return failures
}

/** Places count from 1, editors from 0. */
export function rangeOf(place: Place): ProtocolRange {
  const start = { line: place.line - 1, character: place.column - 1 }
  // A whole line, up to the beginning of the next.
  if (place.endLine === place.line + 1 && place.endColumn === 1) return { start, end: { line: start.line, character: endOfLine } }
  return { start, end: { line: place.endLine - 1, character: place.endColumn - 1 } }
}

/** More than any line has; editors take it for the end of the line. */
const endOfLine = 10_000
