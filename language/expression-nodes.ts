import { Located, type Origin } from './node.ts'
import type * as tree from './tree.ts'

// One class for each node, so that every node of a kind has one shape.

export class Name extends Located implements tree.Name {
  readonly text: string

  constructor(origin: Origin, start: number, end: number, text: string) {
    super(origin, start, end)
    this.text = text
  }
}

export class StringNode extends Located implements tree.StringNode {
  readonly kind = 'string'
  readonly parts: tree.StringPart[]

  constructor(origin: Origin, start: number, end: number, parts: tree.StringPart[]) {
    super(origin, start, end)
    this.parts = parts
  }
}

export class CharactersPart extends Located implements tree.CharactersPart {
  readonly kind = 'characters'
  readonly value: string
  readonly escape: boolean

  constructor(origin: Origin, start: number, end: number, value: string, isEscape: boolean) {
    super(origin, start, end)
    this.value = value
    this.escape = isEscape
  }
}

export class InterpolatedPart extends Located implements tree.InterpolatedPart {
  readonly kind = 'interpolated'
  readonly expression: tree.Expression

  constructor(origin: Origin, start: number, end: number, expression: tree.Expression) {
    super(origin, start, end)
    this.expression = expression
  }
}

export class TextNode extends Located implements tree.TextNode {
  readonly kind = 'text'
  readonly value: string
  readonly lines: tree.TextNode['lines']

  constructor(origin: Origin, start: number, end: number, value: string, lines: tree.TextNode['lines']) {
    super(origin, start, end)
    this.value = value
    this.lines = lines
  }
}

export class LiteralNode extends Located implements tree.LiteralNode {
  readonly kind = 'literal'
  readonly value: tree.LiteralNode['value']

  constructor(origin: Origin, start: number, end: number, value: tree.LiteralNode['value']) {
    super(origin, start, end)
    this.value = value
  }
}

export class ListNode extends Located implements tree.ListNode {
  readonly kind = 'list'
  readonly items: readonly tree.Expression[]

  constructor(origin: Origin, start: number, end: number, items: readonly tree.Expression[]) {
    super(origin, start, end)
    this.items = items
  }
}

export class MapNode extends Located implements tree.MapNode {
  readonly kind = 'map'
  readonly entries: readonly tree.MapEntry[]

  constructor(origin: Origin, start: number, end: number, entries: readonly tree.MapEntry[]) {
    super(origin, start, end)
    this.entries = entries
  }
}

export class MapEntry extends Located implements tree.MapEntry {
  readonly key: tree.Name
  readonly shorthand: boolean
  readonly value: tree.Expression

  constructor(origin: Origin, start: number, end: number, key: tree.Name, shorthand: boolean, value: tree.Expression) {
    super(origin, start, end)
    this.key = key
    this.shorthand = shorthand
    this.value = value
  }
}

export class CallNode extends Located implements tree.CallNode {
  readonly kind = 'call'
  readonly name: tree.Name
  readonly args: readonly tree.Expression[]

  constructor(origin: Origin, start: number, end: number, name: tree.Name, args: readonly tree.Expression[]) {
    super(origin, start, end)
    this.name = name
    this.args = args
  }
}

export class ReferenceNode extends Located implements tree.Reference {
  readonly kind = 'ref'
  readonly path: readonly tree.Name[]

  constructor(origin: Origin, start: number, end: number, path: readonly tree.Name[]) {
    super(origin, start, end)
    this.path = path
  }
}

/** An operator as it stands in the source. */
export class Operator<T extends string> extends Located {
  readonly text: T

  constructor(origin: Origin, start: number, end: number, text: T) {
    super(origin, start, end)
    this.text = text
  }
}

export class BinaryNode extends Located implements tree.BinaryNode {
  readonly kind = 'binary'
  readonly operator: tree.BinaryOperatorText
  readonly operands: tree.Expression[]
  readonly operators: Operator<tree.BinaryOperatorText>[]

  constructor(origin: Origin, left: tree.Expression, operator: Operator<tree.BinaryOperatorText>, right: tree.Expression) {
    super(origin, left.start, right.end)
    this.operator = operator.text
    this.operands = [left, right]
    this.operators = [operator]
  }

  /** One operand more; only before anybody else has seen the node. */
  grow(operator: Operator<tree.BinaryOperatorText>, right: tree.Expression): void {
    this.operators.push(operator)
    this.operands.push(right)
    this.to = right.end - this.origin.at
  }
}

export class PrefixNode extends Located implements tree.PrefixNode {
  readonly kind = 'prefix'
  readonly operators: tree.PrefixNode['operators']
  readonly operand: tree.Expression

  constructor(origin: Origin, operators: tree.PrefixNode['operators'], operand: tree.Expression) {
    super(origin, operators[0]!.start, operand.end)
    this.operators = operators
    this.operand = operand
  }
}

export class ConditionalNode extends Located implements tree.ConditionalNode {
  readonly kind = 'conditional'
  readonly branches: tree.ConditionalNode['branches']
  readonly otherwise: tree.Expression

  constructor(origin: Origin, branches: tree.ConditionalNode['branches'], otherwise: tree.Expression) {
    super(origin, branches[0]!.test.start, otherwise.end)
    this.branches = branches
    this.otherwise = otherwise
  }
}

export class ParenthesizedNode extends Located implements tree.ParenthesizedNode {
  readonly kind = 'parenthesized'
  readonly inner: tree.Expression

  constructor(origin: Origin, start: number, end: number, inner: tree.Expression) {
    super(origin, start, end)
    this.inner = inner
  }
}

export class MissingNode extends Located implements tree.MissingNode {
  readonly kind = 'missing'
}
