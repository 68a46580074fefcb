import { type Abstract, unknown } from '../evaluate/abstract.ts'
import type { Frame } from '../evaluate/context.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import type { Shape } from '../schema/schema.ts'
import type { Expression } from '../tree.ts'

/** The value of a property. Where it takes a word of a list, a bare word is that word, whatever else has its name. */
export function propertyValue(shape: Shape, node: Expression, frame: Frame): Abstract {
  return shape.kind === 'word' ? wordValue(shape, node, frame) : evaluate(node, frame)
}

function wordValue(shape: Extract<Shape, { kind: 'word' }>, node: Expression, frame: Frame): Abstract {
  if (node.kind === 'ref' && node.path.length === 1) {
    const word = node.path[0]!.text
    if (shape.words.includes(word) || !shape.types) return { type: 'string', value: word }
  }
  if (node.kind === 'parenthesized') return wordValue(shape, node.inner, frame)
  if (node.kind === 'conditional') {
    for (const branch of node.branches) {
      const test = evaluate(branch.test, frame)
      if (test.type !== 'boolean') return unknown('string')
      if (test.value) return wordValue(shape, branch.value, frame)
    }
    return wordValue(shape, node.otherwise, frame)
  }
  return evaluate(node, frame)
}
