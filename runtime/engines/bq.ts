import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BigQueryJobs } from '../clouds/bigquery/bigquery-jobs.ts'
import type { CommittedAttempt, ScriptRequest, TableName } from '../sql/messages.ts'
import { SqlThread } from '../sql/sql-thread.ts'
import type { Attempt, AttemptFailure, AttemptResult, AttemptSuccess, Engine, EngineTarget, Phase } from './engine.ts'
import { textOf, textsOf } from './script-process.ts'
import { readSqlScript } from './sql-script.ts'

/** How many rows of a result are kept to be shown. */
const PREVIEW_ROWS = 100

/** `bq`: BigQuery SQL. On the `local` target DuckDB runs it, in a thread that holds the tables of `.dagline/local/`; elsewhere BigQuery does. */
export function createBqEngine(): Engine {
  const thread = new SqlThread(fileURLToPath(new URL('../workers/duckdb.ts', import.meta.url)))
  let jobs: Promise<BigQueryJobs> | undefined
  const onBigQuery = (): Promise<BigQueryJobs> => {
    jobs ??= import('../clouds/bigquery/bigquery-jobs.ts').then(loaded => new loaded.BigQueryJobs())
    return jobs
  }
  return {
    name: 'bq',
    typicalSeconds: () => 1,
    slots: target => (isLocal(target) ? 1 : 0),
    onInterrupt: 'rerun',
    readinessProperties: ['location', 'dialect'],
    readiness: async question => {
      if (isLocal(question.target)) return { ready: true, detail: 'BigQuery SQL on DuckDB' }
      const { bigQueryReadiness } = await import('../clouds/bigquery/bigquery-readiness.ts')
      return bigQueryReadiness(question)
    },
    run: async attempt => (isLocal(attempt.target) ? runAttempt(attempt, thread) : (await onBigQuery()).run(attempt)),
    readTable: (folder, table, limit) => {
      const name = tableName(table)
      return name === null ? Promise.resolve(null) : thread.readTable(folder, name, limit)
    },
    tableHistories: (folder, tables) => thread.tableHistories(folder, tables),
    committed: async (folder, run) =>
      new Map([...(await thread.committed(folder, run))].map(([attempt, result]) => [attempt, success(result)])),
    forget: (folder, run) => thread.forget(folder, run),
    dispose: () => thread.dispose(),
  }
}

/** Of `project.dataset.table` or `dataset.table`. */
function tableName(text: string, defaultProject = 'local'): TableName | null {
  const parts = text.replaceAll('`', '').split('.')
  if (parts.length < 2 || parts.length > 3 || parts.includes('')) return null
  const [table = '', dataset = '', project = defaultProject] = parts.reverse()
  return { project, dataset, table }
}

function isLocal(target: EngineTarget): boolean {
  return target.name === 'local'
}

async function runAttempt(attempt: Attempt, thread: SqlThread): Promise<AttemptResult> {
  const script = await readSqlScript(attempt)
  if ('kind' in script) return script
  const project = textOfValue(attempt.target.properties.get('project')) ?? 'local'
  const destination = destinationOf(attempt, project)
  if (destination !== null && 'kind' in destination) return destination
  const phases = new Map<string, Phase>([...attempt.params.keys()].map(name => [name, attempt.paramPhase(name)]))
  const request: ScriptRequest = {
    folder: attempt.folder,
    workspace: workspaceOf(attempt),
    project,
    script: script.text,
    params: attempt.params,
    phases,
    preview: PREVIEW_ROWS,
    slots: Math.max(1, attempt.slots),
    version: `${attempt.run}/${attempt.task}/${attempt.number}`,
    ...(attempt.print === undefined ? {} : { print: attempt.print }),
    declaredReads: textsOf(attempt.properties, 'reads'),
    declaredWrites: textsOf(attempt.properties, 'writes'),
    ...(destination === null ? {} : { destination }),
    dialect: textOf(attempt.properties, 'dialect') === 'duckdb' ? 'duckdb' : 'bigquery',
  }
  const result = await thread.run(request, attempt.signal, line => attempt.log('stdout', line))
  if (result.kind === 'success') return { ...success(result), ...(result.preview ? { preview: result.preview } : {}) }
  const failure: AttemptFailure = {
    kind: 'failure',
    error: { code: result.code, message: result.message, place: script.place(result.span) },
  }
  return result.transient ? failure : { ...failure, retry: 'never' }
}

function destinationOf(attempt: Attempt, project: string): TableName | AttemptFailure | null {
  const text = textOf(attempt.properties, 'destination')
  if (text === undefined) return null
  const fail = (code: string, message: string): AttemptFailure => ({
    kind: 'failure',
    error: { code, message, place: attempt.placeOf('destination') },
    retry: 'never',
  })
  if (textOf(attempt.properties, 'dialect') === 'duckdb')
    return fail('sql-unsupported', 'With `dialect: duckdb` nothing takes a `destination`: write CREATE OR REPLACE TABLE … AS.')
  return tableName(text, project) ?? fail('wrong-type', `${text} is no table: write "dataset.table" or "project.dataset.table".`)
}

function success({ rows, tables, print }: CommittedAttempt): AttemptSuccess {
  const outputs = { rows, bytes_processed: 0, bytes_billed: 0, slot_ms: 0, job_id: null }
  return { kind: 'success', outputs, ...(tables ? { tables } : {}), ...(print ? { print } : {}) }
}

/** The widest folder around the file that its paths may name. */
function workspaceOf(attempt: Attempt): string {
  let at = attempt.folder
  while (dirname(at) !== at && attempt.resolve(dirname(at)) !== null) at = dirname(at)
  return at
}

function textOfValue(value: { readonly type: string; readonly value?: unknown } | undefined): string | null {
  return value?.type === 'string' && typeof value.value === 'string' && value.value !== '' ? value.value : null
}
