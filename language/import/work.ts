import type { Span } from '../span.ts'
import type { ClusterConfigs } from './cluster-configs.ts'
import { isNothing, spanOf } from './fields.ts'
import { entryText, type JsonEntry } from './json.ts'
import { comments } from './messages.ts'
import { actionOf, readScriptPath, type ScriptPath, scriptUrl } from './script-path.ts'
import type { Param, ParamsContext } from './task-params.ts'
import { quoted, text, type WrittenEntry } from './write.ts'

export interface WorkContext extends ParamsContext {
  readonly configs: ClusterConfigs
  /** What all Spark scripts got from pyDag is said once. */
  sparkSeen: boolean
}

/** What a task does, by its script. */
export interface Work {
  readonly engine: string
  readonly properties: readonly WrittenEntry[]
  /** Lines without their slashes. */
  readonly comments: readonly string[]
  /** Params that became properties. */
  readonly used: ReadonlySet<Param>
}

interface Task {
  readonly name: string
  readonly script: JsonEntry | undefined
  readonly params: readonly Param[]
  /** The task's own place. */
  readonly at: Span
}

const nothing: ReadonlySet<Param> = new Set()

/** The engine and the properties that a task's script and params come to. */
export function workOf(task: Task, context: WorkContext): Work {
  const path = readScriptPath(task.script?.value)
  if (path === null || !task.script) return noWork(task, context)
  const at = spanOf(task.script)
  const { note } = context
  if (path.dotted) note({ code: 'dotted-script', data: { bucket: path.bucket }, ...at })
  if (path.engine === 'iac') return clusterWork(task, task.script, path, context)
  const url = scriptUrl(path)
  if (path.storage === 'local') note({ code: 'local-script', data: { path: url }, ...at })
  if (path.storage === 'database') note({ code: 'stored-script', data: { name: url.slice('db://'.length) }, ...at })
  const script = { key: 'script', value: text(quoted(url)) }
  if (path.engine === 'bq') return { engine: 'bq', properties: [script], comments: [], used: nothing }
  if (!context.sparkSeen) note({ code: 'spark-config', data: {}, ...at })
  context.sparkSeen = true
  const { cluster, region } = clusterOf(task, context)
  // The script gets all its params as they were: it may read those that are properties here, too.
  return {
    engine: 'spark',
    properties: [script, ...cluster.properties, ...region.properties],
    comments: [],
    used: nothing,
  }
}

/** A task without an engine that is known keeps its place in the graph, and fails rather than let others go on. */
function noWork({ name, script, at }: Task, { note }: WorkContext): Work {
  note({ code: 'no-script', data: { name }, ...(script ? spanOf(script) : at) })
  const kept = script && !isNothing(script.value) ? [scriptLine(script)] : []
  const run = { key: 'run', value: text('"exit 1"') }
  return { engine: 'shell', properties: [run], comments: [...kept, comments.noScript], used: nothing }
}

const scriptLine = ({ value }: JsonEntry): string => entryText('script', value)

/** The params of a Python template name the cluster; what else it says, a person must carry over. */
function clusterWork(task: Task, script: JsonEntry, path: ScriptPath, context: WorkContext): Work {
  const { note } = context
  const url = scriptUrl(path)
  const action = actionOf(path)
  const { cluster, region } = clusterOf(task, context)
  const given = task.params.find(({ key, string }) => /^(cluster_)?config$/.test(key) && string !== null && /\.ya?ml$/.test(string))
  const made = given === undefined && action === 'create' ? context.configs.use(url, path.name, task.name, task.params) : null
  if (given?.string) note({ code: 'local-script', data: { path: given.string }, ...spanOf(given.entry) })
  note(
    made === null
      ? { code: 'check-action', data: { script: url, action }, ...spanOf(script) }
      : { code: 'convert-script', data: { script: url, config: made, action }, ...spanOf(script) },
  )
  const config = given?.value ?? (made === null ? null : text(quoted(made)))
  return {
    engine: 'iac',
    properties: [
      { key: 'action', value: text(action) },
      ...cluster.properties,
      ...region.properties,
      ...(config === null ? [] : [{ key: 'config', value: config }]),
    ],
    comments: [scriptLine(script), made === null ? comments.check : comments.convert(made)],
    used: new Set([...cluster.used, ...region.used, ...(given ? [given] : [])]),
  }
}

interface Placed {
  readonly properties: readonly WrittenEntry[]
  readonly used: readonly Param[]
}

/** The cluster and region that the params of a task name. */
function clusterOf(
  { name, script, params, at }: Task,
  { declarations, note }: WorkContext,
): { readonly cluster: Placed; readonly region: Placed } {
  const find = (...keys: readonly string[]): Param | undefined => params.find(({ key, string }) => keys.includes(key) && string !== null)
  const named = find('cluster_name') ?? find('cluster')
  const place = find('region')
  const region = place ? { properties: [{ key: 'region', value: place.value }], used: [place] } : { properties: [], used: [] }
  if (named) return { cluster: { properties: [{ key: 'cluster', value: named.value }], used: [named] }, region }
  const input = declarations.ask('cluster')
  note({ code: 'no-cluster', data: { task: name, input }, ...(script ? spanOf(script) : at) })
  return { cluster: { properties: [{ key: 'cluster', value: text(input) }], used: [] }, region }
}
