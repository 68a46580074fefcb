import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import type { Span } from '#language'
import type { CreateFunction, Statement } from '#language/sql'
import type { TableCatalog } from './catalog.ts'
import type { EmitContext } from './emit-context.ts'
import type { ScriptRequest } from './messages.ts'
import { Bindings } from './parameters.ts'
import { Refusal } from './refusal.ts'
import { type Typed, typed } from './typed.ts'
import { duckdbType, INT64, type ValueType } from './types.ts'

/** What the statements of a script have made so far, besides tables: variables, functions, names of temporary tables. */
export class ScriptState {
  readonly request: ScriptRequest
  readonly catalog: TableCatalog
  readonly temporaryTables = new Set<string>()
  readonly functions = new Map<string, CreateFunction>()
  #transaction: Span | null = null
  #blocks: Map<string, Typed>[] = [new Map()]
  #count = 0

  constructor(request: ScriptRequest, catalog: TableCatalog) {
    this.request = request
    this.catalog = catalog
  }

  /** BEGIN and COMMIT TRANSACTION change nothing here, but they go in pairs. */
  transaction(action: 'BEGIN' | 'COMMIT' | 'ROLLBACK', place: Span): void {
    if (action === 'BEGIN' && this.#transaction)
      throw new Refusal(place, 'a transaction has begun already and is not committed', 'sql-error')
    if (action === 'COMMIT' && !this.#transaction) throw new Refusal(place, 'no transaction has begun that could be committed', 'sql-error')
    this.#transaction = action === 'BEGIN' ? place : null
  }

  /** At the end of a script BigQuery takes back what was not committed. */
  expectCommitted(): void {
    if (this.#transaction)
      throw new Refusal(this.#transaction, 'the transaction that begins here is not committed: BigQuery takes it back as the script ends')
  }

  /** Makes a variable in the innermost block; answers the name by which DuckDB knows it. */
  declare(name: string, type: ValueType, place: Span): string {
    const block = this.#blocks[this.#blocks.length - 1]!
    if (block.has(name.toLowerCase())) throw new Refusal(place, `the variable ${name} is declared twice`, 'sql-error')
    const settled: ValueType = type.kind === 'NULL' ? INT64 : type
    const own = `bq_variable_${this.#count++}`
    block.set(name.toLowerCase(), typed(`CAST(getvariable('${own}') AS ${duckdbType(settled)})`, settled))
    return own
  }

  variable(name: string, place: Span): { readonly own: string; readonly type: ValueType } {
    const found = this.variables.get(name.toLowerCase())
    const own = found && /getvariable\('(\w+)'\)/.exec(found.sql)?.[1]
    if (!found || !own) throw new Refusal(place, `undeclared variable: ${name}`, 'sql-error')
    return { own, type: found.type }
  }

  get variables(): ReadonlyMap<string, Typed> {
    return new Map(this.#blocks.flatMap(block => [...block]))
  }

  enterBlock(): void {
    this.#blocks.push(new Map())
  }

  leaveBlock(): void {
    this.#blocks.pop()
  }

  /** All that the translation of one statement needs, its tables looked up. */
  async context(tree: unknown, connection: DuckDBConnection): Promise<{ readonly emit: EmitContext; readonly bindings: Bindings }> {
    const { request, catalog, temporaryTables } = this
    const names = { temporaryTables, defaultProject: request.project }
    await catalog.load(tree, names, connection)
    const bindings = new Bindings()
    let fresh = 0
    const emit: EmitContext = {
      ...names,
      columnsOf: (table, path) => catalog.columnsOf(table, path),
      variables: this.variables,
      functions: this.functions,
      scope: null,
      fresh: () => fresh++,
      parameter: (name, span) => {
        const value = request.params.get(name)
        if (!value) throw new Refusal(span, `the params have no "${name}"`, 'missing-param')
        return bindings.place(value, span, name)
      },
    }
    return { emit, bindings }
  }
}

export type Values = Record<string, DuckDBValue>

/** Makes a function of the script's own. */
export function defineFunction(statement: CreateFunction, state: ScriptState): void {
  const { path } = statement
  if (!statement.temporary || path.parts.length !== 1) {
    throw new Refusal(
      path,
      'only CREATE TEMP FUNCTION runs on the local target: the function lives as long as the script',
      'sql-unsupported',
    )
  }
  const name = path.parts[0]!.toLowerCase()
  if (state.functions.has(name)) {
    if (statement.ifNotExists) return
    if (!statement.replace) throw new Refusal(path, `the function ${path.parts[0]} is there already`, 'sql-error')
  }
  state.functions.set(name, statement)
}

export function dropFunction(statement: Extract<Statement, { kind: 'drop-function' }>, state: ScriptState): void {
  const name = statement.path.parts.join('.').toLowerCase()
  if (!state.functions.delete(name) && !statement.ifExists)
    throw new Refusal(statement.path, `there is no function ${statement.path.parts.join('.')}`, 'sql-error')
}
