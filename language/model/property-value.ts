import { type Abstract, unknown } from '../evaluate/abstract.ts'
import type { Frame } from '../evaluate/context.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import type { Shape } from '../schema/schema.ts'
import type { Expression, Reference } from '../tree.ts'

/** The value of a property. Where it takes a word of a list, a bare word is that word, whatever else has its name. */
export function propertyValue(shape: Shape, node: Expression, frame: Frame): Abstract {
  return shape.kind === 'word' ? wordValue(shape, node, frame) : evaluate(node, frame)
}

/** Whether all of a property's expression is a value: then there is no need for `valuesIn`. */
export function isWholeValue(shape: Shape | undefined): boolean {
  return shape?.kind !== 'word'
}

/** The parts of a property's expression that are values: all of it, but for bare words of its list. */
export function valuesIn(shape: Shape | undefined, node: Expression): readonly Expression[] {
  if (shape?.kind !== 'word') return [node]
  if (isWord(shape, node)) return []
  if (node.kind === 'parenthesized') return valuesIn(shape, node.inner)
  if (node.kind !== 'conditional') return [node]
  return [...node.branches.flatMap(branch => [branch.test, ...valuesIn(shape, branch.value)]), ...valuesIn(shape, node.otherwise)]
}

type WordShape = Extract<Shape, { kind: 'word' }>

/** Where values are allowed besides, another name than a word of the list is one. */
function isWord(shape: WordShape, node: Expression): node is Reference {
  return node.kind === 'ref' && node.path.length === 1 && (!shape.types || shape.words.includes(node.path[0]!.text))
}

function wordValue(shape: WordShape, node: Expression, frame: Frame): Abstract {
  if (isWord(shape, node)) return { type: 'string', value: node.path[0]!.text }
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
