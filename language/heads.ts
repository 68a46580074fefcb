import type { Tokens } from './lexer.ts'
import * as t from './tokens.ts'

/** A run of tokens; what is outside it is not there. */
export interface TokenRange {
  readonly from: number
  readonly to: number
}

/** The kind of a token; `End` outside the range. */
export function kindAt(tokens: Tokens, range: TokenRange, at: number): number {
  return at >= range.from && at < range.to ? tokens.kinds[at]! : t.End
}

/** A head without a brace: of a `let`, an `input` or an import. */
export const noBrace = -1
/** A keyword that begins no declaration. */
export const noHead = -2

/** Where among the tokens the `{` of the declaration stands whose head begins at keyword `i`. */
export function braceOfHead(tokens: Tokens, range: TokenRange, i: number): number {
  if (kindAt(tokens, range, i - 1) === t.Dot) return noHead
  const head = tokens.kinds[i]!
  const next = kindAt(tokens, range, i + 1)
  // `task : engine {` lacks its name only; any other word before a colon is a key.
  if (next === t.Colon) {
    const isHead = head === t.Task && t.isWord(kindAt(tokens, range, i + 2)) && kindAt(tokens, range, i + 3) === t.LBrace
    return isHead ? i + 3 : noHead
  }
  const isNamed = t.isWord(next)
  switch (head) {
    case t.Let:
      return isNamed && kindAt(tokens, range, i + 2) === t.Equals ? noBrace : noHead
    case t.Input:
      return isNamed && kindAt(tokens, range, i + 2) === t.Colon ? noBrace : noHead
    case t.Import:
      return next === t.StringLiteral ? noBrace : noHead
    case t.True:
    case t.False:
    case t.Null:
      return noHead
  }
  // A name may be wrong or missing while it is typed: what matters is the brace.
  let brace = i + 1
  if (isNamed || next === t.StringLiteral || next === t.Numeric) brace++
  if (head === t.Task && kindAt(tokens, range, brace) === t.Colon) {
    brace++
    if (t.isWord(kindAt(tokens, range, brace))) brace++
  }
  return kindAt(tokens, range, brace) === t.LBrace ? brace : noHead
}

// What a bracket holds.
export const inFile = 0
export const inDag = 1
export const inGroup = 2
export const inTask = 3
export const inBlock = 4
export const inMap = 5
export const inList = 6
export const inParen = 7

/** Whether a bracket holds statements. */
export const isBody = (role: number): boolean => role <= inBlock
export const closerOfRole = (role: number): number => (role <= inMap ? t.RBrace : role === inList ? t.RBracket : t.RParen)

/** What the `{` of a declaration holds. */
export function roleOfHead(head: number): number {
  return head === t.Dag ? inDag : head === t.Group ? inGroup : head === t.Task ? inTask : inBlock
}

/** What the `{` of a declaration holds whose keyword is no keyword: `tsk a: shell {`, `grup g {`. */
export function roleOfMisspelled(tokens: Tokens, range: TokenRange, brace: number, text: string): number {
  const before = (count: number): number => kindAt(tokens, range, brace - count)
  if (before(2) === t.Colon && t.isWord(before(3)) && before(4) === t.Identifier) return inTask
  if (before(1) !== t.Identifier || before(2) !== t.Identifier) return inBlock
  return text.slice(tokens.starts[brace - 2]!, tokens.starts[brace]!).includes('\n') ? inBlock : inGroup
}

/** `key:` at a line's start. */
export function beginsProperty(tokens: Tokens, range: TokenRange, i: number, text: string): boolean {
  return t.isWord(tokens.kinds[i]!) && kindAt(tokens, range, i + 1) === t.Colon && isFirstOnLine(text, tokens.starts[i]!)
}

/** `name.name ->` at a line's start. */
export function beginsEdge(tokens: Tokens, range: TokenRange, i: number, text: string): boolean {
  if (tokens.kinds[i] !== t.Identifier) return false
  let next = i + 1
  while (kindAt(tokens, range, next) === t.Dot) next += 2
  return kindAt(tokens, range, next) === t.Arrow && isFirstOnLine(text, tokens.starts[i]!)
}

export function isFirstOnLine(text: string, offset: number): boolean {
  for (let i = offset - 1; i >= 0; i--) {
    const c = text.charCodeAt(i)
    if (c === 10) return true
    if (c !== 32 && c !== 9 && c !== 13) return false
  }
  return true
}

export function indentationAt(text: string, offset: number): number {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
  let i = start
  while (text.charCodeAt(i) === 32 || text.charCodeAt(i) === 9) i++
  return i - start
}
