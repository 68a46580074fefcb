import type { Span } from '../span.ts'
import type { TableTask } from './check-tables.ts'
import type { OutputColumn, TableEffect, TableRef } from './table-effects.ts'
import type { ScriptTables } from './tables.ts'
import type { TaskOrder } from './task-order.ts'

/** One use of a table by one statement of a task. */
export interface Touch {
  readonly task: number
  readonly statement: number
  readonly span: Span | null
  readonly access: 'read' | 'insert' | 'write'
  readonly creates: boolean
  readonly drops: boolean
  readonly conditional: boolean
  /** In `reads` or `writes`, not in a script. */
  readonly declared: boolean
  readonly effect: TableEffect | null
}

export interface Table {
  readonly name: string
  readonly dataset: string
  /** By task, then by statement. */
  readonly touches: readonly Touch[]
}

interface OpenTable extends Table {
  touches: Touch[]
}

/** All tables that the tasks of one dag name, and who does what with them. */
export class Catalog {
  readonly #project: string | null
  /** Of each task: its place in an order that the edges allow. */
  #ranks: Int32Array
  readonly #byName = new Map<string, OpenTable>()
  readonly #byTask: (readonly string[])[] = []
  readonly #datasets = new Map<string, string>()
  /** How many creations there are in a dataset. */
  readonly #created = new Map<string, number>()

  constructor(tasks: readonly TableTask[], project: string | null, ranks: Int32Array) {
    this.#project = project
    this.#ranks = ranks
    for (let index = 0; index < tasks.length; index++) this.#put(index, tasks[index]!)
    this.sort(ranks)
  }

