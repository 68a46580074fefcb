/** The neighbours of every vertex: those of `v` lie in `targets` from `offsets[v]` to `offsets[v + 1]`. */
export interface Adjacency {
  readonly offsets: Int32Array
  readonly targets: Int32Array
}

export function adjacency(vertices: number, from: ArrayLike<number>, to: ArrayLike<number>): Adjacency {
  const offsets = new Int32Array(vertices + 1)
  for (let edge = 0; edge < from.length; edge++) offsets[at(from, edge) + 1]! += 1
  for (let v = 0; v < vertices; v++) offsets[v + 1]! += offsets[v]!
  const next = offsets.slice()
  const targets = new Int32Array(from.length)
  for (let edge = 0; edge < from.length; edge++) targets[next[at(from, edge)]!++] = at(to, edge)
  return { offsets, targets }
}

/** An entry that is known to be there. */
export function at(list: ArrayLike<number>, place: number): number {
  return list[place]!
}
