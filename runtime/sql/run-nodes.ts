import type { Span } from '#language'
import {
  type Expression,
  type Name,
  parseScript,
  parseStatement,
  type Query,
  type ScriptNode,
  type Statement,
  type StatementPiece,
  splitStatements,
  tokenizeSql,
} from '#language/sql'
import { stored } from './destination.ts'
import { emitCondition, emitExpression } from './emit-expression.ts'
import { emitQuery } from './emit-query.ts'
import { emitStatement, type OfScript } from './emit-statement.ts'
import { Failed, failureOf, isConflict } from './failures.ts'
import { Raised, Refusal } from './refusal.ts'
import { type RunContext, runStep, storedValue } from './run-step.ts'
import { defineFunction, dropFunction, type ScriptState, type Values } from './script-state.ts'
import { coerceOr, type Typed, typed } from './typed.ts'
import { duckdbType, fieldName, quoteName, quoteString, STRING, typeText, type ValueType, valueType } from './types.ts'

/** What follows after some statements: the next one, or a jump out of a loop or the script. */
type Flow = 'next' | 'break' | 'continue' | 'return'

export interface NodeRun extends RunContext {
  readonly state: ScriptState
  /** Whether the script must end. */
  cancelled(): boolean
  /** Of the last statement. */
  rows: number | null
  /** The text that the nodes stand in: that of the script, or one that is executed. */
  readonly text: string
}

/** Runs the statements and blocks of a script, one after the other. */
export async function runNodes(nodes: readonly ScriptNode[], run: NodeRun): Promise<Flow> {
  for (const node of nodes) {
    if (run.cancelled()) return 'return'
    const flow = await runNode(node, run)
    if (flow !== 'next') return flow
  }
  return 'next'
}

async function runNode(node: ScriptNode, run: NodeRun): Promise<Flow> {
  switch (node.kind) {
    case 'statement':
      return placed(node.piece, run, () => runPiece(node.piece, run))
    case 'if': {
      for (const { condition, body } of node.branches) if (await holds(condition, run)) return runNodes(body, run)
      return runNodes(node.otherwise, run)
    }
    case 'loop': {
      for (;;) {
        // A loop of nothing must not keep others from being heard.
        await new Promise(setImmediate)
        if (run.cancelled() || (node.before && !(await holds(node.before, run)))) return 'next'
        const flow = await runNodes(node.body, run)
        if (flow === 'return') return flow
        if (flow === 'break' || (node.after && (await holds(node.after, run)))) return 'next'
      }
    }
    case 'for':
      return runFor(node, run)
    case 'block':
      run.state.enterBlock()
      try {
        return await runNodes(node.body, run)
      } finally {
        run.state.leaveBlock()
      }
    default:
      return node satisfies never
  }
}

/** What goes wrong inside is told as of that place. */
async function placed<T>(place: Span, run: NodeRun, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (problem) {
    if (problem instanceof Failed || isConflict(problem) || run.cancelled()) throw problem
    throw new Failed(failureOf(problem, run.text, place, run.request.folder))
  }
}

function holds(condition: Expression, run: NodeRun): Promise<boolean> {
  return placed(condition, run, async () => {
    const { emit, bindings } = await run.state.context(condition, run.connection)
    const sql = emitCondition(condition, emit, 'the condition')
    return (await readValue(`SELECT ${sql}`, bindings.values, run)) === true
  })
}

async function readValue(sql: string, values: Values, run: NodeRun): Promise<unknown> {
  const statement = await run.connection.prepare(sql)
  if (Object.keys(values).length > 0) statement.bind(values)
  return (await statement.runAndReadAll()).getRowsJS()[0]?.[0]
}

/** The rows of the query are read before the first round, as BigQuery does. */
async function runFor(node: Extract<ScriptNode, { kind: 'for' }>, run: NodeRun): Promise<Flow> {
  const { state } = run
  const table = `"bq_rows_${run.fresh()}"`
  const { variable, count } = await placed(node.query, run, async () => {
    const { emit, bindings } = await state.context(node.query, run.connection)
    const { sql, type } = rowsOf(node.query, emit)
    await storedValue(
      `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT row_number() OVER () AS n, v FROM (${sql}) AS rows`,
      bindings.values,
      run,
    )
    state.enterBlock()
    return {
      variable: state.declare(node.name.text, type, node.name),
      count: Number(await readValue(`SELECT count(*) FROM ${table}`, {}, run)),
    }
  })
  try {
    for (let i = 1; i <= count && !run.cancelled(); i++) {
      await run.connection.run(`SET VARIABLE ${variable} = (SELECT v FROM ${table} WHERE n = ${i})`)
      const flow = await runNodes(node.body, run)
      if (flow === 'return') return flow
      if (flow === 'break') break
    }
    return 'next'
  } finally {
    state.leaveBlock()
  }
}

