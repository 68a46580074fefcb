import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { bundles } from '../../../scripts/build/contexts.ts'
import { Outputs } from '../../../scripts/build/outputs.ts'

/** The page's script as it ships, built in memory; with another layout worker where the test brings one. */
export async function pageScript(worker?: string): Promise<string> {
  const root = resolve(import.meta.dirname, '../../..')
  const preview = bundles({ root, development: false }, new Outputs(tmpdir())).find(bundle => bundle.name === 'preview')
  if (preview === undefined) throw new Error('the build knows no preview')
  const usual = (preview.options.plugins ?? []).filter(plugin => plugin.name !== 'collect')
  const plugins = worker === undefined ? usual : [otherWorker(worker), ...usual]
  const { outputFiles = [] } = await build({ ...preview.options, write: false, plugins })
  const script = outputFiles.find(file => file.path.endsWith('webview.js'))
  if (script === undefined) throw new Error('the build made no webview.js')
  return script.text
}

function otherWorker(source: string): Plugin {
  return {
    name: 'other-worker',
    setup(build) {
      build.onResolve({ filter: /^#layout-worker$/ }, () => ({ path: 'other', namespace: 'other-worker' }))
      build.onLoad({ filter: /./, namespace: 'other-worker' }, () => ({
        contents: `export const layoutWorkerSource = ${JSON.stringify(source)}`,
      }))
    },
  }
}
