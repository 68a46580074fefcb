import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Place, Span } from '#language'
import type { CommittedAttempt, ScriptRequest, TableName } from '../sql/messages.ts'
import { SqlThread } from '../sql/sql-thread.ts'
import type { Attempt, AttemptFailure, AttemptResult, AttemptSuccess, Engine, EngineTarget, Phase } from './engine.ts'
import { scriptFile, textOf, textsOf } from './script-process.ts'

/** How many rows of a result are kept to be shown. */
const PREVIEW_ROWS = 100

/** `bq`: BigQuery SQL. On the `local` target DuckDB runs it, in a thread that holds the tables of `.dagline/local/`. */
export function createBqEngine(): Engine {
  const thread = new SqlThread(fileURLToPath(new URL('../workers/duckdb.ts', import.meta.url)))
  return {
    name: 'bq',
    typicalSeconds: () => 1,
    slots: target => (isLocal(target) ? 1 : 0),
    onInterrupt: 'rerun',
    readinessProperties: [],
    readiness: ({ target }) =>
      Promise.resolve(
        isLocal(target)
          ? { ready: true, detail: 'BigQuery SQL on DuckDB' }
          : { ready: false, missing: 'BigQuery itself is not supported yet.', mend: 'Run on the local target.' },
      ),
    run: attempt => runAttempt(attempt, thread),
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

/** The text of a script, and where its parts stand. */
interface Script {
  readonly text: string
  place(span: Span): Place
}

async function runAttempt(attempt: Attempt, thread: SqlThread): Promise<AttemptResult> {
  const script = await readScript(attempt)
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
  const outputs = { rows, bytes_processed: 0, bytes_billed: 0, job_id: null }
  return { kind: 'success', outputs, ...(tables ? { tables } : {}), ...(print ? { print } : {}) }
}

async function readScript(attempt: Attempt): Promise<Script | AttemptFailure> {
  const sql = textOf(attempt.properties, 'sql')
  if (sql !== undefined) {
    return { text: sql, place: span => placeInSource(attempt, span) }
  }
  const file = scriptFile(attempt)
  if (typeof file !== 'string') return file
  // As the language reads files: without a byte order mark. Line ends stay, so that places are the file's.
  const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '')
  const { LineIndex } = await import('#language')
  const lines = new LineIndex(text)
  return { text, place: span => lines.place(file, span) }
}

/** The widest folder around the file that its paths may name. */
function workspaceOf(attempt: Attempt): string {
  let at = attempt.folder
  while (dirname(at) !== at && attempt.resolve(dirname(at)) !== null) at = dirname(at)
  return at
}

function placeInSource(attempt: Attempt, span: Span): Place {
  const start = attempt.placeInText('sql', span.start)
  const end = attempt.placeInText('sql', span.end)
  if (!start) return attempt.placeOf('sql')
  return { ...start, endLine: end?.line ?? start.endLine, endColumn: end?.column ?? start.endColumn }
}

function textOfValue(value: { readonly type: string; readonly value?: unknown } | undefined): string | null {
  return value?.type === 'string' && typeof value.value === 'string' && value.value !== '' ? value.value : null
}
