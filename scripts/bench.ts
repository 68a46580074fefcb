/** `npm run bench [-- GROUP…]`: builds as for users, then measures. */
import { join, resolve } from 'node:path'
import { execute } from './test/steps.ts'

const root = resolve(import.meta.dirname, '..')
const built = await execute(root, process.execPath, [join(root, 'scripts', 'build.ts')])
process.exitCode =
  built === 0 ? await execute(root, process.execPath, [join(root, 'test', 'bench', 'main.ts'), ...process.argv.slice(2)]) : built
