import * as h from './heads.ts'
import type { Tokens } from './lexer.ts'
import { nestingLimit } from './scan.ts'
import * as t from './tokens.ts'

/** A bracket around a run of tokens: what it holds, and the offset where it opens. */
export interface Around {
  readonly role: number
  readonly start: number
}

/** What is open while tokens are passed, from the file inwards; one for all, so that nothing is made for a token. */
const roles = new Uint8Array(nestingLimit + 2)
const offsets = new Int32Array(nestingLimit + 2)
/** Of the lines where they open; negative until it is asked for. */
const indentations = new Int32Array(nestingLimit + 2)
/** `?` that wait for their `:`. */
const questions = new Int32Array(nestingLimit + 2)

/** What a pass over tokens found. */
export interface Balance {
  /** Whether no bracket is missing, superfluous or too deep: then the tokens are as `balance` would make them. */
  readonly isBalanced: boolean
  /** Whether a `?` directly in a file, dag or group waits for its `:`, which what follows could notice. */
  readonly hasOpenQuestion: boolean
}

const unbalanced: Balance = { isBalanced: false, hasOpenQuestion: false }
const balanced: Balance = { isBalanced: true, hasOpenQuestion: false }
const questioned: Balance = { isBalanced: true, hasOpenQuestion: true }

/**
 * Tells whether a range of tokens is as it should be, up to the token `stop`: it takes the same decisions as `balance`, whose every wrong
 * bracket ends it. `around`: what is open before the first token; `after`: how many brackets shall be open before `stop`.
 */
export function checkBalance(
  tokens: Tokens,
  range: h.TokenRange,
  stop: number,
  text: string,
  outside: number,
  around: readonly Around[],
  after: number,
): Balance {
  const { kinds, starts } = tokens
  let top = 0
  let depth = outside
  roles[0] = h.inFile
  questions[0] = 0
  for (const { role, start } of around) {
    if (depth++ >= nestingLimit) return unbalanced
    roles[++top] = role
    offsets[top] = start
    indentations[top] = -1
    questions[top] = 0
  }
  let hasOpenQuestion = false
  let pendingBrace = -1
  let pendingRole = h.inFile
  for (let at = range.from; at < stop; at++) {
    const kind = kinds[at]!
    if (t.isKeyword(kind)) {
      const brace = h.braceOfHead(tokens, range, at)
      if (brace !== h.noHead) {
        if (brace !== h.noBrace) {
          pendingBrace = brace
          pendingRole = h.roleOfHead(kind)
        }
        if (questions[top]! > 0 && roles[top]! <= h.inGroup) hasOpenQuestion = true
        depth -= questions[top]!
        questions[top] = 0
        if (top > 0 && (!h.isBody(roles[top]!) || closes(kind, starts[at]!, text, top))) return unbalanced
      }
    }
    if (roles[top]! > h.inBlock) {
      const isProperty = roles[top] !== h.inMap && questions[top] === 0 && h.beginsProperty(tokens, range, at, text)
      if (isProperty || kind === t.Arrow || h.beginsEdge(tokens, range, at, text)) return unbalanced
    }
    if (t.isOpener(kind)) {
      if (depth >= nestingLimit) return unbalanced
      let role = kind === t.LBracket ? h.inList : h.inParen
      if (kind === t.LBrace) {
        if (pendingBrace === at) {
          role = pendingRole
          pendingBrace = -1
        } else role = roleOfBrace(tokens, range, at, text, top)
      }
      depth++
      top++
      roles[top] = role
      offsets[top] = starts[at]!
      indentations[top] = -1
      questions[top] = 0
    } else if (t.isCloser(kind)) {
      if (top === 0 || h.closerOfRole(roles[top]!) !== kind) return unbalanced
      if (questions[top]! > 0 && roles[top]! <= h.inGroup) hasOpenQuestion = true
      depth -= 1 + questions[top]!
      top--
    } else if (kind === t.Question) {
      if (depth >= nestingLimit) return unbalanced
      questions[top]!++
      depth++
    } else if (kind === t.Colon && questions[top]! > 0) {
      questions[top]!--
      depth--
    }
  }
  if (top !== after) return unbalanced
  for (let i = 0; i <= top; i++) if (questions[i]! > 0) hasOpenQuestion = true
  return hasOpenQuestion ? questioned : balanced
}

function roleOfBrace(tokens: Tokens, range: h.TokenRange, at: number, text: string, top: number): number {
  const before = h.kindAt(tokens, range, at - 1)
  if (before === t.Colon || roles[top]! > h.inBlock || before === t.Equals || before === t.Comma) return h.inMap
  return top === 0 ? h.inDag : h.roleOfMisspelled(tokens, range, at, text)
}

/** When the head of a declaration closes the body that it stands in: never, always, or where it is not indented more. */
export type Closing = 'never' | 'always' | 'left'

export function closingOf(head: number, role: number): Closing {
  const isInner = role === h.inTask || role === h.inBlock
  switch (head) {
    case t.Dag:
      return 'always'
    case t.Task:
    case t.Group:
      return isInner ? 'always' : 'never'
    case t.On:
      return role === h.inBlock ? 'always' : 'never'
    case t.Let:
    case t.Input:
    case t.Defaults:
      return isInner ? 'left' : 'never'
    default:
      return 'left'
  }
}

/** Whether a head closes the innermost body that is open. */
function closes(head: number, start: number, text: string, top: number): boolean {
  const closing = closingOf(head, roles[top]!)
  if (closing !== 'left') return closing === 'always'
  if (!h.isFirstOnLine(text, start)) return false
  if (indentations[top]! < 0) indentations[top] = h.indentationAt(text, offsets[top]!)
  return h.indentationAt(text, start) <= indentations[top]!
}
