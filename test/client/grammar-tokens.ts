import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import onigurumaModule from 'vscode-oniguruma'
import type { IGrammar } from 'vscode-textmate'
import textmateModule from 'vscode-textmate'
import { grammarFile } from '../../syntaxes/generate.ts'

const { INITIAL, parseRawGrammar, Registry } = textmateModule

/** Small stand-ins for the grammars that VS Code brings: one keyword, and a string that may run over line ends. */
const embedded: Readonly<Record<string, string>> = {
  'source.sql': 'select',
  'source.shell': 'echo',
  'source.python': 'print',
  'source.js': 'const',
}

let loaded: Promise<IGrammar> | undefined

/** The tokens of a source that have more than the file's own scope, as `text  scope scope`; neighbours of one scope are one. */
export async function tokensOf(source: string): Promise<readonly string[]> {
  loaded ??= load()
  const grammar = await loaded
  const tokens: string[] = []
  let stack = INITIAL
  for (const line of source.split('\n')) {
    const result = grammar.tokenizeLine(line, stack)
    stack = result.ruleStack
    const pieces: { text: string; scopes: string }[] = []
    for (const token of result.tokens) {
      const text = line.slice(token.startIndex, token.endIndex)
      const scopes = token.scopes.slice(1).map(withoutSuffix).join(' ')
      const last = pieces.at(-1)
      if (last?.scopes === scopes) last.text += text
      else pieces.push({ text, scopes })
    }
    for (const { text, scopes } of pieces) if (text.trim() && scopes) tokens.push(`${text.trim()}  ${scopes}`)
  }
  return tokens
}

function withoutSuffix(scope: string): string {
  return scope.replace(/\.dagline$/, '')
}

async function load(): Promise<IGrammar> {
  const wasm = createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm')
  await onigurumaModule.loadWASM(await readFile(wasm))
  const { createOnigScanner, createOnigString } = onigurumaModule
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async scope => {
      if (scope === 'source.dagline') return parseRawGrammar(await readFile(grammarFile, 'utf8'), 'dagline.json')
      const keyword = embedded[scope]
      return keyword === undefined ? null : parseRawGrammar(JSON.stringify(standIn(scope, keyword)), `${scope}.json`)
    },
  })
  const grammar = await registry.loadGrammar('source.dagline')
  if (!grammar) throw new Error('The grammar did not load.')
  return grammar
}

function standIn(scopeName: string, keyword: string): object {
  return {
    scopeName,
    patterns: [
      { name: 'keyword', match: `\\b${keyword}\\b` },
      { name: 'string', begin: "'", end: "'" },
    ],
  }
}
