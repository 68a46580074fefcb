#!/usr/bin/env node
// Kept to what a Node of ten years ago can parse and run: its first duty is to say that it is too old.
import { spawn, spawnSync } from 'child_process'
import { existsSync } from 'fs'
import { dirname, join } from 'path'
import { fileURLToPath, pathToFileURL } from 'url'

var neededMajor = 24
var root = dirname(dirname(fileURLToPath(import.meta.url)))
var program = join(root, 'dist', 'cli.mjs')
var checkout = existsSync(join(root, 'scripts', 'build.ts'))

if (Number(process.versions.node.split('.')[0]) < neededMajor) startNewerNode()
else start()

function start() {
  if (checkout && !existsSync(program)) {
    var built = spawnSync(process.execPath, [join(root, 'scripts', 'build.ts')], { cwd: root, stdio: ['ignore', 2, 2] })
    if (built.status !== 0) fail('dagline could not be built; see above.')
  }
  if (!existsSync(program))
    fail('dagline is incomplete: ' + program + ' is missing. ' + (checkout ? 'Run npm run build.' : 'Install it again.'))
  import('module').then(module => {
    if (module.enableCompileCache) module.enableCompileCache()
    return import(pathToFileURL(program).href)
  })
}

// A checkout brings its own Node. A terminal sends Ctrl-C to both processes; a signal sent to this one alone is passed on.
function startNewerNode() {
  var node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!checkout || !existsSync(node)) {
    fail('dagline needs Node ' + neededMajor + ' or newer; this is Node ' + process.versions.node + ', at ' + process.execPath + '.')
  }
  var child = spawn(node, [fileURLToPath(import.meta.url)].concat(process.argv.slice(2)), { stdio: 'inherit' })
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT')
  })
  ;['SIGTERM', 'SIGHUP'].forEach(signal => {
    process.on(signal, () => {
      child.kill(signal)
    })
  })
  child.on('error', error => {
    fail('dagline could not start ' + node + ': ' + error.message)
  })
  child.on('exit', (status, signal) => {
    if (signal === null) process.exit(status)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

function fail(message) {
  process.stderr.write(message + '\n')
  process.exit(2)
}
