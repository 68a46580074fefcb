import {
  type DisplayElement,
  type DrawItem,
  detail,
  isDrawnAt,
  type PathItem,
  type RectItem,
  type TextItem,
} from './display-list/display-list.ts'
import { farBatches, manyElements, paintFar } from './far-painter.ts'
import type { Theme } from './theme.ts'

/** What part of the picture is seen: screen = picture · scale + (x, y). */
export interface View {
  readonly x: number
  readonly y: number
  readonly scale: number
}

/** Draws display lists on a canvas. */
export class CanvasPainter {
  readonly canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  readonly #paths = new WeakMap<DrawItem, Path2D>()
  #width = 0
  #height = 0
  #density = 1

  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d')
    if (!context) throw new Error('this browser has no canvas')
    this.canvas = canvas
    this.#context = context
  }

  /** Fits the canvas to its place, in device pixels. */
  resize(width: number, height: number, density: number): void {
    const [deviceWidth, deviceHeight] = [Math.max(1, Math.round(width * density)), Math.max(1, Math.round(height * density))]
    if (this.canvas.width !== deviceWidth) this.canvas.width = deviceWidth
    if (this.canvas.height !== deviceHeight) this.canvas.height = deviceHeight
    this.#width = width
    this.#height = height
    this.#density = density
  }

  /** Draws these elements and nothing else, and says with how many calls. `turn` is how far around spinning marks are, from 0 to 1. */
  paint(elements: readonly DisplayElement[], view: View, theme: Theme, turn: number): number {
    this.#clear(theme)
    return this.paintOver(elements, view, theme, turn)
  }

  /** Draws these elements over what is there. */
  paintOver(elements: readonly DisplayElement[], view: View, theme: Theme, turn: number): number {
    const context = this.#context
    const scale = this.#density * view.scale
    context.setTransform(scale, 0, 0, scale, this.#density * view.x, this.#density * view.y)
    context.lineCap = 'round'
    context.lineJoin = 'round'
    if (elements.length > manyElements && view.scale < detail.label)
      return paintFar(context, farBatches(elements, view.scale), view.scale, theme)
    let calls = 0
    for (const element of elements) {
      for (const item of element.items) {
        if (!isDrawnAt(item, view.scale)) continue
        this.#item(item, view.scale, theme, turn)
        calls++
      }
    }
    return calls
  }

  /** Draws another painter's picture in one call, moved and scaled. */
  paintImage(image: HTMLCanvasElement, place: View, theme: Theme): number {
    this.#clear(theme)
    this.#context.setTransform(place.scale, 0, 0, place.scale, place.x * this.#density, place.y * this.#density)
    this.#context.drawImage(image, 0, 0)
    return 1
  }

  #clear(theme: Theme): void {
    const context = this.#context
    context.setTransform(this.#density, 0, 0, this.#density, 0, 0)
    context.globalAlpha = 1
    context.fillStyle = theme.palette.canvas
    context.fillRect(0, 0, this.#width, this.#height)
  }

  #item(item: DrawItem, scale: number, theme: Theme, turn: number): void {
    switch (item.kind) {
      case 'text':
        this.#text(item, theme)
        return
      case 'rect':
        this.#shape(item, theme, thinnest / scale, item.radius * scale < sharpRadius)
        return
      case 'path':
        this.#placed(item, scale, theme, turn)
        return
      default:
        item satisfies never
    }
  }

  #text(item: TextItem, theme: Theme): void {
    const context = this.#context
    context.font = `${item.weight} ${item.size}px ${theme.font}`
    context.textAlign = item.anchor === 'middle' ? 'center' : item.anchor
    context.fillStyle = theme.palette[item.fill]
    context.fillText(item.text, item.x, item.y, item.maxWidth)
  }

  #placed(item: PathItem, scale: number, theme: Theme, turn: number): void {
    const context = this.#context
    if (item.x === 0 && item.y === 0 && item.scale === 1 && !item.spin) {
      this.#shape(item, theme, thinnest / scale, false)
      return
    }
    context.save()
    context.translate(item.x, item.y)
    context.scale(item.scale, item.scale)
    if (item.spin) {
      const [x, y] = item.spin
      context.translate(x, y)
      context.rotate(turn * 2 * Math.PI)
      context.translate(-x, -y)
    }
    this.#shape(item, theme, thinnest / (scale * item.scale), false)
    context.restore()
  }

  /** `isSharp`: the corners are too small to be seen round, and a plain rectangle is drawn much faster. */
  #shape(item: RectItem | PathItem, theme: Theme, thinnest: number, isSharp: boolean): void {
    const context = this.#context
    if (item.fill) {
      context.globalAlpha = item.fillOpacity ?? 1
      context.fillStyle = theme.palette[item.fill]
      if (isSharp && item.kind === 'rect') context.fillRect(item.x, item.y, item.width, item.height)
      else context.fill(this.#path(item))
    }
    if (item.stroke) {
      context.globalAlpha = item.strokeOpacity ?? 1
      context.strokeStyle = theme.palette[item.stroke]
      context.lineWidth = Math.max(item.strokeWidth ?? 1, thinnest)
      if (item.dash) context.setLineDash([...item.dash])
      if (isSharp && item.kind === 'rect') context.strokeRect(item.x, item.y, item.width, item.height)
      else context.stroke(this.#path(item))
      if (item.dash) context.setLineDash([])
    }
    context.globalAlpha = 1
  }

  #path(item: RectItem | PathItem): Path2D {
    let path = this.#paths.get(item)
    if (!path) {
      if (item.kind === 'path') path = new Path2D(item.d)
      else {
        path = new Path2D()
        path.roundRect(item.x, item.y, item.width, item.height, item.radius)
      }
      this.#paths.set(item, path)
    }
    return path
  }
}

/** A line is never thinner than a screen can show. */
const thinnest = 0.8
const sharpRadius = 1.6
