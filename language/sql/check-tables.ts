import type { Span } from '../span.ts'
import { Catalog } from './catalog.ts'
import type { ScriptTables } from './tables.ts'
import { TaskOrder } from './task-order.ts'

/** A task instance, as far as tables go. Its index in the list is its name here. */
export interface TableTask {
  /** Indexes of the tasks directly before it, all smaller than its own. */
  readonly upstreams: readonly number[]
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
export function checkTables(tasks: readonly TableTask[], project: string | null): TableFact[] {
  const catalog = new Catalog(tasks, project)
  const order = TaskOrder.of(tasks, catalog.tasks)
  if (!order) return []
  const facts: TableFact[] = []
  for (const table of catalog.tables) {
    facts.push(...races(table, order), ...lateCreations(table, order))
    if (!catalog.unseen) facts.push(...unknownTables(table, catalog, order))
  }
  if (!catalog.unseen) facts.push(...unknownColumns(tasks, catalog, order))
  return facts
}

type Table = Catalog['tables'][number]
type Touch = Table['touches'][number]

const place = (touch: Touch): TablePlace => ({ task: touch.task, span: touch.span })

/** Two tasks that no path orders, of which one writes; two that only add rows do each other no harm. */
function races(table: Table, order: TaskOrder): TableFact[] {
  const byTask = new Map<number, Touch>()
  const weight = { read: 0, insert: 1, write: 2 }
  for (const touch of table.touches) {
    const known = byTask.get(touch.task)
    if (!known || weight[touch.access] > weight[known.access]) byTask.set(touch.task, touch)
  }
  const touches = [...byTask.values()].sort((a, b) => a.task - b.task)
  if (touches.every(t => t.access === 'read') || touches.every(t => t.access === 'insert')) return []
  const facts: TableFact[] = []
  for (const [i, later] of touches.entries()) {
    // One fact a task is enough to see it.
    const other = touches.slice(0, i).find(earlier => conflict(earlier, later) && !order.isBefore(earlier.task, later.task))
    if (other) facts.push({ code: 'race', table: table.name, ...place(later), other: place(other) })
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
function unknownTables(table: Table, catalog: Catalog, order: TaskOrder): TableFact[] {
  if (!catalog.createsIn(table.dataset)) return []
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

function unknownColumns(tasks: readonly TableTask[], catalog: Catalog, order: TaskOrder): TableFact[] {
  const facts: TableFact[] = []
  for (const [task, { script }] of tasks.entries()) {
    if (!script?.complete) continue
    for (const [statement, { columns }] of script.statements.entries()) {
      for (const use of columns) {
        const known = use.tables.map(t => catalog.columnsAt(t, task, statement, order))
        if (known.some(names => names === null || names.has(use.name.toLowerCase()))) continue
        const [only] = use.tables
        const table = only && use.tables.length === 1 ? catalog.nameOf(only.parts) : ''
        facts.push({ code: 'unknown-column', task, span: { start: use.start, end: use.end }, table, column: use.name })
      }
    }
  }
  return facts
}
