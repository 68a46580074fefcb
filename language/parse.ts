import type { SyntaxFact } from './diagnostics.ts'
import { InterpolatedPart, MissingNode } from './expression-nodes.ts'
import { reportFindings } from './findings.ts'
import { lex, lexFile, Tokens } from './lexer.ts'
import { Located, Unit } from './node.ts'
import { DagParser } from './parser.ts'
import type { Deferred, OpenString } from './parser-base.ts'
import { checkPlacement } from './placement.ts'
import { nestingLimit } from './scan.ts'
import type { Span } from './span.ts'
import { balance } from './structure.ts'
import { SyntaxTree } from './syntax-tree.ts'
import type { Expression, Statement, Tree } from './tree.ts'

// The arrays of the last parse, for the next one: they are large.
let spare: Tokens | null = null

/** Parses any text to a tree; never throws. Linear in the length of the text. */
export function parse(text: string): Tree {
  const tokens = spare ?? new Tokens()
  spare = null
  const parser = new DagParser(text, tokens, text, 0)
  const found = lexFile(text, tokens, null)
  const balanced = balance(parser.tokens, 0, text)
  const file = new Unit(0, null)
  parser.begin({ ...balanced, end: endOfContent(text), depth: 0, unit: file, hasUnits: true, parent: null })
  const items = parser.statements('file')
  finish(parser)
  if (parser.hasMisplaced) checkPlacement(items, 'file', text, (fact, item) => addFact(unitOf(item), fact))
  tokens.length = 0
  spare = tokens
  return new SyntaxTree(text, items, parser.units, found, balanced.problems)
}

/** Parses one expression, as `--input` has it; `null` where the text is none. */
export function parseExpression(text: string): Expression | null {
  const parser = new DagParser(text, new Tokens(), text, 0)
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
  deferred.fill(deferred.container === null ? parser.primary() : parser.statements(deferred.container))
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
