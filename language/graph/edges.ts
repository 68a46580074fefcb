import type { Diagnostic } from '../diagnostics.ts'
import { outputsOf } from '../evaluate/phase.ts'
import type { Version } from '../model/effective.ts'
import type { DagModel, FileModel, GroupModel, Scope, TaskModel } from '../model/model.ts'
import { valuesIn } from '../model/property-value.ts'
import { resolveTask } from '../model/resolve.ts'
import { propertiesOfEngine } from '../schema/engines.ts'
import type { FileSpan } from '../span.ts'
import type { Expression, Reference } from '../tree.ts'
import type { EdgeReason } from './graph.ts'

/** An edge as it is written, between tasks and groups. */
export interface WrittenEdge {
  readonly from: TaskModel | GroupModel
  readonly to: TaskModel | GroupModel
  readonly why: EdgeReason
  /** The reference that forms it; of `a -> b` the later one. */
  readonly place: EdgePlace
  /** Part of `[a, b] -> c` or `a -> [b, c]`. */
  readonly inProduct: boolean
}

/** Where an edge is written, now: it follows its reference. */
export class EdgePlace implements FileSpan {
  #file: string
  #node: Reference

  constructor(file: string, node: Reference) {
    this.#file = file
    this.#node = node
  }

  get file(): string {
    return this.#file
  }

  get start(): number {
    return this.#node.start
  }

  get end(): number {
    return this.#node.end
  }

  /** The edge is written by another reference from now on, which says the same. */
  moveTo(other: EdgePlace): void {
    this.#file = other.#file
    this.#node = other.#node
  }
}

/** The span as plain data. */
export const spanOfPlace = ({ file, start, end }: FileSpan): FileSpan => ({ file, start, end })

type Versions = (task: TaskModel) => readonly Version[]
type Report = (diagnostic: Diagnostic) => void

/** Every edge of a dag; those that would make something wait for itself are reported and left out. */
export function writtenEdges(dag: DagModel, versions: Versions, report: Report): WrittenEdge[] {
  return [...edgesOfBlocks(dag, report), ...dag.tasks.flatMap(task => edgesOfTask(task, versions(task), report))]
}

/** Edges that a dag and its groups write, outside of tasks. */
export function edgesOfBlocks(dag: DagModel, report: Report): WrittenEdge[] {
  const edges = new EdgeList(report)
  for (const { node, scope } of dag.edges)
    for (let i = 1; i < node.chain.length; i++) {
      const before = node.chain[i - 1]!.refs
      const after = node.chain[i]!.refs
      for (const left of before)
        for (const right of after) {
          const from = target(scope, left)
          const to = target(scope, right)
          if (from && to) edges.add(from, to, 'edge', dag.file, right, before.length > 1 || after.length > 1)
        }
    }
  for (const group of dag.groups) {
    edges.after(group, group.properties.get('after')?.value, group.scope, dag.file)
    const when = group.properties.get('when')?.value
    if (when)
      for (const { node, task } of outputsOf(when, group.scope))
        for (const member of tasksIn(group)) edges.add(task, member, 'output', dag.file, node)
  }
  return edges.found
}

/** Edges that a task writes: its `after`, and the outputs that it reads in any of its versions. */
export function edgesOfTask(task: TaskModel, versions: readonly Version[], report: Report): WrittenEdge[] {
  const edges = new EdgeList(report)
  edges.after(task, task.properties.get('after')?.value, task.scope.parent!, task.file)
  const seen = versions.length > 1 ? new Set<Expression>() : null
  for (const version of versions) {
    const schemas = version.engine === null ? undefined : propertiesOfEngine(version.engine)
    for (const effective of version.properties.values()) {
      // A property of the dag is known when the run starts; an output in it is wrong, and reported as that.
      if (effective.name === 'after' || effective.source === 'dag' || seen?.has(effective.value)) continue
      seen?.add(effective.value)
      if (outputsOf(effective.value, effective.scope).length === 0) continue
      for (const value of valuesIn(schemas?.get(effective.name)?.shape, effective.value))
        for (const { node, task: read } of outputsOf(value, effective.scope))
          if (read.dag === task.dag) edges.add(read, task, 'output', effective.file, node)
    }
  }
  return edges.found
}

class EdgeList {
  readonly found: WrittenEdge[] = []
  readonly #report: Report

  constructor(report: Report) {
    this.#report = report
  }

  add(from: WrittenEdge['from'], to: WrittenEdge['to'], why: EdgeReason, file: FileModel, node: Reference, inProduct = false): void {
    const place = new EdgePlace(file.file, node)
    if (!reportSelf(from, to, place, this.#report)) this.found.push({ from, to, why, place, inProduct })
  }

  after(to: TaskModel | GroupModel, expression: Expression | undefined, scope: Scope, file: FileModel): void {
    for (const ref of refsOfList(expression)) {
      const from = target(scope, ref)
      if (from) this.add(from, to, 'after', file, ref)
    }
  }
}

/** References of a list, or one by itself. */
export function refsOfList(expression: Expression | undefined): readonly Reference[] {
  if (expression?.kind === 'ref') return [expression]
  return expression?.kind === 'list' ? expression.items.filter((item): item is Reference => item.kind === 'ref') : []
}

/** All tasks of a group, also those of the groups in it. */
export function tasksIn(group: GroupModel): TaskModel[] {
  return group.members.flatMap(member => (member.kind === 'task' ? [member] : tasksIn(member)))
}

function target(scope: Scope, ref: Reference): TaskModel | GroupModel | null {
  const found = resolveTask(scope, ref)
  return found.ok ? found.declared : null
}

function reportSelf(
  from: WrittenEdge['from'],
  to: WrittenEdge['to'],
  place: WrittenEdge['place'],
  report: (diagnostic: Diagnostic) => void,
): boolean {
  if (from === to) {
    report({ reason: 'self-dependency/task', data: { name: from.path }, related: [], ...spanOfPlace(place) })
    return true
  }
  const outer = from.kind === 'group' && isInside(to, from) ? from : to.kind === 'group' && isInside(from, to) ? to : null
  if (!outer) return false
  const inner = outer === from ? to : from
  report({ reason: 'self-dependency/group', data: { name: inner.path, group: outer.path }, related: [], ...spanOfPlace(place) })
  return true
}

/** Whether something is in a group, at any depth. */
export function isInside(member: TaskModel | GroupModel, group: GroupModel): boolean {
  for (let at = member.kind === 'task' ? member.group : member.parent; at; at = at.parent) if (at === group) return true
  return false
}
