import { select } from 'd3-selection'
import { type D3ZoomEvent, type ZoomBehavior, ZoomTransform, zoom } from 'd3-zoom'
import type { View } from './canvas-painter.ts'
import type { Bounds } from './display-list/display-list.ts'
import type { Place } from './view-memory.ts'

/** The part of the picture that is seen, moved by wheel, pointer and keys. */
export class Camera {
  readonly #stage: HTMLElement
  readonly #zoom: ZoomBehavior<HTMLElement, undefined>
  readonly #changed: (byHand: boolean) => void
  #view: View = { x: 0, y: 0, scale: 1 }
  /** Where a motion leads; the view itself where there is none. */
  #goal: View = this.#view
  #motion = 0
  #width = 0
  #height = 0

  constructor(stage: HTMLElement, changed: (byHand: boolean) => void) {
    this.#stage = stage
    this.#changed = changed
    this.#zoom = zoom<HTMLElement, undefined>()
      .scaleExtent([smallest, largest])
      .clickDistance(4)
      .on('zoom', (event: D3ZoomEvent<HTMLElement, undefined>) => {
        const { x, y, k } = event.transform
        this.#view = { x, y, scale: k }
        const byHand = event.sourceEvent !== null && event.sourceEvent !== undefined
        if (byHand) {
          this.#stopMotion()
          this.#goal = this.#view
        }
        this.#changed(byHand)
      })
    // A double click opens the task, so it must not zoom.
    select<HTMLElement, undefined>(stage).call(this.#zoom).on('dblclick.zoom', null)
  }

  /** The size of the screen's part; asking the page for it would lay the page out anew each time. */
  resize(width: number, height: number): void {
    this.#width = width
    this.#height = height
  }

  get view(): View {
    return this.#view
  }

  /** The part of the picture that is on the screen. */
  seen(): Bounds {
    const { x, y, scale } = this.#view
    return { x: -x / scale, y: -y / scale, width: this.#width / scale, height: this.#height / scale }
  }

  /** What is in the middle of the screen, or will be when it has come to rest. */
  place(): Omit<Place, 'dag'> {
    const { x, y, scale } = this.#goal
    return { x: (this.#width / 2 - x) / scale, y: (this.#height / 2 - y) / scale, scale }
  }

  /** A point of the screen in the picture. */
  toPicture(x: number, y: number): { readonly x: number; readonly y: number } {
    const { x: left, y: top, scale } = this.#view
    return { x: (x - left) / scale, y: (y - top) / scale }
  }

  /** The view in which all of a part is seen, never larger than life. */
  fitting(part: Bounds): View {
    const { left, top, right, bottom } = inset
    const [width, height] = [Math.max(40, this.#width - left - right), Math.max(40, this.#height - top - bottom)]
    const fit = Math.min(width / Math.max(1, part.width), height / Math.max(1, part.height), 1)
    const scale = Math.max(smallest, fit)
    return { scale, x: left + width / 2 - (part.x + part.width / 2) * scale, y: top + height / 2 - (part.y + part.height / 2) * scale }
  }

  at(place: Omit<Place, 'dag'>): View {
    const { x, y, scale } = place
    return { scale, x: this.#width / 2 - x * scale, y: this.#height / 2 - y * scale }
  }

  /** Goes to a view, at once or in a short motion. */
  go(view: View, smooth: boolean): void {
    this.#stopMotion()
    this.#goal = view
    if (!smooth) {
      this.#set(view)
      return
    }
    const [from, start] = [this.#view, performance.now()]
    const step = (now: number) => {
      const part = eased(Math.min(1, Math.max(0, (now - start) / motionMilliseconds)))
      this.#set(between(from, view, part))
      this.#motion = part < 1 ? requestAnimationFrame(step) : 0
    }
    this.#motion = requestAnimationFrame(step)
  }

  zoomBy(factor: number, smooth: boolean): void {
    const { x, y, scale } = this.place()
    this.go(this.at({ x, y, scale: Math.min(largest, Math.max(smallest, scale * factor)) }), smooth)
  }

  moveBy(x: number, y: number): void {
    this.go({ ...this.#view, x: this.#view.x + x, y: this.#view.y + y }, false)
  }

  /** Moves as little as needed to see a box. */
  showing(box: Bounds, smooth: boolean): void {
    const { x, y, scale } = this.#view
    const { left, top, right, bottom } = inset
    const shift = (from: number, to: number, low: number, high: number) => (from < low ? low - from : to > high ? high - to : 0)
    const dx = shift(box.x * scale + x, (box.x + box.width) * scale + x, left, this.#width - right)
    const dy = shift(box.y * scale + y, (box.y + box.height) * scale + y, top, this.#height - bottom)
    if (dx !== 0 || dy !== 0) this.go({ scale, x: x + dx, y: y + dy }, smooth)
  }

  #set(view: View): void {
    select<HTMLElement, undefined>(this.#stage).call(this.#zoom.transform, new ZoomTransform(view.scale, view.x, view.y))
  }

  #stopMotion(): void {
    cancelAnimationFrame(this.#motion)
    this.#motion = 0
  }
}

export const motionMilliseconds = 220

export function eased(part: number): number {
  return 1 - (1 - part) ** 3
}

const smallest = 0.02
const largest = 4
/** Place for the bars around the picture. */
const inset = { left: 28, top: 64, right: 28, bottom: 60 }

function between(from: View, to: View, part: number): View {
  const mixed = (a: number, b: number) => a + (b - a) * part
  return { x: mixed(from.x, to.x), y: mixed(from.y, to.y), scale: mixed(from.scale, to.scale) }
}
