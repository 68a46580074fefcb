import { type Span, type tree, wordOf } from '#language'
import { visitExpressions } from '../expressions.ts'

/** The strings with which a file compares `target.name`, as in `target.name == "prod"`: what stands between the quotes. */
export function targetNameTests(tree: tree.Tree, name: string): Span[] {
  const found: Span[] = []
  visitExpressions(tree, node => {
    if (node.kind === 'binary' && (node.operator === '==' || node.operator === '!=') && node.operands.some(isTargetName))
      for (const operand of node.operands)
        if (operand.kind === 'string' && wordOf(operand) === name) found.push({ start: operand.start + 1, end: operand.end - 1 })
  })
  return found
}

const isTargetName = (node: tree.Expression): boolean =>
  node.kind === 'ref' && node.path.length === 2 && node.path[0]!.text === 'target' && node.path[1]!.text === 'name'
