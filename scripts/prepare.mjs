// What npm runs after `npm ci`, before `npm pack`, and also when `npx dagline` links the project into its cache for the first time. A failure then would
// leave that cache broken for good, and the command builds what it needs by itself: so nothing is done there.
// This file is no TypeScript, since a Node may run it that is older than the project's.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(fileURLToPath(import.meta.url), '..', '..')
const byNpx = process.env.npm_command === 'exec'
const canBuild = existsSync(join(root, 'node_modules', 'esbuild'))

if (!byNpx && canBuild) await import('./prepare.ts')
