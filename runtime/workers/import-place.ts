import { readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Where a module names another one: `import … from`, `export … from`, `import(…)`. */
const imports = /\b(?:from|import)\s*\(?\s*(["'])([^"'\n]+)\1/g

export interface ImportPlace {
  /** The module that imports. */
  readonly file: string
  /** The place as a frame of a stack. */
  readonly frame: string
}

/** Where a module imports one that is not there. Node names both in the error, but not the line; null where it cannot be told. */
export function placeOfMissingImport(problem: unknown): ImportPlace | null {
  const { code, message, url } = (problem ?? {}) as { readonly code?: unknown; readonly message?: unknown; readonly url?: unknown }
  if (code !== 'ERR_MODULE_NOT_FOUND') return null
  const [, wanted = '', importer = ''] = /^Cannot find (?:module|package) '(.*)' imported from (.*)$/m.exec(String(message)) ?? []
  if (importer === '') return null
  const file = importer.startsWith('file:') ? fileURLToPath(importer) : importer
  const base = pathToFileURL(file)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return null
  }
  const missing = typeof url === 'string' ? withoutQuery(url) : null
  for (const match of text.matchAll(imports)) {
    const named = match[2]!
    const isIt = missing === null ? named === wanted || named.startsWith(`${wanted}/`) : resolved(named, base.href) === missing
    if (!isIt) continue
    const lines = text.slice(0, match.index + match[0].indexOf(match[1]!)).split('\n')
    return { file, frame: `    at ${base.href}:${lines.length}:${lines.at(-1)!.length + 1}` }
  }
  return null
}

function resolved(name: string, base: string): string | null {
  return URL.canParse(name, base) ? withoutQuery(new URL(name, base).href) : null
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/, '')
}
