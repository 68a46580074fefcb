import Flatbush from 'flatbush'
import type { Bounds, DisplayElement } from './display-list/display-list.ts'
import { edgeElement } from './display-list/edge-element.ts'
import { type DrawnEdge, type DrawnGraph, type DrawnTask, displayList, type Marks } from './display-list/picture.ts'
import { taskElement } from './display-list/task-element.ts'
import type { Box, GraphLayout, Route } from './layout/layout.ts'

/** A laid out graph that is ready to be drawn, searched and pointed at. */
export class Scene {
  readonly graph: DrawnGraph
  readonly layout: GraphLayout
  readonly #boxes: ReadonlyMap<string, Box>
  readonly #tasks: ReadonlyMap<string, DrawnTask>
  readonly #routes: ReadonlyMap<string, Route>
  readonly #edges: ReadonlyMap<string, DrawnEdge>
  readonly #upstreams: ReadonlyMap<string, readonly string[]>
  readonly #downstreams: ReadonlyMap<string, readonly string[]>
  readonly #index: Flatbush | undefined
  readonly #elements: DisplayElement[]
  #marks: Marks
  #revision = 0

  constructor(graph: DrawnGraph, layout: GraphLayout, marks: Marks) {
    this.graph = graph
    this.layout = layout
    this.#marks = marks
    this.#boxes = new Map(layout.nodes.map(box => [box.name, box]))
    this.#tasks = new Map(graph.tasks.map(task => [task.name, task]))
    this.#routes = new Map(layout.edges.map(route => [edgeId(route), route]))
    this.#edges = new Map(graph.edges.map(edge => [edgeId(edge), edge]))
    this.#upstreams = grouped(graph.edges.map(edge => [edge.to, edge.from]))
    this.#downstreams = grouped(graph.edges.map(edge => [edge.from, edge.to]))
    this.#elements = [...displayList(graph, layout, marks).elements]
    this.#index = indexOf(this.#elements)
  }

  /** New states and a new cursor on the same layout. Only what they change is made anew; nothing moves, so the index stays. */
  mark(marks: Marks): void {
    const before = this.#marks
    this.#marks = marks
    const planChanged = (before.plan ?? null) !== (marks.plan ?? null)
    const changed = (task: string) => planChanged || before.states[task] !== marks.states[task]
    this.#elements.forEach((element, place) => {
      if (element.kind === 'task') {
        const [task, box] = [this.#tasks.get(element.id), this.#boxes.get(element.id)]
        if (!task || !box) return
        const declaration = task.declaration ?? task.name
        const cursorMoved = (before.cursor === declaration) !== (marks.cursor === declaration)
        if (cursorMoved || changed(task.name)) this.#replace(place, taskElement(task, box, marks))
      } else if (element.kind === 'edge') {
        const route = this.#routes.get(element.id)
        if (route && changed(route.to)) this.#replace(place, edgeElement(route, this.#edges.get(element.id), marks))
      }
    })
  }

  /** Goes up whenever something is to be drawn anew. */
  get revision(): number {
    return this.#revision
  }

  get marks(): Marks {
    return this.#marks
  }

  box(task: string): Box | undefined {
    return this.#boxes.get(task)
  }

  task(name: string): DrawnTask | undefined {
    return this.#tasks.get(name)
  }

  upstreams(task: string): readonly string[] {
    return this.#upstreams.get(task) ?? []
  }

  downstreams(task: string): readonly string[] {
    return this.#downstreams.get(task) ?? []
  }

  /** Tables that go along an edge. */
  tables(from: string, to: string): readonly string[] {
    return this.#edges.get(edgeId({ from, to }))?.tables ?? []
  }

  /** What there is to see of a part of the picture, from the back to the front. */
  visible(part: Bounds): readonly DisplayElement[] {
    const { width, height } = this.layout
    const isAll = part.x <= 0 && part.y <= 0 && part.x + part.width >= width && part.y + part.height >= height
    if (isAll) return this.#elements
    return this.#within(part.x, part.y, part.x + part.width, part.y + part.height)
  }

  /** The task at a point, else the edge next to it. */
  hit(x: number, y: number, tolerance: number): DisplayElement | undefined {
    const around = this.#within(x - tolerance, y - tolerance, x + tolerance, y + tolerance)
    const task = around.findLast(element => element.kind === 'task' && this.#isOn(element.id, x, y))
    return task ?? around.findLast(element => element.kind === 'edge' && this.#isNear(element.id, x, y, tolerance))
  }

  /** The lines that begin or end at a task. */
  linesOf(task: string): readonly DisplayElement[] {
    const box = this.#boxes.get(task)
    if (!box) return []
    return this.#within(box.x - 2, box.y - 2, box.x + box.width + 2, box.y + box.height + 2).filter(element => {
      const route = element.kind === 'edge' ? this.#routes.get(element.id) : undefined
      return route?.from === task || route?.to === task
    })
  }

  #replace(place: number, element: DisplayElement): void {
    this.#elements[place] = element
    this.#revision++
  }

  #isOn(task: string, x: number, y: number): boolean {
    const box = this.#boxes.get(task)
    return box !== undefined && x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height
  }

  #isNear(edge: string, x: number, y: number, tolerance: number): boolean {
    const points = this.#routes.get(edge)?.points ?? []
    return points.some(([bx, by], place) => {
      const before = points[place - 1]
      return before !== undefined && distanceToSegment(x, y, before[0], before[1], bx, by) <= tolerance
    })
  }

  #within(left: number, top: number, right: number, bottom: number): readonly DisplayElement[] {
    const found = this.#index?.search(left, top, right, bottom) ?? []
    return found.sort((a, b) => a - b).flatMap(place => this.#elements[place] ?? [])
  }
}

function grouped(pairs: readonly (readonly [key: string, value: string])[]): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, string[]>()
  for (const [key, value] of pairs) {
    const values = result.get(key)
    if (values) values.push(value)
    else result.set(key, [value])
  }
  return result
}

function edgeId(edge: { readonly from: string; readonly to: string }): string {
  return `${edge.from} -> ${edge.to}`
}

function indexOf(elements: readonly DisplayElement[]): Flatbush | undefined {
  if (elements.length === 0) return undefined
  const index = new Flatbush(elements.length)
  for (const { bounds } of elements) index.add(bounds.x, bounds.y, bounds.x + bounds.width, bounds.y + bounds.height)
  index.finish()
  return index
}

function distanceToSegment(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length))
  return Math.hypot(x - ax - along * dx, y - ay - along * dy)
}
