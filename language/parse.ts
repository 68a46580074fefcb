import type { SyntaxFact } from './diagnostics.ts'
import { InterpolatedPart, MissingNode } from './expression-nodes.ts'
import { type Findings, lex, lexFile } from './lexer.ts'
import { Located, Unit } from './node.ts'
import { DagParser } from './parser.ts'
import type { Deferred, OpenString } from './parser-base.ts'
import { checkPlacement } from './placement.ts'
import { nestingLimit } from './scan.ts'
import type { Span } from './span.ts'
import { balance } from './structure.ts'
import { SyntaxTree } from './syntax-tree.ts'
import type { Expression, Statement, Tree } from './tree.ts'

/** Parses any text to a tree; never throws. Linear in the length of the text. */
export function parse(text: string): Tree {
  const parser = new DagParser()
  parser.text = text
  parser.source = text
  const found = lexFile(text, parser.tokens, null)
  const loose: SyntaxFact[] = []
  reportFindings(found, text, fact => loose.push(fact))
  const balanced = balance(parser.tokens, 0, text)
  for (const problem of balanced.problems) loose.push(problem)
  const file = new Unit(0, null)
  parser.begin({ ...balanced, end: endOfContent(text), depth: 0, unit: file, hasUnits: true, parent: null })
  const items = parser.statements()
  finish(parser)
  checkPlacement(items, 'file', text, (fact, item) => addFact(unitOf(item), fact))
  return new SyntaxTree(text, items, parser.units, loose)
}

/** Parses one expression, as `--input` has it; `null` where the text is none. */
export function parseExpression(text: string): Expression | null {
  const parser = new DagParser()
  parser.text = text
  parser.source = text
  const { characters } = lex(text, 0, text.length, 0, parser.tokens, null)
  const balanced = balance(parser.tokens, 0, text)
  const unit = new Unit(0, null)
  parser.begin({ ...balanced, end: text.length, depth: 0, unit, hasUnits: false, parent: null })
  const expression = parser.interpolation()
  finish(parser)
  const isWrong = balanced.problems.length > 0 || unit.facts !== null || characters.length > 0
  return isWrong || expression.kind === 'missing' ? null : expression
}

/** Every statement of a tree was made here. */
function unitOf(statement: Statement): Unit {
  if (!(statement instanceof Located)) throw new TypeError('a statement of no unit')
  return statement.unit
}

function addFact(unit: Unit, fact: SyntaxFact): void {
  unit.facts ??= []
  unit.facts.push(fact)
}

function endOfContent(text: string): number {
  return text.trimEnd().length
}

function reportFindings({ characters, openComments }: Findings, text: string, report: (fact: SyntaxFact) => void): void {
  for (let i = 0; i < characters.length; i += 2) reportCharacters(text, characters[i]!, characters[i + 1]!, report)
  for (const start of openComments) report({ reason: 'syntax/unclosed-comment', data: {}, start, end: start + 2, related: [] })
}

/** One report a character, but not more than a line of them. */
function reportCharacters(text: string, start: number, end: number, report: (fact: SyntaxFact) => void): void {
  let at = start
  for (const character of text.slice(start, end)) {
    report({ reason: 'syntax/character', data: { character }, start: at, end: at + character.length, related: [] })
    at += character.length
    if (at - start > 80) return
  }
}

/** Parses what a parse left open: deep brackets, and strings in strings, level by level, so that no nesting is too deep for the stack. */
function finish(parser: DagParser): void {
  while (parser.strings.length > 0 || parser.deferred.length > 0) {
    const { strings, deferred } = parser
    parser.strings = []
    parser.deferred = []
    for (const each of deferred) parseDeferred(parser, each)
    for (const each of strings) parseString(parser, each)
  }
}

function parseDeferred(parser: DagParser, deferred: Deferred): void {
  parser.begin(deferred)
  deferred.fill(deferred.kind === 'value' ? parser.primary() : parser.statements())
}

function parseString(parser: DagParser, { node, raw, depth }: OpenString): void {
  const { unit } = node
  for (const part of raw) {
    if (part.kind === 'characters') {
      node.parts.push(part)
      continue
    }
    const { start, end } = part
    let expression: Expression
    if (depth >= nestingLimit) {
      addFact(unit, { reason: 'syntax/nesting', data: { limit: nestingLimit }, start, end, related: [] })
      expression = new MissingNode(unit, start, end)
    } else {
      // What follows an interpolation that never ends is wrong because of that, and is not reported besides.
      parser.isQuiet = !part.closed
      expression = parseSlice(parser, unit, part, depth + 1)
      parser.isQuiet = false
    }
    node.parts.push(new InterpolatedPart(unit, start, end, expression))
  }
}

function parseSlice(parser: DagParser, unit: Unit, { start, end }: Span, depth: number): Expression {
  const { tokens, text } = parser
  const report = (fact: SyntaxFact): void => {
    if (!parser.isQuiet) addFact(unit, fact)
  }
  const from = tokens.length
  const source = parser.source.slice(start - parser.base, end - parser.base)
  reportFindings(lex(source, 0, source.length, start, tokens, null), text, report)
  const balanced = balance(tokens, from, text, depth)
  for (const problem of balanced.problems) report(problem)
  parser.begin({ ...balanced, end, depth, unit, hasUnits: false, parent: null })
  return parser.interpolation()
}
