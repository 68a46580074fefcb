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
