import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/** A bundle: the name of the file in `dist/` and the source that it starts from. */
export interface Entry {
  readonly out: string
  readonly source: string
}

/** Programs that Node runs: one build, so that they share their chunks. */
const programs: readonly Entry[] = [
  { out: 'cli', source: 'runtime/cli/main.ts' },
  { out: 'server', source: 'server/main.ts' },
  { out: 'runtime', source: 'runtime/process/main.ts' },
]

/** What VS Code loads with `require`. */
export const extension: Entry = { out: 'extension', source: 'client/extension.ts' }

/** Parts of the extension that it imports after activation: files of their own, since compiling them takes longer than activating. */
export const laterParts: readonly Entry[] = [
  { out: 'language-client', source: 'client/language/server-process.ts' },
  { out: 'runtime-connection', source: 'runtime/process/connect.ts' },
]

/** The extension and the language server in a browser: each one file, since a worker there imports none. */
export const webExtension: Entry = { out: 'web/extension', source: 'client/web/extension.ts' }
export const webServer: Entry = { out: 'web/server', source: 'server/web/main.ts' }

/** What the preview's page loads. */
export const page: Entry = { out: 'webview', source: 'webview/main.ts' }

/** The layout worker: one self-contained script, since a worker made of a blob cannot import. */
export const layoutWorker: Entry = { out: 'layout-worker', source: 'webview/layout-worker.ts' }

/**
 * Sources name a worker or another program as `new URL('./worker.ts', import.meta.url)`, which runs as it is without a build.
 * Each file named so becomes a bundle of its own, and the URL is rewritten to that bundle.
 */
export const moduleUrl = /new URL\(\s*'(\.{1,2}\/[^']+\.ts)'\s*,\s*import\.meta\.url\s*\)/g

/** The programs and every file that one of the Node rooms starts by its URL. */
export function nodeEntries(root: string): readonly Entry[] {
  const known = new Map(programs.map(entry => [entry.source, entry]))
  for (const file of globSync('{language,server,runtime}/**/*.ts', { cwd: root }).map(withSlashes).sort()) {
    for (const [, target = ''] of withoutComments(readFileSync(join(root, file), 'utf8')).matchAll(moduleUrl)) {
      const source = withSlashes(join(dirname(file), target))
      if (!known.has(source)) known.set(source, { out: source.replace(/\.ts$/, '').replaceAll('/', '-'), source })
    }
  }
  return [...known.values()]
}

/** The suite that runs inside VS Code: every file of `test/extension/suite`, gathered so that a new file needs no list. */
export function suiteFiles(root: string): readonly string[] {
  return globSync('test/extension/suite/**/*.ts', { cwd: root }).map(withSlashes).sort()
}

/** Comments that stand on lines of their own: those may show a URL without meaning it. */
function withoutComments(text: string): string {
  return text.replaceAll(/^\s*(\/\/|\/?\*).*$/gm, '')
}

export function withSlashes(path: string): string {
  return path.split(sep).join('/')
}

export function insideRoot(root: string, path: string): string {
  return withSlashes(relative(root, path))
}
