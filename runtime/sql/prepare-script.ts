import type { DuckDBConnection } from '@duckdb/node-api'
import { parseScript, type ScriptNode, type Statement, type StatementPiece, splitStatements, tokenizeSql } from '#language/sql'
import { NotYetKnown, TableCatalog } from './catalog.ts'
import type { FolderDatabase } from './database.ts'
import { expectOneQuery } from './destination.ts'
import { type ResolvedTable, resolveTable } from './emit-context.ts'
import { emitCondition, emitExpression } from './emit-expression.ts'
import { emitStatement, type Step } from './emit-statement.ts'
import { Failed, failureOf } from './failures.ts'
import type { ScriptRequest } from './messages.ts'
import { Refusal } from './refusal.ts'
import { isOfScript, parsed, rowsOf } from './run-nodes.ts'
import { defineFunction, dropFunction, ScriptState } from './script-state.ts'
import { valueType } from './types.ts'

export interface Prepared {
  readonly nodes: readonly ScriptNode[]
  /** Datasets that must be there before the transaction begins, which would not see them otherwise. */
  readonly datasets: readonly ResolvedTable[]
}

/** All statements are understood before the first one runs, so that a mistake at the end costs nothing. Throws `Failed`. */
export async function prepareScript(
  sql: string,
  request: ScriptRequest,
  database: FolderDatabase,
  connection: DuckDBConnection,
): Promise<Prepared> {
  const pieces = splitStatements(tokenizeSql(sql, 'rendered'))
  const whole = { start: 0, end: sql.length }
  if (pieces.length === 0)
    throw new Failed({ kind: 'failure', code: 'sql-syntax', message: 'The script has no statement.', span: whole, transient: false })
  const tree = parseScript(sql, pieces)
  if (!tree.ok) {
    const { kind, message } = tree.fault
    const refusal =
      kind === 'syntax'
        ? new Refusal(tree.fault, message, 'sql-syntax')
        : new Refusal(tree.fault, `not supported on the local target: ${message}`)
    throw new Failed(failureOf(refusal, sql, whole))
  }
  const preparation = new Preparation(sql, request, database, connection)
  if (request.destination) preparation.destination(request.destination, pieces)
  await preparation.nodes(tree.nodes, false)
  return { nodes: tree.nodes, datasets: preparation.datasets() }
}

class Preparation {
  readonly #sql: string
  readonly #connection: DuckDBConnection
  readonly #state: ScriptState
  readonly #written = new Set<string>()
  readonly #own = new Set<string>()
  readonly #datasets = new Map<string, ResolvedTable>()
  /** Whether something was met whose type is told by what has not run yet; from there on only the grammar is looked at. */
  #lost = false

  constructor(sql: string, request: ScriptRequest, database: FolderDatabase, connection: DuckDBConnection) {
    this.#sql = sql
    this.#connection = connection
    this.#state = new ScriptState(request, new TableCatalog(database))
  }

