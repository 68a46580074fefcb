/** Makes the VSIX of this platform: `dagline-<platform>.vsix`. `.vscodeignore` says what is in it. */
import { join, resolve } from 'node:path'
import { extensionTarget, hasMusl } from './build/platform.ts'
import { execute } from './test/steps.ts'

const root = resolve(import.meta.dirname, '..')
const target = extensionTarget(process.platform, process.arch, hasMusl())
process.exitCode = await execute(root, process.execPath, [
  join(root, 'node_modules', '@vscode', 'vsce', 'vsce'),
  'package',
  '--target',
  target,
  '--out',
  join(root, `dagline-${target}.vsix`),
  '--allow-missing-repository',
  '--no-rewrite-relative-links',
])
