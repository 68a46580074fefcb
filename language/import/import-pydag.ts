import { CloudTarget } from './cloud-target.ts'
import { ClusterConfigs, type ImportedFile } from './cluster-configs.ts'
import { readHeader } from './dag-header.ts'
import { Declarations } from './declarations.ts'
import { edgeLines } from './edges.ts'
import { Fields, isNothing, spanOf } from './fields.ts'
import { entryText, type JsonNode, type JsonObject, nounOfJson, readJson, repeatedIn, stringNode } from './json.ts'
import { comments } from './messages.ts'
import { Names, nameFrom } from './names.ts'
import type { ImportNote, Note } from './notes.ts'
import { type ImportedTask, idOf, importTask, nameTasks } from './tasks.ts'
import { leftoverComment, property } from './write.ts'

/** What became of a pyDag document. */
export type Imported =
  | {
      readonly kind: 'imported'
      /** The `.dag` file. */
      readonly text: string
      readonly dag: { readonly id: string | null; readonly name: string }
      readonly tasks: readonly Omit<ImportedTask, 'text'>[]
      /** Files that the `.dag` file names and that are to be completed by a person. */
      readonly files: readonly ImportedFile[]
      /** What a person should look at, in the order of the document. */
      readonly notes: readonly ImportNote[]
    }
  | { readonly kind: 'refused'; readonly notes: readonly ImportNote[] }

export interface ImportOptions {
  /** What the dag is called where the document does not say: the file's name without its ending. */
  readonly name?: string
}

/**
 * Turns a pyDag document into a `.dag` file. What has a counterpart becomes it, all else becomes a comment and a note: nothing is
 * dropped. Any text may come in; one that is no such document is refused, with a note that says where and why.
 */
export function importPyDag(source: string, options: ImportOptions = {}): Imported {
  // A byte order mark is no part of the text, but of its places.
  const read = readJson(source.startsWith('\ufeff') ? ` ${source.slice(1)}` : source)
  if (!read.ok) return { kind: 'refused', notes: [read.note] }
  const found = documentOf(read.node)
  if ('code' in found) return { kind: 'refused', notes: [found] }
  const notes: ImportNote[] = []
  const imported = convert(found, read.node, source, options, note => notes.push(note))
  return { kind: 'imported', ...imported, notes: notes.sort((a, b) => a.start - b.start || a.end - b.end) }
}

interface Document {
  /** What stands beside `dag`, where the document is in one. */
  readonly outer: JsonObject | null
  readonly dag: JsonObject
  readonly tasks: readonly JsonNode[]
}

/** The object with the tasks: the root itself, or its `dag`. */
function documentOf(root: JsonNode): Document | ImportNote {
  const inner = root.kind === 'object' ? root.entries.find(({ key }) => key === 'dag')?.value : undefined
  const dag = inner ?? root
  const at = { start: dag.start, end: dag.end }
  if (dag.kind !== 'object') return { code: 'no-document', data: { found: nounOfJson(dag) }, ...at }
  const tasks = dag.entries.find(({ key }) => key === 'tasks')
  if (!tasks && !dag.entries.some(({ key }) => key === 'dag_id'))
    return { code: 'no-document', data: { found: 'an object without them' }, ...at }
  if (tasks?.value.kind !== 'array' || !tasks.value.items.some(item => item.kind === 'object'))
    return { code: 'no-tasks', data: {}, ...(tasks ? spanOf(tasks) : at) }
  return { outer: inner && root.kind === 'object' ? root : null, dag, tasks: tasks.value.items }
}

function convert(
  { outer, dag, tasks: items }: Document,
  root: JsonNode,
  source: string,
  options: ImportOptions,
  note: Note,
): Omit<Extract<Imported, { kind: 'imported' }>, 'kind' | 'notes'> {
  const repeated = repeatedIn(root)
  for (const entry of repeated) note({ code: 'repeated-key', data: { key: entry.key }, ...spanOf(entry) })
  const fields = new Fields(dag, note)
  const names = new Names(items.flatMap(item => idsOf(item)))
  const { id, name } = dagName(dag, fields, options, note)
  fields.take('tasks')
  const header = readHeader(fields, note)
  const { tasks: named, leftovers } = nameTasks(items, { names, note })
  const ids = new Map([...named].reverse().flatMap(task => (task.id === null ? [] : [[task.id, task.name]])))
  const declarations = new Declarations(names)
  const target = new CloudTarget(note)
  const configs = new ClusterConfigs()
  const context = { source, declarations, note, names, target, configs, sparkSeen: false }
  const tasks = named.map(task => importTask(task, ids, context))
  const beside = outer ? outerLeftovers(outer, note) : []
  const kept = [...header.leftovers, ...leftovers, ...repeated.map(({ key, value }) => entryText(key, value)), ...beside]
  const sections = [
    [
      ...(id !== null && id !== name ? [`  // ${entryText('dag_id', stringNode(id))}`] : []),
      ...header.properties.map(({ key, value }) => property(key, value, '  ')),
    ],
    leftoverComment(comments.leftovers, kept, '  '),
    declarations.inputLines('  '),
    declarations.letLines('  '),
    header.defaults.length === 0 ? [] : ['  defaults {', ...header.defaults.map(({ key, value }) => property(key, value, '    ')), '  }'],
    ...tasks.map(task => [task.text]),
    edgeLines(tasks, '  '),
  ]
  const body = sections.filter(lines => lines.length > 0).map(lines => lines.join('\n'))
  const blocks = [`dag ${name} {\n${body.join('\n\n')}\n}\n`, target.text()]
  return {
    text: blocks.filter(block => block !== '').join('\n'),
    dag: { id, name },
    tasks: tasks.map(({ text: _, ...task }) => task),
    files: configs.files(),
  }
}

function idsOf(item: JsonNode): readonly string[] {
  const value = item.kind === 'object' ? item.entries.find(({ key }) => key === 'task_id')?.value : undefined
  const id = value && idOf(value)
  return id ? [id] : []
}

function dagName(
  dag: JsonObject,
  fields: Fields,
  { name: fallback = '' }: ImportOptions,
  note: Note,
): { readonly id: string | null; readonly name: string } {
  const entry = fields.take('dag_id')
  const id = entry === undefined ? null : idOf(entry.value)
  if (entry && id === null && !isNothing(entry.value)) fields.keep(entry)
  const name = nameFrom(id ?? fallback, 'pipeline')
  const at = entry ? spanOf(entry) : { start: dag.start, end: dag.start + 1 }
  if (id === null) note({ code: 'unnamed', data: { what: 'the dag', name }, ...at })
  else if (id !== name) note({ code: 'renamed', data: { what: 'a dag', id, name }, ...at })
  return { id, name }
}

function outerLeftovers(outer: JsonObject, note: Note): readonly string[] {
  const fields = new Fields(outer, note)
  fields.take('dag')
  return fields.leftovers()
}
