import type { Paint } from './palette.ts'

/** How a state looks: its own shape first, so that nobody needs to tell colours apart. All paths lie on a square of 16. */
export interface StateMark {
  readonly paint: Paint
  /** Filled with the colour. */
  readonly filled?: string
  /** Drawn with the colour. */
  readonly outline?: string
  /** Drawn on what is filled, or with the colour where nothing is. */
  readonly sign?: string
  readonly dashed?: boolean
  /** The outline turns. */
  readonly spins?: boolean
}

/** The mark of a state, or undefined for a task that no run speaks of. */
export function stateMark(state: string | undefined): StateMark | undefined {
  return state === undefined ? undefined : marks.get(state)
}

/** All states that have a mark, for the legend. */
export function markedStates(): readonly string[] {
  return [...marks.keys()]
}

const disc = 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z'
const ring = 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8z'
const octagon = 'M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z'
const hollowOctagon = 'M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4z'
const check = 'M4.9 8.3 7.1 10.5 11.2 5.9'

const marks: ReadonlyMap<string, StateMark> = new Map<string, StateMark>([
  ['waiting', { paint: 'quiet', outline: ring, dashed: true }],
  ['ready', { paint: 'quiet', outline: ring, sign: 'M8 7.4a.6.6 0 1 0 0 1.2.6.6 0 0 0 0-1.2z' }],
  ['running', { paint: 'running', outline: 'M8 1.8A6.2 6.2 0 1 1 1.8 8', spins: true }],
  ['retrying', { paint: 'warning', outline: 'M13.4 5.2A6.2 6.2 0 1 0 14.2 8', sign: 'M13.8 1.9v3.5h-3.5' }],
  ['success', { paint: 'success', filled: disc, sign: check }],
  ['cached', { paint: 'success', outline: ring, sign: check }],
  ['failed', { paint: 'failed', filled: octagon, sign: 'M5.5 5.5l5 5M10.5 5.5l-5 5' }],
  ['upstream_failed', { paint: 'failed', outline: hollowOctagon, sign: 'M5 8h6' }],
  ['skipped', { paint: 'quiet', outline: ring, sign: 'M5 5.4 7.6 8 5 10.6M8.4 5.4 11 8 8.4 10.6' }],
  ['cancelled', { paint: 'quiet', outline: ring, sign: 'M6 6h4v4H6z' }],
  ['interrupted', { paint: 'warning', outline: ring, sign: 'M8.8 4.3 6 8.3h4L7.2 11.9' }],
])
