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

/** What a script itself says is wrong: its words are told as they are. */
export class Raised extends Refusal {
  constructor(span: Span, message: string) {
    super(span, message, 'sql-error')
  }
}

/** Stands before what a script says by ERROR; no text has it by chance. */
export const OWN_WORDS = '\uE000\uE0DA'

export function refuse(span: Span, message: string): never {
  throw new Refusal(span, message)
}
