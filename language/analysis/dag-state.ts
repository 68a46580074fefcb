import { type RedundantEdge, redundantEdges, reportRedundant } from '../checks/redundant-edges.ts'
import type { TableUses } from '../checks/table-uses.ts'
import { DagTables, type TableCheck, type TaskTables, tablesOf, touchesTables } from '../checks/tables.ts'
import type { Diagnostic } from '../diagnostics.ts'
import { findCycles, reportCycle } from '../graph/cycles.ts'
import { reportTooMany, type TooManyEdges, tooManyEdges } from '../graph/edge-count.ts'
import type { WrittenEdge } from '../graph/edges.ts'
import type { Instances } from '../graph/matrix.ts'
import { orderTasks } from '../graph/order.ts'
import type { DagModel, TaskModel } from '../model/model.ts'
import { connectInstances } from '../run/link.ts'
import type { TextChange } from '../text-change.ts'
import { moveAll } from './positions.ts'
import { sameInGraph, type TaskRecord } from './task-record.ts'

type Report = (diagnostic: Diagnostic) => void

/** What follows from the tasks of a dag together: its edges, cycles, redundant edges, tables. */
export class DagState {
  readonly dag: DagModel
  readonly #records: ReadonlyMap<TaskModel, TaskRecord>
  readonly #ofBlocks: readonly WrittenEdge[]
  #intoByBlocks: ReadonlyMap<WrittenEdge['to'], readonly WrittenEdge[]> | null = null
  readonly #hints: boolean
  #written: readonly WrittenEdge[] | null = null
  #cycles: readonly (readonly WrittenEdge[])[] = []
  #redundant: readonly RedundantEdge[] = []
  #tooMany: TooManyEdges | null = null
  /** Of those tasks whose tables were looked for. */
  readonly #ofTasks = new Map<TaskModel, TaskTables>()
  /** Those of them of which something came to light then. */
  readonly #telling = new Set<TaskModel>()
  #tables: DagTables | null = null

  /** `records`: of every task of the dag, as they are at each time; `ofBlocks`: edges that stand outside of tasks. */
  constructor(dag: DagModel, records: ReadonlyMap<TaskModel, TaskRecord>, ofBlocks: readonly WrittenEdge[], hints: boolean) {
    this.dag = dag
    this.#records = records
    this.#hints = hints
    this.#ofBlocks = ofBlocks
  }

