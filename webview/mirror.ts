import type { DrawnState } from './display-list/picture.ts'
import { planText, stateLine } from './display-list/task-element.ts'
import { el, setText } from './dom.ts'
import type { Direction } from './layout/layout.ts'
import { neighbour, type Step } from './neighbours.ts'
import type { PictureTask } from './protocol.ts'
import type { Scene } from './scene.ts'
import { words } from './words.ts'

/** What a reader does in the list. */
export interface MirrorEvents {
  readonly focused: (task: string | null) => void
  readonly reveal: (task: string, focus: boolean) => void
  readonly showLog: (task: string) => void
}

/**
 * The picture as a list: the same tasks with their states and neighbours, for the keyboard and for screen readers. One of its items can be
 * reached by Tab; arrow keys follow the edges.
 */
export class Mirror {
  readonly element = el('ul', { class: 'mirror', role: 'listbox' })
  readonly #events: MirrorEvents
  readonly #items = new Map<string, HTMLLIElement>()
  #scene: Scene | undefined
  #direction: Direction = 'right'
  #active: string | undefined

  constructor(events: MirrorEvents) {
    this.#events = events
    this.element.addEventListener('keydown', event => this.#key(event))
    this.element.addEventListener('focusin', event => {
      const task = taskOf(event.target)
      if (task === undefined) return
      this.#activate(task)
      this.#events.focused(task)
    })
    this.element.addEventListener('focusout', () => this.#events.focused(null))
  }

  /** The list of a scene's tasks, in the order of the file. */
  show(name: string, tasks: readonly PictureTask[], scene: Scene, direction: Direction): void {
    this.#scene = scene
    this.#direction = direction
    this.element.setAttribute('aria-label', words.tasksOf(name))
    const gone = new Set(this.#items.keys())
    let next = this.element.firstChild
    for (const task of tasks) {
      gone.delete(task.name)
      const item = this.#items.get(task.name) ?? el('li', { role: 'option', tabindex: '-1', 'data-task': task.name })
      this.#items.set(task.name, item)
      if (next === item) next = item.nextSibling
      else this.element.insertBefore(item, next)
      const box = scene.box(task.name)
      if (box) for (const key of ['x', 'y', 'width', 'height'] as const) item.dataset[key] = String(box[key])
      item.dataset['engine'] = task.engine
    }
    for (const name of gone) {
      this.#items.get(name)?.remove()
      this.#items.delete(name)
    }
    if (this.#active === undefined || !this.#items.has(this.#active)) this.#activate(tasks[0]?.name)
    this.mark(tasks)
  }

  /** States and cursor, as the scene has them now. */
  mark(tasks: readonly PictureTask[]): void {
    const scene = this.#scene
    if (!scene) return
    for (const task of tasks) {
      const item = this.#items.get(task.name)
      if (!item) continue
      const state = Object.hasOwn(scene.marks.states, task.name) ? scene.marks.states[task.name] : undefined
      const isMarked = scene.marks.cursor !== null && scene.marks.cursor === (task.declaration ?? task.name)
      setText(item, this.#spoken(task, state))
      item.setAttribute('aria-selected', String(isMarked))
      if (item.dataset['state'] !== (state?.state ?? '')) item.dataset['state'] = state?.state ?? ''
    }
  }

  clear(): void {
    this.#scene = undefined
    this.#items.clear()
    this.#active = undefined
    this.element.replaceChildren()
  }

  /** Gives the keyboard to a task. */
  focus(task: string): void {
    this.#items.get(task)?.focus({ preventScroll: true })
  }

  get active(): string | undefined {
    return this.#active
  }

  #spoken(task: PictureTask, state: DrawnState | undefined): string {
    const plan = this.#scene?.marks.plan
    const planned = plan?.tasks.get(task.name)
    const scene = this.#scene
    const along = (other: string, from: string, to: string) => words.withTables(other, scene?.tables(from, to) ?? [])
    const before = scene?.upstreams(task.name).map(name => along(name, name, task.name)) ?? []
    const after = scene?.downstreams(task.name).map(name => along(name, task.name, name)) ?? []
    return [
      `${task.name}, ${task.engine}`,
      ...(state ? [stateLine(state).replaceAll(' · ', ', ')] : []),
      ...(state?.error ? [state.error] : []),
      ...(plan && planned ? [planText(planned, plan.critical.has(task.name)).replaceAll(' · ', ', ')] : []),
      before.length > 0 ? words.upstream(before.join(', ')) : words.noUpstream,
      ...(after.length > 0 ? [words.downstream(after.join(', '))] : []),
    ].join('. ')
  }

  #activate(task: string | undefined): void {
    if (this.#active !== undefined) this.#items.get(this.#active)?.setAttribute('tabindex', '-1')
    this.#active = task
    if (task !== undefined) this.#items.get(task)?.setAttribute('tabindex', '0')
  }

  #key(event: KeyboardEvent): void {
    const task = this.#active
    if (task === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter') this.#events.reveal(task, event.shiftKey)
    else if (event.key === 'l') this.#events.showLog(task)
    else {
      const step = steps[this.#direction][event.key]
      if (!step || !this.#scene) return
      this.focus(neighbour(this.#scene, task, step, this.#direction) ?? task)
    }
    event.preventDefault()
    event.stopPropagation()
  }
}

function taskOf(target: EventTarget | null): string | undefined {
  return target instanceof HTMLElement ? target.dataset['task'] : undefined
}

const steps: Readonly<Record<Direction, Readonly<Record<string, Step>>>> = {
  right: { ArrowRight: 'downstream', ArrowLeft: 'upstream', ArrowUp: 'before', ArrowDown: 'after', Home: 'first', End: 'last' },
  down: { ArrowDown: 'downstream', ArrowUp: 'upstream', ArrowLeft: 'before', ArrowRight: 'after', Home: 'first', End: 'last' },
}
