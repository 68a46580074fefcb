import { BinaryNode, type Operator, PrefixNode } from './expression-nodes.ts'
import type { Unit } from './node.ts'
import type * as tree from './tree.ts'

type Expression = tree.Expression
type BinaryOperatorText = tree.BinaryOperatorText

/** An operator as it stands in the source. */
export type OperatorAt = Operator<BinaryOperatorText>

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
export function groupOperators(unit: Unit, operands: readonly Expression[], operators: readonly OperatorAt[]): Expression {
  const values: Expression[] = [operands[0]!]
  const waiting: OperatorAt[] = []
  const reduce = (): void => {
    const operator = waiting.pop()!
    const right = values.pop()!
    values.push(join(unit, values.pop()!, operator, right))
  }
  operators.forEach((operator, i) => {
    while (waiting.length > 0 && strength[waiting[waiting.length - 1]!.text] >= strength[operator.text]) reduce()
    waiting.push(operator)
    values.push(operands[i + 1]!)
  })
  while (waiting.length > 0) reduce()
  return values[0]!
}

function join(unit: Unit, left: Expression, operator: OperatorAt, right: Expression): Expression {
  // Nobody else has seen a node that was made here.
  if (!(left instanceof BinaryNode) || strength[left.operator] !== strength[operator.text])
    return new BinaryNode(unit, left, operator, right)
  left.grow(operator, right)
  return left
}

/** `!` and `-` before an operand. */
export function prefixed(unit: Unit, operators: tree.PrefixNode['operators'], operand: Expression): Expression {
  return operators.length === 0 ? operand : new PrefixNode(unit, operators, operand)
}
