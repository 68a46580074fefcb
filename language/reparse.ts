import { type Around, checkBalance } from './balanced.ts'
import type { SyntaxFact } from './diagnostics.ts'
import { Findings } from './findings.ts'
import { finishStatements, unitOf } from './finish.ts'
import * as h from './heads.ts'
import { lex, Tokens } from './lexer.ts'
import { Unit } from './node.ts'
import { DagParser } from './parser.ts'
import { copyOf } from './parser-base.ts'
import { isSameUnit } from './same.ts'
import { firstWhere } from './search.ts'
import { Dag, Group } from './statement-nodes.ts'
import { type Repaired, repair } from './structure.ts'
import { moved, SyntaxTree } from './syntax-tree.ts'
import type { TextChange } from './text-change.ts'
import * as t from './tokens.ts'
import type { Statement } from './tree.ts'

type Block = Dag | Group

/** Units that are lexed before those that are parsed, and tokens that are behind them: no rule looks farther. */
const unitsBefore = 6
const tokensAhead = 8
/** Units and characters that may share a line; files with longer lines are parsed whole. */
const longestLine = 64
/** Blocks in blocks, far from where a parse puts off what is deeper. */
const deepest = 16
const longestAhead = 8192

// Few tokens, and the arrays stay.
const tokens = new Tokens()

/** A run of statements of one container whose text was changed. */
interface Window {
  /** Dags and groups around, from the outside in. */
  readonly blocks: readonly Block[]
  readonly items: Statement[]
  /** Statements that are parsed again. */
  readonly from: number
  readonly to: number
  /** Their part of the old text, from behind what stands before them to what stands behind them. */
  readonly start: number
  readonly oldEnd: number
  /** Whether nothing stands behind them. */
  readonly isLast: boolean
}

/**
 * Parses what a change concerns, and puts it into the tree in place of what was there: the statements whose text was changed, and their
 * neighbours, as the rules look a few tokens ahead. `null` where the change may concern more: then the tree is as it was.
 */
export function reparse(before: SyntaxTree, text: string, change: TextChange): SyntaxTree | null {
  if (!before.isRegular) return null
  const window = windowOf(before, text, change)
  if (!window) return null
  const delta = change.newEnd - change.oldEnd
  const parsed = parseWindow(before, text, window, window.oldEnd + delta)
  const kept = parsed && keptFacts(before.brackets, window, parsed.ahead - delta, delta)
  return kept && splice(before, text, change, window, parsed, [...kept, ...parsed.brackets])
}

/** What the window is in: nothing is wrong with the heads of these, so that all readers of the brackets agree on them. */
function cleanBlock(unit: Unit): Block | null {
  const { node, facts } = unit
  return facts === null && isBlock(node) ? node : null
}

const isBlock = (node: Statement | null | undefined): node is Block => (node instanceof Dag || node instanceof Group) && node.body.present

function windowOf(before: SyntaxTree, text: string, { start, oldEnd, newEnd }: TextChange): Window | null {
  const blocks: Block[] = []
  let items = before.items
  for (;;) {
    const holder = items[firstWhere(items.length, i => items[i]!.start > start) - 1]
    if (!isBlock(holder) || start <= holder.body.start || oldEnd >= holder.body.end) break
    if (!cleanBlock(holder.unit)) return null
    if (blocks.length === deepest) return null
    blocks.push(holder)
    items = holder.body.items
  }
  const block = blocks[blocks.length - 1]
  // What touches the change may be read differently, but for the closing brace of a block and the first word of the next statement.
  let first = firstWhere(items.length, i => items[i]!.end >= start)
  if (isBlock(items[first]) && items[first]!.end === start) first++
  let last = firstWhere(items.length, i => items[i]!.start > oldEnd) - 1
  if (isBlock(items[last]) && items[last]!.start === oldEnd) last--
  for (let i = first; i <= last; i++) if (isBlock(items[i])) return null
  let from = first
  const isFirstOnLine = (i: number): boolean => before.text.slice(items[i - 1]!.end, items[i]!.start).includes('\n')
  while (from > 0 && !isBlock(items[from - 1]) && (first - from < unitsBefore || !isFirstOnLine(from))) {
    if (first - from > longestLine) return null
    from--
  }
  const to = endOfWindow(before, text, items, last, { start, oldEnd, newEnd }, block)
  if (to < 0) return null
  return {
    blocks,
    items,
    from,
    to,
    start: from > 0 ? items[from - 1]!.end : block ? block.body.start + 1 : 0,
    oldEnd: to < items.length ? items[to]!.start : block ? block.body.end - 1 : before.text.length,
    isLast: to === items.length && !block,
  }
}

