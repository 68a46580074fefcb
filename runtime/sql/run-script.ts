import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import type { Span } from '#language'
import { parseStatement, type RenderMap, renderSql, type StatementPiece, splitStatements, tokenizeSql } from '#language/sql'
import type { FolderDatabase } from './database.ts'
import type { EmitContext, ResolvedTable } from './emit-context.ts'
import { emitStatement, type Step } from './emit-statement.ts'
import { failureOf, isConflict } from './failures.ts'
import type { ScriptFailure, ScriptRequest, ScriptResult, ScriptSuccess } from './messages.ts'
import { Bindings } from './parameters.ts'
import { Refusal } from './refusal.ts'
import { runNative } from './run-native.ts'
import { type RunContext, runStep } from './run-step.ts'
import { type ScriptEffects, scriptEffects } from './script-effects.ts'
import { recordVersions } from './table-versions.ts'

/** Ends a script between or in its statements. */
export interface Cancellation {
  readonly cancelled: boolean
  /** The connection that a cancellation interrupts; undefined before and after. */
  connection: DuckDBConnection | undefined
}

/** How often a script starts again after another one has touched the same table at the same time. */
const TRIES = 20

/** Runs a script as one transaction on the local tables. A failed one leaves nothing behind. */
export async function runScript(
  request: ScriptRequest,
  database: FolderDatabase,
  cancellation: Cancellation,
  log: (line: string) => void,
): Promise<ScriptResult> {
  const rendered = renderSql(request.script, request.params, name => request.phases.get(name) ?? 'running')
  if (!rendered.ok) {
    const refusal = rendered.refusals[0]!
    return failure(refusal.code, sentence(refusal.message), { start: refusal.start, end: refusal.end }, false)
  }
  const { sql, map } = rendered
  const prepared = request.dialect === 'duckdb' ? { pieces: [], datasets: [] } : prepare(sql, request, map)
  if ('kind' in prepared) return prepared
  const effects = request.version === undefined ? null : effectsOf(sql, request)
  for (let tries = 1; ; tries++) {
    const connection = await database.enter()
    cancellation.connection = connection
    let again = false
    try {
      const context: RunContext = {
        connection,
        database,
        request,
        sql,
        temporaryTables: new Set(),
        log,
        sample: undefined,
        preview: undefined,
      }
      for (const { project, dataset } of prepared.datasets) if (project !== null) await database.makeDataset(project, dataset)
      if (effects !== null) for (const project of writtenBy(effects)) await database.readyVersions(project)
      await connection.run('BEGIN TRANSACTION')
      const outcome = request.dialect === 'duckdb' ? await runNative(context) : await runPieces(context, prepared.pieces, map, cancellation)
      if (cancellation.cancelled) throw new Refusal({ start: 0, end: 0 }, 'cancelled', 'sql-error')
      const tables =
        effects !== null && outcome.kind === 'success' ? await recordVersions(connection, database, effects, request.version!) : undefined
      await connection.run(outcome.kind === 'success' ? 'COMMIT' : 'ROLLBACK')
      return tables === undefined ? outcome : { ...(outcome as ScriptSuccess), tables }
    } catch (problem) {
      await connection.run('ROLLBACK').catch(() => undefined)
      if (cancellation.cancelled) return failure('cancelled', 'The script was cancelled.', { start: 0, end: 0 }, true)
      again = isConflict(problem) && tries < TRIES
      if (!again) return atPlace(failureOf(problem, sql, { start: 0, end: sql.length }), map)
    } finally {
      cancellation.connection = undefined
      const turn = again ? database.nextEnd() : undefined
      database.leave(connection)
      await turn
    }
  }
}

function effectsOf(sql: string, { project, dialect, declaredReads = [], declaredWrites = [] }: ScriptRequest): ScriptEffects {
  return scriptEffects({ sql, project, native: dialect === 'duckdb', declaredReads, declaredWrites })
}

function writtenBy({ writes, all, project }: ScriptEffects): Set<string> {
  const projects = new Set([...writes.keys()].map(name => name.split('.').slice(0, -2).join('.')))
  return all === 'writes' ? projects.add(project) : projects
}

