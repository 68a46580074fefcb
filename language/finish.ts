import type { SyntaxFact } from './diagnostics.ts'
import { InterpolatedPart, MissingNode } from './expression-nodes.ts'
import { lex } from './lexer.ts'
import { Located, type Unit } from './node.ts'
import type { DagParser } from './parser.ts'
import type { Deferred, OpenString } from './parser-base.ts'
import { type Container, checkPlacement } from './placement.ts'
import { nestingLimit } from './scan.ts'
import type { Span } from './span.ts'
import { balance } from './structure.ts'
import type { Expression, Statement } from './tree.ts'

/** Parses what the statements of a parse left open, and says which of them stand where they cannot. */
export function finishStatements(parser: DagParser, items: readonly Statement[], container: Container): void {
  finish(parser)
  if (parser.hasMisplaced) checkPlacement(items, container, parser.text, (fact, item) => addFact(unitOf(item), fact))
}

/** Every statement of a tree was made here. */
export function unitOf(statement: Statement): Unit {
  if (!(statement instanceof Located)) throw new TypeError('a statement of no unit')
  return statement.unit
}

function addFact(unit: Unit, fact: SyntaxFact): void {
  unit.facts ??= []
  unit.facts.push(fact)
}

/** Parses what a parse left open: deep brackets, and strings in strings, level by level, so that no nesting is too deep for the stack. */
export function finish(parser: DagParser): void {
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
  lex(source, 0, source.length, start, tokens, null).report(text, report)
  const balanced = balance(tokens, from, text, depth)
  for (const problem of balanced.problems) report(problem)
  parser.begin({ ...balanced, end, depth, unit, hasUnits: false, parent: null })
  return parser.interpolation()
}
