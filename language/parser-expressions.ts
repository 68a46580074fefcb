import * as nodes from './expression-nodes.ts'
import { groupOperators, type OperatorAt, prefixed } from './expressions.ts'
import type { TokenRange } from './heads.ts'
import { parseLiteral } from './literals.ts'
import { bracketsAtOnce, ParserBase } from './parser-base.ts'
import { readText, splitString } from './strings.ts'
import * as t from './tokens.ts'
import type * as tree from './tree.ts'

type Expr = tree.Expression

/** The rules of expressions. */
export class ExpressionParser extends ParserBase {
  /** The expression of an interpolation, to the end of its tokens. */
  interpolation(): Expr {
    const value = this.expression()
    if (this.isJunk()) {
      this.expected('the end of the interpolation')
      this.junk()
    }
    return value
  }

  expression(): Expr {
    const first = this.binary()
    if (this.kind(1) !== t.Question) return first
    const branches: { test: Expr; value: Expr }[] = []
    let test = first
    while (this.take(t.Question)) {
      this.questions++
      this.depth++
      const value = this.expression()
      this.questions--
      this.depth--
      const next = this.take(t.Colon) ? this.binary() : this.missing('`:` and the other value')
      branches.push({ test, value })
      test = next
    }
    return new nodes.ConditionalNode(this.unit, branches, test)
  }

  private binary(): Expr {
    const first = this.prefix()
    if (!t.isBinaryOperator(this.kind(1))) return first
    const operands: Expr[] = [first]
    const operators: OperatorAt[] = []
    while (t.isBinaryOperator(this.kind(1))) {
      operators.push(this.operator<tree.BinaryOperatorText>())
      operands.push(this.prefix())
    }
    return groupOperators(this.unit, operands, operators)
  }

  private operator<T extends string>(): nodes.Operator<T> {
    const token = this.at++
    return new nodes.Operator(this.unit, this.starts[token]!, this.ends[token]!, this.image(token) as T)
  }

  private prefix(): Expr {
    if (!t.isPrefixOperator(this.kind(1))) return this.primary()
    const operators: nodes.Operator<'!' | '-'>[] = []
    while (t.isPrefixOperator(this.kind(1))) operators.push(this.operator<'!' | '-'>())
    return prefixed(this.unit, operators, this.primary())
  }

  /** One operand; of a deferred bracket too. */
  primary(): Expr {
    const kind = this.kind(1)
    switch (kind) {
      case t.StringLiteral:
        return this.string()
      case t.Text: {
        const text = this.at++
        return readText(this.unit, this.image(text), this.starts[text]!, this.report)
      }
      case t.Numeric:
        return this.numeric()
      case t.LBracket:
        return this.brackets >= bracketsAtOnce ? this.deferredValue() : this.list()
      case t.LBrace:
        return this.brackets >= bracketsAtOnce ? this.deferredValue() : this.map()
      case t.LParen:
        return this.brackets >= bracketsAtOnce ? this.deferredValue() : this.parenthesized()
    }
    if (t.isWord(kind) && this.kind(2) === t.LParen) return this.brackets >= bracketsAtOnce ? this.deferredValue() : this.call()
    if (kind === t.True || kind === t.False) return this.constant({ type: 'boolean', value: kind === t.True })
    if (kind === t.Null) return this.constant({ type: 'null' })
    return t.isWord(kind) && !this.beginsStatement() ? this.reference(true) : this.missing('a value')
  }

  private constant(value: tree.LiteralNode['value']): Expr {
    const token = this.at++
    return new nodes.LiteralNode(this.unit, this.starts[token]!, this.ends[token]!, value)
  }

  /** A bracket that is parsed later, with the name before it. */
  private deferredValue(): Expr {
    const from = this.at
    if (t.isWord(this.kind(1))) this.at++
    const { to } = this.bracket()
    const end = this.end()
    const node = new nodes.MissingNode(this.unit, this.starts[from]!, end)
    // Its place in the tree is taken; what it is comes later.
    const fill = (result: Expr | readonly tree.Statement[]): void => {
      Object.assign(Object.setPrototypeOf(node, Object.getPrototypeOf(result)), result)
    }
    this.deferred.push({ container: null, from, to, depth: this.depth, end, unit: this.unit, hasUnits: false, parent: null, fill })
    return node
  }

  /** Passes a bracket with all that is in it. */
  protected bracket(): TokenRange {
    const from = this.at
    this.junk()
    return { from, to: this.at }
  }

  protected string(): tree.StringNode {
    const token = this.at++
    const start = this.starts[token]!
    const end = this.ends[token]!
    if (isPlain(this.source, start - this.base, end - this.base)) {
      const value = this.cut(start + 1, end - 1)
      const parts = value === '' ? [] : [new nodes.CharactersPart(this.unit, start + 1, end - 1, value, false)]
      return new nodes.StringNode(this.unit, start, end, parts)
    }
    const raw = splitString(this.unit, this.image(token), start, this.report)
    const node = new nodes.StringNode(this.unit, start, end, [])
    if (raw.every(part => part.kind === 'characters')) for (const part of raw) node.parts.push(part)
    else this.strings.push({ node, raw, depth: this.depth })
    return node
  }

  private numeric(): Expr {
    const token = this.at++
    const start = this.starts[token]!
    const end = this.ends[token]!
    const text = this.image(token)
    const result = parseLiteral(text)
    if (result.ok) return new nodes.LiteralNode(this.unit, start, end, result.value)
    this.report({ reason: `syntax/${result.problem}`, data: { text }, start, end, related: [] })
    return new nodes.MissingNode(this.unit, start, end)
  }