  /** Every edge that is written, in the order of the file's blocks, then of its tasks. */
  get written(): readonly WrittenEdge[] {
    if (this.#written) return this.#written
    const written = [...this.#ofBlocks]
    for (const task of this.dag.tasks) for (const edge of this.#records.get(task)!.edges) written.push(edge)
    this.#written = written
    return written
  }

  /** `null` where no task uses any, or the graph cannot be ordered. */
  get tables(): TableUses | null {
    return this.#tables
  }

  /** Looks at the whole graph. `before`: the tables of a graph of the same instances. `isAcyclic`: that is known. */
  check(check: TableCheck, before: DagTables | null = null, isAcyclic = false): void {
    this.#written = null
    const { dag, written } = this
    this.#redundant = []
    this.#tooMany = null
    this.#tables = null
    this.#cycles = isAcyclic ? [] : findCycles(dag, written)
    if (this.#cycles.length > 0) return
    const instancesOf = (task: TaskModel): Instances => this.#records.get(task)!.instances
    const empty = new Set<TaskModel>()
    for (const { task, instances } of this.#records.values()) if (instances.list.length === 0) empty.add(task)
    const ordered = orderTasks(written, empty.size === 0 ? () => false : task => empty.has(task))
    if (this.#hints) this.#redundant = redundantEdges(dag, written, ordered, task => this.#records.get(task)!.waits)
    this.#tooMany = tooManyEdges(written, ordered, instancesOf)
    if (this.#tooMany || !dag.tasks.some(task => touchesTables(task, check.target))) return
    const connected = connectInstances(dag.tasks, instancesOf, ordered)
    if (before) before.relink(connected)
    this.#tables = before ?? this.#makeTables(connected, check)
  }

  /**
   * One task's record gives way to another. Answers the record to keep: where the graph is what it was its edges stay the ones
   * that are known, at their new places.
   */
  replace(before: TaskRecord, after: TaskRecord, check: TableCheck): { readonly record: TaskRecord; readonly isSame: boolean } {
    const { task } = after
    const isSame = sameInGraph(before, after) && (this.#tables !== null || !this.#lacksTables(task, check))
    this.#ofTasks.delete(task)
    this.#telling.delete(task)
    if (isSame) for (const [i, edge] of before.edges.entries()) edge.place.moveTo(after.edges[i]!.place)
    if (this.#tables && isOne(before.instances) && isOne(after.instances))
      this.#tables.replace(task, this.#ofTask(task, after.instances, check))
    else this.#tables = null
    return { record: isSame ? { ...after, edges: before.edges } : after, isSame }
  }

  /** Looks at the whole graph after the record of a task gave way to another. */
  recheck(check: TableCheck, task: TaskModel): void {
    this.check(check, this.#tables, this.#cycles.length === 0 && !this.#mayBeBeforeItself(task))
  }

  /** Whether edges lead from a task to itself: a search through what is before it, which cannot tell where groups are among that. */
  #mayBeBeforeItself(task: TaskModel): boolean {
    if (this.dag.groups.length > 0) return true
    const intoByBlocks = this.#edgesInto()
    const seen = new Set<WrittenEdge['from']>()
    const waiting: WrittenEdge['from'][] = [task]
    for (let node = waiting.pop(); node?.kind === 'task'; node = waiting.pop())
      for (const edges of [this.#records.get(node)?.edges, intoByBlocks.get(node)])
        for (const { from } of edges ?? []) {
          if (from === task) return true
          if (seen.has(from)) continue
          seen.add(from)
          waiting.push(from)
        }
    return false
  }

  /** Edges that the dag itself writes, by their ends. */
  #edgesInto(): ReadonlyMap<WrittenEdge['to'], readonly WrittenEdge[]> {
    if (this.#intoByBlocks) return this.#intoByBlocks
    const into = new Map<WrittenEdge['to'], WrittenEdge[]>()
    for (const edge of this.#ofBlocks) {
      const list = into.get(edge.to)
      if (list) list.push(edge)
      else into.set(edge.to, [edge])
    }
    this.#intoByBlocks = into
    return into
  }

  report(report: Report): void {
    for (const cycle of this.#cycles) reportCycle(cycle, report)
    for (const redundant of this.#redundant) reportRedundant(redundant, report)
    if (this.#tooMany) reportTooMany(this.dag, this.#tooMany, report)
    if (!this.#tables) return
    for (const task of this.#telling) for (const diagnostic of this.#ofTasks.get(task)!.diagnostics) report(diagnostic)
    this.#tables.report(report)
  }

  move(file: string, change: TextChange): void {
    for (const task of this.#telling) moveAll(this.#ofTasks.get(task)!.diagnostics, file, change)
  }

  /** What came to light when a task's tables were looked for. */
  tableDiagnostics(task: TaskModel): readonly Diagnostic[] {
    return this.#ofTasks.get(task)?.diagnostics ?? []
  }

  #makeTables(connected: ReturnType<typeof connectInstances>, check: TableCheck): DagTables {
    const project = check.contexts.of(check.target).target('project')
    const of = (task: TaskModel): TaskTables => this.#ofTask(task, this.#records.get(task)!.instances, check)
    return new DagTables(connected, of, project.type === 'string' ? project.value : null)
  }

  #ofTask(task: TaskModel, instances: Instances, check: TableCheck): TaskTables {
    const found = this.#ofTasks.get(task) ?? tablesOf(instances, check)
    this.#ofTasks.set(task, found)
    if (found.diagnostics.length > 0) this.#telling.add(task)
    return found
  }

  /** Whether tables were not looked at because no task had any, and now one has. */
  #lacksTables(task: TaskModel, check: TableCheck): boolean {
    return this.#cycles.length === 0 && this.#tooMany === null && touchesTables(task, check.target)
  }
}

const isOne = ({ list }: Instances): boolean => list.length === 1
