/** The candidate that somebody may have meant: nearest by edit distance, and near enough; `null` where none is. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const limit = Math.max(1, Math.floor(word.length / 3))
  const lower = word.toLowerCase()
  const isLetter = word.length === 1
  let best: string | null = null
  let distance = limit + 1
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - word.length) >= distance) continue
    // One letter is like no other one.
    if (isLetter && candidate.length === 1 && candidate.toLowerCase() !== lower) continue
    const found = candidate.length === word.length && candidate.toLowerCase() === lower ? 0.5 : editDistance(word, candidate, distance)
    if (found < distance) {
      distance = found
      best = candidate
    }
  }
  return best
}

/** The key of a map that somebody may have meant; of a large one none, since a file may ask as often as it likes. */
export function nearestKey(word: string, entries: ReadonlyMap<string, unknown>): string | null {
  return entries.size > 500 ? null : nearest(word, entries.keys())
}

/** Distance with transpositions (optimal string alignment); anything from `limit` on may come out as `limit`. */
function editDistance(first: string, second: string, limit: number): number {
  // What both begin and end with does not count, and most names of a file have much of that.
  let start = 0
  while (start < first.length && start < second.length && first.charCodeAt(start) === second.charCodeAt(start)) start++
  let firstEnd = first.length
  let secondEnd = second.length
  while (firstEnd > start && secondEnd > start && first.charCodeAt(firstEnd - 1) === second.charCodeAt(secondEnd - 1)) {
    firstEnd--
    secondEnd--
  }
  if (firstEnd === start || secondEnd === start) return Math.min(limit, firstEnd + secondEnd - 2 * start)
  // Each letter that the other has not takes an edit of its own: of thousands of names hardly any is left.
  const foreign = Math.max(
    foreignLetters(first, start, firstEnd, lettersOf(second, start, secondEnd)),
    foreignLetters(second, start, secondEnd, lettersOf(first, start, firstEnd)),
  )
  if (foreign >= limit) return limit
  const a = first.slice(start, firstEnd)
  const b = second.slice(start, secondEnd)
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, beforeLast[j - 2]! + 1)
      row.push(cost)
      least = Math.min(least, cost)
    }
    if (least >= limit) return limit
    beforeLast = last
    last = row
  }
  return last[b.length]!
}

/** A bit for each letter; some share one. */
function lettersOf(word: string, from: number, to: number): number {
  let letters = 0
  for (let i = from; i < to; i++) letters |= 1 << (word.charCodeAt(i) & 31)
  return letters
}

/** How many letters are certainly not among those. */
function foreignLetters(word: string, from: number, to: number, letters: number): number {
  let found = 0
  for (let i = from; i < to; i++) if ((letters & (1 << (word.charCodeAt(i) & 31))) === 0) found++
  return found
}
