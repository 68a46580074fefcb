import { finish, finishStatements } from './finish.ts'
import { graft } from './graft.ts'
import { lex, lexFile, Tokens } from './lexer.ts'
import { Unit } from './node.ts'
import { DagParser } from './parser.ts'
import { reparse } from './reparse.ts'
import { balance } from './structure.ts'
import { SyntaxTree } from './syntax-tree.ts'
import { changeBetween, type TextChange } from './text-change.ts'
import type { Expression, Tree } from './tree.ts'

// The arrays of the last parse, for the next one: they are large.
let spare: Tokens | null = null

/**
 * Parses any text to a tree; never throws. Linear in the length of the text. `previous`: a tree of an older text, which is spent by this.
 * What did not change is taken over from it, and where the change is small no more than its neighbourhood is parsed.
 */
export function parse(text: string, previous?: Tree): Tree {
  if (!(previous instanceof SyntaxTree)) return parseWhole(text, null)
  const change = changeBetween(previous.text, text)
  return reparse(previous, text, change) ?? graft(previous, parseWhole(text, change))
}

function parseWhole(text: string, change: TextChange | null): SyntaxTree {
  const tokens = spare ?? new Tokens()
  spare = null
  const parser = new DagParser(text, tokens, text, 0)
  // Its words would keep the whole text as long as one of the units lives, and each edit would keep another one.
  parser.isCopying = change !== null
  const found = lexFile(text, tokens, null)
  const balanced = balance(parser.tokens, 0, text)
  parser.begin({ ...balanced, end: text.trimEnd().length, depth: 0, unit: new Unit(0, null), hasUnits: true, parent: null })
  const items = parser.statements('file')
  finishStatements(parser, items, 'file')
  // Bodies that were put off come last.
  parser.units.sort((a, b) => a.at - b.at)
  tokens.length = 0
  spare = tokens
  const treeChange = change && { text: change, removed: [], added: parser.units, isWhole: true }
  return new SyntaxTree(text, items, parser.units, found, balanced.problems, !balanced.hasOpenQuestion, treeChange)
}

/** Parses one expression, as `--input` has it; `null` where the text is none. */
export function parseExpression(text: string): Expression | null {
  const parser = new DagParser(text, new Tokens(), text, 0)
  const { hasCharacters } = lex(text, 0, text.length, 0, parser.tokens, null)
  const balanced = balance(parser.tokens, 0, text)
  const unit = new Unit(0, null)
  parser.begin({ ...balanced, end: text.length, depth: 0, unit, hasUnits: false, parent: null })
  const expression = parser.interpolation()
  finish(parser)
  const isWrong = balanced.problems.length > 0 || unit.facts !== null || hasCharacters
  return isWrong || expression.kind === 'missing' ? null : expression
}
