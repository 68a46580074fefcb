import type { Contexts } from '../analysis/contexts.ts'
import type { Diagnostic, Related } from '../diagnostics.ts'
import { type Abstract, known } from '../evaluate/abstract.ts'
import { type Frame, frameAt } from '../evaluate/context.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import type { Instance, Instances } from '../graph/matrix.ts'
import { type Effective, type Version, versionOf } from '../model/effective.ts'
import type { TaskModel } from '../model/model.ts'
import type { Connected } from '../run/link.ts'
import type { FileSpan, Span } from '../span.ts'
import type { Touch } from '../sql/catalog.ts'
import { TableChecker, type TableFact, type TablePlace, type TableTask } from '../sql/check-tables.ts'
import { type RenderMap, renderForCheck, textForCheck } from '../sql/render.ts'
import type { SqlFault } from '../sql/syntax.ts'
import type { ScriptTables } from '../sql/tables.ts'
import type { TaskLinks } from '../sql/task-order.ts'
import { spanInSource } from '../text-map.ts'
import type { Value } from '../values.ts'
import { workLimit } from './blocks.ts'
import { costOfSql } from './scripts.ts'
import type { TableUse, TableUses } from './table-uses.ts'

/** What the check of a dag's tables asks of the analysis. */
export interface TableCheck {
  readonly target: string
  readonly contexts: Contexts
  /** What rendered SQL does with tables. */
  tables(sql: string): ScriptTables
}

/**
 * An instance with what its SQL does, as far as a check knows it. Thousands of them are kept and few are spoken of, so that what only
 * that needs is made again then.
 */
class Seen {
  readonly instance: Instance
  /** The property that holds the SQL or names its file. */
  readonly source: Effective | null
  readonly faults: readonly SqlFault[]
  readonly tables: TableTask
  readonly #check: TableCheck

  constructor(check: TableCheck, instance: Instance, source: Effective | null, faults: readonly SqlFault[], tables: TableTask) {
    this.#check = check
    this.instance = instance
    this.source = source
    this.faults = faults
    this.tables = tables
  }

