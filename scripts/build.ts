/**
 * Builds `dist/`: `node scripts/build.ts [--development] [--watch]`.
 * Production is the default, so that what is tested is what ships.
 */
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { build, context } from 'esbuild'
import { bundles, missingSources } from './build/contexts.ts'
import { Outputs } from './build/outputs.ts'

const root = resolve(import.meta.dirname, '..')
const { values } = parseArgs({ options: { development: { type: 'boolean' }, watch: { type: 'boolean' } } })
const outputs = new Outputs(join(root, 'dist'))
const missing = missingSources(root)
if (missing.length > 0) {
  process.stderr.write(`A bundle starts from a source that is not there: ${missing.join(', ')}\n`)
  process.exit(1)
}
const made = bundles({ root, development: values.development === true || values.watch === true }, outputs)

if (values.watch === true) {
  const contexts = await Promise.all(made.map(bundle => context(bundle.options)))
  await Promise.all(contexts.map(one => one.watch()))
  process.stdout.write('Watching. Ctrl-C ends.\n')
} else {
  const started = performance.now()
  await Promise.all(made.map(bundle => build(bundle.options)))
  await outputs.finish()
  process.stdout.write(`Built ${made.map(bundle => bundle.name).join(', ')} in ${Math.round(performance.now() - started)} ms.\n`)
}
