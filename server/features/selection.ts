import { bodyOf, childrenOf, holds, locate, type Span, type tree } from '#language'
import type { Analyzed } from '../analyses.ts'

/** What is selected at an offset, step by step: from the word to the file, each inside of the next. */
export function selectionSteps({ analysis }: Analyzed, offset: number): Span[] {
  const { tree } = analysis.file
  const { statements, expressions } = locate(tree, offset)
  const found: Span[] = [{ start: 0, end: tree.text.length }]
  const add = ({ start, end }: Span): void => void found.push({ start, end })
  for (const statement of statements) for (const span of stepsOfStatement(statement, tree)) add(span)
  for (const node of expressions) for (const span of stepsOfExpression(node, offset, tree)) add(span)
  const comment = tree.comments.find(each => holds(each, offset))
  if (comment) add(comment)
  add(wordAt(tree.text, offset))
  return nested(found, offset)
}

/** From the outside in. */
function stepsOfStatement(statement: tree.Statement, tree: tree.Tree): Span[] {
  const steps: Span[] = [statement]
  switch (statement.kind) {
    case 'edges':
      for (const nodes of statement.chain) {
        steps.push(nodes)
        if (nodes.bracketed) steps.push(inside(nodes, tree))
        for (const ref of nodes.refs) steps.push(ref, ...ref.path)
      }
      break
    case 'property':
      steps.push(statement.key, statement.value)
      break
    case 'let':
      steps.push(statement.value)
      break
    case 'input':
      if (statement.value) steps.push(statement.value)
      break
    default:
  }
  const inner = bodyOf(statement)
  if (inner?.body.present) steps.push(inner.body, inside(inner.body, tree))
  return steps
}

function stepsOfExpression(node: tree.Expression, offset: number, tree: tree.Tree): Span[] {
  const steps: Span[] = [node]
  switch (node.kind) {
    case 'map':
      steps.push(inside(node, tree))
      for (const entry of node.entries) if (holds(entry, offset)) steps.push(entry, entry.key, entry.value)
      break
    case 'list':
    case 'parenthesized':
      steps.push(inside(node, tree))
      break
    case 'call':
      if (node.args[0]) steps.push({ start: node.args[0].start, end: node.args[node.args.length - 1]!.end })
      break
    case 'string':
      steps.push({ start: node.start + 1, end: node.end - 1 })
      for (const part of node.parts)
        if (part.kind === 'interpolated' && holds(part, offset))
          steps.push({ start: part.start - '${'.length, end: part.end + '}'.length }, part)
      break
    case 'text':
      steps.push(inside({ start: node.start + 2, end: node.end - 2 }, tree), lineAt(tree.text, offset))
      break
    case 'ref':
      // `a`, `a.b`, `a.b.c`, up to the word.
      for (const name of node.path) if (offset <= name.end) steps.push({ start: node.start, end: name.end })
      break
    default:
      for (const child of childrenOf(node)) if (holds(child, offset)) steps.push(child)
  }
  return steps
}

/** What is between brackets, without the blanks at the ends. */
function inside({ start, end }: Span, { text }: { readonly text: string }): Span {
  let from = start + 1
  let to = Math.max(from, end - 1)
  while (from < to && /\s/.test(text[from]!)) from++
  while (to > from && /\s/.test(text[to - 1]!)) to--
  return { start: from, end: to }
}

function lineAt(text: string, offset: number): Span {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const next = text.indexOf('\n', offset)
  return inside({ start: start - 1, end: (next < 0 ? text.length : next) + 1 }, { text })
}

function wordAt(text: string, offset: number): Span {
  let start = offset
  let end = offset
  while (start > 0 && /\w/.test(text[start - 1]!)) start--
  while (end < text.length && /\w/.test(text[end]!)) end++
  return { start, end }
}

/** Those around the offset that lie in each other, the innermost first; the smaller one wins where two overlap. */
function nested(spans: readonly Span[], offset: number): Span[] {
  const steps: Span[] = []
  for (const span of spans
    .filter(each => holds(each, offset) && each.end > each.start)
    .sort((a, b) => a.end - a.start - (b.end - b.start))) {
    const last = steps[steps.length - 1]
    if (!last || (span.start <= last.start && last.end <= span.end && span.end - span.start > last.end - last.start)) steps.push(span)
  }
  return steps.length > 0 ? steps : [{ start: offset, end: offset }]
}
