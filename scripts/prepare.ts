/**
 * Runs after `npm ci` and before `npm pack`: builds, and links `dagline` into `node_modules/.bin`, which npm does for
 * dependencies but not for the project itself. With it `npx dagline` works in a checkout, whatever Node the machine has.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { commandScript, nodeBinary, shellScript } from './build/launchers.ts'

const root = resolve(import.meta.dirname, '..')
const binaries = join(root, 'node_modules', '.bin')

mkdirSync(binaries, { recursive: true })
writeFileSync(join(binaries, 'dagline'), shellScript(nodeBinary(root, 'linux')), { mode: 0o755 })
if (process.platform === 'win32') writeFileSync(join(binaries, 'dagline.cmd'), commandScript(nodeBinary(root, 'win32')))

const build = spawnSync(process.execPath, [join(root, 'scripts', 'build.ts')], { cwd: root, stdio: 'inherit' })
process.exitCode = build.status ?? 1
