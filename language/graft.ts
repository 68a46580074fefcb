import { unitOf } from './finish.ts'
import type { Unit } from './node.ts'
import { hasSameFacts, isSameUnit } from './same.ts'
import { firstWhere } from './search.ts'
import { Dag, Group } from './statement-nodes.ts'
import { SyntaxTree } from './syntax-tree.ts'
import type { Statement } from './tree.ts'

type Block = Dag | Group

/** Takes over into a tree that was parsed whole every unit of the tree before it whose text is the same. */
export function graft(before: SyntaxTree, now: SyntaxTree): SyntaxTree {
  const all = new Set(before.units)
  const grafting = new Grafting(before, now)
  grafting.merge(before.items, now.items, null)
  const { kept } = grafting
  const units = now.units.map(unit => kept.get(unit) ?? unit)
  const added = now.units.filter(unit => !kept.has(unit))
  for (const unit of added) if (unit.parent) unit.parent = kept.get(unit.parent) ?? unit.parent
  for (const unit of kept.values()) all.delete(unit)
  const change = now.change && { ...now.change, removed: [...all], added }
  return new SyntaxTree(now.text, now.items, units, now.findings, now.brackets, now.isRegular, change)
}

class Grafting {
  /** Old units, by the new ones in whose place they are. */
  readonly kept = new Map<Unit, Unit>()
  readonly #taken = new Set<Unit>()
  readonly #before: SyntaxTree
  readonly #now: SyntaxTree
  /** Where brackets are wrong: there the same text may be read differently. */
  readonly #oldFaults: readonly number[]
  readonly #newFaults: readonly number[]

  constructor(before: SyntaxTree, now: SyntaxTree) {
    this.#before = before
    this.#now = now
    this.#oldFaults = placesOf(before)
    this.#newFaults = placesOf(now)
  }

  /** Puts old statements in the place of new ones of the same text; `parent`: what the new ones stand in. */
  merge(older: readonly Statement[], newer: Statement[], parent: Unit | null): void {
    const most = Math.min(older.length, newer.length)
    let head = 0
    while (head < most && this.#isSame(older[head]!, newer[head]!)) this.#take(older[head]!, newer, head++, parent)
    let tail = 0
    const isSameTail = (): boolean => this.#isSame(older[older.length - 1 - tail]!, newer[newer.length - 1 - tail]!)
    while (tail < most - head && isSameTail()) this.#take(older[older.length - 1 - tail]!, newer, newer.length - 1 - tail++, parent)
    const left = older.slice(head, older.length - tail)
    const missed = newer.length - tail - head
    if (left.length === 0 || missed === 0) return
    const byText = new Map<string, Statement[]>()
    for (const item of left) {
      const text = textOf(item, this.#before.text)
      const same = byText.get(text)
      if (same) same.push(item)
      else byText.set(text, [item])
    }
    for (let i = head; i < newer.length - tail; i++) {
      const same = byText.get(textOf(newer[i]!, this.#now.text))
      if (same?.[0] && this.#isSame(same[0], newer[i]!)) this.#take(same.shift()!, newer, i, parent)
    }
    this.#mergeRest([...byText.values()].flat(), newer.slice(head, newer.length - tail))
  }

  /** Blocks whose heads are others: what is in them may be the same, in the order in which they stand. */
  #mergeRest(older: readonly Statement[], newer: readonly Statement[]): void {
    const left = older.filter(isBlock).sort((a, b) => a.start - b.start)
    for (const block of newer) {
      if (!isBlock(block) || this.#taken.has(block.unit)) continue
      const like = left.findIndex(({ kind }) => kind === block.kind)
      if (like >= 0) this.merge(left.splice(like, 1)[0]!.body.items, block.body.items, block.unit)
    }
  }

  #isSame(old: Statement, now: Statement): boolean {
    if (old.kind !== now.kind || isBlock(old) !== isBlock(now)) return false
    if (textOf(old, this.#before.text) !== textOf(now, this.#now.text)) return false
    const one = unitOf(old)
    const other = unitOf(now)
    // The head of a block is its name only.
    if (isBlock(old)) return hasSameFacts(one, other)
    const isPlain = one.facts === null && other.facts === null && !hasWithin(this.#oldFaults, old) && !hasWithin(this.#newFaults, now)
    return isPlain || isSameUnit(one, other)
  }

  #take(old: Statement, items: Statement[], index: number, parent: Unit | null): void {
    const now = items[index]!
    const unit = unitOf(old)
    this.kept.set(unitOf(now), unit)
    this.#taken.add(unit)
    unit.at = unitOf(now).at
    unit.parent = parent
    items[index] = old
    if (!isBlock(old) || !isBlock(now)) return
    this.merge(old.body.items, now.body.items, unit)
    old.to = now.to
    old.body.to = now.body.to
    old.body.items.length = 0
    for (const item of now.body.items) old.body.items.push(item)
  }
}

const isBlock = (node: Statement): node is Block => (node instanceof Dag || node instanceof Group) && node.body.present

/** The text of a statement; of a block that of its head. */
function textOf(item: Statement, text: string): string {
  return text.slice(item.start, isBlock(item) ? item.body.start + 1 : item.end)
}

function placesOf({ brackets }: SyntaxTree): number[] {
  return brackets.map(({ start }) => start).sort((a, b) => a - b)
}

/** Whether one of the places, which are in order, is in a statement. */
function hasWithin(places: readonly number[], { start, end }: Statement): boolean {
  const first = places[firstWhere(places.length, index => places[index]! >= start)]
  return first !== undefined && first <= end
}