/** The rows of a query as structs, in their order. */
export function rowsOf(query: Query, emit: Parameters<typeof emitQuery>[1]): { readonly sql: string; readonly type: ValueType } {
  const emitted = emitQuery(query, emit, 'inner')
  const fields = emitted.columns.map((c, i) => ({
    name: c.name ?? `f${i}_`,
    type: c.type.kind === 'NULL' ? ({ kind: 'INT64' } as const) : c.type,
  }))
  const packed = emitted.columns.map((c, i) => `${quoteName(fields[i]!.name)} := q.${c.sqlName}`).join(', ')
  return { sql: `SELECT struct_pack(${packed}) AS v FROM (${emitted.sql}) AS q`, type: { kind: 'STRUCT', fields } }
}

async function runPiece(piece: StatementPiece, run: NodeRun): Promise<Flow> {
  const statement = parsed(piece, run.text)
  if (!isOfScript(statement)) {
    if (statement.kind === 'transaction') run.state.transaction(statement.action, statement)
    const { emit, bindings } = await run.state.context(statement, run.connection)
    run.rows = await runStep(stored(emitStatement(statement, emit), run.request), piece, bindings.values, run)
    return 'next'
  }
  switch (statement.kind) {
    case 'jump':
      return statement.jump === 'RETURN' ? 'return' : statement.jump === 'BREAK' ? 'break' : 'continue'
    case 'create-function':
      defineFunction(statement, run.state)
      return 'next'
    case 'drop-function':
      dropFunction(statement, run.state)
      return 'next'
    case 'declare':
      await runDeclare(statement, run)
      return 'next'
    case 'set':
      await runSet(statement, run)
      return 'next'
    case 'raise': {
      const { emit, bindings } = await run.state.context(statement, run.connection)
      const message = statement.message && emitExpression(statement.message, emit)
      const text = message
        ? await readValue(`SELECT ${coerceOr(message, STRING, statement, 'the message must be a STRING')}`, bindings.values, run)
        : null
      if (text === null || text === '') throw new Refusal(piece, 'RAISE ended the script', 'sql-error')
      throw new Raised(piece, String(text))
    }
    case 'execute':
      return runExecute(statement, run)
    default:
      return statement satisfies never
  }
}

export function parsed(piece: StatementPiece, text: string): Statement {
  const result = parseStatement(text, piece.tokens, piece.end)
  if (result.ok) return result.statement
  const { kind, message } = result.fault
  throw kind === 'syntax'
    ? new Refusal(result.fault, message, 'sql-syntax')
    : new Refusal(result.fault, `not supported on the local target: ${message}`, 'sql-unsupported')
}

const OF_SCRIPT: ReadonlySet<Statement['kind']> = new Set([
  'declare',
  'set',
  'jump',
  'raise',
  'execute',
  'create-function',
  'drop-function',
])

export function isOfScript(statement: Statement): statement is Statement & OfScript {
  return OF_SCRIPT.has(statement.kind)
}

async function runDeclare(statement: Extract<Statement, { kind: 'declare' }>, run: NodeRun): Promise<void> {
  const { emit, bindings } = await run.state.context(statement, run.connection)
  const value = statement.default ? emitExpression(statement.default, emit) : null
  const type = statement.type ? valueType(statement.type) : value!.type
  for (const name of statement.names) {
    const own = run.state.declare(name.text, type, name)
    const sql = value ? assigned(value, type, name, statement.default!) : 'NULL'
    await assign(own, type, sql, bindings.values, run)
  }
}

async function runSet(statement: Extract<Statement, { kind: 'set' }>, run: NodeRun): Promise<void> {
  const { emit, bindings } = await run.state.context(statement, run.connection)
  const value = emitExpression(statement.value, emit)
  const [first] = statement.names
  if (statement.names.length === 1 && first) {
    const { own, type } = run.state.variable(first.text, first)
    await assign(own, type, assigned(value, type, first, statement.value), bindings.values, run)
    return
  }
  if (value.type.kind !== 'STRUCT' || value.type.fields.length !== statement.names.length) {
    throw new Refusal(statement.value, `SET of ${statement.names.length} variables wants a struct of as many fields`, 'sql-error')
  }
  const { fields } = value.type
  const whole = `bq_struct_${run.fresh()}`
  await assign(whole, value.type, value.sql, bindings.values, run)
  for (const [i, name] of statement.names.entries()) {
    const { own, type } = run.state.variable(name.text, name)
    const part = typed(
      `struct_extract(CAST(getvariable('${whole}') AS ${duckdbType(value.type)}), ${quoteString(fieldName(fields[i]!, i))})`,
      fields[i]!.type,
    )
    await assign(own, type, assigned(part, type, name, statement.value), {}, run)
  }
}

