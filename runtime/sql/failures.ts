import type { Span } from '#language'
import { isMeaningful, tokenizeSql } from '#language/sql'
import { cut, fileFailure } from './file-failures.ts'
import type { ScriptFailure } from './messages.ts'
import { OWN_WORDS, Raised, Refusal } from './refusal.ts'
import { TranslationDoubt } from './run-step.ts'

/** Whether two transactions touched the same thing; the later one may try again. */
export function isConflict(problem: unknown): boolean {
  const message = problem instanceof Error ? problem.message : ''
  return /^TransactionContext Error|write-write conflict|Conflict on |Transaction conflict/.test(message)
}

/** Carries a failure, with its place, to the end of the script. */
export class Failed extends Error {
  readonly failure: ScriptFailure
  constructor(failure: ScriptFailure) {
    super(failure.message)
    this.failure = failure
  }
}

/**
 * What went wrong, in words for a person, at its place in the rendered text. `statement` is what was running; `folder`: where the
 * files of LOAD DATA are told from. Without it the script is DuckDB's own, and so are the words for what it reads.
 */
export function failureOf(problem: unknown, sql: string, statement: Span, folder?: string): ScriptFailure {
  if (problem instanceof Failed) return problem.failure
  if (problem instanceof Refusal) {
    const words = problem instanceof Raised ? problem.message : sentence(problem.message)
    return { kind: 'failure', code: problem.code, message: words, span: plain(problem.span), transient: false }
  }
  if (problem instanceof TranslationDoubt) {
    const message = `This statement cannot be translated for the local target with certainty (${problem.message}).`
    return { kind: 'failure', code: 'sql-unsupported', message, span: plain(statement), transient: false }
  }
  const raw = problem instanceof Error ? problem.message : String(problem)
  const at = firstToken(sql, statement)
  const own = raw.indexOf(OWN_WORDS)
  if (own >= 0) return { kind: 'failure', code: 'sql-error', message: raw.slice(own + OWN_WORDS.length), span: at, transient: false }
  const file = folder === undefined ? null : fileFailure(raw, folder)
  if (file !== null) return { kind: 'failure', code: 'sql-error', message: ended(file), span: at, transient: false }
  const refused = /Invalid Input Error: (.* does not run on the local target.*|.* do not run on the local target.*)/.exec(raw)?.[1]
  if (refused) return { kind: 'failure', code: 'sql-unsupported', message: sentence(refused), span: at, transient: false }
  // BigQuery's NUMERIC has more room on the way to a result than DuckDB's 128 bits.
  if (/Overflow in multiplication of (?:DECIMAL|INT128|HUGEINT)/i.test(raw)) {
    const message = 'A product or quotient of NUMERIC this large does not run on the local target.'
    return { kind: 'failure', code: 'sql-unsupported', message, span: at, transient: false }
  }
  const known = knownFailure(raw)
  if (known) return { kind: 'failure', code: 'sql-error', message: sentence(known), span: at, transient: false }
  // The translation has seen to names and types, so what DuckDB does not take is what it cannot do.
  if (/^(?:Binder|Catalog|Parser|Not implemented) Error/.test(raw)) {
    const message = `DuckDB does not take this statement: ${readable(raw)}`
    return { kind: 'failure', code: 'sql-unsupported', message: sentence(message), span: at, transient: false }
  }
  return {
    kind: 'failure',
    code: 'sql-error',
    message: sentence(readable(raw)),
    span: at,
    transient: !/^(?:Conversion|Constraint|Out of Range|Invalid Input) Error/.test(raw),
  }
}

/** What DuckDB says of mistakes that BigQuery knows too, in BigQuery's words. */
function knownFailure(raw: string): string | null {
  const group = /column "?([^"]+?)"? must appear in the GROUP BY clause/.exec(raw)
  if (group) return 'an expression of the SELECT list references a column which is neither grouped nor aggregated'
  if (/aggregates? (?:function calls |functions )?(?:cannot|are not allowed|not allowed)|cannot contain aggregates/i.test(raw))
    return 'an aggregate function is not allowed here'
  if (/window functions? (?:cannot|are not allowed)|cannot contain window functions/i.test(raw))
    return 'a window function is not allowed here'
  const unread = /Could not parse string "([\s\S]*?)" according to format specifier "([\s\S]*?)"/.exec(raw)
  if (unread) return `failed to parse input string ${JSON.stringify(cut(unread[1]!))} by the format ${JSON.stringify(unread[2]!)}`
  if (/More than one row returned by a subquery/i.test(raw)) return 'scalar subquery produced more than one element'
  const noNumber = /Could not convert string '([\s\S]*?)' to INT64/.exec(raw)
  if (noNumber) return `bad int64 value: ${cut(noNumber[1]!)}`
  if (/overflows timestamp range|Timestamp \w+ out of range/i.test(raw)) return 'a timestamp is out of range'
  if (/Overflow on abs|bigint out of int64 range|Failed to cast decimal value .* to type INT64/i.test(raw))
    return 'int64 overflow, or a value out of the range of its type'
  if (/Overflow in|out of range for the destination type|Value out of range|Could not cast value [-\d.]+ to DECIMAL/i.test(raw)) {
    return /DECIMAL/i.test(raw) ? 'numeric overflow' : 'int64 overflow, or a value out of the range of its type'
  }
  if (/cannot take logarithm of|cannot take square root of/i.test(raw)) return 'the function is not defined for this number'
  const notNull = /NOT NULL constraint failed: (?:\w+\.)*(\w+)/.exec(raw)
  if (notNull) return `required field ${notNull[1]} cannot be null`
  const exists = /(Table|View|Schema) with name "?([^"\s]+)"? already exists/.exec(raw)
  if (exists) return `already exists: ${exists[1]!.toLowerCase()} ${exists[2]}`
  return null
}

/** Without DuckDB's drawing of the translated statement, which nobody wrote. */
function readable(raw: string): string {
  const text = raw
    .replace(/\n+LINE \d+:[\s\S]*$/, '')
    .replace(/^(?:Binder|Catalog|Parser|Conversion|Invalid Input|Out of Range|Constraint|Not implemented|IO) Error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim()
  return text === '' ? 'the statement failed' : text
}

function firstToken(sql: string, statement: Span): Span {
  const token = tokenizeSql(sql.slice(statement.start, statement.end), 'rendered').find(isMeaningful)
  return token ? { start: statement.start + token.start, end: statement.start + token.end } : plain(statement)
}

function plain(span: Span): Span {
  return { start: span.start, end: span.end }
}

function sentence(text: string): string {
  return ended(`${text.slice(0, 1).toUpperCase()}${text.slice(1)}`)
}

/** One that begins with a name, whose first letter is as it is. */
function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
