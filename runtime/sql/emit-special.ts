import type { Call, Expression } from '#language/sql'
import { bindOnce } from './bind-once.ts'
import { argument, expectCount, literalText } from './emit-calls.ts'
import type { EmitContext } from './emit-context.ts'
import { emitCondition, emitExpression, expectComparable } from './emit-expression.ts'
import { emitFormat } from './emit-format.ts'
import { emitJson } from './emit-json.ts'
import { concatenate } from './emit-operators.ts'
import { OWN_WORDS, Refusal, refuse } from './refusal.ts'
import { coerceOr, noSignature, type Typed, typed, unify } from './typed.ts'
import { FLOAT64, INT64, NUMERIC, quoteString, STRING } from './types.ts'

/** Functions whose meaning hangs on what stands in their arguments. */
export function emitSpecial(call: Call, context: EmitContext): Typed {
  const values = (): Typed[] => call.arguments.map(a => emitExpression(a, context))
  const whole = (at: number): string => {
    const value = emitExpression(argument(call, at), context)
    return coerceOr(value, INT64, argument(call, at), noSignature(`function ${call.name}`, [value]))
  }
  const text = (at: number): string => {
    const value = emitExpression(argument(call, at), context)
    if (value.type.kind === 'BYTES' && call.name.startsWith('REGEXP_'))
      refuse(call, `${call.name} of BYTES does not run on the local target`)
    return coerceOr(value, STRING, argument(call, at), noSignature(`function ${call.name}`, [value]))
  }
  switch (call.name) {
    case 'ARRAY_CONCAT':
    case 'CONCAT':
      expectCount(call, 1, 1000)
      if (call.name === 'ARRAY_CONCAT')
        for (const item of call.arguments)
          if (item.kind === 'literal' && item.literal === 'null')
            throw new Refusal(item, 'the argument to ARRAY_CONCAT must be an array type but was NULL', 'sql-error')
      return concatenate(values(), call, call.name)
    case 'COALESCE':
    case 'IFNULL': {
      expectCount(call, call.name === 'IFNULL' ? 2 : 1, call.name === 'IFNULL' ? 2 : 1000)
      const { type, sql } = unify(values(), call, `function ${call.name}`)
      return typed(`coalesce(${sql.join(', ')})`, type)
    }
    case 'NULLIF': {
      expectCount(call, 2, 2)
      const { type, sql } = unify(values(), call, 'function NULLIF')
      expectComparable(type, call)
      return typed(`nullif(${sql.join(', ')})`, type)
    }
    case 'IF': {
      expectCount(call, 3, 3)
      const condition = emitCondition(argument(call, 0), context, 'IF')
      const { type, sql } = unify(
        [emitExpression(argument(call, 1), context), emitExpression(argument(call, 2), context)],
        call,
        'function IF',
      )
      return typed(`CASE WHEN ${condition} THEN ${sql[0]} ELSE ${sql[1]} END`, type)
    }
    case 'GREATEST':
    case 'LEAST': {
      expectCount(call, 1, 1000)
      const { type, sql } = unify(values(), call, `function ${call.name}`)
      expectComparable(type, call)
      const write = (items: readonly string[]): string =>
        `CASE WHEN ${items.map(v => `(${v} IS NULL)`).join(' OR ')} THEN NULL ELSE ${call.name.toLowerCase()}(${items.join(', ')}) END`
      return typed(bindOnce(sql, write), type)
    }
    case 'ROUND':
    case 'TRUNC':
      return emitRound(call, context)
    case 'REGEXP_CONTAINS':
      expectCount(call, 2, 2)
      return typed(`regexp_matches(${text(0)}, ${pattern(argument(call, 1)).text})`, { kind: 'BOOL' })
    case 'REGEXP_EXTRACT':
    case 'REGEXP_SUBSTR': {
      expectCount(call, 2, 4)
      const { text: regexp, groups } = groupPattern(call)
      if (call.arguments.length > 2) {
        const at = [whole(2), call.arguments[3] ? whole(3) : 'CAST(1 AS BIGINT)']
        return typed(
          bindOnce([text(0), ...at], ([x, n, k]) => `bq_regexp_nth_${groups}(${x}, ${regexp}, ${n}, ${k})`),
          STRING,
        )
      }
      return typed(
        bindOnce([text(0)], ([x]) => `bq_regexp_extract_${groups}(${x}, ${regexp})`),
        STRING,
      )
    }
    case 'REGEXP_EXTRACT_ALL': {
      expectCount(call, 2, 2)
      const { text: regexp, groups } = groupPattern(call)
      return typed(`regexp_extract_all(${text(0)}, ${regexp}, ${groups})`, { kind: 'ARRAY', element: STRING })
    }
    case 'REGEXP_REPLACE':
      expectCount(call, 3, 3)
      return typed(`regexp_replace(${text(0)}, ${pattern(argument(call, 1)).text}, ${replacement(argument(call, 2))}, 'g')`, STRING)
    case 'FORMAT':
      return emitFormat(call, context)
    case 'GENERATE_UUID':
      expectCount(call, 0, 0)
      return typed('CAST(uuid() AS VARCHAR)', STRING)
    case 'RAND':
      expectCount(call, 0, 0)
      return typed('random()', FLOAT64)
    case 'SESSION_USER':
      expectCount(call, 0, 0)
      return refuse(call, 'there is no user on the local target')
    case 'ERROR':
      expectCount(call, 1, 1)
      return typed(`error(${quoteString(OWN_WORDS)} || ${text(0)})`, { kind: 'NULL' })
    default:
      return emitJson(call, context)
  }
}

