import type { Span } from '#language'

/** BigQuery SQL that cannot run at home with the same meaning; caught where a statement is translated. */
export class Refusal extends Error {
  readonly code: 'sql-syntax' | 'sql-unsupported' | 'table-not-found' | 'file-not-found' | 'sql-error' | 'missing-param'
  /** In the rendered script. */
  readonly span: Span
  constructor(span: Span, message: string, code: Refusal['code'] = 'sql-unsupported') {
    super(message)
    this.span = span
    this.code = code
  }
}

export function refuse(span: Span, message: string): never {
  throw new Refusal(span, message)
}
