import { Located, type Unit } from './node.ts'
import type * as tree from './tree.ts'

// One class for each node, so that every node of a kind has one shape.

export class Name extends Located implements tree.Name {
  declare readonly text: string

  constructor(unit: Unit, start: number, end: number, text: string) {
    super(unit, start, end)
    this.text = text
  }
}

export class StringNode extends Located implements tree.StringNode {
  readonly kind = 'string'
  declare readonly parts: tree.StringPart[]

  constructor(unit: Unit, start: number, end: number, parts: tree.StringPart[]) {
    super(unit, start, end)
    this.parts = parts
  }
}

export class CharactersPart extends Located implements tree.CharactersPart {
  readonly kind = 'characters'
  declare readonly value: string
  declare readonly escape: boolean

  constructor(unit: Unit, start: number, end: number, value: string, isEscape: boolean) {
    super(unit, start, end)
    this.value = value
    this.escape = isEscape
  }
}

export class InterpolatedPart extends Located implements tree.InterpolatedPart {
  readonly kind = 'interpolated'
  declare readonly expression: tree.Expression

  constructor(unit: Unit, start: number, end: number, expression: tree.Expression) {
    super(unit, start, end)
    this.expression = expression
  }
}

export class TextNode extends Located implements tree.TextNode {
  readonly kind = 'text'
  declare readonly value: string
  declare readonly lines: tree.TextNode['lines']

  constructor(unit: Unit, start: number, end: number, value: string, lines: tree.TextNode['lines']) {
    super(unit, start, end)
    this.value = value
    this.lines = lines
  }
}

export class LiteralNode extends Located implements tree.LiteralNode {
  readonly kind = 'literal'
  declare readonly value: tree.LiteralNode['value']

  constructor(unit: Unit, start: number, end: number, value: tree.LiteralNode['value']) {
    super(unit, start, end)
    this.value = value
  }
}

export class ListNode extends Located implements tree.ListNode {
  readonly kind = 'list'
  declare readonly items: readonly tree.Expression[]

  constructor(unit: Unit, start: number, end: number, items: readonly tree.Expression[]) {
    super(unit, start, end)
    this.items = items
  }
}

export class MapNode extends Located implements tree.MapNode {
  readonly kind = 'map'
  declare readonly entries: readonly tree.MapEntry[]

  constructor(unit: Unit, start: number, end: number, entries: readonly tree.MapEntry[]) {
    super(unit, start, end)
    this.entries = entries
  }
}

export class MapEntry extends Located implements tree.MapEntry {
  declare readonly key: tree.Name
  declare readonly shorthand: boolean
  declare readonly value: tree.Expression

  constructor(unit: Unit, start: number, end: number, key: tree.Name, shorthand: boolean, value: tree.Expression) {
    super(unit, start, end)
    this.key = key
    this.shorthand = shorthand
    this.value = value
  }
}

export class CallNode extends Located implements tree.CallNode {
  readonly kind = 'call'
  declare readonly name: tree.Name
  declare readonly args: readonly tree.Expression[]

  constructor(unit: Unit, start: number, end: number, name: tree.Name, args: readonly tree.Expression[]) {
    super(unit, start, end)
    this.name = name
    this.args = args
  }
}

export class ReferenceNode extends Located implements tree.Reference {
  readonly kind = 'ref'
  declare readonly path: readonly tree.Name[]

  constructor(unit: Unit, start: number, end: number, path: readonly tree.Name[]) {
    super(unit, start, end)
    this.path = path
  }
}

/** An operator as it stands in the source. */
export class Operator<T extends string> extends Located {
  declare readonly text: T

  constructor(unit: Unit, start: number, end: number, text: T) {
    super(unit, start, end)
    this.text = text
  }
}

export class BinaryNode extends Located implements tree.BinaryNode {
  readonly kind = 'binary'
  declare readonly operator: tree.BinaryOperatorText
  declare readonly operands: tree.Expression[]
  declare readonly operators: Operator<tree.BinaryOperatorText>[]

  constructor(unit: Unit, left: tree.Expression, operator: Operator<tree.BinaryOperatorText>, right: tree.Expression) {
    super(unit, left.start, right.end)
    this.operator = operator.text
    this.operands = [left, right]
    this.operators = [operator]
  }

  /** One operand more; only before anybody else has seen the node. */
  grow(operator: Operator<tree.BinaryOperatorText>, right: tree.Expression): void {
    this.operators.push(operator)
    this.operands.push(right)
    this.to = right.end - this.unit.at
  }
}

export class PrefixNode extends Located implements tree.PrefixNode {
  readonly kind = 'prefix'
  declare readonly operators: tree.PrefixNode['operators']
  declare readonly operand: tree.Expression

  constructor(unit: Unit, operators: tree.PrefixNode['operators'], operand: tree.Expression) {
    super(unit, operators[0]!.start, operand.end)
    this.operators = operators
    this.operand = operand
  }
}

export class ConditionalNode extends Located implements tree.ConditionalNode {
  readonly kind = 'conditional'
  declare readonly branches: tree.ConditionalNode['branches']
  declare readonly otherwise: tree.Expression

  constructor(unit: Unit, branches: tree.ConditionalNode['branches'], otherwise: tree.Expression) {
    super(unit, branches[0]!.test.start, otherwise.end)
    this.branches = branches
    this.otherwise = otherwise
  }
}

export class ParenthesizedNode extends Located implements tree.ParenthesizedNode {
  readonly kind = 'parenthesized'
  declare readonly inner: tree.Expression

  constructor(unit: Unit, start: number, end: number, inner: tree.Expression) {
    super(unit, start, end)
    this.inner = inner
  }
}

export class MissingNode extends Located implements tree.MissingNode {
  readonly kind = 'missing'
}
