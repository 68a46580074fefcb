import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Value } from '#language'
import type { Preview, ScriptRequest, ScriptResult } from '../../../runtime/sql/messages.ts'
import { SqlThread } from '../../../runtime/sql/sql-thread.ts'

export interface SqlFolder {
  readonly folder: string
  readonly thread: SqlThread
  run(script: string, options?: SqlOptions): Promise<ScriptResult>
  /** Rows of the last statement; fails the test where the script fails. */
  rows(script: string, options?: SqlOptions): Promise<number | null>
  /** Code, message and marked text of a script that must fail. */
  fault(script: string, options?: SqlOptions): Promise<{ code: string; message: string; at: string }>
  /** A table as text. */
  table(name: string): Promise<Preview | null>
}

export interface SqlOptions {
  readonly params?: Readonly<Record<string, Value | string | number | boolean>>
  readonly project?: string
  /** `dataset.table` of the project. */
  readonly destination?: string
  readonly dialect?: 'bigquery' | 'duckdb'
  readonly phase?: 'static' | 'start' | 'running'
  readonly sample?: number
  readonly preview?: number
  readonly slots?: number
  readonly signal?: AbortSignal
  readonly log?: (line: string) => void
}

/** A temporary folder with a thread of its own, both gone after the test. */
export async function sqlFolder(t: Pick<TestContext, 'after'>, at?: string): Promise<SqlFolder> {
  const folder = at ?? (await mkdtemp(join(tmpdir(), 'dagline-sql-')))
  const thread = new SqlThread(fileURLToPath(new URL('../../../runtime/workers/duckdb.ts', import.meta.url)))
  t.after(async () => {
    await thread.dispose()
    await rm(folder, { recursive: true, force: true })
  })
  const run = (script: string, options: SqlOptions = {}): Promise<ScriptResult> => {
    const params = new Map(Object.entries(options.params ?? {}).map(([name, value]) => [name, asValue(value)]))
    const phases = new Map([...params.keys()].map(name => [name, options.phase ?? 'static'] as const))
    const request: ScriptRequest = {
      folder,
      workspace: folder,
      project: options.project ?? 'local',
      script,
      params,
      phases,
      ...(options.destination === undefined ? {} : { destination: tableOf(options.destination) }),
      dialect: options.dialect ?? 'bigquery',
      ...(options.sample === undefined ? {} : { sample: options.sample }),
      ...(options.preview === undefined ? {} : { preview: options.preview }),
      ...(options.slots === undefined ? {} : { slots: options.slots }),
    }
    return thread.run(request, options.signal ?? new AbortController().signal, options.log ?? (() => undefined))
  }
  return {
    folder,
    thread,
    run,
    rows: async (script, options) => {
      const result = await run(script, options)
      if (result.kind === 'success') return result.rows
      throw new Error(`${result.code}: ${result.message} at ${JSON.stringify(script.slice(result.span.start, result.span.end))}`)
    },
    fault: async (script, options) => {
      const result = await run(script, options)
      if (result.kind === 'success') throw new Error(`it ran: ${script}`)
      return { code: result.code, message: result.message, at: script.slice(result.span.start, result.span.end) }
    },
    table: name => {
      const [project = '', dataset = '', table = ''] = name.split('.')
      return thread.readTable(folder, { project, dataset, table }, 10_000)
    },
  }
}

function tableOf(name: string): { project: string; dataset: string; table: string } {
  const [dataset = '', table = ''] = name.split('.')
  return { project: 'local', dataset, table }
}

function asValue(value: Value | string | number | boolean): Value {
  if (typeof value === 'string') return { type: 'string', value }
  if (typeof value === 'number') return { type: 'number', value }
  return typeof value === 'boolean' ? { type: 'boolean', value } : value
}
