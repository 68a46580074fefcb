import { detail } from './display-list/display-list.ts'
import { card } from './layout/sizes.ts'
import type { Stage } from './stage.ts'
import type { Tooltip } from './tooltip.ts'
import { words } from './words.ts'

/** What a reader does with the pointer in the picture. */
export interface PointerEvents {
  readonly reveal: (task: string, focus: boolean) => void
  readonly showLog: (task: string) => void
}

/** Follows the pointer over the picture: what lies under it says what it is, a click shows a task's line, a double click goes there. */
export function followPointer(stage: Stage, tooltip: Tooltip, events: PointerEvents): void {
  const { element } = stage
  element.addEventListener('pointermove', event => {
    if (event.buttons !== 0) {
      leave(stage, tooltip)
      return
    }
    const under = hit(stage, event)
    const isTask = under?.kind === 'task'
    element.classList.toggle('on-task', isTask)
    stage.point(isTask ? under.id : null)
    if (!under) tooltip.hide()
    else tooltip.show(isTask && hasLog(stage, under.id) ? `${under.title}\n${words.showLog}` : under.title, ...inside(stage, event))
  })
  element.addEventListener('pointerleave', () => leave(stage, tooltip))
  element.addEventListener('pointerdown', () => leave(stage, tooltip))
  element.addEventListener('click', event => {
    const under = hit(stage, event)
    if (under?.kind !== 'task') return
    if (hasLog(stage, under.id) && isOnMark(stage, under.id, event)) events.showLog(under.id)
    else events.reveal(under.id, false)
  })
  element.addEventListener('dblclick', event => {
    const under = hit(stage, event)
    if (under?.kind === 'task') events.reveal(under.id, true)
  })
}

function leave(stage: Stage, tooltip: Tooltip): void {
  tooltip.hide()
  stage.point(null)
}

function hit(stage: Stage, event: MouseEvent) {
  const { x, y } = stage.camera.toPicture(...inside(stage, event))
  return stage.scene?.hit(x, y, 5 / stage.camera.view.scale)
}

function inside(stage: Stage, event: MouseEvent): [x: number, y: number] {
  const { left, top } = stage.element.getBoundingClientRect()
  return [event.clientX - left, event.clientY - top]
}

/** Tasks that have begun have a log. */
function hasLog(stage: Stage, task: string): boolean {
  const states = stage.scene?.marks.states ?? {}
  const state = Object.hasOwn(states, task) ? states[task] : undefined
  return state !== undefined && state.attempt > 0 && !['waiting', 'ready', 'skipped', 'upstream_failed'].includes(state.state)
}

function isOnMark(stage: Stage, task: string, event: MouseEvent): boolean {
  const box = stage.scene?.box(task)
  if (!box) return false
  const { x, y } = stage.camera.toPicture(...inside(stage, event))
  const isFar = stage.camera.view.scale < detail.text
  const isAtTheEnd = x >= box.x + box.width - card.padding - (isFar ? card.farMark : card.mark) - 4
  return isAtTheEnd && (isFar || y <= box.y + box.height / 2 + 4)
}
