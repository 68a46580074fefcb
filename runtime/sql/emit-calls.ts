import type { Call, CreateFunction, Expression } from '#language/sql'
import { emitAggregate } from './emit-aggregates.ts'
import { castTo } from './emit-casts.ts'
import { type EmitContext, emptyScope, withScope } from './emit-context.ts'
import { emitDateCall, isDateCall } from './emit-dates.ts'
import { emitExpression } from './emit-expression.ts'
import { emitSpecial } from './emit-special.ts'
import { ADVICE, AGGREGATES, ALIASES, SIGNATURES, SPECIAL, WINDOWED } from './functions.ts'
import { safeText } from './macros.ts'
import { Refusal, refuse } from './refusal.ts'
import { applySignature } from './signatures.ts'
import { coerceOr, type Typed, typed } from './typed.ts'
import { typeText, valueType } from './types.ts'

/** A call of a function on the lists; every other is refused at its name. */
export function emitCall(written: Call, context: EmitContext): Typed {
  const own = context.functions.get(written.name.toLowerCase())
  if (own) return callOwn(written, own, context)
  const call = { ...written, name: ALIASES[written.name] ?? written.name }
  const value = emitKnown(call, context)
  return call.safe ? makeSafe(call, value) : value
}

function emitKnown(call: Call, context: EmitContext): Typed {
  if (AGGREGATES.has(call.name) || WINDOWED.has(call.name)) return emitAggregate(call, context)
  const signatures = SIGNATURES.get(call.name)
  if (!signatures && !SPECIAL.has(call.name)) {
    const advice = ADVICE[call.name]
    return refuse(call.nameSpan, `the function ${call.name} does not run on the local target${advice ? `: ${advice}` : ''}`)
  }
  expectScalar(call)
  if (isDateCall(call.name)) return emitDateCall(call, context)
  if (!signatures) return emitSpecial(call, context)
  return applySignature(
    call.name,
    signatures,
    call.arguments.map(a => emitExpression(a, context)),
    call,
  )
}

function expectScalar(call: Call): void {
  if (call.star) refuse(call, `${call.name} takes no *`)
  if (call.distinct) refuse(call, `${call.name} takes no DISTINCT`)
  if (call.nulls) refuse(call, `${call.name} takes no ${call.nulls} NULLS`)
  if (call.orderBy.length > 0 || call.limit || call.having) refuse(call, `${call.name} takes no ORDER BY, LIMIT and HAVING`)
  if (call.over) refuse(call, `${call.name} is no function of windows`)
}

/** SAFE. answers NULL where the function fails; DuckDB's TRY would also pass over what fails in the arguments. */
function makeSafe(call: Call, value: Typed): Typed {
  if (AGGREGATES.has(call.name) || WINDOWED.has(call.name) || !call.arguments.every(isSimple)) {
    return refuse(call.nameSpan, 'the prefix SAFE runs on the local target only before functions of columns, values and params')
  }
  return typed(`TRY(${safeText(value.sql)})`, value.type)
}

function isSimple(node: Expression): boolean {
  if (node.kind === 'parenthesized') return isSimple(node.inner)
  if (node.kind === 'unary') return node.operand.kind === 'literal'
  return node.kind === 'literal' || node.kind === 'typed-literal' || node.kind === 'path' || node.kind === 'parameter'
}

/** A function of the script's own: its expression stands where it is called, with the arguments for its parameters. */
function callOwn(call: Call, own: CreateFunction, context: EmitContext): Typed {
  expectScalar(call)
  if (call.safe) return refuse(call.nameSpan, 'SAFE before a function of the script does not run on the local target')
  if (call.arguments.length !== own.parameters.length) {
    throw new Refusal(
      call,
      `number of arguments does not match for function ${call.name}: ${own.parameters.length} are expected`,
      'sql-error',
    )
  }
  const columns = own.parameters.map(({ name, type }, i) => {
    const value = emitExpression(call.arguments[i]!, context)
    if (!type) return { name: name.text, value: { sql: value.sql, type: value.type } }
    const wanted = valueType(type)
    const sql = coerceOr(
      value,
      wanted,
      call.arguments[i]!,
      `argument ${name.text} has type ${typeText(value.type)}, but ${typeText(wanted)} is expected`,
    )
    return { name: name.text, value: typed(`(${sql})`, wanted) }
  })
  const scope = { ...emptyScope(null), columns }
  try {
    const body = emitExpression(own.body, {
      ...withScope(context, scope),
      variables: new Map(),
      functions: without(context.functions, call.name),
    })
    const result = own.returns ? castTo(body, valueType(own.returns), { safe: false, start: own.body.start, end: own.body.end }) : body
    return typed(`(${result.sql})`, result.type)
  } catch (problem) {
    // Its text stands elsewhere; the call is where it goes wrong.
    if (problem instanceof Refusal) throw new Refusal(call, `in the function ${call.name}: ${problem.message}`, problem.code)
    throw problem
  }
}

/** A function that calls itself would never end. */
function without(functions: ReadonlyMap<string, CreateFunction>, name: string): ReadonlyMap<string, CreateFunction> {
  return new Map([...functions].filter(([key]) => key !== name.toLowerCase()))
}

export function argument(call: Call, at: number): Expression {
  return call.arguments[at] ?? refuse(call, `${call.name} takes more arguments`)
}

/** Refuses a call with too few or too many arguments. */
export function expectCount(call: Call, least: number, most: number): void {
  const count = call.arguments.length
  if (count >= least && count <= most) return
  throw new Refusal(call, `${call.name} takes ${least === most ? least : `${least} to ${most}`} arguments`, 'sql-error')
}

/** The text of an argument that must be written as a string; the translation depends on it. */
export function literalText(node: Expression, what: string): string {
  if (node.kind === 'literal' && node.literal === 'string') return node.text
  return refuse(node, `${what} must be a written string on the local target`)
}
