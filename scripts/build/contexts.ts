import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { extension, insideRoot, laterParts, layoutWorker, nodeEntries, page, suiteFiles, webExtension, webServer } from './entries.ts'
import type { Outputs } from './outputs.ts'
import { bundledUrls, collect, importedLater, namedExports, suiteEntry, workerText } from './plugins.ts'

/** How to build: for people who use it, or for those who work on it. */
export interface BuildMode {
  readonly root: string
  readonly development: boolean
}

/** One build of esbuild, and a word for it. */
export interface Bundle {
  readonly name: string
  readonly options: BuildOptions
}

/** Native code and WebAssembly cannot be bundled: the packages that hold them are installed beside `dist/`. */
export const externalPackages = ['@duckdb/node-api', 'koffi']

/** A package that another uses when it is there, and that we leave away: workers where there are none. */
const leftAway = ['web-worker']

/** Packages that were made for CommonJS expect these names, which an ES module does not have. */
const commonJsNames = [
  "import { createRequire as __createRequire } from 'node:module'",
  'const require = __createRequire(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname',
].join('\n')

/** All builds, in two contexts: Node (programs, extension, suite) and browser (page, workers, extension and server for the web). */
export function bundles(mode: BuildMode, outputs: Outputs): readonly Bundle[] {
  return [
    programs(mode, outputs),
    extensionHost(mode, outputs),
    suite(mode, outputs),
    preview(mode, outputs),
    webHost(mode, outputs),
    webWorker(mode, outputs),
  ]
}

/** The entries that name a source that is not there. */
export function missingSources(root: string): readonly string[] {
  return [...nodeEntries(root), extension, page, layoutWorker, webExtension, webServer]
    .map(entry => entry.source)
    .filter(source => !existsSync(join(root, source)))
}

function programs(mode: BuildMode, outputs: Outputs): Bundle {
  const entries = nodeEntries(mode.root)
  const points = entries.map(entry => ({ in: join(mode.root, entry.source), out: entry.out }))
  const options: BuildOptions = {
    ...node(mode),
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    splitting: true,
    chunkNames: 'chunk-[hash]',
    entryPoints: points,
    banner: { js: commonJsNames },
    plugins: [bundledUrls(mode.root, entries), namedExports(), collect(outputs, 'programs')],
  }
  return { name: 'programs', options }
}

function extensionHost(mode: BuildMode, outputs: Outputs): Bundle {
  const options: BuildOptions = {
    ...node(mode),
    ...commonJs,
    // As `require`: VS Code answers to `vscode` there.
    supported: { 'dynamic-import': false },
    entryPoints: [extension, ...laterParts].map(entry => ({ in: join(mode.root, entry.source), out: entry.out })),
    plugins: [importedLater(mode.root, laterParts), collect(outputs, 'extension')],
  }
  return { name: 'extension', options }
}

function suite(mode: BuildMode, outputs: Outputs): Bundle {
  const { outdir: _, ...settings } = node(mode)
  const options: BuildOptions = {
    ...settings,
    ...commonJs,
    outExtension: {},
    minify: false,
    sourcemap: 'inline',
    stdin: {
      contents: suiteEntry(suiteFiles(mode.root), 'test/extension/in-host/run.ts'),
      resolveDir: mode.root,
      sourcefile: 'suite.ts',
      loader: 'ts',
    },
    outfile: join(mode.root, 'dist/test/extension/index.cjs'),
    plugins: [collect(outputs, 'suite')],
  }
  return { name: 'suite', options }
}

function preview(mode: BuildMode, outputs: Outputs): Bundle {
  const options: BuildOptions = {
    ...browser(mode),
    entryPoints: [{ in: join(mode.root, page.source), out: page.out }],
    plugins: [workerText(() => workerSource(mode, outputs)), collect(outputs, 'preview')],
  }
  return { name: 'preview', options }
}

/** The host in a browser fetches one script, as CommonJS; it takes `.js` for an ES module, since our package says that it is made of these. */
function webHost(mode: BuildMode, outputs: Outputs): Bundle {
  const options: BuildOptions = {
    ...browser(mode),
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
    entryPoints: [{ in: join(mode.root, webExtension.source), out: webExtension.out }],
    plugins: [collect(outputs, 'web extension')],
  }
  return { name: 'web extension', options }
}

function webWorker(mode: BuildMode, outputs: Outputs): Bundle {
  const options: BuildOptions = {
    ...browser(mode),
    entryPoints: [{ in: join(mode.root, webServer.source), out: webServer.out }],
    plugins: [collect(outputs, 'web server')],
  }
  return { name: 'web server', options }
}

async function workerSource(mode: BuildMode, outputs: Outputs): Promise<{ text: string; inputs: readonly string[] }> {
  const result = await build({
    ...browser(mode),
    sourcemap: false,
    entryPoints: [{ in: join(mode.root, layoutWorker.source), out: layoutWorker.out }],
    write: false,
    metafile: true,
  })
  await outputs.take('layout worker', [], result.metafile)
  const script = result.outputFiles.find(file => file.path.endsWith('.js'))
  return { text: script?.text ?? '', inputs: Object.keys(result.metafile.inputs).map(path => join(mode.root, path)) }
}

const commonJs: BuildOptions = { format: 'cjs', outExtension: { '.js': '.cjs' }, external: ['vscode', ...externalPackages, ...leftAway] }

function node(mode: BuildMode): BuildOptions {
  return {
    ...common(mode),
    platform: 'node',
    target: 'node22',
    external: [...externalPackages, ...leftAway],
    mainFields: ['module', 'main'],
  }
}

function browser(mode: BuildMode): BuildOptions {
  return { ...common(mode), platform: 'browser', target: 'es2024', format: 'iife', loader: { '.css': 'text' } }
}

function common(mode: BuildMode): BuildOptions {
  return {
    absWorkingDir: mode.root,
    outdir: join(mode.root, 'dist'),
    bundle: true,
    write: false,
    metafile: true,
    minify: !mode.development,
    sourcemap: mode.development ? 'linked' : false,
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
    define: { 'process.env.NODE_ENV': mode.development ? '"development"' : '"production"' },
  }
}

/** The packages whose files went into a bundle, by the folder of each. */
export function packageFolder(root: string, input: string): string | undefined {
  const path = insideRoot(root, join(root, input))
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]
}
