import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { installFromDebian } from './debian.ts'

const manifest = join(import.meta.dirname, 'code-server')
/** What its native modules are built with. */
const buildPackages = ['g++', 'make', 'python3', 'pkg-config', 'libkrb5-dev']
const manifestFiles = ['package.json', 'package-lock.json', '.npmrc']

/** Says what is being done; the preparation takes minutes the first time. */
export type Say = (text: string) => void

/**
 * The folder of a VS Code server, installed on first use into the user's cache, so that every clone shares it.
 * It is installed beside its place and renamed into it: a folder of that name is whole.
 */
export async function installedVsCode(say: Say): Promise<string> {
  const lock = await readFile(join(manifest, 'package-lock.json'))
  const folder = join(cacheFolder(), createHash('sha256').update(lock).digest('hex').slice(0, 16))
  const vscode = join(folder, 'node_modules', 'code-server', 'lib', 'vscode')
  if (existsSync(folder)) {
    say(`VS Code for the tests: ${folder}`)
    return vscode
  }
  await removeAbandoned(dirname(folder))
  const beside = `${folder}.installing-${process.pid}`
  say(`Installing VS Code for the tests into ${folder}; this takes a few minutes, once.`)
  await mkdir(beside, { recursive: true })
  try {
    await Promise.all(manifestFiles.map(name => copyFile(join(manifest, name), join(beside, name))))
    installFromDebian(buildPackages, 'to build VS Code', say)
    await npmInstall(beside)
    if (!existsSync(serverMain(join(beside, 'node_modules', 'code-server', 'lib', 'vscode')))) {
      throw new Error('the package that was installed holds no VS Code server')
    }
    await rename(beside, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error
    })
  } finally {
    await rm(beside, { recursive: true, force: true })
  }
  return vscode
}

/** The program of the server, in the folder that {@link installedVsCode} gives. */
export function serverMain(vscode: string): string {
  return join(vscode, 'out', 'server-main.js')
}

export function cacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'dagline-test')
}

/** An install whose process is gone was interrupted, and will not be finished by anyone. */
async function removeAbandoned(cache: string): Promise<void> {
  await mkdir(cache, { recursive: true })
  for (const name of await readdir(cache)) {
    const [, pid] = /\.installing-(\d+)$/.exec(name) ?? []
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(cache, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function npmInstall(folder: string): Promise<void> {
  const lines: string[] = []
  const child = spawn('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: folder,
    env: installEnvironment(process.env, folder),
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => lines.push(text))
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (status === 0) return
  const hint =
    process.platform === 'linux'
      ? `\nIt needs a C++ compiler, make, python3, pkg-config and libkrb5-dev (Debian: apt-get install ${buildPackages.join(' ')}).`
      : ''
  throw new Error(`VS Code for the tests could not be installed:\n${lines.join('').slice(-4000)}${hint}`)
}

/**
 * The environment of the install: our Node first, its headers from the package that brings it (they cannot be downloaded everywhere),
 * and nothing of the npm script that we run in, which would name the wrong project.
 */
export function installEnvironment(given: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  // The user agent names the Node of the outer npm, by which code-server judges whether it is the right one.
  const ofScript = /^npm_(package_|lifecycle_|config_local_prefix|config_global_prefix|config_user_agent|command|execpath|node_execpath)/
  const environment = Object.fromEntries(Object.entries(given).filter(([name]) => !ofScript.test(name)))
  const path = Object.keys(environment).find(name => name.toUpperCase() === 'PATH') ?? 'PATH'
  environment[path] = [dirname(process.execPath), environment[path]].join(delimiter)
  if (process.platform === 'linux') environment['npm_config_nodedir'] = join(folder, 'node_modules', `node-linux-${process.arch}`)
  return environment
}
