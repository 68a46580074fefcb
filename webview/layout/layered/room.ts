import { card, spacing } from '../sizes.ts'
import type { Extent } from './kept.ts'

/** Occupied places across one column, and where there is room beside them. */
export class Room {
  readonly #taken: Extent[] = []

  take(middle: number, size: number, distance: number): void {
    this.#taken.push({ start: middle - size / 2 - distance, end: middle + size / 2 + distance })
  }

  /** The middle of the free place nearest to the wished one, or the wished one where none is near. */
  nearest(wanted: number, size: number, alsoTaken: readonly Extent[]): number {
    const taken = [...this.#taken, ...alsoTaken]
    const isFree = (middle: number) => taken.every(one => middle + size / 2 <= one.start || middle - size / 2 >= one.end)
    const beside = taken.flatMap(one => [one.start - size / 2, one.end + size / 2])
    const places = [wanted, ...beside.filter(place => Math.abs(place - wanted) <= farthest)]
    places.sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))
    return places.find(isFree) ?? wanted
  }
}

const farthest = 5 * (card.height + spacing.nodes)