  /** Puts the uses of each table into another order of tasks. */
  sort(ranks: Int32Array): void {
    this.#ranks = ranks
    for (const table of this.#byName.values()) this.#sort(table)
  }

  #sort({ touches }: OpenTable): void {
    if (touches.length > 1) touches.sort((a, b) => this.#ranks[a.task]! - this.#ranks[b.task]!)
  }

  tables(): Iterable<Table> {
    return this.#byName.values()
  }

  table(name: string): Table | undefined {
    return this.#byName.get(name)
  }

  /** Names of the tables that a task touches, each once. */
  namesOf(task: number): readonly string[] {
    return this.#byTask[task] ?? []
  }

  /** Whether some task makes a table in the dataset. */
  createsIn(dataset: string): boolean {
    return (this.#created.get(dataset) ?? 0) > 0
  }

  /** A task does something else with tables from now on. */
  replace(index: number, task: TableTask): void {
    for (const name of this.namesOf(index)) {
      const table = this.#byName.get(name)!
      const kept = table.touches.filter(touch => touch.task !== index)
      for (const touch of table.touches) if (touch.task === index && touch.creates) this.#count(table.dataset, -1)
      if (kept.length > 0) table.touches = kept
      else this.#byName.delete(name)
    }
    this.#put(index, task)
    for (const name of this.namesOf(index)) this.#sort(this.#byName.get(name)!)
  }

  nameOf(parts: readonly string[]): string {
    return parts.length === 2 && this.#project !== null ? `${this.#project}.${parts[0]!}.${parts[1]!}` : parts.join('.')
  }

  /**
   * The columns, in small letters, that a table has when a statement runs; null where that cannot be told: somebody who
   * is not ordered with the statement changes them, or the last creation does not say.
   */
  columnsAt(ref: TableRef, task: number, statement: number, order: TaskOrder, depth = 0): ReadonlySet<string> | null {
    const table = this.#byName.get(this.nameOf(ref.parts))
    if (!table || depth > 20) return null
    // Most tables are only read.
    if (!table.touches.some(shapes)) return null
    const here = { task, statement }
    const shaping = table.touches.filter(shapes)
    const before = shaping.filter(t => order.isBeforeTouch(t, here))
    const same = shaping.filter(t => t.task === task && t.statement === statement)
    if (same.length > 0 || shaping.some(t => !before.includes(t) && !order.isBeforeTouch(here, t))) return null
    before.sort((a, b) => this.#ranks[a.task]! - this.#ranks[b.task]! || a.statement - b.statement)
    for (let i = 1; i < before.length; i++) {
      const [a, b] = [before[i - 1]!, before[i]!]
      if (!order.isBeforeTouch(a, b) && !(a.task === b.task && a.statement === b.statement)) return null
    }
    let columns: Set<string> | null = null
    for (const touch of before) columns = touch.conditional ? null : this.#shape(columns, touch, order, depth)
    return columns
  }

  #shape(columns: Set<string> | null, touch: Touch, order: TaskOrder, depth: number): Set<string> | null {
    const { effect } = touch
    if (!effect || effect.kind === 'drop') return null
    if (effect.kind === 'create') {
      if (effect.ifNotExists || !effect.columns) return null
      return this.#expand(effect.columns, touch, order, depth)
    }
    if (effect.kind !== 'alter' || !columns) return columns
    for (const change of effect.changes) {
      if (change.kind === 'add') columns.add(change.name.toLowerCase())
      else if (change.kind === 'drop') columns.delete(change.name.toLowerCase())
      else {
        columns.delete(change.from.toLowerCase())
        columns.add(change.to.toLowerCase())
      }
    }
    return columns
  }

  #expand(output: readonly OutputColumn[], touch: Touch, order: TaskOrder, depth: number): Set<string> | null {
    const names = new Set<string>()
    for (const column of output) {
      if (column.kind === 'column') names.add(column.name.toLowerCase())
      else {
        const all = this.columnsAt(column.table, touch.task, touch.statement, order, depth + 1)
        if (!all) return null
        for (const name of all) if (!column.except.includes(name)) names.add(name)
      }
    }
    return names
  }

  #put(index: number, { script, reads, writes }: TableTask): void {
    const names: string[] = []
    let known: Set<string> | null = null
    const add = (parts: readonly string[], touch: Touch): void => {
      // A name alone is a temporary table.
      if (parts.length < 2) return
      const name = this.nameOf(parts)
      let table = this.#byName.get(name)
      if (!table) {
        table = { name, dataset: this.#datasetOf(name), touches: [touch] }
        this.#byName.set(name, table)
      } else table.touches.push(touch)
      if (touch.creates) this.#count(table.dataset, 1)
      if (known ? known.has(name) : names.includes(name)) return
      names.push(table.name)
      known?.add(name)
      // So many names are found faster in a table.
      if (names.length === 16) known = new Set(names)
    }
    const statements = script?.statements ?? noStatements
    for (let statement = 0; statement < statements.length; statement++) {
      const { effects, conditional } = statements[statement]!
      for (const effect of effects) add(effect.table.parts, touchOf(effect, index, statement, conditional))
    }
    // What is declared counts as done by the task as a whole.
    for (const name of reads) add(name.split('.'), declared(index, 'read'))
    for (const name of writes) add(name.split('.'), declared(index, 'write'))
    this.#byTask[index] = names.slice()
  }

  /** One string for all tables of a dataset. */
  #datasetOf(table: string): string {
    const name = table.slice(0, table.lastIndexOf('.'))
    const known = this.#datasets.get(name)
    if (known === undefined) this.#datasets.set(name, name)
    return known ?? name
  }

  #count(dataset: string, change: number): void {
    this.#created.set(dataset, (this.#created.get(dataset) ?? 0) + change)
  }
}

/** Whether a use decides which columns the table has. */
export function shapes(touch: Touch): boolean {
  return touch.creates || touch.drops || touch.effect?.kind === 'alter'
}

const noStatements: ScriptTables['statements'] = []

function touchOf(effect: TableEffect, task: number, statement: number, conditional: boolean): Touch {
  const { start, end } = effect.table
  return {
    task,
    statement,
    span: { start, end },
    access: effect.kind === 'read' || effect.kind === 'insert' ? effect.kind : 'write',
    creates: effect.kind === 'create',
    drops: effect.kind === 'drop',
    conditional,
    declared: false,
    effect,
  }
}

function declared(task: number, access: 'read' | 'write'): Touch {
  return {
    task,
    statement: 0,
    span: null,
    access,
    creates: access === 'write',
    drops: false,
    conditional: false,
    declared: true,
    effect: null,
  }
}