/** All statements are understood before the first one runs, so that a mistake at the end costs nothing. */
function prepare(sql: string, request: ScriptRequest, map: RenderMap): Prepared | ScriptFailure {
  const pieces = splitStatements(sql, tokenizeSql(sql, 'rendered'))
  const temporary = new Set<string>()
  const written = new Set<string>()
  const own = new Set<string>()
  const datasets = new Map<string, ResolvedTable>()
  if (pieces.length === 0) return failure('sql-syntax', 'The script has no statement.', { start: 0, end: request.script.length }, false)
  for (const piece of pieces) {
    if (piece.control)
      return atPlace(
        failure('sql-unsupported', 'Blocks and transactions do not run on the local target: a script is one transaction.', piece, false),
        map,
      )
    try {
      const step = translateStep(sql, piece, request, temporary, new Bindings())
      for (const project of writtenProjects(step)) written.add(project)
      const target = datasetOf(step)
      if (target !== null && step.kind === 'definition') own.add(target.key)
      else if (target !== null && !own.has(target.key)) datasets.set(target.key, target.table)
      if (step.kind === 'create-table' && step.table.project === null) temporary.add(step.table.table)
      const [first, second] = [...written]
      if (second !== undefined) {
        return atPlace(
          failure(
            'sql-unsupported',
            `The script writes two projects, "${first}" and "${second}"; on the local target it is one transaction, which writes one.`,
            piece,
            false,
          ),
          map,
        )
      }
    } catch (problem) {
      return atPlace(failureOf(problem, sql, piece), map)
    }
  }
  return { pieces, datasets: [...datasets.values()] }
}

interface Prepared {
  readonly pieces: readonly StatementPiece[]
  /** Datasets that must be there before the transaction begins, which would not see them otherwise. */
  readonly datasets: readonly ResolvedTable[]
}

/** The dataset that a statement makes, or makes something in. */
function datasetOf(step: Step): { readonly key: string; readonly table: ResolvedTable } | null {
  const makes =
    step.kind === 'create-table' ||
    step.kind === 'create-view' ||
    step.kind === 'load' ||
    (step.kind === 'definition' && step.createsDataset)
  return makes && step.table.project !== null ? { key: `${step.table.project}.${step.table.dataset}`, table: step.table } : null
}

async function runPieces(
  context: RunContext,
  pieces: readonly StatementPiece[],
  map: RenderMap,
  cancellation: Cancellation,
): Promise<ScriptResult> {
  let rows: number | null = null
  for (const piece of pieces) {
    if (cancellation.cancelled) break
    try {
      const bindings = new Bindings()
      const reads: EmitContext['reads'] = []
      const step = translateStep(context.sql, piece, context.request, context.temporaryTables, bindings, reads)
      rows = await runStep(step, piece, reads, bindings.values as Record<string, DuckDBValue>, context)
    } catch (problem) {
      if (isConflict(problem) || cancellation.cancelled) throw problem
      return atPlace(failureOf(problem, context.sql, piece), map)
    }
  }
  return {
    kind: 'success',
    rows,
    ...(context.sample ? { sample: context.sample } : {}),
    ...(context.preview ? { preview: context.preview } : {}),
  }
}

function translateStep(
  sql: string,
  piece: StatementPiece,
  request: ScriptRequest,
  temporaryTables: ReadonlySet<string>,
  bindings: Bindings,
  reads: EmitContext['reads'] = [],
): Step {
  const parsed = parseStatement(sql, piece.tokens, piece.end)
  if (!parsed.ok) {
    const { kind, message } = parsed.fault
    throw kind === 'syntax'
      ? new Refusal(parsed.fault, message, 'sql-syntax')
      : new Refusal(parsed.fault, `not supported on the local target: ${message}`, 'sql-unsupported')
  }
  let fresh = 0
  return emitStatement(parsed.statement, {
    temporaryTables,
    defaultProject: request.project,
    reads,
    scopes: [],
    fresh: () => fresh++,
    parameter: (name, span) => {
      const value = request.params.get(name)
      if (!value) throw new Refusal(span, `the params have no "${name}"`, 'missing-param')
      return bindings.place(value, span, name)
    },
  })
}

function writtenProjects(step: Step): string[] {
  const table: ResolvedTable | null = step.kind === 'query' || step.kind === 'assert' ? null : step.table
  return table?.project ? [table.project] : []
}

function failure(code: ScriptFailure['code'], message: string, span: Span, transient: boolean): ScriptFailure {
  return { kind: 'failure', code, message, span: { start: span.start, end: span.end }, transient }
}

/** From the rendered text to the script. */
function atPlace(found: ScriptFailure, map: RenderMap): ScriptFailure {
  return { ...found, span: map.source(found.span) }
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
}
