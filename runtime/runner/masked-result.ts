import type { KeptResult } from '../store/result-files.ts'
import type { Redactor } from './redactor.ts'

/** A result without the secrets in it. Its own keys are no data. */
export function maskedResult(result: KeptResult, redactor: Redactor): KeptResult {
  if (!('rows' in result)) return redactor.entries(result)
  const { columns, rows } = result
  return {
    ...result,
    columns: columns.map(({ name, type }) => ({ name: redactor.text(name), type })),
    rows: rows.map(row => row.map(value => redactor.json(value) as string | null)),
  }
}
