import type { Span } from '#language'
import { isMeaningful, tokenizeSql } from '#language/sql'
import type { ScriptFailure } from './messages.ts'
import { Refusal } from './refusal.ts'
import { TranslationDoubt } from './translate.ts'

/** Whether two transactions touched the same thing; the later one may try again. */
export function isConflict(problem: unknown): boolean {
  const message = problem instanceof Error ? problem.message : ''
  return /^TransactionContext Error|write-write conflict|Conflict on |Transaction conflict/.test(message)
}

/** What went wrong, in words for a person, at its place in the rendered text. `statement` is what was running. */
export function failureOf(problem: unknown, sql: string, statement: Span): ScriptFailure {
  if (problem instanceof Refusal) {
    return { kind: 'failure', code: problem.code, message: sentence(problem.message), span: plain(problem.span), transient: false }
  }
  if (problem instanceof TranslationDoubt) {
    const message = `This statement cannot be translated for the local target with certainty (${problem.message}).`
    return { kind: 'failure', code: 'sql-unsupported', message, span: plain(statement), transient: false }
  }
  const raw = problem instanceof Error ? problem.message : String(problem)
  const macro = /Macro (?:Function )?"?bq_(\w+?)"?\(?\)? does not support|function bq_(\w+)/i.exec(raw)
  if (macro && !/overloads that match/.test(raw)) {
    const name = (macro[1] ?? macro[2] ?? '').toUpperCase()
    const message = `${name} does not take values of these types on the local target.`
    return {
      kind: 'failure',
      code: 'sql-unsupported',
      message,
      span: findWord(sql, statement, name) ?? firstToken(sql, statement),
      transient: false,
    }
  }
  if (/No function matches the given name and argument types|Cannot compare values of type|Cannot mix values of type/.test(raw)) {
    const types = /argument types '([^']*)'/.exec(raw)?.[1]
    const message = `These types do not go together on the local target${types ? `: ${types}` : ''}.`
    return { kind: 'failure', code: 'sql-unsupported', message, span: firstToken(sql, statement), transient: false }
  }
  const name =
    /(?:column|Column|Table|table|named?) (?:with name )?"?([A-Za-z_][\w-]*)"? (?:not found|does not|was not)|does not have a column named "(\w+)"|"(\w+)" not found/.exec(
      raw,
    )
  const word = name?.[1] ?? name?.[2] ?? name?.[3]
  const span = (word && findWord(sql, statement, word)) || firstToken(sql, statement)
  return {
    kind: 'failure',
    code: 'sql-error',
    message: sentence(readable(raw)),
    span,
    transient: !/^(?:Binder|Catalog|Parser|Conversion|Constraint) Error/.test(raw),
  }
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

function findWord(sql: string, statement: Span, word: string): Span | null {
  for (const token of tokenizeSql(sql.slice(statement.start, statement.end), 'rendered')) {
    const span = { start: statement.start + token.start, end: statement.start + token.end }
    const text = sql.slice(span.start, span.end)
    if (token.kind === 'word' && text.toLowerCase() === word.toLowerCase()) return span
    if (token.kind === 'quoted-name' && text.toLowerCase() === `\`${word.toLowerCase()}\``) return span
  }
  return null
}

function firstToken(sql: string, statement: Span): Span {
  const token = tokenizeSql(sql.slice(statement.start, statement.end), 'rendered').find(isMeaningful)
  return token ? { start: statement.start + token.start, end: statement.start + token.end } : plain(statement)
}

function plain(span: Span): Span {
  return { start: span.start, end: span.end }
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
}
