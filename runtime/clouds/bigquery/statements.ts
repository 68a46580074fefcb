import type { JobMetadata } from './connection.ts'

/** Whether the job ran a script of several statements, each of which is a job of its own. */
export function isScript(job: JobMetadata): boolean {
  return job.statistics?.query?.statementType === 'SCRIPT' || Number(job.statistics?.numChildJobs ?? 0) > 0
}

/** A part of a script that only computed a value: of a variable, of a condition. */
export function isExpression(child: JobMetadata): boolean {
  return child.statistics?.scriptStatistics?.evaluationKind === 'EXPRESSION'
}

/** Statements that leave all as it was. */
const harmless: ReadonlySet<string> = new Set(['SELECT', 'ASSERT'])

/** Whether it has changed something: another run of the script would do that once more. */
export function didWork(child: JobMetadata): boolean {
  const isDone = child.status?.state === 'DONE' && child.status.errorResult === undefined
  return isDone && !isExpression(child) && !harmless.has(child.statistics?.query?.statementType ?? '')
}

/** The job that ran the last statement of a script; null where there was none. */
export function lastStatement(children: readonly JobMetadata[]): JobMetadata | null {
  return children.findLast(child => !isExpression(child)) ?? null
}

/** Rows that a statement changed or loaded; null of one that has none. Rows of a query are a matter of its result. */
export function changedRows(job: JobMetadata): number | null {
  const query = job.statistics?.query
  const rows = query?.numDmlAffectedRows ?? query?.dmlStats?.deletedRowCount ?? query?.loadQueryStatistics?.outputRows
  return rows === undefined ? null : Number(rows)
}

export function isQuery(job: JobMetadata): boolean {
  return job.statistics?.query?.statementType === 'SELECT'
}

/** A line for the log. */
export function statementLine(child: JobMetadata): string {
  const { query } = child.statistics ?? {}
  const type = (query?.statementType ?? 'statement').toLowerCase().replaceAll('_', ' ')
  const rows = changedRows(child)
  const changed = rows === null ? '' : `, ${rows === 1 ? '1 row' : `${rows} rows`} changed`
  const failed = child.status?.errorResult === undefined ? '' : ', failed'
  return `${type}: ${bytesText(Number(query?.totalBytesProcessed ?? 0))} processed, ${bytesText(Number(query?.totalBytesBilled ?? 0))} billed${changed}${failed}`
}

/** In powers of 1000, with two places at most: `10.49 MB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB']
  let value = bytes
  let unit = 0
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000
  return `${Math.round(value * 100) / 100} ${units[unit]}`
}