  private list(): Expr {
    const open = this.at++
    const items = this.elements('value')
    this.take(t.RBracket)
    return new nodes.ListNode(this.unit, this.starts[open]!, this.end(), items)
  }

  private parenthesized(): Expr {
    const open = this.at++
    this.values++
    this.depth++
    this.brackets++
    const inner = this.expression()
    while (this.isJunk()) {
      this.expected('`)`')
      this.junk()
    }
    this.take(t.RParen)
    this.values--
    this.depth--
    this.brackets--
    return new nodes.ParenthesizedNode(this.unit, this.starts[open]!, this.end(), inner)
  }

  private call(): Expr {
    const name = this.name(this.at++)
    this.take(t.LParen)
    const args = this.elements('argument')
    this.take(t.RParen)
    return new nodes.CallNode(this.unit, name.start, this.end(), name, args)
  }

  /** Values with commas between them, up to a closing bracket. */
  private elements(what: string): Expr[] {
    const { top } = this
    let isOpen = false
    const { questions } = this
    this.values++
    this.depth++
    this.brackets++
    this.questions = 0
    while (this.isJunk()) {
      if (beginsValue(this.kind(1))) {
        this.checkSeparator(isOpen, what)
        isOpen = true
        const { at } = this
        this.gather(this.expression())
        // A word that begins a statement is no value, and stays where it is.
        if (this.at === at) this.junk()
      } else if (this.take(t.Comma)) {
        if (!isOpen) this.wrong('a value', this.at - 1)
        isOpen = false
      } else {
        this.expected('a value')
        this.junk()
      }
    }
    this.values--
    this.depth--
    this.brackets--
    this.questions = questions
    return this.gatheredSince(top)
  }

  private map(): Expr {
    const { top } = this
    let isOpen = false
    const { questions } = this
    const open = this.at++
    this.values++
    this.depth++
    this.brackets++
    this.questions = 0
    while (this.isJunk()) {
      if (this.isWord(1) || this.kind(1) === t.StringLiteral) {
        // A line end may stand for a comma.
        this.checkSeparator(isOpen && !this.isNewLine(1), 'entry')
        isOpen = true
        this.gather(this.entry())
      } else if (this.take(t.Comma)) {
        if (!isOpen) this.wrong('an entry', this.at - 1)
        isOpen = false
      } else {
        this.expected('an entry')
        this.junk()
      }
    }
    this.take(t.RBrace)
    this.values--
    this.depth--
    this.brackets--
    this.questions = questions
    return new nodes.MapNode(this.unit, this.starts[open]!, this.end(), this.gatheredSince(top))
  }

  private entry(): tree.MapEntry {
    const token = this.at++
    if (!this.take(t.Colon)) return this.shorthand(token)
    const value = this.expression()
    const key = this.keyOf(token)
    return new nodes.MapEntry(this.unit, key.start, value.end, key, false, value)
  }

  private shorthand(token: number): tree.MapEntry {
    const key = this.keyOf(token)
    const { start, end } = key
    if (this.kinds[token] === t.StringLiteral) {
      this.expected('`:`')
      return new nodes.MapEntry(this.unit, start, end, key, false, new nodes.MissingNode(this.unit, start, end))
    }
    if (t.isKeyword(this.kinds[token]!)) this.reserved(token)
    return new nodes.MapEntry(this.unit, start, end, key, true, new nodes.ReferenceNode(this.unit, start, end, [key]))
  }

  /** The key of a map's entry: a word, or a string without interpolation. */
  private keyOf(token: number): nodes.Name {
    if (this.kinds[token] !== t.StringLiteral) return this.name(token)
    const raw = splitString(this.unit, this.image(token), this.starts[token]!, this.report)
    if (raw.some(part => part.kind === 'source')) this.wrong('a key without ${…}', token)
    const text = raw.map(part => (part.kind === 'characters' ? part.value : '')).join('')
    return new nodes.Name(this.unit, this.starts[token]!, this.ends[token]!, text)
  }

  protected reference(isValue: boolean): tree.Reference {
    const first = this.at++
    const kind = this.kinds[first]!
    const path: tree.Name[] = [this.name(first)]
    if (t.isKeyword(kind) && !(isValue && kind === t.Target && this.kind(1) === t.Dot)) this.reserved(first)
    while (this.take(t.Dot)) {
      if (this.isWord(1) && !this.isNextStatement() && !this.beginsDeclaration()) {
        path.push(this.name(this.at++))
        continue
      }
      this.expected('a name after the dot')
      path.push(new nodes.Name(this.unit, this.end(), this.end(), ''))
    }
    return new nodes.ReferenceNode(this.unit, this.starts[first]!, this.end(), path)
  }
}

/** A closed string without escapes and interpolations. */
function isPlain(text: string, start: number, end: number): boolean {
  const last = end - 1
  if (last === start || text.charCodeAt(last) !== 34) return false
  for (let i = start + 1; i < last; i++) {
    const c = text.charCodeAt(i)
    if (c === 92 || c === 36 || c === 34) return false
  }
  return true
}

const beginsValue = (kind: number): boolean =>
  t.isWord(kind) ||
  kind === t.StringLiteral ||
  kind === t.Text ||
  kind === t.Numeric ||
  t.isOpener(kind) ||
  kind === t.Minus ||
  kind === t.Not
