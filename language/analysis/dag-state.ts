import { type RedundantEdge, redundantEdges, reportRedundant } from '../checks/redundant-edges.ts'
import type { TableUses } from '../checks/table-uses.ts'
import { DagTables, type TableCheck, touchesTables } from '../checks/tables.ts'
import type { Diagnostic } from '../diagnostics.ts'
import { findCycles, reportCycle } from '../graph/cycles.ts'
import { reportTooMany, type TooManyEdges, tooManyEdges } from '../graph/edge-count.ts'
import { edgesOfBlocks, type WrittenEdge } from '../graph/edges.ts'
import type { Instances } from '../graph/matrix.ts'
import { orderTasks } from '../graph/order.ts'
import type { DagModel, TaskModel } from '../model/model.ts'
import { sameInGraph, type TaskRecord } from './task-record.ts'

type Report = (diagnostic: Diagnostic) => void

/** What follows from the tasks of a dag together: its edges, cycles, redundant edges, tables. */
export class DagState {
  readonly dag: DagModel
  readonly #records: ReadonlyMap<TaskModel, TaskRecord>
  readonly #ofBlocks: readonly WrittenEdge[]
  readonly #hints: boolean
  #written: readonly WrittenEdge[] | null = null
  #cycles: readonly (readonly WrittenEdge[])[] = []
  #redundant: readonly RedundantEdge[] = []
  #tooMany: TooManyEdges | null = null
  #tables: DagTables | null = null

  /** `records`: of every task of the dag, as they are at each time. */
  constructor(dag: DagModel, records: ReadonlyMap<TaskModel, TaskRecord>, hints: boolean, report: Report) {
    this.dag = dag
    this.#records = records
    this.#hints = hints
    this.#ofBlocks = edgesOfBlocks(dag, report)
  }

  /** Every edge that is written, in the order of the file's blocks, then of its tasks. */
  get written(): readonly WrittenEdge[] {
    this.#written ??= [...this.#ofBlocks, ...this.dag.tasks.flatMap(task => this.#records.get(task)!.edges)]
    return this.#written
  }

  /** `null` where no task uses any, or the graph cannot be ordered. */
  get tables(): TableUses | null {
    return this.#tables
  }

  /** Looks at the whole graph. */
  check(tables: TableCheck): void {
    this.#written = null
    const { dag, written } = this
    this.#redundant = []
    this.#tooMany = null
    this.#tables = null
    this.#cycles = findCycles(dag, written)
    if (this.#cycles.length > 0) return
    const instancesOf = (task: TaskModel): Instances => this.#records.get(task)!.instances
    const ordered = orderTasks(written, task => instancesOf(task).list.length === 0)
    if (this.#hints) this.#redundant = redundantEdges(dag, written, ordered, task => this.#records.get(task)!.waits)
    this.#tooMany = tooManyEdges(written, ordered, instancesOf)
    if (!this.#tooMany) this.#tables = DagTables.of(dag.tasks, ordered, instancesOf, tables)
  }

  /**
   * One task's record gave way to another. Answers the record to keep: where the graph is what it was its edges stay the ones
   * that are known, at their new places.
   */
  replace(before: TaskRecord, after: TaskRecord, tables: TableCheck): { readonly record: TaskRecord; readonly isSame: boolean } {
    const isSame = sameInGraph(before, after) && (this.#tables !== null || !this.#lacksTables(after.task, tables))
    if (!isSame) return { record: after, isSame }
    for (const [i, edge] of before.edges.entries()) edge.place.moveTo(after.edges[i]!.place)
    this.#tables?.replace(after.instances, tables)
    return { record: { ...after, edges: before.edges }, isSame }
  }

  report(report: Report): void {
    for (const cycle of this.#cycles) reportCycle(cycle, report)
    for (const redundant of this.#redundant) reportRedundant(redundant, report)
    if (this.#tooMany) reportTooMany(this.dag, this.#tooMany, report)
    this.#tables?.report(report)
  }

  /** Whether tables were not looked at because no task had any, and now one has. */
  #lacksTables(task: TaskModel, tables: TableCheck): boolean {
    return this.#cycles.length === 0 && this.#tooMany === null && touchesTables(task, tables.target)
  }
}