function assigned(value: Typed, type: ValueType, name: Name, place: Span): string {
  return coerceOr(
    value,
    type,
    place,
    `cannot coerce a value of type ${typeText(value.type)} to type ${typeText(type)} of the variable ${name.text}`,
  )
}

/** SET VARIABLE binds no params, so a value with some goes through a table. */
async function assign(own: string, type: ValueType, sql: string, values: Values, run: NodeRun): Promise<void> {
  const value = `CAST(${sql} AS ${duckdbType(type)})`
  if (!/\$p\d/.test(sql)) {
    await run.connection.run(`SET VARIABLE ${own} = (SELECT ${value})`)
    return
  }
  await storedValue(`CREATE OR REPLACE TEMP TABLE "bq_value" AS SELECT ${value} AS v`, values, run)
  await run.connection.run(`SET VARIABLE ${own} = (SELECT v FROM "bq_value")`)
}

/** EXECUTE IMMEDIATE: one statement from a text. Its mistakes are told as of where it is executed. */
async function runExecute(statement: Extract<Statement, { kind: 'execute' }>, run: NodeRun): Promise<Flow> {
  const { emit, bindings } = await run.state.context(statement, run.connection)
  if (statement.using.length > 0)
    throw new Refusal(
      statement.using[0]!.value,
      'EXECUTE IMMEDIATE with USING does not run on the local target: use a variable of the script',
    )
  const value = emitExpression(statement.sql, emit)
  const sql = await readValue(`SELECT ${coerceOr(value, STRING, statement.sql, 'EXECUTE IMMEDIATE takes a STRING')}`, bindings.values, run)
  if (typeof sql !== 'string') throw new Refusal(statement.sql, 'EXECUTE IMMEDIATE of NULL', 'sql-error')
  try {
    const pieces = splitStatements(tokenizeSql(sql, 'rendered'))
    const tree = parseScript(sql, pieces)
    if (pieces.length !== 1 || !tree.ok) throw new Refusal(statement.sql, 'EXECUTE IMMEDIATE takes exactly one statement', 'sql-error')
    if (statement.into.length > 0) await executeInto(parsed(pieces[0]!, sql), statement.into, run)
    else {
      const inner: NodeRun = Object.assign(Object.create(run) as NodeRun, { text: sql })
      await runPiece(pieces[0]!, inner)
      Object.assign(run, { rows: inner.rows, sample: inner.sample, preview: inner.preview })
    }
  } catch (problem) {
    if (isConflict(problem) || run.cancelled()) throw problem
    const failure = failureOf(problem, sql, { start: 0, end: sql.length }, run.request.folder)
    throw new Failed({
      ...failure,
      message: `In the executed statement: ${failure.message}`,
      span: { start: statement.start, end: statement.end },
    })
  }
  return 'next'
}

async function executeInto(statement: Statement, names: readonly Name[], run: NodeRun): Promise<void> {
  if (statement.kind !== 'query') throw new Refusal(statement, 'INTO takes the columns of a query', 'sql-error')
  const { emit, bindings } = await run.state.context(statement, run.connection)
  const query = emitQuery(statement.query, emit, 'inner')
  if (query.columns.length !== names.length)
    throw new Refusal(statement, `INTO names ${names.length} variables, but the query has ${query.columns.length} columns`, 'sql-error')
  for (const [i, name] of names.entries()) {
    const { own, type } = run.state.variable(name.text, name)
    const column = query.columns[i]!
    const part = assigned(typed(`q.${column.sqlName}`, column.type), type, name, statement)
    // More than one row is an error of BigQuery's; a scalar subquery of DuckDB's would take any.
    const sql = `(SELECT CASE WHEN count(*) > 1 THEN error(${quoteString('INTO wants one row at most')}) ELSE any_value(${part}) END FROM (${query.sql}) AS q)`
    await assign(own, type, sql, bindings.values, run)
  }
}
