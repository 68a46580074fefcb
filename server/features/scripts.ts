import { inspect, type TaskModel, type tree, versionOf } from '#language'
import type { Analyzed } from '../analyses.ts'

/** Where the SQL of a task stands: in a file of its own, or in an expression of the document. */
export interface Script {
  readonly text: string
  /** The script's file; null: the text is the value of `node`. */
  readonly file: string | null
  readonly node: tree.Expression
}

/** The SQL of a `bq` task, where it can be read now. */
export function readScript({ analysis, host }: Analyzed, task: TaskModel): Script | null {
  const version = versionOf(task, null)
  if (version.engine !== 'bq') return null
  const property = version.properties.get('sql') ?? version.properties.get('script')
  if (!property) return null
  const value = inspect(analysis, host, property.value, property.scope, { task })
  if (value.type !== 'string') return null
  if (property.name === 'sql') return { text: value.value, file: null, node: property.value }
  const file = host.resolve(property.file.file, value.value)
  const read = file === null ? null : host.read(file)
  return read?.kind === 'text' ? { text: read.text, file, node: property.value } : null
}
