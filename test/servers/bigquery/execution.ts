import type { DuckDBConnection } from '@duckdb/node-api'
import type { Span } from '#language'
import {
  type ParsedStatement,
  parseScript,
  parseStatement,
  type ScriptNode,
  type Statement,
  splitStatements,
  statementTables,
  tokenizeSql,
} from '#language/sql'
import { TableCatalog } from '../../../runtime/sql/catalog.ts'
import { FolderDatabase } from '../../../runtime/sql/database.ts'
import { duckdbName } from '../../../runtime/sql/emit-statement.ts'
import { failureOf } from '../../../runtime/sql/failures.ts'
import type { Sample, ScriptFailure, ScriptRequest } from '../../../runtime/sql/messages.ts'
import { prepareScript } from '../../../runtime/sql/prepare-script.ts'
import { Refusal } from '../../../runtime/sql/refusal.ts'
import { type NodeRun, runNodes } from '../../../runtime/sql/run-nodes.ts'
import { ScriptState } from '../../../runtime/sql/script-state.ts'

/** What one statement, or one expression of a script, has done. */
export interface Part {
  readonly kind: 'statement' | 'expression'
  /** In the words of `statementType`. */
  readonly type: string
  readonly span: Span
  rows: number | null
  sample: Sample | null
  bytes: number
  failure: Fault | null
  isDone: boolean
}

export interface Fault {
  readonly reason: string
  readonly message: string
  readonly span: Span | null
}

export interface Execution {
  readonly sql: string
  readonly project: string
  readonly params: ScriptRequest['params']
  readonly destination: string | null
  /** Asked between statements. */
  stopped(): boolean
  /** Told of each part when it begins. Answers why it fails there, if it does. */
  begins(part: Part): Promise<Fault | null>
  /** Why a statement cannot name a dataset. */
  datasetFault(project: string, dataset: string): Promise<string | null>
  /** Why a statement that reads so much is not run. */
  costFault(bytes: number): Fault | null
}

/** How many rows of a result are kept. */
const keptRows = 5000

/** Runs statements on DuckDB, each of them committed by itself as BigQuery does. */
export class Warehouse {
  readonly #folder: string
  readonly #database: FolderDatabase
  #turn: Promise<unknown> = Promise.resolve()

  constructor(folder: string) {
    this.#folder = folder
    this.#database = new FolderDatabase(folder)
  }

  makeDataset(project: string, dataset: string): Promise<void> {
    return this.#database.makeDataset(project, dataset)
  }

  /** Datasets of a project, also those that statements have made. */
  async datasets(project: string): Promise<string[]> {
    return this.#withConnection(async connection => {
      if (!(await this.#database.attach(project, false))) return []
      const found = await connection.runAndReadAll(
        `SELECT schema_name FROM duckdb_schemas() WHERE database_name = $project AND schema_name NOT IN ('main', 'information_schema', 'pg_catalog') ORDER BY 1`,
        { project },
      )
      return found.getRowsJS().map(([name]) => String(name))
    })
  }

  close(): Promise<void> {
    return this.#database.close()
  }

