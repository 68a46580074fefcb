import type { ILexingResult, IToken } from 'chevrotain'
import type { SyntaxFact } from './diagnostics.ts'
import { InterpolatedPart, MissingNode } from './expression-nodes.ts'
import { Origin } from './node.ts'
import { DagParser } from './parser.ts'
import type { Deferred, OpenString } from './parser-base.ts'
import { checkPlacement } from './placement.ts'
import { isClosedComment, isClosedText, nestingLimit, suspiciously } from './scan.ts'
import type { Span } from './span.ts'
import { balance } from './structure.ts'
import { lexer, Text } from './tokens.ts'
import type { Expression, Tree } from './tree.ts'

// Building the grammar takes longer than most parses: once, at the first parse.
let parser: DagParser | null = null

/** Parses any text to a tree; never throws. Linear in the length of the text. */
export function parse(text: string): Tree {
  parser ??= new DagParser()
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const lexed = tokenize(start === 1 ? ` ${text.slice(1)}` : text)
  const problems: SyntaxFact[] = []
  for (const error of lexed.errors) reportCharacters(text, error.offset, error.length, problems)
  const comments = lexed.groups['comments'] ?? []
  for (const comment of comments) checkComment(comment, 0, problems)
  const balanced = balance(lexed.tokens, text)
  for (const problem of balanced.problems) problems.push(problem)
  parser.begin(text, balanced.tokens, endOfContent(text), 0, new Origin(0), true)
  const items = parser.file()
  finish(parser, text, problems)
  checkPlacement(items, 'file', text, fact => problems.push(fact))
  problems.sort((a, b) => a.start - b.start || a.end - b.end)
  return { text, items, tokens: balanced.tokens, comments, problems }
}

/** Parses one expression, as `--input` has it; `null` where the text is none. */
export function parseExpression(text: string): Expression | null {
  parser ??= new DagParser()
  const lexed = lexer.tokenize(text)
  const balanced = balance(lexed.tokens, text)
  parser.begin(text, balanced.tokens, text.length, 0, new Origin(0), false)
  const expression = parser.interpolation()
  const problems: SyntaxFact[] = [...balanced.problems]
  finish(parser, text, problems)
  return problems.length > 0 || lexed.errors.length > 0 || expression.kind === 'missing' ? null : expression
}

function tokenize(text: string): ILexingResult {
  const lexed = lexer.tokenize(text)
  const isOpen = (token: IToken): boolean => token.tokenType === Text && !isClosedText(token.image)
  return lexed.tokens.some(isOpen) ? suspiciously(() => lexer.tokenize(text)) : lexed
}

function endOfContent(text: string): number {
  return text.length === 0 ? 0 : Math.max(0, text.trimEnd().length)
}

/** One report a character, but not more than a line of them. */
function reportCharacters(text: string, offset: number, length: number, problems: SyntaxFact[]): void {
  let at = offset
  for (const character of text.slice(offset, offset + length)) {
    problems.push({ reason: 'syntax/character', data: { character }, start: at, end: at + character.length, related: [] })
    at += character.length
    if (at - offset > 80) return
  }
}

function checkComment(comment: IToken, offset: number, problems: SyntaxFact[]): void {
  if (!comment.image.startsWith('/*') || isClosedComment(comment.image)) return
  const start = offset + comment.startOffset
  problems.push({ reason: 'syntax/unclosed-comment', data: {}, start, end: start + 2, related: [] })
}

interface Pending {
  readonly strings: OpenString[]
  readonly deferred: Deferred[]
}

/** Parses what a parse left open: deep brackets, and strings in strings, level by level, so that no nesting is too deep for the stack. */
function finish(parser: DagParser, text: string, problems: SyntaxFact[]): void {
  let level: Pending = { strings: [], deferred: [] }
  const collect = (into: Pending, facts: SyntaxFact[]): void => {
    for (const problem of parser.problems) facts.push(problem)
    for (const string of parser.strings) into.strings.push(string)
    for (const deferred of parser.deferred) into.deferred.push(deferred)
  }
  collect(level, problems)
  while (level.strings.length > 0 || level.deferred.length > 0) {
    const next: Pending = { strings: [], deferred: [] }
    for (const { kind, tokens, depth, end, origin, hasUnits, fill } of level.deferred) {
      parser.begin(text, tokens, end, depth, origin, hasUnits)
      fill(kind === 'value' ? parser.value() : parser.file())
      collect(next, problems)
    }
    for (const { node, raw, depth } of level.strings)
      for (const part of raw) {
        if (part.kind === 'characters') {
          node.parts.push(part)
          continue
        }
        const { start, end } = part
        let expression: Expression = new MissingNode(node.origin, start, end)
        if (depth >= nestingLimit) problems.push({ reason: 'syntax/nesting', data: { limit: nestingLimit }, start, end, related: [] })
        else {
          // What follows an interpolation that never ends is wrong because of that, and is not reported besides.
          const facts = part.closed ? problems : []
          expression = parseSlice(parser, text, node.origin, part, depth + 1, facts)
          collect(next, facts)
        }
        node.parts.push(new InterpolatedPart(node.origin, start, end, expression))
      }
    level = next
  }
}

function parseSlice(
  parser: DagParser,
  text: string,
  origin: Origin,
  { start, end }: Span,
  depth: number,
  problems: SyntaxFact[],
): Expression {
  const lexed = lexer.tokenize(text.slice(start, end))
  for (const error of lexed.errors) reportCharacters(text, start + error.offset, error.length, problems)
  for (const comment of lexed.groups['comments'] ?? []) checkComment(comment, start, problems)
  const shifted: IToken[] = lexed.tokens.map(token => ({ ...token, startOffset: token.startOffset + start }))
  const balanced = balance(shifted, text, depth)
  for (const problem of balanced.problems) problems.push(problem)
  parser.begin(text, balanced.tokens, end, depth, origin, false)
  return parser.interpolation()
}
