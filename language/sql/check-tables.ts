import type { Span } from '../span.ts'
import { Catalog, shapes, type Table, type Touch } from './catalog.ts'
import type { ScriptTables } from './tables.ts'
import { type TaskLinks, TaskOrder } from './task-order.ts'

/** A task instance, as far as tables go. Its index in the list is its name here. */
export interface TableTask {
  /** Of a `bq` task whose script is known. */
  readonly script: ScriptTables | null
  /** Whether it runs SQL that cannot be seen: it may do anything with tables. */
  readonly unseen: boolean
  /** As the task declares them, besides its script. */
  readonly reads: readonly string[]
  readonly writes: readonly string[]
}

/** A place where a task names a table: in its rendered script, or in `reads` and `writes` (no span). */
export interface TablePlace {
  readonly task: number
  readonly span: Span | null
}

export type TableFact = TablePlace & { readonly table: string } & (
    | { readonly code: 'race'; readonly other: TablePlace }
    | { readonly code: 'read-before-write'; readonly creation: TablePlace }
    | { readonly code: 'unknown-table'; readonly drop: TablePlace | null }
    | { readonly code: 'unknown-column'; readonly column: string }
  )

/**
 * What is wrong between tasks and tables. Silent about what cannot be told. `project` is that of names without one; the
 * rules are those of the language's diagnostics.
 */
export function checkTables(tasks: readonly TableTask[], links: TaskLinks, project: string | null): TableFact[] {
  return new TableChecker(tasks, links, project).facts()
}

/** The same, for tasks that change one at a time: only the tables that a change touches are looked at again. */
export class TableChecker {
  readonly #tasks: TableTask[]
  readonly #catalog: Catalog
  #links: TaskLinks
  #order: TaskOrder | null
  /** Place of each task in an order that its edges allow. */
  #ranks: Int32Array
  /** Tasks whose SQL may do more with tables than is known, so that a table may be made by it. */
  readonly #unseen = new Set<number>()
  readonly #ofTables = new Map<string, readonly TableFact[]>()
  /** Of a table that nobody makes; told only where all SQL is seen. */
  readonly #unknownTables = new Map<string, readonly TableFact[]>()
  readonly #unknownColumns = new Map<number, readonly TableFact[]>()
  // What is to be looked at again; `null`: everything, as at first.
  #dirtyTables: Set<string> | null = null
  #dirtyUnknown: Set<string> | null = null
  #dirtyColumns: Set<number> | null = null

  constructor(tasks: readonly TableTask[], links: TaskLinks, project: string | null) {
    this.#tasks = [...tasks]
    this.#links = links
    this.#ranks = ranksOf(links)
    this.#catalog = new Catalog(tasks, project, this.#ranks)
    this.#order = TaskOrder.of(links, this.#asked())
    for (let index = 0; index < tasks.length; index++) if (isUnseen(tasks[index]!)) this.#unseen.add(index)
  }

  get catalog(): Pick<Catalog, 'tables' | 'table' | 'namesOf' | 'nameOf'> {
    return this.#catalog
  }

