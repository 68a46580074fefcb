import type { IToken } from 'chevrotain'
import type { SyntaxFact } from './diagnostics.ts'
import { DagParser } from './parser.ts'
import type { OpenString } from './parser-base.ts'
import { checkPlacement } from './placement.ts'
import { isClosedComment, nestingLimit } from './scan.ts'
import { balance } from './structure.ts'
import { lexer } from './tokens.ts'
import type { Expression, Tree } from './tree.ts'

// Building the grammar takes longer than most parses: once, at the first parse.
let parser: DagParser | null = null

/** Parses any text to a tree; never throws. Linear in the length of the text. */
export function parse(text: string): Tree {
  parser ??= new DagParser()
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const lexed = lexer.tokenize(start === 1 ? ` ${text.slice(1)}` : text)
  const problems: SyntaxFact[] = []
  for (const error of lexed.errors) reportCharacters(text, error.offset, error.length, problems)
  const comments = lexed.groups['comments'] ?? []
  for (const comment of comments)
    if (comment.image.startsWith('/*') && !isClosedComment(comment.image))
      problems.push({ reason: 'syntax/unclosed-comment', data: {}, start: comment.startOffset, end: comment.startOffset + 2, related: [] })
  const balanced = balance(lexed.tokens, text)
  for (const problem of balanced.problems) problems.push(problem)
  parser.begin(text, balanced.tokens, endOfContent(text))
  const items = parser.file()
  for (const problem of parser.problems) problems.push(problem)
  fillInterpolations(parser, text, problems)
  checkPlacement(items, 'file', text, fact => problems.push(fact))
  problems.sort((a, b) => a.start - b.start || a.end - b.end)
  return { text, items, tokens: balanced.tokens, comments, problems }
}

/** Parses one expression, as `--input` has it; `null` where the text is none. */
export function parseExpression(text: string): Expression | null {
  parser ??= new DagParser()
  const lexed = lexer.tokenize(text)
  const balanced = balance(lexed.tokens, text)
  parser.begin(text, balanced.tokens, text.length)
  const expression = parser.interpolation()
  const problems: SyntaxFact[] = [...balanced.problems, ...parser.problems]
  fillInterpolations(parser, text, problems)
  return problems.length > 0 || lexed.errors.length > 0 || expression.kind === 'missing' ? null : expression
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

/** Strings in strings are parsed one level after the other, so that no nesting is too deep for the stack. */
function fillInterpolations(parser: DagParser, text: string, problems: SyntaxFact[]): void {
  let level: readonly OpenString[] = parser.strings
  for (let depth = 1; level.length > 0; depth++) {
    const next: OpenString[] = []
    for (const { node, raw } of level)
      for (const part of raw) {
        if (part.kind === 'characters') node.parts.push(part)
        else if (depth > nestingLimit) {
          problems.push({ reason: 'syntax/nesting', data: { limit: nestingLimit }, start: part.start, end: part.end, related: [] })
          node.parts.push({
            kind: 'interpolated',
            expression: { kind: 'missing', start: part.start, end: part.end },
            start: part.start,
            end: part.end,
          })
        } else {
          const expression = parseSlice(parser, text, part.start, part.end, problems)
          next.push(...parser.strings)
          node.parts.push({ kind: 'interpolated', expression, start: part.start, end: part.end })
        }
      }
    level = next
  }
}

function parseSlice(parser: DagParser, text: string, start: number, end: number, problems: SyntaxFact[]): Expression {
  const lexed = lexer.tokenize(text.slice(start, end))
  for (const error of lexed.errors) reportCharacters(text, start + error.offset, error.length, problems)
  const shifted: IToken[] = lexed.tokens.map(token => ({ ...token, startOffset: token.startOffset + start }))
  const balanced = balance(shifted, text)
  parser.begin(text, balanced.tokens, end)
  const expression = parser.interpolation()
  for (const problem of [...balanced.problems, ...parser.problems]) problems.push(problem)
  return expression
}
