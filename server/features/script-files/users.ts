import { type Effective, inspect, type TaskModel, type tree, type Version, versionOf, wordOf } from '#language'
import type { Analyzed } from '../../analyses.ts'

/** A script that is open as a document of its own. */
export interface ScriptFile {
  readonly file: string
  readonly text: string
  readonly users: readonly ScriptUser[]
}

/** A task that runs a file, as it is on the targets on which its params are the same. */
export interface ScriptUser {
  readonly analyzed: Analyzed
  readonly task: TaskModel
  readonly engine: string
  /** Where the file is named. */
  readonly source: Effective
  /** Null where the task has none. */
  readonly params: Effective | null
  /** Null where the task has none. */
  readonly env: Effective | null
}

/** Whether a document is one that another language owns, and that a task may run. */
export function isScriptFile(name: string): boolean {
  return isSql(name) || /\.py$/i.test(name)
}

export function isSql(name: string): boolean {
  return /\.sql$/i.test(name)
}

/** The tasks of documents that run a file, in the order of the text. */
export function usersOf(file: string, documents: readonly Analyzed[]): ScriptUser[] {
  return documents.flatMap(analyzed => {
    const { dags, duplicates, targets } = analyzed.analysis.file
    return [...dags.flatMap(dag => dag.tasks), ...duplicates].flatMap(task => usersIn(file, analyzed, task, [...targets.keys()]))
  })
}

function usersIn(file: string, analyzed: Analyzed, task: TaskModel, targets: readonly string[]): ScriptUser[] {
  const found: ScriptUser[] = []
  for (const target of new Set([null, 'local', ...targets, ...task.overrides.map(override => override.target)])) {
    const { engine, properties } = versionOf(task, target)
    const source = sourceOf({ engine, properties })
    const params = properties.get('params') ?? null
    if (engine === null || !source || found.some(user => user.engine === engine && user.params?.value === params?.value)) continue
    if (isNamed(file, source, analyzed, task, target))
      found.push({ analyzed, task, engine, source, params, env: properties.get('env') ?? null })
  }
  return found
}

/** `script: …`, or the path in `sql: file(…)`. */
function sourceOf({ properties }: Pick<Version, 'engine' | 'properties'>): Effective | null {
  const sql = properties.get('sql')
  if (!sql) return properties.get('script') ?? null
  const path = sql.value.kind === 'call' && sql.value.name.text === 'file' ? sql.value.args[0] : undefined
  return path ? { ...sql, value: path } : null
}

/** More instances of a matrix than this are not asked which file they run. */
const mostInstances = 1_000

function isNamed(file: string, { value, file: written, scope }: Effective, analyzed: Analyzed, task: TaskModel, target: string | null) {
  const { analysis, host } = analyzed
  const leadsHere = (path: string): boolean => host.resolve(written.file, path) === file
  const word = literalOf(value)
  if (word !== null) return leadsHere(word)
  const count = Math.min(analysis.instances.get(task)?.list.length ?? 1, mostInstances)
  for (let instance = 0; instance < Math.max(count, 1); instance++) {
    const path = inspect(analysis, host, value, scope, { task, instance, ...(target === null ? {} : { target }) })
    if (path.type === 'string' && leadsHere(path.value)) return true
  }
  return false
}

const literalOf = (node: tree.Expression): string | null => (node.kind === 'string' || node.kind === 'text' ? wordOf(node) : null)
