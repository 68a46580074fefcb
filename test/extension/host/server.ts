import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installedVsCode, type Say, serverMain } from './vscode-install.ts'

/** VS Code's settings. */
export type Settings = Readonly<Record<string, unknown>>

export interface ServerOptions {
  /** VSIX files to install. */
  readonly vsix?: readonly string[]
  /** Folders of extensions that are installed as links to their sources: without its test driver VS Code takes no other in a browser. */
  readonly linked?: readonly string[]
  readonly settings?: Settings
  /** What the extension host finds in its environment besides ours. */
  readonly environment?: Readonly<Record<string, string>>
  readonly say?: Say
  /** Folders are not trusted before somebody says so; without it all are. */
  readonly workspaceTrust?: boolean
  /** False for a person: without VS Code's test driver and the settings that quiet it. */
  readonly forTests?: boolean
}

/** A running VS Code server on loopback. */
export interface VsCodeServer {
  readonly port: number
  /** Where its data lies: logs, installed extensions, settings. */
  readonly dataFolder: string
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

/** What a person who only wants to see the extension can do without. */
const calm: Settings = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'telemetry.telemetryLevel': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'git.openRepositoryInParentFolders': 'never',
}

/** Less noise, and no attempts to reach the network. */
export const quiet: Settings = {
  ...calm,
  'workbench.tips.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'update.showReleaseNotes': false,
  'workbench.enableExperiments': false,
}

/** Nobody is asked at the start. */
const untrusted: Settings = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
}

/** Starts VS Code's server with settings and extensions of its own, apart from those of the user. */
export async function startServer(options: ServerOptions = {}): Promise<VsCodeServer> {
  const main = serverMain(await installedVsCode(options.say ?? (() => {})))
  const dataFolder = await mkdtemp(join(tmpdir(), 'dagline-vscode-'))
  const forTests = options.forTests ?? true
  await writeSettings(dataFolder, { ...(forTests ? quiet : calm), ...(options.workspaceTrust ? untrusted : {}), ...options.settings })
  const extensions = join(dataFolder, 'extensions')
  const folders = ['--server-data-dir', dataFolder, '--extensions-dir', extensions]
  await mkdir(extensions, { recursive: true })
  for (const [i, folder] of (options.linked ?? []).entries()) await symlink(folder, join(extensions, `linked-${i}`), 'junction')
  for (const file of options.vsix ?? []) await installVsix(main, folders, file)
  const trusts = options.workspaceTrust === true ? [] : ['--disable-workspace-trust']
  const driver = forTests ? ['--enable-smoke-test-driver'] : []
  const child = spawn(process.execPath, [main, ...folders, ...serverArguments, ...trusts, ...driver], {
    env: serverEnvironment(options.environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const killWithUs = () => child.kill('SIGKILL')
  process.once('exit', killWithUs)
  const stop = async () => {
    process.off('exit', killWithUs)
    await end(child)
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 10 })
  }
  try {
    return { port: await listeningPort(child), dataFolder, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const serverArguments = [
  '--host=127.0.0.1',
  '--port=0',
  '--without-connection-token',
  '--accept-server-license-terms',
  '--telemetry-level=off',
]

/** Without a gallery, VS Code asks no server for extensions. */
const noGallery = JSON.stringify({ serviceUrl: '' })

async function writeSettings(dataFolder: string, settings: Settings): Promise<void> {
  for (const scope of ['User', 'Machine']) {
    await mkdir(join(dataFolder, 'data', scope), { recursive: true })
    await writeFile(join(dataFolder, 'data', scope, 'settings.json'), JSON.stringify(settings, null, 2))
  }
}

async function installVsix(main: string, folders: readonly string[], file: string): Promise<void> {
  const child = spawn(process.execPath, [main, ...folders, '--accept-server-license-terms', '--install-extension', file], {
    env: serverEnvironment({}),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = gather(child)
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (status !== 0) throw new Error(`${file} could not be installed:\n${output()}`)
}

/** What npm and Node's test runner leave in the environment would change how programs behave that tasks start. */
function serverEnvironment(added: Readonly<Record<string, string>> | undefined): NodeJS.ProcessEnv {
  const ours = /^(npm_|NODE_TEST_CONTEXT$|NODE_OPTIONS$|VSCODE_|ELECTRON_)/
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)))
  return { ...kept, EXTENSIONS_GALLERY: noGallery, ...added }
}

function listeningPort(child: ChildProcess): Promise<number> {
  const output = gather(child)
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => {
      const [, port] = /Extension host agent listening on (\d+)/.exec(output()) ?? []
      if (port !== undefined) resolve(Number(port))
    })
    child.on('error', reject)
    child.on('exit', status => reject(new Error(`VS Code's server ended with status ${status}:\n${output()}`)))
  })
}

function gather(child: ChildProcess): () => string {
  let output = ''
  const add = (text: string) => {
    output = (output + text).slice(-20_000)
  }
  child.stdout?.setEncoding('utf8').on('data', add)
  child.stderr?.setEncoding('utf8').on('data', add)
  return () => output
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}
