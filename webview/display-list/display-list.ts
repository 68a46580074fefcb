import type { Paint } from './palette.ts'

/** A picture as data: canvas and SVG draw the same list, and tests read it. */
export interface DisplayList {
  readonly width: number
  readonly height: number
  /** From the back to the front: groups, edges, tasks. */
  readonly elements: readonly DisplayElement[]
}

/** One thing of the graph, with all that is drawn for it. */
export interface DisplayElement {
  readonly kind: 'group' | 'edge' | 'task' | 'title'
  /** Unique in its list. */
  readonly id: string
  /** What it says of itself to who points at it. */
  readonly title: string
  /** Contains all of its items. */
  readonly bounds: Bounds
  readonly items: readonly DrawItem[]
}

export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export type DrawItem = RectItem | PathItem | TextItem

interface Detail {
  /** Drawn only from this scale on: nobody can read smaller text. */
  readonly from?: number
  /** Drawn only below this scale: what stands for the details there. */
  readonly below?: number
}

interface Look extends Detail {
  readonly fill?: Paint
  /** 1 where it is absent. */
  readonly fillOpacity?: number
  readonly stroke?: Paint
  readonly strokeWidth?: number
  readonly strokeOpacity?: number
  readonly dash?: readonly number[]
}

export interface RectItem extends Look {
  readonly kind: 'rect'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly radius: number
}

export interface PathItem extends Look {
  readonly kind: 'path'
  /** SVG path data, placed at `x`, `y` and scaled. */
  readonly d: string
  readonly x: number
  readonly y: number
  readonly scale: number
  /** Turns round this point of the path where motion is wanted. */
  readonly spin?: readonly [x: number, y: number]
}

export interface TextItem extends Detail {
  readonly kind: 'text'
  readonly text: string
  readonly x: number
  /** The baseline. */
  readonly y: number
  readonly size: number
  readonly weight: 400 | 600
  readonly fill: Paint
  readonly anchor: 'start' | 'middle' | 'end'
  /** The place that there is; a font that is wider than the estimate is squeezed into it. */
  readonly maxWidth: number
}

/** Whether an item is to be seen at a scale. */
export function isDrawnAt(item: DrawItem, scale: number): boolean {
  return (item.from === undefined || scale >= item.from) && (item.below === undefined || scale < item.below)
}

/** Scales at which details appear. */
export const detail = { badge: 0.28, label: 0.38, text: 0.65, arrow: 0.2 } as const
