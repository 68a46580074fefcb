/**
 * Where a unit of a tree stands: a statement directly in a file, dag or group. Whatever is in the unit counts its offsets from here, so
 * that a unit moves with one assignment when the text before it grows or shrinks.
 */
export class Origin {
  at: number

  constructor(at: number) {
    this.at = at
  }
}

/** What has a place in a text. `start` and `end` are offsets into the tree's text as it is now. */
export class Located {
  readonly origin: Origin
  /** Counted from the origin. */
  from: number
  to: number

  /** `start` and `end`: offsets into the text. */
  constructor(origin: Origin, start: number, end: number) {
    this.origin = origin
    this.from = start - origin.at
    this.to = end - origin.at
  }

  get start(): number {
    return this.origin.at + this.from
  }

  get end(): number {
    return this.origin.at + this.to
  }
}
