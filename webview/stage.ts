import { Camera, eased, motionMilliseconds } from './camera.ts'
import { CanvasPainter } from './canvas-painter.ts'
import type { DisplayElement } from './display-list/display-list.ts'
import { el } from './dom.ts'
import { between, shifted } from './layout/between.ts'
import type { Box } from './layout/layout.ts'
import { litLines, ring } from './overlay.ts'
import { Scene } from './scene.ts'
import { Still } from './still.ts'
import { onThemeChange, readTheme, type Theme } from './theme.ts'

/** The canvas with the picture, and what moves it. */
export class Stage {
  readonly element: HTMLElement
  readonly camera: Camera
  readonly #canvas = el('canvas', { 'aria-hidden': 'true' })
  readonly #painter = new CanvasPainter(this.#canvas)
  readonly #still = new Still()
  readonly #probe = el('span', { class: 'probe', 'aria-hidden': 'true' })
  #theme: Theme | undefined
  #scene: Scene | undefined
  /** The scene on its way to `#scene`. */
  #moving: Scene | undefined
  #isEmpty = true
  #frame = 0
  #rest: ReturnType<typeof setTimeout> | undefined
  #motion = 0
  #ringed: string | null = null
  #pointed: string | null = null

  /** `moved`: the part that is seen has changed; `resized`: so has the place for it. */
  constructor(events: { readonly moved: (byHand: boolean) => void; readonly resized: () => void }) {
    this.element = el('div', { class: 'stage' }, this.#canvas, this.#probe)
    this.camera = new Camera(this.element, byHand => {
      this.draw()
      events.moved(byHand)
    })
    onThemeChange(() => {
      this.#theme = undefined
      this.draw()
    })
    new ResizeObserver(() => {
      this.#resize()
      events.resized()
    }).observe(this.element)
    this.#followDensity()
  }

  get scene(): Scene | undefined {
    return this.#scene
  }

  /** Whether there is no place to draw on, as in a view that is hidden. */
  get isEmpty(): boolean {
    return this.#isEmpty
  }

  /** Shows another scene at once. */
  show(scene: Scene | undefined): void {
    cancelAnimationFrame(this.#motion)
    this.#moving = undefined
    this.#scene = scene
    this.draw()
  }

  /** Shows another layout of nearly the same graph, so that `anchor` stays where it is on the screen. */
  change(scene: Scene, anchor: string | undefined, smooth: boolean): void {
    const before = this.#moving ?? this.#scene
    const [old, now] = anchor === undefined ? [] : [before?.box(anchor), scene.box(anchor)]
    const { x, y, scale } = this.camera.view
    if (!before || !old || !now) {
      this.show(scene)
      return
    }
    const [dx, dy] = [now.x - old.x, now.y - old.y]
    this.camera.go({ scale, x: x - dx * scale, y: y - dy * scale }, false)
    this.show(scene)
    if (!smooth || scene.graph.tasks.length > mostMoving) return
    const from = shifted(before.layout, dx, dy)
    const start = performance.now()
    const step = (time: number) => {
      const part = eased(Math.min(1, Math.max(0, (time - start) / motionMilliseconds)))
      this.#moving = part < 1 ? new Scene(scene.graph, between(from, scene.layout, part), scene.marks) : undefined
      this.draw()
      if (part < 1) this.#motion = requestAnimationFrame(step)
    }
    this.#moving = new Scene(scene.graph, from.nodes.length > 0 ? between(from, scene.layout, 0) : scene.layout, scene.marks)
    this.#motion = requestAnimationFrame(step)
  }

  /** A ring around the task that has the keyboard. */
  ring(task: string | null): void {
    this.#ringed = task
    this.draw()
  }

  /** Lights the lines of the task under the pointer. */
  point(task: string | null): void {
    if (task === this.#pointed) return
    this.#pointed = task
    this.draw()
  }

  /** Draws soon; many calls in one frame draw once. */
  draw(): void {
    this.#frame ||= requestAnimationFrame(time => {
      this.#frame = 0
      this.#paint(time, false)
    })
  }

  #paint(time: number, atRest: boolean): void {
    const { x, y, scale } = this.camera.view
    this.#theme ??= readTheme(this.#probe)
    const scene = this.#moving ?? this.#scene
    const seen = scene?.visible(this.camera.seen()) ?? []
    const overlay: DisplayElement[] = []
    const [pointed, ringed] = [this.#pointed ?? this.#ringed, this.#ringed === null ? undefined : scene?.box(this.#ringed)]
    if (scene && pointed !== null) overlay.push(...litLines(scene.linesOf(pointed)))
    if (ringed) overlay.push(ring(ringed, scale))
    const turn = (time % turnMilliseconds) / turnMilliseconds
    const isMany = seen.length > mostPainted && scene !== undefined && this.#moving === undefined
    const calls = isMany
      ? this.#paintMany(scene, this.#theme, atRest, time)
      : this.#painter.paint(seen, this.camera.view, this.#theme, turn)
    if (!isMany) this.#still.forget()
    const more = this.#painter.paintOver(overlay, this.camera.view, this.#theme, turn)
    const told = { drawn: seen.length, calls: calls + more, x, y, scale }
    for (const [name, value] of Object.entries(told)) this.#canvas.dataset[name] = String(value)
    // Of many, none turns: that would paint them all in each frame.
    if (!isMany && seen.some(spins) && allowsMotion() && !document.hidden) setTimeout(() => this.draw(), frameOfTurning)
  }

  #paintMany(scene: Scene, theme: Theme, atRest: boolean, time: number): number {
    clearTimeout(this.#rest)
    const calls = this.#still.show(this.#painter, scene, theme, this.camera.view, atRest, time)
    if (!this.#still.isSharp(this.camera.view)) this.#rest = setTimeout(() => this.#paint(performance.now(), true), untilRest)
    return calls
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.element
    this.#isEmpty = clientWidth === 0 || clientHeight === 0
    this.camera.resize(clientWidth, clientHeight)
    this.#painter.resize(clientWidth, clientHeight, window.devicePixelRatio)
    this.#still.resize(clientWidth, clientHeight, window.devicePixelRatio)
    // A canvas that is resized is blank until it is drawn, so it does not wait for the next frame.
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    this.#paint(performance.now(), true)
  }

  #followDensity(): void {
    window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`).addEventListener(
      'change',
      () => {
        this.#resize()
        this.#followDensity()
      },
      { once: true },
    )
  }
}

/** Whether the reader's system asks for less motion. */
export function allowsMotion(): boolean {
  return !window.matchMedia('(prefers-reduced-motion: reduce)').matches
}

/** All of a picture, as a part of itself. */
export function whole(scene: Scene): Box {
  return { name: '', x: 0, y: 0, width: scene.layout.width, height: scene.layout.height }
}

const mostMoving = 400
const turnMilliseconds = 1400
const frameOfTurning = 33
const untilRest = 120
/** As many things as can be painted in each frame. */
const mostPainted = 4000

function spins(element: DisplayElement): boolean {
  return element.kind === 'task' && element.items.some(item => item.kind === 'path' && item.spin)
}
