import { readFileSync, statSync } from 'node:fs'
import type { Value } from '#language'
import { filesInSql } from './sql-files.ts'

/** A file that a task names. */
export interface TaskFile {
  /** As it is named. */
  readonly name: string
  /** Absolute; null where it is none of the workspace's. */
  readonly path: string | null
}

export interface NamingTask {
  readonly engine: string
  readonly local: boolean
  readonly folder: string
  readonly properties: ReadonlyMap<string, Value>
  readonly params: ReadonlyMap<string, Value>
  /** The script of a bucket as a local file, where it is one. */
  readonly script?: string
  resolve(path: string): string | null
}

/** The local files that a task names, whose contents belong to what its result follows from. */
export function taskFiles(task: NamingTask): TaskFile[] {
  const named: string[] = []
  for (const property of pathProperties) {
    const value = task.properties.get(property)
    if (value?.type === 'string') named.push(value.value)
    else if (value?.type === 'list') for (const item of value.items) if (item.type === 'string') named.push(item.value)
  }
  const found = new Map<string, TaskFile>()
  for (const name of named) if (!remote.test(name)) found.set(name, { name, path: task.resolve(name) })
  const script = wordOf(task.properties.get('script'))
  if (script !== null && task.script !== undefined) found.set(script, { name: script, path: task.script })
  if (task.engine === 'bq' && task.local) for (const file of sqlFiles(task)) found.set(file.name, file)
  return [...found.values()]
}

/** Properties that name files, of every engine. */
const pathProperties = ['script', 'config', 'py_files', 'jars'] as const
const remote = /^(?!db:)[a-z][a-z0-9+.-]+:\/\//i

function sqlFiles(task: NamingTask): TaskFile[] {
  const native = wordOf(task.properties.get('dialect')) === 'duckdb'
  const text = wordOf(task.properties.get('sql')) ?? textOf(task)
  if (text === null) return []
  return filesInSql(text, task.params, { native, folder: task.folder }).flatMap(name => {
    if (remote.test(name)) return []
    const path = task.resolve(name)
    // Of DuckDB's own dialect any text may be a path; what is no file is only a text.
    return native && (path === null || !isFile(path)) ? [] : [{ name, path }]
  })
}

function textOf(task: NamingTask): string | null {
  const script = wordOf(task.properties.get('script'))
  const path = task.script ?? (script === null || remote.test(script) ? null : task.resolve(script))
  try {
    return path === null ? null : readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function wordOf(value: Value | undefined): string | null {
  return value?.type === 'string' ? value.value : null
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
