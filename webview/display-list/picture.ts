import type { Box, GraphLayout } from '../layout/layout.ts'
import type { DisplayElement, DisplayList } from './display-list.ts'
import { edgeElement } from './edge-element.ts'
import { groupElement } from './group-element.ts'
import { taskElement } from './task-element.ts'

/** What is drawn of a graph. The graphs of the language and of the preview both fit. */
export interface DrawnGraph {
  readonly groups: readonly { readonly name: string; readonly parent: string | null }[]
  readonly tasks: readonly DrawnTask[]
  readonly edges: readonly DrawnEdge[]
}

export interface DrawnEdge {
  readonly from: string
  readonly to: string
  readonly why?: string
  readonly tables?: readonly string[]
}

export interface DrawnTask {
  readonly name: string
  readonly label: string
  readonly declaration?: string
  readonly engine: string
  readonly description: string | null
}

/** What a run says of a task. */
export interface DrawnState {
  readonly state: string
  readonly attempt: number
  /** Of a running task: until now. */
  readonly seconds: number | null
  readonly rows: number | null
  readonly error: string | null
  readonly reason?: string | null
}

/** What changes while the layout stays. */
export interface Marks {
  readonly states: Readonly<Record<string, DrawnState>>
  /** Whole name of the declaration that the cursor is in. */
  readonly cursor: string | null
  /** What is expected of a run, where that is to be seen. */
  readonly plan?: DrawnPlan | null
}

/** The plan of a run, as far as it is drawn on the graph. */
export interface DrawnPlan {
  /** Tasks on the longest path. */
  readonly critical: ReadonlySet<string>
  /** Edges of it, `from -> to`. */
  readonly criticalEdges: ReadonlySet<string>
  /** Seconds. */
  readonly tasks: ReadonlyMap<string, { readonly length: number; readonly slack: number }>
}

export const noMarks: Marks = { states: {}, cursor: null }

/** Draws a graph: all its groups, edges and tasks that have a place. */
export function displayList(graph: DrawnGraph, layout: GraphLayout, marks: Marks = noMarks): DisplayList {
  const boxes = byName(layout.nodes)
  const groupBoxes = byName(layout.groups)
  const parents = new Map(graph.groups.map(group => [group.name, group.parent]))
  const edges = new Map(graph.edges.map(edge => [edgeKey(edge), edge]))
  const groups = graph.groups.flatMap(({ name }) => {
    const box = groupBoxes.get(name)
    return box ? [{ element: groupElement(box), depth: depth(name, parents) }] : []
  })
  const elements: DisplayElement[] = groups.sort((a, b) => a.depth - b.depth).map(group => group.element)
  for (const route of layout.edges) elements.push(edgeElement(route, edges.get(edgeKey(route)), marks))
  for (const task of graph.tasks) {
    const box = boxes.get(task.name)
    if (box) elements.push(taskElement(task, box, marks))
  }
  return { width: layout.width, height: layout.height, elements }
}

function byName(boxes: readonly Box[]): ReadonlyMap<string, Box> {
  return new Map(boxes.map(box => [box.name, box]))
}

function edgeKey(edge: { readonly from: string; readonly to: string }): string {
  return `${edge.from}\n${edge.to}`
}

function depth(name: string, parents: ReadonlyMap<string, string | null>): number {
  let steps = 0
  for (let at = parents.get(name); at !== null && at !== undefined && steps < parents.size; at = parents.get(at)) steps++
  return steps
}
