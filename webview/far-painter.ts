import { type DisplayElement, type DrawItem, isDrawnAt, type PathItem, type RectItem, type TextItem } from './display-list/display-list.ts'
import type { Theme } from './theme.ts'

/** Items of one look, which need not be drawn in an order of their own. */
export interface Batch {
  readonly look: Look
  readonly rects: RectItem[]
  readonly paths: PathItem[]
  readonly texts: TextItem[]
}

type Look = Omit<RectItem, 'kind' | 'x' | 'y' | 'width' | 'height' | 'radius'>

/** More elements than that are drawn as batches where they are small. */
export const manyElements = 1500

/**
 * What is seen from afar, by look. Things of one kind do not lie on each other, so within a kind all first items can be drawn before all second ones.
 * Marks that would be smaller than a few pixels are left away: the card's colour stands for them.
 */
export function farBatches(elements: readonly DisplayElement[], scale: number): readonly Batch[] {
  const levels: Map<string, Batch>[] = []
  for (const element of elements) {
    const first = kindOrder[element.kind] * mostItems
    for (let level = 0; level < element.items.length; level++) {
      const item = element.items[level]
      if (item === undefined || !isDrawnAt(item, scale)) continue
      if (item.kind === 'path' && element.kind === 'task' && 16 * item.scale * scale < smallestMark) continue
      const place = first + Math.min(level, mostItems - 1)
      levels[place] ??= new Map()
      add(levels[place], item)
    }
  }
  return levels.flatMap(level => [...level.values()])
}

/** Draws batches with as few calls as they allow, and says with how many. The context already has the view's transform. */
export function paintFar(context: CanvasRenderingContext2D, batches: readonly Batch[], scale: number, theme: Theme): number {
  const thinnest = 0.8 / scale
  let calls = 0
  for (const { look, rects, paths, texts } of batches) {
    const areTiny = rects.length > 0 && rects.every(rect => rect.height * scale < tinyRect)
    // Of a border nothing but its colour is to be seen, and a tint is to be told from others.
    const isBorder = areTiny && look.stroke !== undefined
    const fill = isBorder ? look.stroke : look.fill
    if (fill) {
      context.globalAlpha = isBorder ? 1 : areTiny ? strongTint : (look.fillOpacity ?? 1)
      context.fillStyle = theme.palette[fill]
      for (const rect of rects) context.fillRect(rect.x, rect.y, rect.width, rect.height)
      calls += rects.length
      if (paths.length > 0) {
        context.fill(pathOf(paths))
        calls++
      }
    }
    if (look.stroke) {
      context.globalAlpha = look.strokeOpacity ?? 1
      context.strokeStyle = theme.palette[look.stroke]
      context.lineWidth = Math.max(look.strokeWidth ?? 1, thinnest)
      if (!isBorder) for (const rect of rects) context.strokeRect(rect.x, rect.y, rect.width, rect.height)
      if (!isBorder) calls += rects.length
      if (paths.length > 0) {
        context.lineWidth = Math.max((look.strokeWidth ?? 1) * (paths[0]?.scale ?? 1), thinnest)
        context.setLineDash(look.dash?.map(length => length * (paths[0]?.scale ?? 1)) ?? [])
        context.stroke(pathOf(paths))
        context.setLineDash([])
        calls++
      }
    }
    context.globalAlpha = 1
    for (const text of texts) {
      context.font = `${text.weight} ${text.size}px ${theme.font}`
      context.textAlign = text.anchor === 'middle' ? 'center' : text.anchor
      context.fillStyle = theme.palette[text.fill]
      context.fillText(text.text, text.x, text.y, text.maxWidth)
      calls++
    }
  }
  return calls
}

const kindOrder = { group: 0, edge: 1, task: 2, title: 3 } as const
const mostItems = 32
const smallestMark = 4
const tinyRect = 4
const strongTint = 0.7

/** Paths that were made once are kept with their item. */
const made = new WeakMap<PathItem, Path2D>()

function pathOf(items: readonly PathItem[]): Path2D {
  const all = new Path2D()
  for (const item of items) {
    let path = made.get(item)
    if (!path) {
      path = new Path2D(item.d)
      made.set(item, path)
    }
    if (item.x === 0 && item.y === 0 && item.scale === 1) all.addPath(path)
    else all.addPath(path, { a: item.scale, d: item.scale, e: item.x, f: item.y })
  }
  return all
}

function add(level: Map<string, Batch>, item: DrawItem): void {
  const key =
    item.kind === 'text'
      ? 'text'
      : `${item.fill} ${item.fillOpacity} ${item.stroke} ${item.strokeWidth} ${item.strokeOpacity} ${item.dash} ${item.kind === 'path' ? item.scale : ''}`
  let batch = level.get(key)
  if (!batch) {
    batch = { look: item.kind === 'text' ? {} : item, rects: [], paths: [], texts: [] }
    level.set(key, batch)
  }
  switch (item.kind) {
    case 'rect':
      batch.rects.push(item)
      return
    case 'path':
      batch.paths.push(item)
      return
    case 'text':
      batch.texts.push(item)
      return
    default:
      item satisfies never
  }
}
