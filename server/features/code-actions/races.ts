import type { DagModel, Edit, TableUse, TaskModel, WrittenEdge } from '#language'
import { reached } from '../completion/cycles.ts'
import { addEdges, type Chain, writtenChain } from './edge-edits.ts'
import { dagOf, writtenEdges } from './edges.ts'
import type { Fact, Fix, Places } from './fix.ts'
import { titles } from './titles.ts'

// Tasks that touch one table without an order.

/** Of more tasks than these nobody wants a chain. */
const mostTasks = 40

/** Longest order that a title shows, in characters. */
const longestOrder = 60

/** What an edge may bring to light: of the tasks of a table one race is told each, and what is ordered by then may be ordered twice. */
const uncovers = ['race', 'redundant-edge'] as const

/** Orders two tasks, as what they do with the table lets expect, or else the other way round; and all tasks that touch it. */
export function orderTasks(fact: Fact<'race/tasks'>, places: Places): Fix[] {
  const { table, task, other } = fact.data
  if (task === other) return []
  const dag = dagOf(fact, places, [task, other])
  if (!dag) return []
  const edges = writtenEdges(places, dag)
  const touching = touchingTasks(places, dag, table)
  const [first, second] = touching.filter(({ task: { path } }) => path === task || path === other)
  if (!first || !second) return []
  const found: Fix[] = []
  for (const [from, to] of [
    [first.task, second.task],
    [second.task, first.task],
  ] as const) {
    const edits = reached(edges, [from], 'up').has(to) ? null : addEdges(places, [[[from], [to]]])
    if (edits) found.push({ title: titles.add(`${from.path} -> ${to.path}`), edits, uncovers })
  }
  return [...found, ...orderAll(table, touching, edges, places)]
}

/** What a task does with a table; the more usual first. */
const roles = ['creates', 'writes', 'inserts', 'reads'] as const
type Role = (typeof roles)[number]

interface Touching {
  readonly task: TaskModel
  readonly role: Role
}

/** Who makes a table comes first, and who reads it comes last; else they are in the order of the file. */
function touchingTasks({ analyzed }: Places, dag: DagModel, table: string): Touching[] {
  const ofTasks = Map.groupBy(analyzed.analysis.tablesOf(dag)?.ofTable(table) ?? [], use => use.instance.task)
  const touching = [...ofTasks].map(([task, uses]) => ({ task, role: roleOf(uses) }))
  return touching.sort((a, b) => stageOf(a) - stageOf(b) || a.task.node.start - b.task.node.start)
}

function roleOf(uses: readonly TableUse[]): Role {
  const writes = uses.filter(use => use.access === 'write')
  if (writes.length === 0) return 'reads'
  if (writes.some(use => use.creates)) return 'creates'
  return writes.every(use => use.inserts) ? 'inserts' : 'writes'
}

const stageOf = ({ role }: Touching): number => (role === 'creates' ? 0 : role === 'reads' ? 2 : 1)

/** One order of three or more tasks, which keeps what orders them already. */
function orderAll(table: string, touching: readonly Touching[], edges: readonly WrittenEdge[], places: Places): Fix[] {
  if (touching.length < 3 || touching.length > mostTasks) return []
  const before = new Map(touching.map(({ task }) => [task, reached(edges, [task], 'up')]))
  const isBefore = (a: Touching, b: Touching): boolean => a !== b && before.get(b.task)!.has(a.task)
  const sorted: Touching[] = []
  for (let left = touching; left.length > 0; ) {
    const next = left.find(each => !left.some(other => isBefore(other, each)))
    // A cycle has no order.
    if (!next) return []
    sorted.push(next)
    left = left.filter(each => each !== next)
  }
  const stages: Touching[][] = []
  for (const each of sorted) {
    const stage = stages.at(-1)
    const isFree = stage?.every(other => other.role === each.role && (each.role === 'reads' || each.role === 'inserts'))
    if (isFree && !stage!.some(other => isBefore(other, each))) stage!.push(each)
    else stages.push([each])
  }
  const chains = missing(stages, isBefore)
  const edits: Edit[] | null = chains.length > 0 ? addEdges(places, chains) : null
  if (!edits) return []
  const order = writtenChain(stages.map(tasksOf), touching[0]!.task.dag.scope) ?? ''
  const shown = order.length > longestOrder ? `${order.slice(0, longestOrder)}…` : order
  return [{ title: titles.orderAll(table, shown), edits, uncovers, choice: true }]
}

/** The stages without the steps that are there already. */
function missing(stages: readonly Touching[][], isBefore: (a: Touching, b: Touching) => boolean): Chain[] {
  const chains: TaskModel[][][] = []
  let isOpen = false
  for (let i = 1; i < stages.length; i++) {
    const [left, right] = [stages[i - 1]!, stages[i]!]
    const isThere = left.every(a => right.every(b => isBefore(a, b)))
    if (!isThere && isOpen) chains.at(-1)!.push(tasksOf(right))
    else if (!isThere) chains.push([tasksOf(left), tasksOf(right)])
    isOpen = !isThere
  }
  return chains
}

const tasksOf = (stage: readonly Touching[]): TaskModel[] => stage.map(({ task }) => task)
