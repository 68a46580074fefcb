import type { Span, tree } from '#language'
import type { Analyzed } from '../analyses.ts'

/** A declaration in the outline. */
export interface Outline {
  readonly name: string
  readonly detail: string
  readonly kind: 'dag' | 'group' | 'task' | 'let' | 'input' | 'target' | 'defaults' | 'on' | 'import'
  readonly span: Span
  /** Its name; inside `span`. */
  readonly nameSpan: Span
  readonly children: readonly Outline[]
}

/** The declarations of a document, as they are nested. */
export function outline({ analysis }: Analyzed): Outline[] {
  return outlineOfTree(analysis.file.tree)
}

export function outlineOfTree(tree: tree.Tree): Outline[] {
  return tree.items.flatMap(outlineOf)
}

function outlineOf(item: tree.Statement): Outline[] {
  const entry = (
    kind: Outline['kind'],
    name: tree.Name | null,
    detail: string,
    items: readonly tree.Statement[],
    text = name?.text ?? '',
  ): Outline[] => [
    {
      kind,
      name: text === '' ? 'without a name' : text,
      detail,
      span: { start: item.start, end: item.end },
      nameSpan: name ? { start: name.start, end: Math.min(name.end, item.end) } : { start: item.start, end: item.start },
      children: items.flatMap(outlineOf),
    },
  ]
  switch (item.kind) {
    case 'dag':
    case 'group':
      return entry(item.kind, item.name, '', item.body.items)
    case 'task':
      return entry('task', item.name, item.engine?.text ?? '', item.body.items)
    case 'on':
      return entry('on', item.target, '', [], `on ${item.target?.text ?? ''}`)
    case 'target':
      return entry('target', item.name, '', [])
    case 'defaults':
      return entry('defaults', item.engine, '', [], `defaults ${item.engine?.text ?? ''}`.trim())
    case 'let':
      return entry('let', item.name, '', [])
    case 'input':
      return entry('input', item.name, item.typeName?.text ?? '', [])
    case 'import':
    case 'edges':
    case 'property':
    case 'junk':
      return []
  }
}