/**
 * The first statement behind a change that is read as before: the next one but one, as what is wrong right before a statement is not said
 * by it again; on another line, where lines changed; and without faults, as one whose head is wrong is read by the words before it. -1: none.
 */
function endOfWindow(
  before: SyntaxTree,
  text: string,
  items: readonly Statement[],
  last: number,
  { start, oldEnd, newEnd }: TextChange,
  block: Block | undefined,
): number {
  const changes = changesLines(before.text, text, start, oldEnd, newEnd)
  const lineEnd = before.text.indexOf('\n', oldEnd)
  const isOnLine = (offset: number): boolean => lineEnd < 0 || offset <= lineEnd
  let to = last + 1
  for (; to < items.length; to++) {
    const item = items[to]!
    const { facts } = unitOf(item)
    if (isBlock(item)) return facts === null && !isOnLine(item.start) ? to : -1
    if (to > last + 1 && facts === null && !(changes && isOnLine(item.start))) return to
    if (to - last > longestLine) return -1
  }
  return changes && block && isOnLine(block.body.end - 1) ? -1 : to
}

/** Whether a change may move something to another line, or change the indentation of its line. */
function changesLines(before: string, after: string, start: number, oldEnd: number, newEnd: number): boolean {
  return before.slice(start, oldEnd).includes('\n') || after.slice(start, newEnd).includes('\n') || h.isFirstOnLine(after, start)
}

interface Parsed {
  readonly parser: DagParser
  readonly items: readonly Statement[]
  readonly found: Findings
  /** Where the lexer began, and the place of the window's first unit. */
  readonly start: number
  readonly firstUnit: number
  /** What is wrong with the window's brackets. */
  readonly brackets: readonly SyntaxFact[]
  /** How far behind the window its rules may have looked. */
  readonly ahead: number
}

function parseWindow({ units }: SyntaxTree, text: string, window: Window, end: number): Parsed | null {
  const firstUnit = firstWhere(units.length, i => units[i]!.at >= window.start)
  const lexed = units[firstUnit - unitsBefore]
  const start = lexed ? lexed.at : 0
  const around = lexed ? aroundOf(lexed) : []
  if (!around) return null
  tokens.length = 0
  const found = lex(text, start, end, 0, tokens, null)
  if (found.end !== end || found.hasOpenText || found.openComments.length > 0) return null
  const stop = tokens.length
  // A keyword behind a dot is no head.
  if (stop > 0 && tokens.kinds[stop - 1] === t.Dot) return null
  const ahead = lexAhead(text, end, stop)
  if (ahead < 0 || (!window.isLast && tokens.starts[stop] !== end)) return null
  const range = balancedWindow(text, stop, around, window.blocks.length)
  if (!range || range.hasOpenQuestion) return null
  // Cut from a copy: words that are cut from the whole text would keep it, and each edit would keep another one.
  const parser = new DagParser(text, tokens, copyOf(text.slice(start, ahead)), start)
  const block = window.blocks[window.blocks.length - 1]
  const parent = block ? block.unit : null
  parser.begin({ ...range, end: text.trimEnd().length, depth: 0, unit: parent ?? new Unit(0, null), hasUnits: true, parent })
  let first = range.from
  while (first < range.stop && (tokens.starts[first]! < window.start || tokens.ends[first]! <= window.start)) first++
  parser.goTo(first, window.blocks.length)
  const container = block ? block.kind : 'file'
  const items = parser.statements(container, range.stop)
  if (parser.at !== range.stop) return null
  finishStatements(parser, items, container)
  const brackets = range.problems.filter(problem => problem.start >= window.start)
  return { parser, items, found, start, firstUnit, brackets, ahead }
}

