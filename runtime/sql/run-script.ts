import type { DuckDBConnection } from '@duckdb/node-api'
import type { Span } from '#language'
import { type RenderMap, renderSql } from '#language/sql'
import { writeMarker } from './attempt-marker.ts'
import { TableCatalog } from './catalog.ts'
import type { FolderDatabase } from './database.ts'
import { Failed, failureOf, isConflict } from './failures.ts'
import type { ScriptFailure, ScriptRequest, ScriptResult } from './messages.ts'
import { type Prepared, prepareScript } from './prepare-script.ts'
import { Refusal } from './refusal.ts'
import { runNative } from './run-native.ts'
import { type NodeRun, runNodes } from './run-nodes.ts'
import { type ScriptEffects, scriptEffects } from './script-effects.ts'
import { ScriptState } from './script-state.ts'
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
  const effects = request.version === undefined ? null : effectsOf(sql, request)
  for (let tries = 1; ; tries++) {
    const connection = await database.enter(request.slots)
    cancellation.connection = connection
    let again = false
    try {
      const prepared = request.dialect === 'duckdb' ? null : await prepareScript(sql, request, database, connection)
      for (const { project, dataset } of prepared?.datasets ?? []) if (project !== null) await database.makeDataset(project, dataset)
      if (effects !== null) for (const project of writtenBy(effects)) await database.readyVersions(project)
      await connection.run('BEGIN TRANSACTION')
      const run = nodeRun(sql, request, database, connection, cancellation, log)
      const outcome = prepared === null ? await runNative({ ...run, sql }) : await runPrepared(prepared, run)
      if (cancellation.cancelled) throw new Refusal({ start: 0, end: 0 }, 'cancelled', 'sql-error')
      const tables = effects === null ? {} : { tables: await recordVersions(connection, database, effects, request.version!) }
      if (effects !== null && outcome.kind === 'success')
        await writeMarker(connection, database, writtenBy(effects), request.version!, {
          rows: outcome.rows,
          ...tables,
          ...(request.print === undefined ? {} : { print: request.print }),
        })
      await connection.run('COMMIT')
      return { ...outcome, ...tables }
    } catch (problem) {
      await connection.run('ROLLBACK').catch(() => undefined)
      if (cancellation.cancelled) return failure('cancelled', 'The script was cancelled.', { start: 0, end: 0 }, true)
      again = isConflict(problem) && tries < TRIES
      if (!again) return atPlace(problem instanceof Failed ? problem.failure : failureOf(problem, sql, { start: 0, end: sql.length }), map)
    } finally {
      cancellation.connection = undefined
      const turn = again ? database.nextEnd() : undefined
      database.leave(connection, request.slots)
      await turn
    }
  }
}

function effectsOf(sql: string, { project, dialect, declaredReads = [], declaredWrites = [], destination }: ScriptRequest): ScriptEffects {
  const written = destination ? [...declaredWrites, `${destination.project}.${destination.dataset}.${destination.table}`] : declaredWrites
  return scriptEffects({ sql, project, native: dialect === 'duckdb', declaredReads, declaredWrites: written })
}

function writtenBy({ writes, all, project }: ScriptEffects): Set<string> {
  const projects = new Set([...writes.keys()].map(name => name.split('.').slice(0, -2).join('.')))
  return all === 'writes' ? projects.add(project) : projects
}

function nodeRun(
  text: string,
  request: ScriptRequest,
  database: FolderDatabase,
  connection: DuckDBConnection,
  cancellation: Cancellation,
  log: (line: string) => void,
): NodeRun {
  const state = new ScriptState(request, new TableCatalog(database))
  let count = 0
  return {
    connection,
    database,
    request,
    text,
    state,
    temporaryTables: state.temporaryTables,
    log,
    fresh: () => count++,
    cancelled: () => cancellation.cancelled,
    rows: null,
    sample: undefined,
    preview: undefined,
  }
}

async function runPrepared(prepared: Prepared, run: NodeRun): Promise<ScriptResult> {
  await runNodes(prepared.nodes, run)
  run.state.expectCommitted()
  const { rows, sample, preview } = run
  return { kind: 'success', rows, ...(sample ? { sample } : {}), ...(preview ? { preview } : {}) }
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
