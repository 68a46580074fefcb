import { readFile } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import type { Loader, Plugin } from 'esbuild'
import { type Entry, insideRoot, moduleUrl } from './entries.ts'
import type { Outputs } from './outputs.ts'

/** The name under which the page imports the text of the layout worker. */
const workerModule = '#layout-worker'

/** Rewrites `new URL('./x.ts', import.meta.url)` to the bundle of `x.ts`; all bundles and chunks lie flat in one folder. */
export function bundledUrls(root: string, entries: readonly Entry[]): Plugin {
  const bundles = new Map(entries.map(entry => [entry.source, `./${entry.out}.mjs`]))
  return {
    name: 'bundled-urls',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8')
        if (!text.includes('import.meta.url')) return undefined
        const contents = text.replaceAll(moduleUrl, (whole, target: string) => {
          const bundle = bundles.get(posix.join(posix.dirname(insideRoot(root, path)), target))
          return bundle === undefined ? whole : `new URL('${bundle}', import.meta.url)`
        })
        return { contents, loader: 'ts' satisfies Loader, resolveDir: dirname(path) }
      })
    },
  }
}

/** Leaves `await import('./x.ts')` of these sources as the import of the bundle that each has beside the importing one. */
export function importedLater(root: string, parts: readonly Entry[]): Plugin {
  const bundles = new Map(parts.map(part => [part.source, `./${part.out}.cjs`]))
  return {
    name: 'imported-later',
    setup(build) {
      build.onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ path, resolveDir, kind }) => {
        if (kind !== 'dynamic-import') return undefined
        const bundle = bundles.get(insideRoot(root, join(resolveDir, path)))
        return bundle === undefined ? undefined : { path: bundle, external: true }
      })
    },
  }
}

/**
 * Gives `await import('package')` of a CommonJS package its names, as Node does: esbuild would hand it out as `default` alone,
 * since it looks for none. They are those that Node finds in the package itself.
 */
export function namedExports(): Plugin {
  const namespace = 'named-exports'
  return {
    name: namespace,
    setup(build) {
      build.onResolve({ filter: /^[@a-z]/ }, async ({ path, resolveDir, kind, importer }) => {
        const own = importer.endsWith('.ts') && !importer.includes('node_modules')
        if (kind !== 'dynamic-import' || !own || path.startsWith('node:')) return undefined
        const { external, errors } = await build.resolve(path, { resolveDir, kind: 'import-statement' })
        if (external || errors.length > 0 || (await commonJsNames(path)).length === 0) return undefined
        return { path, namespace, pluginData: resolveDir }
      })
      build.onLoad({ filter: /./, namespace }, async ({ path, pluginData }) => ({
        contents: `export { ${(await commonJsNames(path)).join(', ')} } from ${JSON.stringify(path)}`,
        resolveDir: pluginData as string,
      }))
    },
  }
}

/** None of a package that is an ES module. Nobody asks for the whole of one that is not. */
async function commonJsNames(path: string): Promise<string[]> {
  const found = Object.keys((await import(path)) as object)
  return found.includes('module.exports') ? found.filter(name => name !== 'module.exports' && name !== 'default') : []
}

/** Gives the page `import { layoutWorkerSource } from '#layout-worker'`: the built worker as text, and rebuilds when its sources change. */
export function workerText(buildWorker: () => Promise<{ readonly text: string; readonly inputs: readonly string[] }>): Plugin {
  return {
    name: 'worker-text',
    setup(build) {
      build.onResolve({ filter: /^#layout-worker$/ }, () => ({ path: workerModule, namespace: 'worker-text' }))
      build.onLoad({ filter: /./, namespace: 'worker-text' }, async () => {
        const { text, inputs } = await buildWorker()
        return {
          contents: `export const layoutWorkerSource = ${JSON.stringify(text)}`,
          loader: 'js' satisfies Loader,
          watchFiles: [...inputs],
        }
      })
    },
  }
}

/** Hands what a build made to `outputs`, which writes it. */
export function collect(outputs: Outputs, bundle: string): Plugin {
  return {
    name: 'collect',
    setup(build) {
      build.initialOptions.write = false
      build.initialOptions.metafile = true
      build.onEnd(async result => {
        if (result.errors.length === 0) await outputs.take(bundle, result.outputFiles ?? [], result.metafile)
      })
    },
  }
}

/** The suite's entry, as text: it imports every file of the suite, then exports what VS Code calls. */
export function suiteEntry(files: readonly string[], runner: string): string {
  return [...files.map(file => `import './${file}'`), `export { run } from './${runner}'`].join('\n')
}
