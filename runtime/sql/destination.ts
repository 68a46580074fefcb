import type { StatementPiece } from '#language/sql'
import type { Step } from './emit-statement.ts'
import type { ScriptRequest } from './messages.ts'
import { Refusal } from './refusal.ts'
import { parsed } from './run-nodes.ts'

/** BigQuery gives a destination to a job of one query, which may have functions before it, and fails where the script is another one. */
export function expectOneQuery(pieces: readonly StatementPiece[], sql: string): void {
  const isA = (piece: StatementPiece, kind: string): boolean => !piece.control && parsed(piece, sql).kind === kind
  const rest = pieces.slice(pieces.findIndex(piece => !isA(piece, 'create-function')))
  const wrong = rest.find(piece => !isA(piece, 'query')) ?? rest[1]
  if (wrong) {
    const message = 'a task with a destination runs one query, whose result the table takes, and no other statement beside it'
    throw new Refusal(wrong, message, 'sql-error')
  }
}

/** A query as what stores its rows, where the task names a table for them. */
export function stored(step: Step, { destination }: ScriptRequest): Step {
  return step.kind === 'query' && destination ? { ...step, kind: 'store', table: destination } : step
}
