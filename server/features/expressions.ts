import { bodyOf, childrenOf, type tree } from '#language'

/** Visits every expression of a file, from the outside in, in the order of the text. */
export function visitExpressions(tree: tree.Tree, visit: (node: tree.Expression) => void): void {
  const expression = (node: tree.Expression): void => {
    visit(node)
    for (const child of childrenOf(node)) expression(child)
  }
  const statement = (item: tree.Statement): void => {
    if (item.kind === 'let' || item.kind === 'property') expression(item.value)
    if (item.kind === 'input' && item.value) expression(item.value)
    for (const inner of bodyOf(item)?.body.items ?? []) statement(inner)
  }
  for (const item of tree.items) statement(item)
}
