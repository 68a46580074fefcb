import type { Expression } from './tree.ts'

const none: readonly Expression[] = []

/** The expressions directly inside one, in the order of the text. */
export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'string':
      return node.parts.every(part => part.kind === 'characters')
        ? none
        : node.parts.flatMap(part => (part.kind === 'interpolated' ? [part.expression] : []))
    case 'list':
      return node.items
    case 'map':
      return node.entries.map(entry => entry.value)
    case 'call':
      return node.args
    case 'binary':
      return node.operands
    case 'prefix':
      return [node.operand]
    case 'conditional':
      return [...node.branches.flatMap(branch => [branch.test, branch.value]), node.otherwise]
    case 'parenthesized':
      return [node.inner]
    case 'text':
    case 'literal':
    case 'ref':
    case 'missing':
      return none
  }
}

/** Visits an expression and all inside it, from the outside in, in the order of the text. */
export function walk(node: Expression, visit: (node: Expression) => void): void {
  visit(node)
  switch (node.kind) {
    case 'text':
    case 'literal':
    case 'ref':
    case 'missing':
      return
    case 'string':
      for (const part of node.parts) if (part.kind === 'interpolated') walk(part.expression, visit)
      return
    case 'map':
      for (const entry of node.entries) walk(entry.value, visit)
      return
    default:
      for (const child of childrenOf(node)) walk(child, visit)
  }
}