/** The tokens with the closers that are missing before `stop`; `null` where the rest of the file tells which ones these are. */
function balancedWindow(text: string, stop: number, around: readonly Around[], after: number): Repaired | null {
  const range = { from: 0, to: tokens.length }
  const { isBalanced, hasOpenQuestion } = checkBalance(tokens, range, stop, text, 0, around, after)
  return isBalanced ? { ...range, stop, problems: [], hasOpenQuestion } : repair(tokens, range, stop, text, around, after)
}

/** What is wrong with brackets outside of a window, at its new place; `null` where one of these is not clearly outside. */
function keptFacts(facts: readonly SyntaxFact[], { start, oldEnd }: Window, ahead: number, delta: number): SyntaxFact[] | null {
  const kept: SyntaxFact[] = []
  for (const fact of facts) {
    const noticed = fact.related[0]!.start
    if (noticed < start) kept.push(fact)
    else if (fact.start >= ahead) kept.push(delta === 0 ? fact : moved(fact, delta))
    else if (fact.start < start || noticed >= oldEnd) return null
  }
  return kept
}

/** The blocks around a unit, from the outside in; `null` where something is wrong with one. */
function aroundOf(unit: Unit): Around[] | null {
  const around: Around[] = []
  for (let { parent } = unit; parent; { parent } = parent) {
    const block = cleanBlock(parent)
    if (!block) return null
    around.unshift({ role: block.kind === 'dag' ? h.inDag : h.inGroup, start: block.body.start })
  }
  return around
}

/** Lexes so far behind the window that every rule in it sees what it would; answers where that ends, or -1 where it is too far. */
function lexAhead(text: string, from: number, stop: number): number {
  let end = from
  while (end < text.length && (tokens.length < stop + tokensAhead || !endsLine(text, stop))) {
    if (end - from > longestAhead) return -1
    const limit = Math.min(text.length, end + 256)
    end = Math.max(limit, lex(text, end, limit, 0, tokens, null).end)
  }
  return end
}

/** Whether a bracket or a line's end is among the tokens behind the window: there ends what looks ahead on its line. */
function endsLine(text: string, stop: number): boolean {
  for (let i = stop; i < tokens.length; i++) {
    const kind = tokens.kinds[i]!
    if (t.isOpener(kind) || t.isCloser(kind)) return true
    if (i > 0 && text.slice(tokens.ends[i - 1]!, tokens.starts[i]!).includes('\n')) return true
  }
  return false
}

/** Keeps the units that came out as they were, and puts the others in the place of the old ones. */
function splice(
  before: SyntaxTree,
  text: string,
  change: TextChange,
  window: Window,
  parsed: Parsed,
  brackets: readonly SyntaxFact[],
): SyntaxTree {
  const { units } = before
  const { firstUnit, parser, found } = parsed
  const { blocks, items, from, to } = window
  const delta = change.newEnd - change.oldEnd
  const older = units.slice(firstUnit, firstUnit + to - from)
  const newer = parsed.items.map(unitOf)
  let head = 0
  const most = Math.min(older.length, newer.length)
  while (head < most && older[head]!.at === newer[head]!.at && isSameUnit(older[head]!, newer[head]!)) head++
  let tail = 0
  const isSameTail = (one: Unit, other: Unit): boolean => one.at + delta === other.at && isSameUnit(one, other)
  while (tail < most - head && isSameTail(older[older.length - 1 - tail]!, newer[newer.length - 1 - tail]!)) tail++
  const removed = older.slice(head, older.length - tail)
  const made = newer.slice(head, newer.length - tail)
  const behind = newer[newer.length - tail]
  const added = made.length === 0 ? [] : parser.units.filter(({ at }) => at >= made[0]!.at && (!behind || at < behind.at))
  items.splice(from + head, removed.length, ...made.map(unit => unit.node!))
  units.splice(firstUnit + head, removed.length, ...added)
  if (delta !== 0) {
    for (let i = firstUnit + head + added.length; i < units.length; i++) units[i]!.at += delta
    for (const block of blocks) {
      block.to += delta
      block.body.to += delta
    }
  }
  const findings = new Findings()
  findings.addRuns(before.findings, 0, parsed.start, 0)
  findings.addRuns(found, 0, text.length, 0)
  findings.addRuns(before.findings, window.oldEnd, before.text.length, delta)
  return new SyntaxTree(text, before.items, units, findings, brackets, true, { text: change, removed, added, isWhole: false })
}
