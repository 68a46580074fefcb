import type { FileSpan, Span, tree } from '#language'
import { type Outline, outlineOfTree } from './symbols.ts'

/** A declaration that can be found by its name from anywhere. */
export interface DeclaredSymbol extends Span {
  readonly name: string
  readonly kind: Outline['kind']
  /** What it is declared in: `dag.group`; empty at the top of a file. */
  readonly container: string
}

/** More would be no answer to a person. */
export const mostSymbols = 500

const found: ReadonlySet<Outline['kind']> = new Set(['dag', 'group', 'task', 'let', 'input', 'target'])

/** The declarations of a file that have a name; the span is that of the name. */
export function declaredSymbols(tree: tree.Tree): DeclaredSymbol[] {
  const symbols: DeclaredSymbol[] = []
  const visit = (items: readonly Outline[], container: string): void => {
    for (const { name, kind, nameSpan, children } of items) {
      if (found.has(kind) && nameSpan.end > nameSpan.start)
        symbols.push({ name, kind, container, start: nameSpan.start, end: nameSpan.end })
      if (children.length > 0) visit(children, container === '' ? name : `${container}.${name}`)
    }
  }
  visit(outlineOfTree(tree), '')
  return symbols
}

/** The symbols whose name has the letters of a query in its order, the nearest first. */
export function findSymbols(
  files: readonly { readonly file: string; readonly symbols: readonly DeclaredSymbol[] }[],
  query: string,
): (DeclaredSymbol & FileSpan)[] {
  const wanted = query.toLowerCase()
  const ranked = files.flatMap(({ file, symbols }) =>
    symbols.flatMap(symbol => {
      const rank = rankOf(symbol.name.toLowerCase(), wanted)
      return rank === null ? [] : [{ rank, symbol, file }]
    }),
  )
  return ranked
    .sort((a, b) => a.rank - b.rank || a.symbol.name.length - b.symbol.name.length)
    .slice(0, mostSymbols)
    .map(({ symbol, file }) => ({ ...symbol, file }))
}

/** 0: the name itself, 1: it begins so, 2: it holds that, 3: its letters are there in order. */
function rankOf(name: string, query: string): number | null {
  if (name === query) return 0
  if (name.startsWith(query)) return 1
  if (name.includes(query)) return 2
  let at = 0
  for (const letter of query) {
    at = name.indexOf(letter, at) + 1
    if (at === 0) return null
  }
  return 3
}
