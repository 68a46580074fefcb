import type { Direction } from './layout/layout.ts'

/** Where the reader was in the picture. */
export interface Keep {
  readonly direction: Direction
  /** Absent while the whole picture is fitted into the view. */
  readonly place: Place | null
}

/** A place in one dag's picture: what is in the middle, and the scale. */
export interface Place {
  readonly dag: string
  readonly x: number
  readonly y: number
  readonly scale: number
}

/** What was kept, as far as it makes sense: it may come from an older version. */
export function readKept(state: unknown): Keep {
  const view = field(state, 'view')
  const direction = field(view, 'direction') === 'down' ? 'down' : 'right'
  const place = field(view, 'place')
  const [dag, x, y, scale] = ['dag', 'x', 'y', 'scale'].map(name => field(place, name))
  const isPlace = typeof dag === 'string' && isNumber(x) && isNumber(y) && isNumber(scale) && scale > 0
  return { direction, place: isPlace ? { dag, x, y, scale } : null }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
