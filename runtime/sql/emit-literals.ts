import type { Expression } from '#language/sql'
import { refuse } from './refusal.ts'

/** A name in backticks, as the translator reads it. */
export function name(text: string): string {
  return `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``
}

/** A string that the translator reads right: no other escapes than these. */
export function text(value: string): string {
  const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r' }
  return `'${value.replace(/[\\'\n\r]/g, c => escapes[c] ?? c)}'`
}

/** A function of DuckDB's own, which the translator must not touch; the prefix is taken off afterwards. */
export function native(functionName: string): string {
  return `${NATIVE_PREFIX}${functionName}`
}

export const NATIVE_PREFIX = 'native__'

type Literal = Extract<Expression, { kind: 'literal' }>

const HIGHEST = 9223372036854775807n

/** Numbers carry their type, since DuckDB's own would be smaller, or decimal. */
export function emitLiteral(literal: Literal, negative = false): string {
  switch (literal.literal) {
    case 'int': {
      const value = BigInt(literal.text)
      if (value > (negative ? HIGHEST + 1n : HIGHEST)) return refuse(literal, 'the number does not fit into INT64')
      return `CAST(${negative ? '-' : ''}${value} AS INT64)`
    }
    case 'float': {
      const value = Number(literal.text)
      if (!Number.isFinite(value)) return refuse(literal, 'the number does not fit into FLOAT64')
      return `CAST(${text(`${negative ? '-' : ''}${value}`)} AS FLOAT64)`
    }
    case 'string':
      if (literal.text.includes('\0')) return refuse(literal, 'a string with the character U+0000 does not run on the local target')
      return text(literal.text)
    case 'bytes':
      return `${native('unhex')}('${[...literal.text].map(c => c.charCodeAt(0).toString(16).padStart(2, '0')).join('')}')`
    case 'bool':
      return literal.text
    case 'null':
      return 'NULL'
    default:
      return literal.literal satisfies never
  }
}

type TypedLiteral = Extract<Expression, { kind: 'typed-literal' }>

const FORMS: Readonly<Record<string, RegExp>> = {
  DATE: /^\d{4}-\d{1,2}-\d{1,2}$/,
  DATETIME: /^\d{4}-\d{1,2}-\d{1,2}(?:[ Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d{1,6})?)?$/,
  TIMESTAMP: /^\d{4}-\d{1,2}-\d{1,2}(?:[ Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d{1,6})?)?(?:[Zz]|[+-]\d{1,2}(?::\d{2})?| ?UTC)?$/,
}

/** `DATE '…'`: only forms that both read alike. */
export function emitTypedLiteral(literal: TypedLiteral): string {
  const form = FORMS[literal.type]
  if (!form) return refuse(literal, `a literal of type ${literal.type} does not run on the local target`)
  if (!form.test(literal.text))
    return refuse(
      literal,
      `this ${literal.type} cannot be read on the local target: write YYYY-MM-DD${literal.type === 'DATE' ? '' : ' HH:MM:SS'}`,
    )
  const [date, ...rest] = literal.text.split(/[ Tt]|(?=[Zz+])/)
  const normal = [
    (date ?? '')
      .split('-')
      .map(p => p.padStart(2, '0'))
      .join('-'),
    ...rest,
  ]
    .join(' ')
    .replace(/ ([Zz+])/, '$1')
  return `bq_literal_${literal.type.toLowerCase()}(${text(normal)})`
}