  /** The parts that ran, the last one with its failure where there is one. One script after the other. */
  execute(execution: Execution): Promise<Part[]> {
    const turn = this.#turn.then(() => this.#withConnection(connection => this.#execute(execution, connection)))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /** What a script would read, or what is wrong with it; nothing is done. */
  async analyse(execution: Execution): Promise<{ type: string; bytes: number } | Fault> {
    const fault = syntaxFault(execution.sql)
    if (fault !== null) return fault
    return this.#withConnection(async connection => {
      const statements = statementsOf(execution.sql)
      for (const statement of statements) {
        const missing = await missingDataset(statement, execution)
        if (missing !== null) return missing
      }
      try {
        await prepareScript(execution.sql, this.#request(execution), this.#database, connection)
      } catch (problem) {
        return faultOf(failureOf(problem, execution.sql, { start: 0, end: execution.sql.length }))
      }
      if (isScript(execution.sql)) return { type: 'SCRIPT', bytes: 0 }
      return { type: typeOf(statements[0]!), bytes: await this.#bytesOf(statements[0]!, execution.project, connection) }
    })
  }

  async #execute(execution: Execution, connection: DuckDBConnection): Promise<Part[]> {
    const parts: Part[] = []
    const { sql, destination } = execution
    const state = new WatchedState(this.#request(execution), new TableCatalog(this.#database), async tree => {
      const part = partOf(tree)
      if (part === null) return
      parts.push(part)
      const refuse = (fault: Fault | null): void => {
        if (fault === null) return
        part.failure = fault
        part.isDone = false
        throw new Refusal(part.span, fault.message)
      }
      refuse((await execution.begins(part)) ?? (await missingDataset(tree as Statement, execution)))
      if (part.kind === 'expression') return
      const bytes = await this.#bytesOf(tree as Statement, execution.project, connection)
      refuse(execution.costFault(bytes))
      part.bytes = bytes
    })
    const run = nodeRun(
      state,
      connection,
      this.#database,
      sql,
      () => execution.stopped(),
      (rows, sample) => {
        const part = parts.at(-1)!
        Object.assign(part, { rows, sample: sample ?? null, isDone: true })
      },
    )
    try {
      await runNodes(nodesOf(sql), run)
      if (destination !== null) {
        const made = `CREATE OR REPLACE TABLE \`${destination}\` AS ${sql.replace(/;\s*$/, '')}`
        const plain = new ScriptState(this.#request(execution), new TableCatalog(this.#database))
        await runNodes(
          nodesOf(made),
          nodeRun(
            plain,
            connection,
            this.#database,
            made,
            () => false,
            () => undefined,
          ),
        )
      }
    } catch (problem) {
      const failed = parts.at(-1)
      const fault = faultOf(failureOf(problem, sql, { start: 0, end: sql.length }))
      if (failed === undefined) throw problem
      failed.failure ??= fault
    }
    return parts
  }

  #request({ project, params }: Execution): ScriptRequest {
    return {
      folder: this.#folder,
      workspace: this.#folder,
      project,
      script: '',
      params,
      phases: new Map(),
      dialect: 'bigquery',
      sample: keptRows,
    }
  }

  /** As many as all columns of the tables take that the statement reads. */
  async #bytesOf(statement: Statement, project: string, connection: DuckDBConnection): Promise<number> {
    let bytes = 0
    for (const effect of statementTables(statement, false).effects) {
      const { parts } = effect.table
      if (effect.kind !== 'read' || parts.length < 2) continue
      const table = { project: parts.length > 2 ? parts.slice(0, -2).join('.') : project, dataset: parts.at(-2)!, table: parts.at(-1)! }
      if (!(await this.#database.attach(table.project, false))) continue
      const columns = await connection.runAndReadAll(
        `SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = $project AND schema_name = $dataset AND table_name = $table`,
        table,
      )
      const sizes = columns.getRowsJS().map(([name, type]) => sizeOf(String(name), String(type)))
      if (sizes.length === 0) continue
      const sum = await connection.runAndReadAll(`SELECT coalesce(sum(${sizes.join(' + ')}), 0) FROM ${duckdbName(table)}`)
      bytes += Number(sum.getRowsJS()[0]?.[0] ?? 0)
    }
    return bytes
  }

  async #withConnection<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.#database.enter()
    try {
      return await work(connection)
    } finally {
      this.#database.leave(connection)
    }
  }
}

/** Tells of each statement before it is translated. */
class WatchedState extends ScriptState {
  readonly #watch: (tree: unknown) => Promise<void>

  constructor(request: ScriptRequest, catalog: TableCatalog, watch: (tree: unknown) => Promise<void>) {
    super(request, catalog)
    this.#watch = watch
  }

  override async context(...args: Parameters<ScriptState['context']>): ReturnType<ScriptState['context']> {
    await this.#watch(args[0])
    return super.context(...args)
  }
}

function nodeRun(
  state: ScriptState,
  connection: DuckDBConnection,
  database: FolderDatabase,
  text: string,
  cancelled: () => boolean,
  ended: (rows: number | null, sample: Sample | undefined) => void,
): NodeRun {
  let count = 0
  return {
    connection,
    database,
    request: state.request,
    text,
    state,
    temporaryTables: state.temporaryTables,
    log: () => undefined,
    fresh: () => count++,
    cancelled,
    sample: undefined,
    preview: undefined,
    get rows() {
      return null
    },
    set rows(rows: number | null) {
      ended(rows, this.sample)
    },
  }
}

function nodesOf(sql: string): readonly ScriptNode[] {
  const tree = parseScript(sql, splitStatements(tokenizeSql(sql, 'rendered')))
  return tree.ok ? tree.nodes : []
}

function statementsOf(sql: string): Statement[] {
  return splitStatements(tokenizeSql(sql, 'rendered')).flatMap(piece => {
    const parsed: ParsedStatement | null = piece.control ? null : parseStatement(sql, piece.tokens, piece.end)
    return parsed?.ok ? [parsed.statement] : []
  })
}

