import type { Call, Expression } from '#language/sql'
import { bindOnce } from './bind-once.ts'
import { argument, expectCount, literalText } from './emit-calls.ts'
import type { EmitContext } from './emit-context.ts'
import { emitDateCall } from './emit-dates.ts'
import { emitExpression } from './emit-expression.ts'
import { Refusal, refuse } from './refusal.ts'
import { coerceOr, noSignature, type Typed, typed } from './typed.ts'
import { quoteString, STRING, type ValueType } from './types.ts'

/** Functions of JSON, in texts and in values of type JSON. */
export function emitJson(call: Call, context: EmitContext): Typed {
  switch (call.name) {
    case 'JSON_VALUE':
    case 'JSON_EXTRACT_SCALAR':
      return onPath(call, context, 'scalar', STRING)
    case 'JSON_QUERY':
    case 'JSON_EXTRACT':
      return onPath(call, context, 'query', STRING)
    case 'JSON_VALUE_ARRAY':
    case 'JSON_EXTRACT_STRING_ARRAY':
      return onPath(call, context, 'scalar_array', { kind: 'ARRAY', element: STRING })
    case 'JSON_QUERY_ARRAY':
    case 'JSON_EXTRACT_ARRAY':
      return onPath(call, context, 'query_array', { kind: 'ARRAY', element: STRING })
    case 'TO_JSON_STRING': {
      if (call.arguments.length === 2) return refuse(call, 'TO_JSON_STRING over several lines does not run on the local target')
      expectCount(call, 1, 1)
      const value = emitExpression(argument(call, 0), context)
      return typed(
        bindOnce([value.sql], ([x]) => `CAST(${jsonText(typed(x!, value.type), call)} AS VARCHAR)`),
        STRING,
      )
    }
    default:
      return emitDateCall(call, context)
  }
}

function onPath(call: Call, context: EmitContext, what: string, type: ValueType): Typed {
  expectCount(call, 1, 2)
  const value = emitExpression(argument(call, 0), context)
  const path = call.arguments[1] ? jsonPath(call.arguments[1], call.name.startsWith('JSON_EXTRACT')) : `'$'`
  const json = value.type.kind === 'JSON'
  const sql = json ? value.sql : coerceOr(value, STRING, call, noSignature(`function ${call.name}`, [value]))
  if (!json || what.startsWith('scalar')) {
    return typed(
      bindOnce([sql], ([x]) => `bq_json_${what}(${x}, ${path})`),
      type,
    )
  }
  if (what === 'query') return typed(`json_extract(${sql}, ${path})`, { kind: 'JSON' })
  return refuse(call, `${call.name} of a value of type JSON does not run on the local target`)
}

/** Paths of names and indexes, which both read alike. */
function jsonPath(node: Expression, legacy: boolean): string {
  const source = literalText(node, 'the path')
  // A name in quotes is written in one of two ways, each of which the other family of functions does not take.
  const wrong = legacy ? /\."[^"]*"/.exec(source) : /\['[^']*'\]/.exec(source)
  if (wrong) throw new Refusal(node, `invalid token in JSONPath at: ${wrong[0]}`, 'sql-error')
  const parts = /^\$((?:\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\]|\['[^'"\\]+'\]|\."[^'"\\]+")*)$/.exec(source)
  if (!parts) return refuse(node, 'this path does not run on the local target: names and indexes do, as $.a[0].b')
  return quoteString(`$${parts[1]!.replace(/\['([^']+)'\]/g, '."$1"')}`)
}

/** A value as JSON text, as TO_JSON_STRING writes it. */
function jsonText(value: Typed, node: Expression): string {
  const known = (text: string): string => `coalesce(${text}, 'null')`
  switch (value.type.kind) {
    case 'NULL':
      return `'null'`
    case 'BOOL':
      return known(`CAST(${value.sql} AS VARCHAR)`)
    case 'INT64':
      // Larger numbers than a FLOAT64 holds are written as strings.
      return known(
        `CASE WHEN abs(CAST(${value.sql} AS HUGEINT)) > 9007199254740992 THEN '"' || CAST(${value.sql} AS VARCHAR) || '"' ELSE CAST(${value.sql} AS VARCHAR) END`,
      )
    case 'FLOAT64':
      return known(
        `CASE WHEN isnan(${value.sql}) OR isinf(${value.sql}) THEN CASE WHEN isnan(${value.sql}) THEN '"NaN"' WHEN ${value.sql} > 0 THEN '"Infinity"' ELSE '"-Infinity"' END ELSE bq_float_text(${value.sql}) END`,
      )
    case 'STRING':
      return known(`bq_json_string_text(${value.sql})`)
    case 'DATE':
      return known(`'"' || CAST(${value.sql} AS VARCHAR) || '"'`)
    case 'DATETIME':
      return known(`'"' || replace(bq_second_fraction(CAST(${value.sql} AS VARCHAR)), ' ', 'T') || '"'`)
    case 'TIMESTAMP':
      return known(`'"' || replace(bq_second_fraction(CAST(CAST(${value.sql} AS TIMESTAMP) AS VARCHAR)), ' ', 'T') || 'Z"'`)
    case 'ARRAY': {
      const item = jsonText(typed('e', value.type.element), node)
      return known(`'[' || array_to_string(list_transform(${value.sql}, lambda e: ${item}), ',') || ']'`)
    }
    case 'STRUCT': {
      const fields = value.type.fields.map((f, i) => {
        const name = f.name ?? ''
        const part = jsonText(typed(`struct_extract(${value.sql}, ${quoteString(f.name ?? `_f${i + 1}`)})`, f.type), node)
        return `${quoteString(`${i > 0 ? ',' : ''}${JSON.stringify(name)}:`)} || ${part}`
      })
      return `CASE WHEN ${value.sql} IS NULL THEN 'null' ELSE '{' || ${fields.join(' || ')} || '}' END`
    }
    default:
      return refuse(node, `TO_JSON_STRING of a value of type ${value.type.kind} does not run on the local target`)
  }
}
