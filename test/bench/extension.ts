import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { openWorkbench } from '../extension/host/workbench.ts'
import { type Group, type Measurement, median } from './measure.ts'

const root = join(import.meta.dirname, '..', '..')
const runs = 3

interface Activation {
  /** Milliseconds: loading the code, running `activate`, and as the caller sees it with the host's own work. */
  readonly load: number
  readonly activate: number
  readonly whole: number
  /** Modules that were loaded by the activation and that it must not load. */
  readonly heavy: readonly string[]
}

/** Activates the extension in the extension host of a fresh workbench. */
async function activate(entry: string): Promise<Activation> {
  const folder = await mkdtemp(join(tmpdir(), 'dagline-bench-'))
  const results = join(folder, 'activation.json')
  try {
    const workspace = join(folder, 'workspace')
    await cp(join(root, 'examples', 'pydag'), workspace, { recursive: true, filter: path => !path.includes('.dagline') })
    await writeFile(results, '')
    const exit = Promise.withResolvers<void>()
    const workbench = await openWorkbench({
      workspace,
      extensionDevelopmentPath: root,
      extensionTestsPath: entry,
      environment: { DAGLINE_BENCH_RESULTS: results },
      prepare: async page => {
        await page.exposeFunction('codeAutomationLog', () => {})
        await page.exposeFunction('codeAutomationExit', () => exit.resolve())
      },
    })
    await exit.promise
    await workbench.close()
    return JSON.parse(await readFile(results, 'utf8')) as Activation
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

export const extension: Group = {
  name: 'extension',
  run: async () => {
    const entry = join(root, 'dist', 'test', 'bench', 'activation.cjs')
    await build({
      entryPoints: [join(import.meta.dirname, 'in-host', 'activation.ts')],
      outfile: entry,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['vscode'],
      logLevel: 'warning',
    })
    const found: Activation[] = []
    for (let i = 0; i < runs; i++) found.push(await activate(entry))
    const heavy = [...new Set(found.flatMap(one => one.heavy))]
    const results: Measurement[] = [
      {
        name: 'activation in the extension host',
        value: median(found.map(one => one.load + one.activate)),
        unit: 'ms',
        note: 'loading the code and activate(), by VS Code’s own marks; target: under 50 ms',
      },
      {
        name: 'activation as its caller sees it',
        value: median(found.map(one => one.whole)),
        unit: 'ms',
        note: 'with the host’s own work',
      },
      {
        name: 'heavy modules loaded by activation',
        value: heavy.length,
        unit: 'count',
        note: heavy.join(' ') || 'DuckDB, SQL, Google: none',
      },
    ]
    return results
  },
}
