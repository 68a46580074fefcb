import { bodyOf } from './placement.ts'
import { firstWhere } from './search.ts'
import type { Span } from './span.ts'
import type { Expression, MapEntry, Property, Statement, Tree } from './tree.ts'
import { childrenOf } from './walk.ts'

/** What holds an offset, from the outside in. */
export interface Located {
  readonly statements: readonly Statement[]
  /** Of the innermost statement's value. */
  readonly expressions: readonly Expression[]
}

/** The statements and expressions around an offset; one that ends right there counts. */
export function locate(tree: Tree, offset: number): Located {
  const statements: Statement[] = []
  let items = tree.items
  for (;;) {
    const found = firstFrom(items, offset)
    if (!found || !holds(found, offset)) break
    statements.push(found)
    const inner = bodyOf(found)
    if (!inner || !holds(inner.body, offset)) break
    items = inner.body.items
  }
  const last = statements[statements.length - 1]
  const expressions: Expression[] = []
  let next: Expression | undefined = last && rootsOf(last).find(root => holds(root, offset))
  while (next) {
    expressions.push(next)
    next = childrenOf(next).find(child => holds(child, offset))
  }
  return { statements, expressions }
}

/** The first of many statements, in order, that ends at an offset or after it. */
function firstFrom(items: readonly Statement[], offset: number): Statement | undefined {
  return items[firstWhere(items.length, index => items[index]!.end >= offset)]
}

export const holds = (span: Span, offset: number): boolean => span.start <= offset && offset <= span.end

/** The expressions that a statement holds directly. */
function rootsOf(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'let':
    case 'property':
      return [statement.value]
    case 'input':
      return statement.value ? [statement.value] : []
    case 'import':
      return statement.path ? [statement.path] : []
    case 'edges':
      return statement.chain.flatMap(nodes => nodes.refs)
    case 'target':
    case 'defaults':
    case 'dag':
    case 'group':
    case 'task':
    case 'on':
    case 'junk':
      return []
  }
}

/** The Markdown of the `///` lines right above a declaration; null where there are none. */
export function documentationOf(tree: Tree, declaration: Statement | Property | MapEntry): string | null {
  const plain = plainDocumentation(tree.text, declaration.start)
  if (plain !== undefined) return plain
  const lines: string[] = []
  const { comments } = tree.near(declaration.start)
  let below = declaration.start
  for (let i = firstWhere(comments.length, i => comments[i]!.start >= below) - 1; i >= 0; i--) {
    const comment = comments[i]!
    const between = tree.text.slice(comment.end, below)
    if (!/^[ \t]*\r?\n[ \t]*$/.test(between) || !/^\/\/\/(?!\/)/.test(comment.image)) break
    lines.unshift(comment.image.slice(3).replace(/^ /, ''))
    below = comment.start
  }
  return lines.length > 0 ? lines.join('\n') : null
}

/**
 * The same by the lines alone, since hundreds are asked for at once; `undefined` where tokens must tell. What begins on the line below is a
 * token of its own, so a line that begins with `///` is a comment, unless a text or a comment from above ends in it.
 */
function plainDocumentation(text: string, declaration: number): string | null | undefined {
  const lines: string[] = []
  let below = text.lastIndexOf('\n', declaration - 1)
  if (/[^ \t]/.test(text.slice(below + 1, declaration))) return null
  while (below > 0) {
    const start = text.lastIndexOf('\n', below - 1) + 1
    const line = text.slice(start, text[below - 1] === '\r' ? below - 1 : below).replace(/^[ \t]+/, '')
    if (!line.includes('///')) break
    if (!/^\/\/\/(?!\/)/.test(line) || /"""|\*\/|\r/.test(line)) return undefined
    lines.unshift(line.slice(3).replace(/^ /, ''))
    below = start - 1
  }
  return lines.length > 0 ? lines.join('\n') : null
}
