import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { build } from 'esbuild'
import { bundles } from '../../../scripts/build/contexts.ts'
import { Outputs } from '../../../scripts/build/outputs.ts'

/** The page's script as it ships, built in memory. */
export async function pageScript(): Promise<string> {
  const root = resolve(import.meta.dirname, '../../..')
  const preview = bundles({ root, development: false }, new Outputs(tmpdir())).find(bundle => bundle.name === 'preview')
  if (preview === undefined) throw new Error('the build knows no preview')
  const plugins = (preview.options.plugins ?? []).filter(plugin => plugin.name !== 'collect')
  const { outputFiles = [] } = await build({ ...preview.options, write: false, plugins })
  const script = outputFiles.find(file => file.path.endsWith('webview.js'))
  if (script === undefined) throw new Error('the build made no webview.js')
  return script.text
}