/** Whether BigQuery makes a job of each statement. */
export function isScript(sql: string): boolean {
  const pieces = splitStatements(tokenizeSql(sql, 'rendered'))
  return pieces.length !== 1 || pieces[0]!.control || statementsOf(sql).some(statement => partOf(statement)?.kind !== 'statement')
}

/** What keeps a script from being begun at all. */
export function syntaxFault(sql: string): Fault | null {
  const pieces = splitStatements(tokenizeSql(sql, 'rendered'))
  const end = { start: sql.length, end: sql.length }
  if (pieces.length === 0) return { reason: 'invalidQuery', message: 'Syntax error: Unexpected end of script', span: end }
  for (const piece of pieces) {
    const parsed = piece.control ? null : parseStatement(sql, piece.tokens, piece.end)
    if (parsed?.ok === false)
      return {
        reason: 'invalidQuery',
        message: `Syntax error: ${parsed.fault.message}`,
        span: { start: parsed.fault.start, end: parsed.fault.end },
      }
  }
  const tree = parseScript(sql, pieces)
  return tree.ok ? null : { reason: 'invalidQuery', message: `Syntax error: ${tree.fault.message}`, span: tree.fault }
}

function faultOf({ code, message, span }: ScriptFailure): Fault {
  const plain = message.replace(/\.$/, '')
  if (code !== 'table-not-found') return { reason: 'invalidQuery', message: code === 'sql-syntax' ? `Syntax error: ${plain}` : plain, span }
  const table = /there is no table ([\w-]+)\.(\w+\.\w+)/i.exec(plain)
  const message404 = table === null ? plain : `Not found: Table ${table[1]}:${table[2]} was not found`
  return { reason: 'notFound', message: message404, span }
}

/** The first dataset that a statement names and that is not there. */
async function missingDataset(statement: Statement, { project, datasetFault }: Execution): Promise<Fault | null> {
  if (partOf(statement)?.kind !== 'statement') return null
  for (const { table } of statementTables(statement, false).effects) {
    const { parts } = table
    if (parts.length < 2) continue
    const message = await datasetFault(parts.length > 2 ? parts.slice(0, -2).join('.') : project, parts.at(-2)!)
    if (message !== null) return { reason: 'notFound', message, span: { start: table.start, end: table.end } }
  }
  return null
}

const types: Readonly<Partial<Record<Statement['kind'], string>>> = {
  query: 'SELECT',
  truncate: 'TRUNCATE_TABLE',
  'create-view': 'CREATE_VIEW',
  'create-schema': 'CREATE_SCHEMA',
  'alter-table': 'ALTER_TABLE',
  'load-data': 'LOAD_DATA',
}

function typeOf(statement: Statement): string {
  if (statement.kind === 'create-table') return statement.query === null ? 'CREATE_TABLE' : 'CREATE_TABLE_AS_SELECT'
  if (statement.kind === 'drop') return `DROP_${statement.object}`
  return types[statement.kind] ?? statement.kind.toUpperCase().replaceAll('-', '_')
}

const ofScript: ReadonlySet<string> = new Set(['declare', 'set', 'jump', 'raise', 'execute', 'create-function', 'drop-function'])

/** A tree as a part of its own; null of what is a piece of one, as a condition is. */
function partOf(tree: unknown): Part | null {
  const { kind, start, end } = tree as Partial<Statement>
  if (kind === undefined || start === undefined || end === undefined) return null
  const base = { span: { start, end }, rows: null, sample: null, bytes: 0, failure: null }
  if (kind === 'declare' || kind === 'set') return { ...base, kind: 'expression', type: 'SELECT', isDone: true }
  if (ofScript.has(kind) || !statementKinds.has(kind)) return null
  return { ...base, kind: 'statement', type: typeOf(tree as Statement), isDone: false }
}

const statementKinds: ReadonlySet<string> = new Set([
  ...Object.keys(types),
  'insert',
  'update',
  'delete',
  'merge',
  'create-table',
  'drop',
  'assert',
])

function sizeOf(name: string, type: string): string {
  const column = `"${name.replaceAll('"', '""')}"`
  if (type === 'VARCHAR') return `coalesce(octet_length(encode(${column})) + 2, 0)`
  if (type === 'BOOLEAN') return '1'
  return type.startsWith('DECIMAL') ? '16' : '8'
}
