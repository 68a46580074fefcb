#!/usr/bin/env node
// Kept to what an old Node can parse and run: the first duty of this file is to say that Node is too old.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const neededMajor = 24
const launcher = fileURLToPath(import.meta.url)
const root = dirname(dirname(launcher))
const program = join(root, 'dist', 'cli.mjs')
const checkout = existsSync(join(root, 'scripts', 'build.ts'))

if (Number(process.versions.node.split('.')[0]) < neededMajor) startNewerNode()
else start()

function start() {
  if (checkout && !existsSync(program)) {
    spawnSync(process.execPath, [join(root, 'scripts', 'build.ts')], { cwd: root, stdio: ['ignore', 2, 2] })
  }
  if (!existsSync(program)) fail(`dagline is incomplete: ${program} is missing. ${checkout ? 'Run npm run build.' : 'Install it again.'}`)
  void import('node:module').then(module => {
    if (module.enableCompileCache) module.enableCompileCache()
    return import(pathToFileURL(program).href)
  })
}

// A checkout brings its own Node. A terminal sends Ctrl-C to both processes; a signal sent to this one alone is passed on.
function startNewerNode() {
  const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!checkout || !existsSync(node)) {
    fail(`dagline needs Node ${neededMajor} or newer; this is Node ${process.versions.node}, at ${process.execPath}.`)
  }
  const child = spawn(node, [launcher, ...process.argv.slice(2)], { stdio: 'inherit' })
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT')
  })
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', error => fail(`dagline could not start ${node}: ${error.message}`))
  child.on('exit', (status, signal) => {
    if (signal === null) process.exit(status)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}
