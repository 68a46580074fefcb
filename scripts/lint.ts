/** Format, lint and types of the whole project; the two run at once. */
import { join, resolve } from 'node:path'
import { execute } from './test/steps.ts'

const root = resolve(import.meta.dirname, '..')
const node = process.execPath
const packages = join(root, 'node_modules')

const [style, types] = await Promise.all([
  execute(root, node, [join(packages, '@biomejs', 'biome', 'bin', 'biome'), 'ci', '--error-on-warnings']),
  execute(root, node, [join(packages, 'typescript', 'bin', 'tsc'), '-b']),
])
process.exitCode = style === 0 && types === 0 ? 0 : 1
