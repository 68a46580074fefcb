import { writeFileSync } from 'node:fs'
import { extensions } from 'vscode'

/** Loads and activates the extension, and writes how long that took and whether anything heavy came with it. */
export async function run(): Promise<void> {
  const extension = extensions.getExtension('dagline.dagline')
  if (extension === undefined) throw new Error('the extension is not there')
  if (extension.isActive) throw new Error('the extension is active already')
  const start = performance.now()
  await extension.activate()
  const ms = performance.now() - start
  const loaded = Object.keys(require.cache)
  const heavy = loaded.filter(path => /[\\/](@duckdb|@polyglot-sql|@google-cloud|chevrotain|elkjs)[\\/]/.test(path))
  writeFileSync(process.env['DAGLINE_BENCH_RESULTS'] ?? '', JSON.stringify({ ms, heavy }))
}