  /** A task does something else with tables from now on. */
  replace(index: number, task: TableTask): void {
    const shaped = new Set<string>()
    const mark = (): void => {
      for (const name of this.#catalog.namesOf(index)) {
        this.#markTable(name)
        if (this.#catalog.table(name)!.touches.some(touch => touch.task === index && shapes(touch))) shaped.add(name)
      }
    }
    mark()
    const written = task.writes.map(name => this.#catalog.nameOf(name.split('.')))
    const datasets = new Set([...this.#catalog.namesOf(index), ...written].map(datasetOf))
    for (const { effects } of task.script?.statements ?? [])
      for (const effect of effects) datasets.add(datasetOf(this.#catalog.nameOf(effect.table.parts)))
    const made = [...datasets].map(dataset => this.#catalog.createsIn(dataset))
    this.#tasks[index] = task
    this.#catalog.replace(index, task)
    mark()
    for (const [i, dataset] of [...datasets].entries()) if (this.#catalog.createsIn(dataset) !== made[i]) this.#markDataset(dataset)
    if (isUnseen(task)) this.#unseen.add(index)
    else this.#unseen.delete(index)
    this.#dirtyColumns?.add(index)
    this.#markColumns(shaped)
    this.#makeOrderKnow(index)
  }

  /** The same tasks have other edges from now on. */
  relink(links: TaskLinks): void {
    this.#links = links
    this.#ranks = ranksOf(links)
    this.#catalog.sort(this.#ranks)
    this.#order = TaskOrder.of(links, this.#asked())
    const shaped = new Set<string>()
    for (const { name, touches } of this.#catalog.tables()) {
      if (!isShared(touches)) continue
      this.#markTable(name)
      if (touches.some(shapes)) shaped.add(name)
    }
    this.#markColumns(shaped)
  }

  facts(): TableFact[] {
    const order = this.#order
    if (!order) return []
    for (const name of this.#dirtyTables ?? namesOf(this.#catalog)) {
      const table = this.#catalog.table(name)
      // One use alone is in nobody's way.
      const found = table && table.touches.length > 1 ? [...races(table, order, this.#ranks), ...lateCreations(table, order)] : none
      keep(this.#ofTables, name, found)
    }
    this.#dirtyTables = new Set()
    const known = [...this.#ofTables.values()].flat()
    if (this.#unseen.size > 0) return known
    for (const name of this.#dirtyUnknown ?? namesOf(this.#catalog)) {
      const table = this.#catalog.table(name)
      keep(this.#unknownTables, name, table ? unknownTables(table, this.#catalog, order) : none)
    }
    this.#dirtyUnknown = new Set()
    for (const index of this.#dirtyColumns ?? this.#tasks.keys())
      keep(this.#unknownColumns, index, unknownColumns(index, this.#tasks[index]!, this.#catalog, order))
    this.#dirtyColumns = new Set()
    return [...known, ...[...this.#unknownTables.values()].flat(), ...[...this.#unknownColumns.values()].flat()]
  }

  /** Tasks whose place in the order may be asked for: those that share a table with another. */
  #asked(): number[] {
    const asked = new Set<number>()
    for (const { touches } of this.#catalog.tables()) {
      if (isShared(touches)) for (const { task } of touches) asked.add(task)
    }
    return [...asked].sort((a, b) => a - b)
  }

  #markTable(name: string): void {
    this.#dirtyTables?.add(name)
    this.#dirtyUnknown?.add(name)
  }

  #markDataset(dataset: string): void {
    for (const table of this.#catalog.tables()) if (table.dataset === dataset) this.#dirtyUnknown?.add(table.name)
  }

  /** A task that touches other tables than before may be asked about with those who share them. */
  #makeOrderKnow(index: number): void {
    const order = this.#order
    const asked = this.#catalog.namesOf(index).flatMap(name => {
      const { touches } = this.#catalog.table(name)!
      return isShared(touches) ? touches.map(touch => touch.task) : []
    })
    if (order === null || !asked.every(task => order.knows(task))) this.#order = TaskOrder.of(this.#links, this.#asked())
  }

  /** Whoever uses columns of these tables, or of tables that are made with all of their columns. */
  #markColumns(names: ReadonlySet<string>): void {
    const changed = new Set(names)
    for (const name of changed)
      for (const { task } of this.#catalog.table(name)?.touches ?? []) {
        this.#dirtyColumns?.add(task)
        for (const { effects } of this.#tasks[task]!.script?.statements ?? [])
          for (const effect of effects)
            if (effect.kind === 'create' && effect.columns?.some(column => column.kind === 'star'))
              changed.add(this.#catalog.nameOf(effect.table.parts))
      }
  }
}

const none: readonly TableFact[] = []

/** Keeps what was found under its key, if it is anything. */
function keep<K>(facts: Map<K, readonly TableFact[]>, key: K, found: readonly TableFact[]): void {
  if (found.length > 0) facts.set(key, found)
  else if (facts.size > 0) facts.delete(key)
}

function* namesOf(catalog: Catalog): Iterable<string> {
  for (const { name } of catalog.tables()) yield name
}

const datasetOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('.')))
const isUnseen = (task: TableTask): boolean => task.unseen || (task.script !== null && !task.script.complete)

/** Whether several tasks touch a table; its touches are sorted by task. */
const isShared = (touches: readonly Touch[]): boolean => touches[0]!.task !== touches[touches.length - 1]!.task

function ranksOf({ order }: TaskLinks): Int32Array {
  const ranks = new Int32Array(order.length)
  for (const [rank, task] of order.entries()) ranks[task] = rank
  return ranks
}

const place = (touch: Touch): TablePlace => ({ task: touch.task, span: touch.span })

/** Two tasks that no path orders, of which one writes; two that only add rows do each other no harm. */
function races(table: Table, order: TaskOrder, ranks: Int32Array): TableFact[] {
  if (table.touches.length < 2) return []
  const byTask = new Map<number, Touch>()
  const weight = { read: 0, insert: 1, write: 2 }
  for (const touch of table.touches) {
    const known = byTask.get(touch.task)
    if (!known || weight[touch.access] > weight[known.access]) byTask.set(touch.task, touch)
  }
  const touches = [...byTask.values()].sort((a, b) => ranks[a.task]! - ranks[b.task]!)
  if (touches.every(t => t.access === 'read') || touches.every(t => t.access === 'insert')) return []
  const facts: TableFact[] = []
  const before: Touch[] = []
  const writing: Touch[] = []
  for (const later of touches) {
    // One fact a task is enough to see it.
    const other = (later.access === 'read' ? writing : before).find(
      earlier => conflict(earlier, later) && !order.isBefore(earlier.task, later.task),
    )
    if (other) facts.push({ code: 'race', table: table.name, ...place(later), other: place(other) })
    before.push(later)
    if (later.access !== 'read') writing.push(later)
  }
  return facts
}

function conflict(a: Touch, b: Touch): boolean {
  if (a.access === 'read' && b.access === 'read') return false
  return !(a.access === 'insert' && b.access === 'insert')
}

/** A table that is read, and every creation of which comes after. */
function lateCreations(table: Table, order: TaskOrder): TableFact[] {
  const creations = table.touches.filter(t => t.creates)
  const [first] = creations
  if (!first) return []
  const facts: TableFact[] = []
  const told = new Set<number>()
  for (const read of table.touches) {
    if (read.access !== 'read' || told.has(read.task)) continue
    if (!creations.every(c => order.isBeforeTouch(read, c))) continue
    told.add(read.task)
    facts.push({ code: 'read-before-write', table: table.name, ...place(read), creation: place(first) })
  }
  return facts
}

/** A table of a dataset in which tables are made here, that nobody makes, or that was dropped. */
function unknownTables(table: Table, catalog: Catalog, order: TaskOrder): readonly TableFact[] {
  if (!catalog.createsIn(table.dataset)) return none
  const creations = table.touches.filter(t => t.creates)
  const drops = table.touches.filter(t => t.drops && !t.conditional)
  const facts: TableFact[] = []
  for (const use of table.touches) {
    if (use.creates || use.drops || use.declared) continue
    if (creations.length === 0) {
      facts.push({ code: 'unknown-table', table: table.name, ...place(use), drop: null })
      continue
    }
    const drop = drops.find(
      d => order.isBeforeTouch(d, use) && !creations.some(c => !order.isBeforeTouch(c, d) && !order.isBeforeTouch(use, c)),
    )
    if (drop) facts.push({ code: 'unknown-table', table: table.name, ...place(use), drop: place(drop) })
  }
  return facts
}

function unknownColumns(task: number, { script }: TableTask, catalog: Catalog, order: TaskOrder): readonly TableFact[] {
  if (!script?.complete) return none
  const facts: TableFact[] = []
  for (const [statement, { columns }] of script.statements.entries()) {
    for (const use of columns) {
      const known = use.tables.map(t => catalog.columnsAt(t, task, statement, order))
      if (known.some(names => names === null || names.has(use.name.toLowerCase()))) continue
      const [only] = use.tables
      const table = only && use.tables.length === 1 ? catalog.nameOf(only.parts) : ''
      facts.push({ code: 'unknown-column', task, span: { start: use.start, end: use.end }, table, column: use.name })
    }
  }
  return facts
}
