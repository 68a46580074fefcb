import type { SyntaxFact } from './diagnostics.ts'
import type * as tree from './tree.ts'

/**
 * A statement directly in a file, dag or group: what moves as one when the text before it grows or shrinks. Of a dag or group it is the
 * head; what is in its body is units of its own.
 */
export class Unit implements tree.Unit {
  /** Where it begins. All that is in the unit counts its offsets from here. */
  declare at: number
  /** The dag or group that it stands in; `null` in a file. */
  declare parent: Unit | null
  node: tree.Statement | null = null
  /** What is wrong in it, with offsets as they were when the unit was made; `null`: nothing. */
  facts: SyntaxFact[] | null = null
  /** Where it began then. */
  declare factsAt: number

  constructor(at: number, parent: Unit | null) {
    this.at = at
    this.parent = parent
    this.factsAt = at
  }
}

/** What has a place in a text. `start` and `end` are offsets into the tree's text as it is now. */
export class Located {
  declare readonly unit: Unit
  /** Counted from the beginning of the unit. */
  declare from: number
  declare to: number

  /** `start` and `end`: offsets into the text. */
  constructor(unit: Unit, start: number, end: number) {
    this.unit = unit
    this.from = start - unit.at
    this.to = end - unit.at
  }

  get start(): number {
    return this.unit.at + this.from
  }

  get end(): number {
    return this.unit.at + this.to
  }
}
