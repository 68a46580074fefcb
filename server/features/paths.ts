import { anyEngineProperties, bodyOf, childrenOf, type Span, spanInSource, type tree, wordOf } from '#language'

/** A path that is written in a file; the span is what stands between its quotes. */
export interface PathReference extends Span {
  readonly kind: 'import' | 'property' | 'file'
  /** Relative to the file that it is written in. */
  readonly path: string
  /** Only the folder, with a slash at its end, is written: what follows is computed. */
  readonly isFolder: boolean
}

/** A path that leads to another machine, or to the metadata database. */
const remote = /^[a-z][a-z0-9+.-]+:\/\//i

/** The local paths that a file names: of imports, scripts, configurations, and of `file("…")`. In the order of the text. */
export function pathsIn(tree: tree.Tree): PathReference[] {
  const found: PathReference[] = []
  const add = (kind: PathReference['kind'], node: tree.Expression): void => {
    const reference = node.kind === 'string' ? pathOf(kind, node) : null
    if (reference) found.push(reference)
  }
  const calls = (node: tree.Expression): void => {
    if (node.kind === 'call' && node.name.text === 'file' && node.args[0]) add('file', node.args[0])
    for (const child of childrenOf(node)) calls(child)
  }
  const statement = (item: tree.Statement): void => {
    if (item.kind === 'import' && item.path) add('import', item.path)
    if (item.kind === 'property' && anyEngineProperties.get(item.key.text)?.shape.kind === 'path')
      for (const value of outcomes(item.value)) add('property', value)
    if (item.kind === 'let' || item.kind === 'property') calls(item.value)
    if (item.kind === 'input' && item.value) calls(item.value)
    for (const inner of bodyOf(item)?.body.items ?? []) statement(inner)
  }
  for (const item of tree.items) statement(item)
  return found.sort((a, b) => a.start - b.start)
}

/** What an expression may come to, without what it only tests. */
function outcomes(node: tree.Expression): readonly tree.Expression[] {
  if (node.kind === 'parenthesized') return outcomes(node.inner)
  if (node.kind === 'conditional') return [...node.branches.flatMap(branch => outcomes(branch.value)), ...outcomes(node.otherwise)]
  return [node]
}

function pathOf(kind: PathReference['kind'], node: tree.StringNode): PathReference | null {
  const whole = wordOf(node)
  const path = whole ?? folderOf(node)
  if (path === null || path === '' || remote.test(path)) return null
  const span = whole === null ? spanInSource(node, 0, path.length) : { start: node.start + 1, end: node.end - 1 }
  return span && { kind, path, isFolder: whole === null, ...span }
}

/** `scripts/` of `"scripts/${name}.sql"`. */
function folderOf(node: tree.StringNode): string | null {
  let text = ''
  for (const part of node.parts) {
    if (part.kind === 'interpolated') break
    text += part.value
  }
  const slash = text.lastIndexOf('/')
  return slash < 0 ? null : text.slice(0, slash + 1)
}
