import { dirname } from 'node:path'
import type { AttemptContext, RunGraph, Value } from '#language'
import { renderForCheck, scriptTables, UNKNOWN_TEXT } from '#language/sql'
import { readText, resolveInside } from '../file-host.ts'

/** What the tasks of a dag want of a cloud. */
export interface UsedPlaces {
  /** `project.dataset`, sorted; those that a task creates are not among them. */
  readonly datasets: readonly string[]
  /** Buckets and paths, `gs://…`, and what each is for. */
  readonly buckets: readonly { readonly uri: string; readonly use: string }[]
  /** Engines of the tasks. */
  readonly engines: ReadonlySet<string>
}

/** Looks at every task, as far as it can be told before a run. */
export function usedPlaces(graph: RunGraph, workspace: string): UsedPlaces {
  const project = textOf(graph.targetProperties.get('project'))
  const datasets = new Set<string>()
  const created = new Set<string>()
  const buckets = new Map<string, string>()
  const staging = textOf(graph.targetProperties.get('staging'))
  if (staging !== null) buckets.set(staging.startsWith('gs://') ? staging : `gs://${staging}`, 'staging')
  const logs = textOf(graph.targetProperties.get('logs'))
  if (logs !== null) buckets.set(logs, 'logs')
  const add = (parts: readonly string[], to: Set<string>): void => {
    const [dataset, owner] = [parts.at(-1), parts.at(-2) ?? project]
    if (owner !== null && dataset !== undefined && !`${owner}.${dataset}`.includes(UNKNOWN_TEXT)) to.add(`${owner}.${dataset}`)
  }
  for (const task of graph.tasks) {
    const value = (property: string): Value | undefined => {
      const found = task.evaluate(property, beforeRun)
      return found?.ok ? found.value : undefined
    }
    for (const property of ['reads', 'writes']) for (const table of textsOf(value(property))) add(table.split('.').slice(0, -1), datasets)
    const path = textOf(value('script'))
    if (path?.startsWith('gs://')) buckets.set(path, 'scripts')
    if (task.engine !== 'bq') continue
    const sql = textOf(value('sql')) ?? (path === null ? null : scriptText(workspace, dirname(graph.file), path))
    if (sql === null) continue
    const params = value('params')
    const found = scriptTables(renderForCheck(sql, params?.type === 'map' ? params.entries : new Map()).sql)
    for (const { effects } of found.statements) for (const { table } of effects) add(table.parts.slice(0, -1), datasets)
    for (const parts of found.schemas) add(parts, created)
  }
  return {
    datasets: [...datasets].filter(name => !created.has(name)).sort(),
    buckets: [...buckets].map(([uri, use]) => ({ uri, use })),
    engines: new Set(graph.tasks.map(task => task.engine)),
  }
}

const beforeRun: AttemptContext = { attempt: 1, outputs: () => undefined, secret: () => undefined }

function scriptText(workspace: string, folder: string, path: string): string | null {
  if (/^\w+:\/\//.test(path)) return null
  const file = resolveInside(workspace, folder, path)
  const text = file === null ? null : readText(file)
  return text?.kind === 'text' ? text.text : null
}

function textsOf(value: Value | undefined): string[] {
  return value?.type === 'list' ? value.items.flatMap(item => (item.type === 'string' ? [item.value] : [])) : []
}

function textOf(value: Value | undefined): string | null {
  return value?.type === 'string' && value.value !== '' ? value.value : null
}
