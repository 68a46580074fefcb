import { bodyOf, childrenOf, type Span, type tree } from '#language'
import type { Analyzed } from '../analyses.ts'

export interface Fold {
  readonly startLine: number
  readonly endLine: number
  readonly kind: 'block' | 'comment' | 'imports'
}

/** Blocks, lists, maps, texts, comments and imports that span lines. The line of a closing bracket stays. */
export function folds({ analysis, lines }: Analyzed): Fold[] {
  const { tree } = analysis.file
  const found: Fold[] = []
  const add = ({ start, end }: Span, kind: Fold['kind'], closing: 0 | 1): void => {
    const startLine = lines.position(start).line
    const endLine = lines.position(end).line - closing
    if (endLine > startLine) found.push({ startLine, endLine, kind })
  }
  const value = (node: tree.Expression): void => {
    if (node.kind === 'list' || node.kind === 'map' || node.kind === 'call' || node.kind === 'text') add(node, 'block', 1)
    for (const child of childrenOf(node)) value(child)
  }
  const statement = (item: tree.Statement): void => {
    const inner = bodyOf(item)
    if (inner?.body.present) add({ start: inner.body.start, end: inner.body.end }, 'block', 1)
    for (const each of inner?.body.items ?? []) statement(each)
    if (item.kind === 'let' || item.kind === 'property') value(item.value)
    if (item.kind === 'input' && item.value) value(item.value)
    if (item.kind === 'edges') add(item, 'block', 0)
  }
  for (const item of tree.items) statement(item)
  const imports = tree.items.filter(item => item.kind === 'import')
  if (imports.length > 1) add({ start: imports[0]!.start, end: imports[imports.length - 1]!.end }, 'imports', 0)
  for (const span of commentRuns(tree)) add(span, 'comment', 0)
  return found
}

/** Comments on lines that follow each other are one. */
function commentRuns(tree: tree.Tree): Span[] {
  const runs: { start: number; end: number }[] = []
  for (const comment of tree.comments) {
    const { start, end } = comment
    const last = runs[runs.length - 1]
    const isNext = last && /^[ \t]*\r?\n[ \t]*$/.test(tree.text.slice(last.end, start))
    if (isNext) last.end = end
    else runs.push({ start, end })
  }
  return runs
}