function emitRound(call: Call, context: EmitContext): Typed {
  if (call.name === 'ROUND' && call.arguments.length === 3) refuse(call, 'ROUND with a rounding mode does not run on the local target')
  expectCount(call, 1, 2)
  const value = emitExpression(argument(call, 0), context)
  const name = call.name.toLowerCase()
  if (value.type.kind === 'NUMERIC') {
    const places = call.arguments[1] ? writtenNumber(call.arguments[1]) : 0
    if (call.name === 'TRUNC' && places !== 0) return refuse(call, 'TRUNC of a NUMERIC with places does not run on the local target')
    return typed(places >= 9 ? value.sql : `CAST(${name}(${value.sql}${places === 0 ? '' : `, ${places}`}) AS DECIMAL(38,9))`, NUMERIC)
  }
  const number = coerceOr(value, FLOAT64, call, noSignature(`function ${call.name}`, [value]))
  if (!call.arguments[1]) return typed(`${name}(${number})`, FLOAT64)
  const places = emitExpression(call.arguments[1], context)
  const count = coerceOr(places, INT64, call, noSignature(`function ${call.name}`, [value, places]))
  return typed(
    bindOnce([number, count], parts => `bq_${name}(${parts.join(', ')})`),
    FLOAT64,
  )
}

function writtenNumber(node: Expression): number {
  if (node.kind === 'literal' && node.literal === 'int') return Number(node.text)
  if (node.kind === 'unary' && node.operator === '-') return -writtenNumber(node.operand)
  return refuse(node, 'the number of places of a NUMERIC must be written on the local target')
}

/** A regular expression. Both use RE2, but what differs or cannot be seen is refused. */
function pattern(node: Expression): { text: string; groups: number; source: string } {
  const source = literalText(node, 'the pattern')
  if (/\(\?P?</.test(source)) return refuse(node, 'a group with a name does not run on the local target')
  let groups = 0
  let inClass = false
  for (let i = 0; i < source.length; i++) {
    const c = source[i]
    if (c === '\\') i++
    else if (c === '[') inClass = true
    else if (c === ']') inClass = false
    else if (c === '(' && !inClass && source[i + 1] !== '?') groups++
  }
  return { text: quoteString(source), groups, source }
}

/** A pattern with one group at most. */
function groupPattern(call: Call): { text: string; groups: number } {
  const node = argument(call, 1)
  const { text, groups, source } = pattern(node)
  if (groups > 1) return refuse(node, `${call.name} takes a pattern with one group at most`)
  if (groups === 1 && mayBeLeftOut(source))
    return refuse(node, 'a group that may take no part in the match does not run on the local target')
  return { text, groups }
}

/** BigQuery answers NULL for a group that took no part, DuckDB an empty text. */
function mayBeLeftOut(source: string): boolean {
  return source.replace(/\\./g, '').includes('|') || /\)[?*{]/.test(source)
}

function replacement(node: Expression): string {
  const source = literalText(node, 'the replacement')
  if (/\\(?![\\0-9])/.test(source.replace(/\\\\/g, '')))
    return refuse(node, 'a backslash in the replacement stands before a digit or a backslash')
  return quoteString(source)
}
