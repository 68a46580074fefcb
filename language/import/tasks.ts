import type { CloudTarget } from './cloud-target.ts'
import { countFact, secondsFact, stringFact, stringsFact } from './facts.ts'
import { Fields, isNothing, spanOf } from './fields.ts'
import { entryText, type JsonNode, type JsonObject, jsonText, nounOfJson, stringNode } from './json.ts'
import { comments } from './messages.ts'
import type { Names } from './names.ts'
import type { Note } from './notes.ts'
import { readScriptPath } from './script-path.ts'
import { taskParams } from './task-params.ts'
import { type WorkContext, workOf } from './work.ts'
import { leftoverComment, property, type Written, type WrittenEntry } from './write.ts'

export interface TaskContext extends WorkContext {
  readonly names: Names
  readonly target: CloudTarget
}

/** A task that has its name, and is not read further yet. */
export interface NamedTask {
  readonly name: string
  /** As the document has it; null where it has none. */
  readonly id: string | null
  readonly object: JsonObject
  readonly fields: Fields
}

export interface ImportedTask {
  /** As the document has it; null where it has none. */
  readonly id: string | null
  readonly name: string
  readonly engine: string
  /** Names of the tasks that it waits for. */
  readonly upstreams: readonly string[]
  readonly text: string
}

/** Finds the tasks of a list; what is none is answered as lines of a comment. */
export function nameTasks(
  items: readonly JsonNode[],
  context: Pick<TaskContext, 'names' | 'note'>,
): { readonly tasks: readonly NamedTask[]; readonly leftovers: readonly string[] } {
  const { names, note } = context
  const leftovers: string[] = []
  const tasks: NamedTask[] = []
  for (const item of items) {
    if (item.kind !== 'object') {
      note({ code: 'no-task', data: { found: nounOfJson(item) }, start: item.start, end: item.end })
      leftovers.push(entryText('tasks', item))
      continue
    }
    const fields = new Fields(item, note)
    const entry = fields.take('task_id')
    const id = entry === undefined ? null : idOf(entry.value)
    if (entry !== undefined && id === null && !isNothing(entry.value)) fields.keep(entry)
    const name = id === null ? names.invent(scriptName(item), 'task') : names.claim(id, 'task')
    if (id === null)
      note({ code: 'unnamed', data: { what: 'the task', name }, ...(entry ? spanOf(entry) : { start: item.start, end: item.start + 1 }) })
    else if (entry && id !== name) note({ code: 'renamed', data: { what: 'a task', id, name }, ...spanOf(entry) })
    tasks.push({ name, id, object: item, fields })
  }
  return { tasks, leftovers }
}

/** An id is a string; a number is taken for one. */
export function idOf(value: JsonNode): string | null {
  if (value.kind === 'number') return value.text
  return value.kind === 'string' && value.value.trim() !== '' ? value.value : null
}

function scriptName({ entries }: JsonObject): string {
  return readScriptPath(entries.find(({ key }) => key === 'script')?.value)?.name ?? ''
}

/** What pyDag says of a whole document, and some say of a task. */
const facts: readonly {
  readonly field: string
  readonly key: string
  readonly expected: string
  readonly reader: (node: JsonNode, note: Note) => Written | null
}[] = [
  { field: 'description', key: 'description', expected: 'a string', reader: stringFact },
  { field: 'owner', key: 'owner', expected: 'a string', reader: stringFact },
  { field: 'tags', key: 'tags', expected: 'a list of strings', reader: stringsFact },
  { field: 'retries', key: 'retries', expected: 'a whole number from 0', reader: node => countFact(node, 0) },
  { field: 'retry_delay_sec', key: 'retry_delay', expected: 'a number of seconds', reader: secondsFact },
]

/** `ids`: the names of all tasks by their ids; of two with one id the first counts. */
export function importTask({ name, id, object, fields }: NamedTask, ids: ReadonlyMap<string, string>, context: TaskContext): ImportedTask {
  const { note } = context
  const properties: WrittenEntry[] = []
  for (const { field, key, expected, reader } of facts) {
    const value = fields.read(field, expected, node => reader(node, note))
    if (value !== null) properties.push({ key, value })
  }
  const upstreams = readDependencies(fields, { name, id }, ids, context)
  const { params, leftovers } = taskParams(fields, context)
  context.target.see(params)
  const work = workOf({ name, script: fields.take('script'), params, at: { start: object.start, end: object.start + 1 } }, context)
  const rest = params.filter(param => !work.used.has(param))
  properties.push(...work.properties)
  if (rest.length > 0) properties.push({ key: 'params', value: { kind: 'map', entries: rest } })
  const lines = [
    ...(id !== null && id !== name ? [`  // ${entryText('task_id', stringNode(id))}`] : []),
    `  task ${name}: ${work.engine} {`,
    ...work.comments.map(line => `    // ${line}`),
    ...leftoverComment(comments.leftovers, [...fields.leftovers(), ...leftovers], '    '),
    ...properties.map(({ key, value }) => property(key, value, '    ')),
    '  }',
  ]
  return { id, name, engine: work.engine, upstreams, text: lines.join('\n') }
}

function readDependencies(
  fields: Fields,
  self: { readonly name: string; readonly id: string | null },
  ids: ReadonlyMap<string, string>,
  { note }: TaskContext,
): readonly string[] {
  const names = new Set<string>()
  const list = fields.read('dependencies', 'a list of task ids', node =>
    node.kind === 'array' ? node.items : idOf(node) === null ? null : [node],
  )
  for (const item of list ?? []) {
    const id = idOf(item)
    const name = id === null ? undefined : ids.get(id)
    const keep = (): void => fields.keep({ key: 'dependencies', place: item, value: item })
    const at = { start: item.start, end: item.end }
    if (name === undefined) {
      keep()
      note({ code: 'unknown-dependency', data: { id: id ?? jsonText(item) }, ...at })
    } else if (name === self.name) {
      keep()
      note({ code: 'self-dependency', data: { id: id! }, ...at })
    } else if (names.has(name)) note({ code: 'repeated-dependency', data: { id: id! }, ...at })
    else names.add(name)
  }
  return [...names]
}
