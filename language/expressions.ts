import type { Span } from './span.ts'
import type { BinaryNode, BinaryOperatorText, Expression, PrefixNode } from './tree.ts'

/** An operator as it stands in the source. */
export type OperatorAt = Span & { readonly text: BinaryOperatorText }

const strength: Readonly<Record<BinaryOperatorText, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
}

/**
 * Groups operands by the strength of the operators between them. Neighbours of one operator become one node, so that a long
 * sum is flat. Operator-precedence parsing with two stacks; source: E. W. Dijkstra, "Algol 60 translation", 1961.
 */
export function groupOperators(operands: readonly Expression[], operators: readonly OperatorAt[]): Expression {
  const values: Expression[] = [operands[0]!]
  const waiting: OperatorAt[] = []
  const reduce = (): void => {
    const operator = waiting.pop()!
    const right = values.pop()!
    values.push(join(values.pop()!, operator, right))
  }
  operators.forEach((operator, i) => {
    while (waiting.length > 0 && strength[waiting[waiting.length - 1]!.text] >= strength[operator.text]) reduce()
    waiting.push(operator)
    values.push(operands[i + 1]!)
  })
  while (waiting.length > 0) reduce()
  return values[0]!
}

/** A node that may still grow: its arrays are not seen by anybody else yet. */
interface GrowingBinary extends BinaryNode {
  readonly operands: Expression[]
  readonly operators: OperatorAt[]
  end: number
}

function join(left: Expression, operator: OperatorAt, right: Expression): Expression {
  if (left.kind === 'binary' && strength[left.operator] === strength[operator.text]) {
    const growing = left as GrowingBinary
    growing.operands.push(right)
    growing.operators.push(operator)
    growing.end = right.end
    return growing
  }
  return { kind: 'binary', operator: operator.text, operands: [left, right], operators: [operator], start: left.start, end: right.end }
}

/** `!` and `-` before an operand. */
export function prefixed(operators: PrefixNode['operators'], operand: Expression): Expression {
  return operators.length === 0 ? operand : { kind: 'prefix', operators, operand, start: operators[0]!.start, end: operand.end }
}