  get version(): Version {
    return versionOf(this.instance.task, this.#check.target)
  }

  /** Nothing is reported by it: that was done when the instance was looked at. */
  get frame(): Frame {
    this.#check.contexts.reportTo(() => {})
    return frameOf(this.instance, this.#check)
  }

  /** From the SQL as it would run to its script; `null`: there is none to be seen. */
  get map(): RenderMap | null {
    const { version, frame } = this
    const { text } = readSql(version, frame)
    return text === null ? null : mapOf(text, version, frame)
  }
}

/** What the instances of one task do with tables. */
export interface TaskTables {
  readonly seen: readonly Seen[]
  /** What came to light when they were looked for. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Remote scripts cannot be seen. */
const remote = /^(gs|s3|db):\/\//

/** Looks for the tables of a task's instances on the chosen target. */
export function tablesOf({ list }: Instances, check: TableCheck): TaskTables {
  const diagnostics: Diagnostic[] = []
  check.contexts.reportTo(diagnostic => diagnostics.push(diagnostic))
  return { seen: list.map(instance => see(instance, check)), diagnostics }
}

/**
 * The tables of a dag's tasks: SQL that BigQuery would not take, races, tables and columns that are not there. Tasks and edges may
 * change, as long as each task's number of instances stays what it is.
 */
export class DagTables implements TableUses {
  readonly #seen: Seen[] = []
  /** Those with SQL that BigQuery would not take. */
  readonly #faulty = new Set<number>()
  readonly #first: ReadonlyMap<TaskModel, number>
  readonly #checker: TableChecker

  /** The edges form no cycle. */
  constructor(connected: Connected, of: (task: TaskModel) => TaskTables, project: string | null) {
    this.#first = connected.first
    for (const task of connected.first.keys()) for (const seen of of(task).seen) this.#put(this.#seen.length, seen)
    const tasks = this.#seen.map(seen => seen.tables)
    this.#checker = new TableChecker(tasks, linksOf(connected), project)
  }

  /** A task says something else from now on. */
  replace(task: TaskModel, { seen }: TaskTables): void {
    const first = this.#first.get(task)!
    for (const [i, one] of seen.entries()) {
      this.#put(first + i, one)
      this.#checker.replace(first + i, one.tables)
    }
  }

  #put(index: number, seen: Seen): void {
    this.#seen[index] = seen
    if (seen.faults.length > 0) this.#faulty.add(index)
    else this.#faulty.delete(index)
  }

  relink(connected: Connected): void {
    this.#checker.relink(linksOf(connected))
  }

  report(report: (diagnostic: Diagnostic) => void): void {
    for (const index of [...this.#faulty].sort((a, b) => a - b)) {
      const one = this.#seen[index]!
      for (const fault of one.faults) reportFault(one, fault, fault.message, report)
    }
    const races = new Map<string, Race>()
    for (const fact of this.#checker.facts())
      reportFact(fact, this.#seen, diagnostic => {
        if (diagnostic.reason === 'race/tasks') keepFirst(races, diagnostic)
        else report(diagnostic)
      })
    for (const race of races.values()) report(race)
  }

  *names(): Iterable<string> {
    for (const { name } of this.#checker.catalog.tables()) yield name
  }

  ofTask({ task, list }: Instances): TableUse[] {
    const { catalog } = this.#checker
    const first = this.#first.get(task)
    if (first === undefined) return []
    const names = new Set(list.flatMap((_, i) => catalog.namesOf(first + i)))
    const isOwn = (touch: Touch): boolean => touch.task >= first && touch.task < first + list.length
    return [...names].flatMap(name => this.#uses(name, isOwn))
  }

  ofTable(name: string): TableUse[] {
    return this.#uses(name, () => true)
  }

  nameOf(text: string): string {
    return this.#checker.catalog.nameOf(text.replaceAll('`', '').split('.'))
  }

  #uses(name: string, accepts: (touch: Touch) => boolean): TableUse[] {
    const touches = this.#checker.catalog.table(name)?.touches.filter(accepts) ?? []
    return touches.map(({ task, span, access, creates }) => {
      const one = this.#seen[task]!
      return {
        table: name,
        instance: one.instance,
        access: access === 'read' ? 'read' : 'write',
        creates,
        inserts: access === 'insert',
        place: () => placeInSource(one, span),
      }
    })
  }
}

/** Where rendered SQL that stands in the `.dag` file says this. */
function placeInSource({ source, map }: Seen, span: Span | null): FileSpan | null {
  if (!source || !map || span === null || source.name !== 'sql') return null
  const inScript = map.source(span)
  const found = spanInSource(source.value, inScript.start, inScript.end)
  return found && { file: source.file.file, start: found.start, end: found.end }
}

function linksOf({ order, upstreams: { start, to } }: Connected): TaskLinks {
  return { order, upstreams: task => to.subarray(start[task]!, start[task + 1]!) }
}

function frameOf({ task, values }: Instance, { contexts, target }: TableCheck): Frame {
  return { file: task.file.file, scope: task.scope, context: contexts.of(target), matrix: values, typesOnly: false }
}

function see(instance: Instance, check: TableCheck): Seen {
  const version = versionOf(instance.task, check.target)
  const frame = frameOf(instance, check)
  const { context } = frame
  // Beyond the limit an instance's SQL counts as one that cannot be seen.
  const read = context.work > workLimit ? { text: null, source: null } : readSql(version, frame)
  context.work += (read.text?.length ?? 0) * costOfSql
  const script = read.text === null ? null : check.tables(renderedSql(read.text, version, frame))
  const faults = script && script.faults.length > 0 ? script.faults.filter(fault => fault.kind === 'syntax') : noFaults
  return new Seen(check, instance, read.source, faults, {
    script,
    unseen: version.engine === 'bq' && script === null,
    reads: namesOf(version, 'reads', frame),
    writes: [...namesOf(version, 'writes', frame), ...destinationOf(version, frame)],
  })
}

const noFaults: readonly SqlFault[] = []
const noTables: readonly string[] = []

/** Whether a task may read or write tables, as far as its properties say. */
export function touchesTables(task: TaskModel, target: string): boolean {
  const { engine, properties } = versionOf(task, target)
  return engine === 'bq' || properties.has('reads') || properties.has('writes')
}

function readSql(version: Version, frame: Frame): { readonly text: string | null; readonly source: Effective | null } {
  if (version.engine !== 'bq' || wordIn(version, 'dialect', frame) === 'duckdb') return { text: null, source: null }
  const sql = version.properties.get('sql')
  if (sql) return { text: stringOf(evaluateIn(sql, frame)), source: sql }
  const script = version.properties.get('script')
  const path = script ? stringOf(evaluateIn(script, frame)) : null
  if (!script || path === null || remote.test(path)) return { text: null, source: script ?? null }
  const file = frame.context.read(script.file.file, path)
  return { text: file.kind === 'text' ? file.text : null, source: script }
}

const evaluateIn = (effective: Effective, frame: Frame): Abstract =>
  evaluate(effective.value, frameAt(frame, effective.scope, effective.file.file))
const stringOf = (value: Abstract): string | null => (value.type === 'string' ? value.value : null)

function wordIn(version: Version, name: string, frame: Frame): string | null {
  const effective = version.properties.get(name)
  if (!effective) return null
  return effective.value.kind === 'ref' ? effective.value.path[0]!.text : stringOf(evaluateIn(effective, frame))
}

function renderedSql(script: string, version: Version, frame: Frame): string {
  const params = paramsOf(version, frame)
  return textForCheck(script, name => valueIn(params, name))
}

/** From the SQL as it would run to its script. */
function mapOf(script: string, version: Version, frame: Frame): RenderMap {
  const params = paramsOf(version, frame)
  const values = new Map([...params.keys()].map(name => [name, valueIn(params, name)]))
  return renderForCheck(script, values).map
}

function paramsOf(version: Version, frame: Frame): ReadonlyMap<string, Abstract> {
  const effective = version.properties.get('params')
  const value = effective ? evaluateIn(effective, frame) : null
  return value?.type === 'map' ? value.entries : noParams
}

const noParams: ReadonlyMap<string, Abstract> = new Map()

function valueIn(params: ReadonlyMap<string, Abstract>, name: string): Value | undefined {
  const value = params.get(name)
  return (value && known(value)) ?? undefined
}

function namesOf(version: Version, property: 'reads' | 'writes', frame: Frame): readonly string[] {
  const effective = version.properties.get(property)
  if (!effective) return noTables
  const value = evaluateIn(effective, frame)
  return value.type === 'list' ? value.items.flatMap(item => (item.type === 'string' ? [item.value] : [])) : noTables
}

/** The table that takes the result of a query. */
function destinationOf(version: Version, frame: Frame): readonly string[] {
  const effective = version.engine === 'bq' ? version.properties.get('destination') : undefined
  const name = effective ? stringOf(evaluateIn(effective, frame)) : null
  return name === null ? noTables : [name]
}

function reportFact(fact: TableFact, seen: readonly Seen[], report: (diagnostic: Diagnostic) => void): void {
  const one = seen[fact.task]!
  const at = placeOf(one, fact, fact.table)
  const also = (place: TablePlace | null, note: 'touches' | 'creates' | 'drops'): Related[] => {
    if (!place) return []
    const other = seen[place.task]!
    const { related: _, ...span } = placeOf(other, place, fact.table)
    return [{ note, data: { task: other.instance.name, table: fact.table }, ...span }]
  }
  const { table } = fact
  const task = one.instance.task.path
  switch (fact.code) {
    case 'race': {
      const other = seen[fact.other.task]!.instance.task.path
      report({ reason: 'race/tasks', data: { table, task, other }, ...at, related: [...at.related, ...also(fact.other, 'touches')] })
      return
    }
    case 'read-before-write':
      report({ reason: 'read-before-write/table', data: { table }, ...at, related: [...at.related, ...also(fact.creation, 'creates')] })
      return
    case 'unknown-table':
      report({ reason: 'unknown-table/table', data: { table }, ...at, related: [...at.related, ...also(fact.drop, 'drops')] })
      return
    case 'unknown-column':
      report({ reason: 'unknown-column/column', data: { table, column: fact.column }, ...at })
      return
  }
}

type Race = Extract<Diagnostic, { reason: 'race/tasks' }>

/** Two matrix tasks may race for thousands of tables that they name by the same words: it is said of one, the first by its name. */
function keepFirst(races: Map<string, Race>, race: Race): void {
  const { data, file, start, end } = race
  const key = `${data.task} ${data.other} ${start} ${end} ${file}`
  const known = races.get(key)
  if (!known || data.table < known.data.table) races.set(key, race)
}

function reportFault(one: Seen, span: Span, message: string, report: (diagnostic: Diagnostic) => void): void {
  report({ reason: 'sql-syntax/sql', data: { message }, ...placeOf(one, { span }, '') })
}

/** Where a place of rendered SQL stands: in the `.dag` file, and where its script is a file, there too as a related place. */
function placeOf(
  one: Seen,
  { span }: { readonly span: Span | null },
  table: string,
): { file: string; start: number; end: number; related: Related[] } {
  const { version, source, map, frame } = one
  const at = (effective: Effective, where: Span): { file: string; start: number; end: number } => ({
    file: effective.file.file,
    start: where.start,
    end: where.end,
  })
  if (span === null || !source || !map) return { ...declared(one, table), related: [] }
  const inScript = map.source(span)
  if (source.name === 'sql') return { ...at(source, spanInSource(source.value, inScript.start, inScript.end) ?? source.value), related: [] }
  const path = stringOf(evaluateIn(source, frame))
  const file = path === null ? null : frame.context.fileOf(version.task.file.file, path)
  return { ...at(source, source.value), related: file === null ? [] : [{ note: 'script', data: {}, file, ...inScript }] }
}

/** The entry of `reads` or `writes` that names the table, else the whole list, else the task's name. */
function declared({ version, instance, frame }: Seen, table: string): { file: string; start: number; end: number } {
  const last = table.split('.').at(-1)!.toLowerCase()
  let fallback: { file: string; start: number; end: number } | null = null
  for (const name of ['writes', 'reads']) {
    const effective = version.properties.get(name)
    if (!effective) continue
    const { file } = effective.file
    fallback ??= { file, start: effective.value.start, end: effective.value.end }
    const value = evaluateIn(effective, frame)
    if (value.type !== 'list' || effective.value.kind !== 'list') continue
    const index = value.items.findIndex(item => item.type === 'string' && item.value.replaceAll('`', '').toLowerCase().endsWith(last))
    const node = effective.value.items[index]
    if (node) return { file, start: node.start, end: node.end }
  }
  const destination = version.properties.get('destination')
  const taken = destination ? stringOf(evaluateIn(destination, frame)) : null
  if (destination && taken?.replaceAll('`', '').toLowerCase().endsWith(last))
    return { file: destination.file.file, start: destination.value.start, end: destination.value.end }
  const name = instance.task.node.name ?? instance.task.node
  return fallback ?? { file: instance.task.file.file, start: name.start, end: name.end }
}
