import {
  childrenOf,
  type Effective,
  engineNamed,
  type FileSpan,
  inspect,
  placeholders,
  resolveValue,
  type Span,
  spanInSource,
  type TaskModel,
  type tree,
  type Version,
  versionOf,
  wordOf,
} from '#language'
import type { Analyzed } from '../analyses.ts'

/** The key of a param, in the file that it is written in. */
export interface ParamKey {
  readonly file: string
  /** The tree of that file. */
  readonly tree: tree.Tree
  readonly map: tree.MapNode
  readonly entry: tree.MapEntry
}

/** A word that reads a param. */
export interface ParamUse extends FileSpan {
  /** With the braces, or with the `@`, of a placeholder. */
  readonly whole: Span
}

/** Why not every use of a param can be found. */
export type ParamObstacle =
  | { readonly kind: 'engine'; readonly task: string; readonly engine: string }
  /** The script is elsewhere, or not there. */
  | { readonly kind: 'unreadable'; readonly task: string }
  /** The task's params are no map that is written out. */
  | { readonly kind: 'computed'; readonly task: string }
  /** A placeholder is in a text that is put together from parts. */
  | { readonly kind: 'assembled'; readonly task: string }

/** A param with all that share its name with it: scripts that several tasks use join their params. */
export interface ParamPlaces {
  readonly keys: readonly ParamKey[]
  readonly uses: readonly ParamUse[]
  /** Names that the scripts want. */
  readonly wanted: ReadonlySet<string>
  readonly obstacles: readonly ParamObstacle[]
}

/** What reads the params of a task on a target. */
interface Reader {
  /** The same for two tasks that share it; `null`: it does not name the param. */
  readonly id: string | null
  readonly uses: readonly ParamUse[]
  readonly wanted: readonly string[]
  readonly obstacle: ParamObstacle | null
}

interface Binding {
  readonly task: string
  /** `null`: the params are computed. */
  readonly key: ParamKey | null
  readonly readers: readonly Reader[]
}

/** Everything that has to have the same name as a param. `documents`: where to look. */
export function paramPlaces(
  { file, entry }: { readonly file: string; readonly entry: tree.MapEntry },
  documents: readonly Analyzed[],
): ParamPlaces {
  const bindings = documents.flatMap(document => bindingsOf(document, entry.key.text))
  const keys = new Map<string, ParamKey>()
  const readers = new Map<string, Reader>()
  const wanted = new Set<string>()
  const first = idOf(file, entry.key)
  const isIn = ({ key, readers: own }: Binding): boolean => {
    const id = key && idOf(key.file, key.entry.key)
    return id === first || (id !== null && keys.has(id)) || own.some(reader => reader.id !== null && readers.has(reader.id))
  }
  const left = new Set(bindings)
  const obstacles: ParamObstacle[] = []
  for (let before = -1; before !== left.size; ) {
    before = left.size
    for (const binding of left) {
      if (!isIn(binding)) continue
      left.delete(binding)
      if (binding.key) keys.set(idOf(binding.key.file, binding.key.entry.key), binding.key)
      else obstacles.push({ kind: 'computed', task: binding.task })
      for (const reader of binding.readers) {
        if (reader.id !== null) readers.set(reader.id, reader)
        for (const each of reader.wanted) wanted.add(each)
      }
    }
  }
  const found = [...readers.values()]
  return {
    keys: [...keys.values()],
    uses: found.flatMap(reader => reader.uses),
    wanted,
    obstacles: [...found.flatMap(reader => reader.obstacle ?? []), ...obstacles],
  }
}

const idOf = (file: string, { start }: Span): string => `${file}\n${start}`

/** The tasks of a file that have the param, or that may, with each way in which they are run. */
function bindingsOf(analyzed: Analyzed, name: string): Binding[] {
  const { file } = analyzed.analysis
  const targets = [...file.targets.keys()]
  const tasks = [...file.dags.flatMap(dag => dag.tasks), ...file.duplicates]
  return tasks.flatMap(task => {
    const ways = new Set([null, 'local', ...targets, ...task.overrides.map(override => override.target)])
    return [...ways].flatMap(target => bindingOf(analyzed, versionOf(task, target), target, name) ?? [])
  })
}

function bindingOf(analyzed: Analyzed, version: Version, target: string | null, name: string): Binding | null {
  const params = version.properties.get('params')
  if (!params) return null
  const { value } = params
  const entry = value.kind === 'map' ? value.entries.find(each => each.key.text === name) : undefined
  if (value.kind === 'map' && !entry) return null
  const readers = [scriptReader(analyzed, version, target, name), whenReader(version, name)].filter(reader => reader !== null)
  const key = value.kind === 'map' && entry ? { file: params.file.file, tree: params.file.tree, map: value, entry } : null
  return { task: version.task.path, key, readers }
}

