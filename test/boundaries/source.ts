import type { Node, SourceFile } from 'typescript/unstable/ast'
import { SyntaxKind } from 'typescript/unstable/ast'
import {
  isCallExpression,
  isExportDeclaration,
  isIdentifier,
  isImportDeclaration,
  isNamedImports,
  isPropertyAccessExpression,
  isStringLiteral,
} from 'typescript/unstable/ast/is'
import { API } from 'typescript/unstable/sync'

/** One import of a file: what is named, and whether only types come through it. */
export interface Import {
  readonly from: string
  readonly typesOnly: boolean
  readonly line: number
}

/** Something in a file that a rule speaks of. */
export interface Finding {
  readonly what: 'any' | 'default-export' | 're-export' | 'console' | 'sleep' | 'skip'
  readonly line: number
}

/** What the rules need to know of a source. */
export interface Source {
  readonly path: string
  readonly lines: number
  readonly imports: readonly Import[]
  readonly findings: readonly Finding[]
}

/** Parses sources with TypeScript itself, so that comments and strings are never taken for code. */
export function readSources(root: string, texts: ReadonlyMap<string, string>): readonly Source[] {
  const config = `${root}/tsconfig.boundaries.json`
  const options = { noResolve: true, noLib: true, types: [], allowImportingTsExtensions: true, noEmit: true }
  const files = new Map([...texts].map(([path, text]) => [`${root}/${path}`, text]))
  const contents = new Map([...files, [config, JSON.stringify({ compilerOptions: options, files: [...files.keys()] })]])
  const api = new API({
    cwd: root,
    fs: { readFile: path => contents.get(path), fileExists: path => (contents.has(path) ? true : undefined) },
  })
  try {
    const [project] = api.updateSnapshot({ openProjects: [config] }).getProjects()
    return [...texts].map(([path, text]) => {
      const file = project?.program.getSourceFile(`${root}/${path}`)
      if (file === undefined) throw new Error(`TypeScript did not read ${path}`)
      return read(path, text, file)
    })
  } finally {
    api.close()
  }
}

function read(path: string, text: string, file: SourceFile): Source {
  const imports: Import[] = []
  const findings: Finding[] = []
  const lineStarts = startsOfLines(text)
  visit(file)
  return { path, lines: lineStarts.length - (text.endsWith('\n') ? 1 : 0), imports, findings }

  function visit(node: Node): void {
    const line = lineOf(lineStarts, node.end)
    const found = importOf(node)
    if (found !== undefined) imports.push({ ...found, line })
    const what = findingOf(node)
    if (what !== undefined) findings.push({ what, line })
    node.forEachChild(child => {
      visit(child)
      return undefined
    })
  }
}

function importOf(node: Node): Omit<Import, 'line'> | undefined {
  if (isImportDeclaration(node) && isStringLiteral(node.moduleSpecifier)) {
    const clause = node.importClause
    const named = clause?.namedBindings
    const elements = named !== undefined && isNamedImports(named) ? [...named.elements] : []
    const eachIsType = clause?.name === undefined && elements.length > 0 && elements.every(element => element.isTypeOnly)
    return { from: node.moduleSpecifier.text, typesOnly: clause?.phaseModifier === SyntaxKind.TypeKeyword || eachIsType }
  }
  if (isExportDeclaration(node) && node.moduleSpecifier !== undefined && isStringLiteral(node.moduleSpecifier)) {
    return { from: node.moduleSpecifier.text, typesOnly: node.isTypeOnly }
  }
  if (isCallExpression(node) && node.expression.kind === SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments
    if (argument !== undefined && isStringLiteral(argument)) return { from: argument.text, typesOnly: false }
  }
  return undefined
}

const sleeps = new Set(['setTimeout', 'setInterval'])
const skips = new Set(['skip', 'todo', 'only'])
const declaresTests = new Set(['test', 'it', 'describe', 'suite', 't'])

function findingOf(node: Node): Finding['what'] | undefined {
  if (node.kind === SyntaxKind.AnyKeyword) return 'any'
  if (node.kind === SyntaxKind.ExportAssignment || node.kind === SyntaxKind.DefaultKeyword) {
    return node.parent?.kind === SyntaxKind.DefaultClause ? undefined : 'default-export'
  }
  if (importOf(node)?.from === 'node:timers/promises') return 'sleep'
  if (isExportDeclaration(node) && node.moduleSpecifier !== undefined) return 're-export'
  if (isCallExpression(node) && isIdentifier(node.expression) && sleeps.has(node.expression.text)) return 'sleep'
  if (!isPropertyAccessExpression(node) || !isIdentifier(node.expression)) return undefined
  if (node.expression.text === 'console') return 'console'
  if (sleeps.has(node.name.text)) return 'sleep'
  return declaresTests.has(node.expression.text) && skips.has(node.name.text) ? 'skip' : undefined
}

function startsOfLines(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(match => match.index + 1)]
}

function lineOf(starts: readonly number[], offset: number): number {
  return starts.findLastIndex(start => start < Math.max(offset, 1)) + 1
}
