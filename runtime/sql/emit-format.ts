import type { Call } from '#language/sql'
import { argument, literalText } from './emit-calls.ts'
import type { EmitContext } from './emit-context.ts'
import { emitExpression } from './emit-expression.ts'
import { emitString } from './emit-literals.ts'
import { Refusal, refuse } from './refusal.ts'
import { coerce, coerceOr, noSignature, type Typed, typed } from './typed.ts'
import { FLOAT64, INT64, quoteString, STRING } from './types.ts'

const ELEMENT = /%(?:(%)|([-+0 ']*)(\d*)(?:\.(\d+))?([a-zA-Z]))/g

/** `FORMAT('%d of %s', …)`: whole numbers, floats with places, texts, and values as CAST writes them. */
export function emitFormat(call: Call, context: EmitContext): Typed {
  const node = argument(call, 0)
  const format = literalText(node, 'the format')
  const values = call.arguments.slice(1).map(a => emitExpression(a, context))
  const parts: string[] = []
  let last = 0
  let used = 0
  const plain = (text: string): void => {
    if (text.includes('%')) refuse(node, 'this format does not run on the local target')
    if (text !== '') parts.push(emitString(text, node))
  }
  for (const match of format.matchAll(ELEMENT)) {
    plain(format.slice(last, match.index))
    last = match.index + match[0].length
    if (match[1]) {
      parts.push(`'%'`)
      continue
    }
    const value = values[used++]
    if (!value) throw new Refusal(node, 'the format has more elements than there are values', 'sql-error')
    parts.push(emitElement(match, value, call))
  }
  plain(format.slice(last))
  if (used < values.length) throw new Refusal(call, 'there are more values than the format has elements', 'sql-error')
  return typed(parts.length === 0 ? emitString('', node) : `(${parts.join(' || ')})`, STRING)
}

function emitElement(match: RegExpExecArray, value: Typed, call: Call): string {
  const [whole, , flags = '', width = '', places, letter = ''] = match
  const mismatch = noSignature(`FORMAT element ${whole}`, [value])
  const fail = (): never => refuse(argument(call, 0), `the element ${whole} of a format does not run on the local target`)
  switch (letter) {
    case 'd':
    case 'i': {
      if (places !== undefined || !/^(?:0|-|'|)$/.test(flags)) return fail()
      const number = coerceOr(value, INT64, call, mismatch)
      if (flags === "'") return width === '' ? `printf('%,d', ${number})` : fail()
      return `printf(${quoteString(`%${flags}${width}d`)}, ${number})`
    }
    case 'f':
    case 'F':
      if (!/^(?:0|-|)$/.test(flags) || value.type.kind === 'NUMERIC') return fail()
      return `printf(${quoteString(`%${flags}${width}.${places ?? '6'}f`)}, ${coerceOr(value, FLOAT64, call, mismatch)})`
    case 's':
      if (places !== undefined || !/^(?:-|)$/.test(flags)) return fail()
      return pad(coerceOr(value, STRING, call, mismatch), flags, width)
    case 't':
    case 'T':
      if (flags !== '' || width !== '' || places !== undefined) return fail()
      return letter === 't' ? asText(value, call, fail) : fail()
    default:
      return fail()
  }
}

function pad(text: string, flags: string, width: string): string {
  if (width === '') return text
  const missing = `greatest(${Number(width)} - length(${text}), 0)`
  return flags === '-' ? `${text} || repeat(' ', ${missing})` : `repeat(' ', ${missing}) || ${text}`
}

/** NULL shows as its name. */
function asText(value: Typed, call: Call, fail: () => never): string {
  switch (value.type.kind) {
    case 'STRING':
    case 'INT64':
    case 'BOOL':
    case 'DATE':
      return `coalesce(CAST(${coerce(value, value.type, call)} AS VARCHAR), 'NULL')`
    case 'DATETIME':
    case 'TIMESTAMP':
    case 'NUMERIC':
      return `coalesce(bq_cast_${value.type.kind.toLowerCase()}_string(${value.sql}), 'NULL')`
    default:
      return fail()
  }
}