function scriptReader(analyzed: Analyzed, version: Version, target: string | null, name: string): Reader | null {
  const { task, engine, properties } = version
  const opaque = (obstacle: ParamObstacle): Reader => ({
    id: `${obstacle.kind} ${idOf(task.file.file, task.node)}`,
    uses: [],
    wanted: [],
    obstacle,
  })
  if (engine !== 'bq') {
    const hasScript = engine === null || engineNamed(engine)?.properties.some(schema => schema.name === 'script')
    return hasScript ? opaque({ kind: 'engine', task: task.path, engine: engine ?? '' }) : null
  }
  const property = properties.get('sql') ?? properties.get('script')
  if (!property) return null
  const literal = property.name === 'sql' ? literalOf(property) : null
  if (literal) return sourceReader(literal, task, name)
  const value = inspect(analyzed.analysis, analyzed.host, pathOf(property), property.scope, {
    task,
    ...(target === null ? {} : { target }),
  })
  const file = value.type === 'string' && isFile(property) ? analyzed.host.resolve(property.file.file, value.value) : null
  const read = file === null ? null : analyzed.host.read(file)
  if (file !== null && read?.kind === 'text') return fileReader(file, read.text, name)
  if (isFile(property)) return opaque({ kind: 'unreadable', task: task.path })
  // The text is known, but not where each part of it stands.
  const isNamed = value.type !== 'string' || placeholders(value.value).some(each => each.name === name)
  return isNamed ? opaque({ kind: 'assembled', task: task.path }) : null
}

/** `script: …`, or `sql: file(…)`. */
const isFile = ({ name, value }: Effective): boolean => name === 'script' || (value.kind === 'call' && value.name.text === 'file')
const pathOf = ({ name, value }: Effective): tree.Expression =>
  name === 'sql' && value.kind === 'call' && value.name.text === 'file' && value.args[0] ? value.args[0] : value

interface Literal {
  readonly file: string
  readonly node: tree.StringNode | tree.TextNode
  readonly text: string
}

/** The text that a property is, also by the name of a `let`. */
function literalOf({ value, scope, file }: Effective): Literal | null {
  let at = { value, scope, file }
  const seen = new Set<tree.Expression>()
  while (at.value.kind === 'ref' && !seen.has(at.value)) {
    seen.add(at.value)
    const found = resolveValue(at.scope, at.value)
    if (!found.ok || found.declared.kind !== 'let' || found.rest < at.value.path.length) return null
    at = { value: found.declared.node.value, scope: found.declared.scope, file: found.declared.file }
  }
  const node = at.value
  if (node.kind !== 'string' && node.kind !== 'text') return null
  const text = wordOf(node)
  return text === null ? null : { file: at.file.file, node, text }
}

function sourceReader({ file, node, text }: Literal, task: TaskModel, name: string): Reader {
  const found = placeholders(text)
  const uses: ParamUse[] = []
  let obstacle: ParamObstacle | null = null
  for (const placeholder of found) {
    if (placeholder.name !== name) continue
    const whole = spanInSource(node, placeholder.span.start, placeholder.span.end)
    const inner = nameIn(placeholder)
    const at = spanInSource(node, inner.start, inner.end)
    if (whole && at) uses.push({ file, start: at.start, end: at.end, whole })
    else obstacle = { kind: 'assembled', task: task.path }
  }
  return { id: uses.length === 0 && !obstacle ? null : idOf(file, node), uses, wanted: found.map(each => each.name), obstacle }
}

function fileReader(file: string, text: string, name: string): Reader {
  const found = placeholders(text)
  const uses = found.flatMap(placeholder => (placeholder.name === name ? [{ file, ...nameIn(placeholder), whole: placeholder.span }] : []))
  return { id: uses.length === 0 ? null : file, uses, wanted: found.map(each => each.name), obstacle: null }
}

/** The name inside of `{name}` or `@name`. */
export function nameIn({ kind, span }: { readonly kind: 'text' | 'parameter'; readonly span: Span }): Span {
  return { start: span.start + 1, end: kind === 'text' ? span.end - 1 : span.end }
}

/** `params.name` in the task's own `when`. */
function whenReader({ properties }: Version, name: string): Reader | null {
  const when = properties.get('when')
  if (!when) return null
  const uses: ParamUse[] = []
  const wanted: string[] = []
  const visit = (node: tree.Expression): void => {
    if (node.kind === 'ref' && node.path[1]) {
      const found = resolveValue(when.scope, node)
      const { start, end, text } = node.path[1]
      if (found.ok && found.declared.kind === 'params') {
        wanted.push(text)
        if (text === name) uses.push({ file: when.file.file, start, end, whole: { start, end } })
      }
    }
    for (const child of childrenOf(node)) visit(child)
  }
  visit(when.value)
  return { id: uses.length === 0 ? null : idOf(when.file.file, when.value), uses, wanted, obstacle: null }
}