  datasets(): readonly ResolvedTable[] {
    return [...this.#datasets.values()]
  }

  destination(table: ResolvedTable, pieces: readonly StatementPiece[]): void {
    try {
      expectOneQuery(pieces, this.#sql)
    } catch (problem) {
      throw new Failed(failureOf(problem, this.#sql, { start: 0, end: this.#sql.length }))
    }
    this.#datasets.set(`${table.project}.${table.dataset}`, table)
  }

  async nodes(nodes: readonly ScriptNode[], conditional: boolean): Promise<void> {
    for (const node of nodes) await this.#node(node, conditional)
  }

  async #node(node: ScriptNode, conditional: boolean): Promise<void> {
    switch (node.kind) {
      case 'statement':
        return this.#guarded(node.piece, () => this.#piece(node.piece, conditional))
      case 'if':
        for (const { condition, body } of node.branches) {
          await this.#guarded(condition, async () => void emitCondition(condition, (await this.#context(condition)).emit, 'the condition'))
          await this.nodes(body, true)
        }
        return this.nodes(node.otherwise, true)
      case 'loop':
        for (const condition of [node.before, node.after]) {
          if (condition)
            await this.#guarded(
              condition,
              async () => void emitCondition(condition, (await this.#context(condition)).emit, 'the condition'),
            )
        }
        return this.nodes(node.body, true)
      case 'for':
        this.#state.enterBlock()
        await this.#guarded(node.query, async () => {
          const { type } = rowsOf(node.query, (await this.#context(node.query)).emit)
          this.#state.declare(node.name.text, type, node.name)
        })
        await this.nodes(node.body, true)
        return this.#state.leaveBlock()
      case 'block':
        this.#state.enterBlock()
        await this.nodes(node.body, conditional)
        return this.#state.leaveBlock()
      default:
        return node satisfies never
    }
  }

  async #guarded(place: { readonly start: number; readonly end: number }, work: () => Promise<void>): Promise<void> {
    try {
      if (this.#lost && !('tokens' in place)) return
      await work()
    } catch (problem) {
      if (!(problem instanceof NotYetKnown)) throw problem instanceof Failed ? problem : new Failed(failureOf(problem, this.#sql, place))
    }
  }

  #context(tree: unknown): ReturnType<ScriptState['context']> {
    return this.#state.context(tree, this.#connection)
  }

  async #piece(piece: StatementPiece, conditional: boolean): Promise<void> {
    const statement = parsed(piece, this.#sql)
    if (statement.kind === 'create-table' && statement.temporary) this.#state.temporaryTables.add(statement.table.parts[0] ?? '')
    if (isOfScript(statement)) return this.#ofScript(statement)
    this.#noteTargets(statement, piece)
    if (this.#lost) return
    let step: Step | null = null
    try {
      step = emitStatement(statement, (await this.#context(statement)).emit)
    } finally {
      this.#expect(statement, step, conditional)
    }
  }

  /** What the statement will leave of tables, for those that come after it. */
  #expect(statement: Statement, step: Step | null, conditional: boolean): void {
    const { catalog } = this.#state
    const table = this.#target(statement)
    if (!table) return
    if (step?.kind === 'create-table' && !conditional && (statement.kind !== 'create-table' || !statement.ifNotExists))
      catalog.expect(table, step.columns)
    else if (
      statement.kind === 'create-table' ||
      statement.kind === 'create-view' ||
      statement.kind === 'alter-table' ||
      statement.kind === 'drop' ||
      statement.kind === 'load-data'
    )
      catalog.expect(table, null)
    if (statement.kind === 'drop' && statement.object === 'SCHEMA') catalog.expectAnything()
    if (statement.kind !== 'alter-table') return
    for (const action of statement.actions) {
      if (action.kind === 'rename-table') catalog.expect({ ...table, table: action.to.text }, null)
    }
  }

  async #ofScript(statement: Statement): Promise<void> {
    switch (statement.kind) {
      case 'create-function':
        return defineFunction(statement, this.#state)
      case 'drop-function':
        return dropFunction(statement, this.#state)
      case 'execute':
        this.#state.catalog.expectAnything()
        return
      case 'declare': {
        if (this.#lost) return
        try {
          const value = statement.default ? emitExpression(statement.default, (await this.#context(statement)).emit) : null
          const type = statement.type ? valueType(statement.type) : value!.type
          for (const name of statement.names) this.#state.declare(name.text, type, name)
        } catch (problem) {
          if (problem instanceof NotYetKnown) this.#lost = true
          throw problem
        }
        return
      }
      case 'set':
        if (this.#lost) return
        for (const name of statement.names) this.#state.variable(name.text, name)
        emitExpression(statement.value, (await this.#context(statement)).emit)
        return
      default:
        return
    }
  }

  /** One transaction writes one file only. */
  #noteTargets(statement: Statement, piece: StatementPiece): void {
    const table = this.#target(statement)
    if (table?.project === undefined || table.project === null) return
    this.#written.add(table.project)
    const [first, second] = [...this.#written]
    if (second !== undefined) {
      throw new Refusal(
        piece,
        `the script writes two projects, "${first}" and "${second}"; on the local target it is one transaction, which writes one`,
      )
    }
    const key = `${table.project}.${table.dataset}`
    if (statement.kind === 'create-schema') this.#own.add(key)
    else if (
      (statement.kind === 'create-table' || statement.kind === 'create-view' || statement.kind === 'load-data') &&
      !this.#own.has(key)
    )
      this.#datasets.set(key, table)
  }

  /** The table, or the dataset as a table without a name, that a statement writes. */
  #target(statement: Statement): ResolvedTable | null {
    const names = { temporaryTables: this.#state.temporaryTables, defaultProject: this.#state.request.project }
    switch (statement.kind) {
      case 'insert':
      case 'update':
      case 'delete':
      case 'truncate':
      case 'merge':
      case 'create-table':
      case 'create-view':
      case 'alter-table':
      case 'load-data':
        return resolveTable(statement.table, names)
      case 'create-schema':
      case 'drop': {
        if (statement.kind === 'drop' && statement.object !== 'SCHEMA') return resolveTable(statement.path, names)
        const [project, dataset] =
          statement.path.parts.length === 1 ? [names.defaultProject, statement.path.parts[0]!] : statement.path.parts
        return { project: project!, dataset: dataset ?? '', table: '' }
      }
      default:
        return null
    }
  }
}
