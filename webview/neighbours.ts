import type { Box, Direction } from './layout/layout.ts'
import type { Scene } from './scene.ts'

/** A step from task to task: along an edge, beside, or to an end of the list. */
export type Step = 'downstream' | 'upstream' | 'before' | 'after' | 'first' | 'last'

/** Where a step from a task leads, or undefined where it leads nowhere. */
export function neighbour(scene: Scene, task: string, step: Step, direction: Direction): string | undefined {
  switch (step) {
    case 'downstream':
      return nearest(scene, task, scene.downstreams(task))
    case 'upstream':
      return nearest(scene, task, scene.upstreams(task))
    case 'before':
      return beside(scene, task, direction, -1)
    case 'after':
      return beside(scene, task, direction, 1)
    case 'first':
      return scene.graph.tasks[0]?.name
    case 'last':
      return scene.graph.tasks.at(-1)?.name
    default:
      return step satisfies never
  }
}

/** Of the tasks at the other ends, the one that stands most nearly level. */
function nearest(scene: Scene, task: string, others: readonly string[]): string | undefined {
  const from = scene.box(task)
  if (!from) return undefined
  return closest(
    from,
    others.flatMap(other => scene.box(other) ?? []),
  )
}

/** The next task of the same layer. */
function beside(scene: Scene, task: string, direction: Direction, sign: 1 | -1): string | undefined {
  const from = scene.box(task)
  if (!from) return undefined
  const candidates = scene.layout.nodes.filter(box =>
    direction === 'right'
      ? sign * (box.y - from.y) > 0 && box.x < from.x + from.width && from.x < box.x + box.width
      : sign * (box.x - from.x) > 0 && box.y < from.y + from.height && from.y < box.y + box.height,
  )
  return closest(from, candidates)
}

function closest(from: Box, boxes: readonly Box[]): string | undefined {
  const distance = (box: Box) =>
    Math.hypot(from.x + from.width / 2 - box.x - box.width / 2, from.y + from.height / 2 - box.y - box.height / 2)
  return [...boxes].sort((a, b) => distance(a) - distance(b))[0]?.name
}
