import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize, resolve, sep } from 'node:path'
import { build } from 'esbuild'
import { quiet, type Settings } from './server.ts'
import { installedVsCode, type Say } from './vscode-install.ts'

export interface WebOptions {
  /** The folder of the extension, absolute: what it serves is what its `package.json` names. */
  readonly extension: string
  /** Files of the workspace by their paths below it. They are on no disk. */
  readonly files: Readonly<Record<string, string>>
  readonly settings?: Settings
  readonly say?: Say
}

/** A VS Code that is only a page: its workbench and extension host are in the browser, and no server is behind it. */
export interface WebServer {
  readonly url: string
  stop(): Promise<void>
}

const memoryFiles = resolve(import.meta.dirname, '../web/memory-files.ts')
const workspace = '/workspace'

/** Serves the files of VS Code's workbench on loopback, and those of two extensions: ours, and a file system for the tests. */
export async function startWebServer({ extension, files, settings, say = () => {} }: WebOptions): Promise<WebServer> {
  const vscode = await installedVsCode(say)
  const script = await memoryFilesScript()
  const texts = Object.fromEntries(Object.entries(files).map(([name, text]) => [`${workspace}/${name}`, text]))
  const made: Readonly<Record<string, string>> = {
    '/memory-files/package.json': JSON.stringify(memoryFilesManifest),
    '/memory-files/extension.js': script,
    '/memory-files/files.json': JSON.stringify(texts),
  }
  const server = createServer((request, response) => {
    const { pathname, host } = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const path = decodeURIComponent(pathname)
    void answer(path, host).then(
      body => send(response, 200, path, body),
      () => send(response, 404, '.txt', 'not found'),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const query = new URLSearchParams({ payload: JSON.stringify([['skipWelcome', 'true']]) })
  return {
    url: `http://127.0.0.1:${port}/?${query}`,
    stop: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }

  async function answer(path: string, host: string): Promise<string | Buffer> {
    if (path === '/') return page(await text(join(vscode, 'out/vs/code/browser/workbench/workbench.html')), host, settings ?? {})
    if (made[path] !== undefined) return made[path]
    if (path.startsWith('/extension/')) return readFile(inside(extension, path.slice('/extension/'.length)))
    const file = inside(vscode, path.slice('/vscode/'.length))
    if (path.endsWith('/workbench/workbench.js')) return withoutRemote(await text(file))
    // Of its own extensions this package leaves the programs for browsers away; nothing in their place is quieter than an error.
    return readFile(file).catch(problem => (/^\/vscode\/extensions\/.*\.js$/.test(path) ? '' : Promise.reject(problem)))
  }
}

const memoryFilesManifest = {
  name: 'memory-files',
  publisher: 'dagline-tests',
  version: '1.0.0',
  engines: { vscode: '^1.120.0' },
  browser: './extension.js',
  activationEvents: ['onFileSystem:memory'],
  capabilities: { virtualWorkspaces: true, untrustedWorkspaces: { supported: true } },
}

async function memoryFilesScript(): Promise<string> {
  const result = await build({
    entryPoints: [memoryFiles],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'browser',
    external: ['vscode'],
    logLevel: 'warning',
  })
  return result.outputFiles[0]?.text ?? ''
}

/** The page of the workbench, with what a host that embeds it configures. */
function page(template: string, host: string, settings: Settings): string {
  const uri = (path: string) => ({ scheme: 'http', authority: host, path })
  const configuration = {
    folderUri: { scheme: 'memory', authority: '', path: workspace },
    additionalBuiltinExtensions: [uri('/memory-files')],
    developmentOptions: { extensions: [uri('/extension')] },
    webviewEndpoint: `http://${host}/vscode/out/vs/workbench/contrib/webview/browser/pre`,
    configurationDefaults: { ...quiet, ...settings },
    productConfiguration: { enableTelemetry: false, extensionsGallery: undefined },
    // Without these the workbench of this package does not start.
    userDataPath: '/',
    isEnabledFileDownloads: true,
    isEnabledFileUploads: true,
    isEnabledCoderGettingStarted: false,
  }
  const values: Readonly<Record<string, string>> = {
    WORKBENCH_WEB_CONFIGURATION: JSON.stringify(configuration).replaceAll('"', '&quot;'),
    WORKBENCH_WEB_BASE_URL: '/vscode',
    WORKBENCH_NLS_FALLBACK_URL: '/vscode/out/nls.messages.js',
    WORKBENCH_NLS_URL: '/vscode/out/nls.messages.js',
  }
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) => values[name] ?? '')
}

/** The package that brings the workbench knows it only with its server as a remote, also for the user's settings. */
function withoutRemote(script: string): string {
  const changes = [
    [/remoteAuthority:location\.host/, 'remoteAuthority:undefined'],
    [/\.with\(\{scheme:(\w+)\.vscodeRemote\}\),"User"\)/, '.with({scheme:$1.vscodeUserData}),"User")'],
  ] as const
  return changes.reduce((changed, [what, by]) => {
    if (!what.test(changed)) throw new Error(`the workbench does not hold ${what}`)
    return changed.replace(what, by)
  }, script)
}

function inside(folder: string, path: string): string {
  const file = normalize(join(folder, path))
  if (!file.startsWith(folder + sep)) throw new Error(`${path} is outside`)
  return file
}

const text = (file: string): Promise<string> => readFile(file, 'utf8')

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.cjs': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.ttf': 'font/ttf',
  '.png': 'image/png',
}

function send(response: ServerResponse, status: number, path: string, body: string | Buffer): void {
  response.writeHead(status, {
    'content-type': path === '/' ? 'text/html' : (types[extname(path)] ?? 'application/octet-stream'),
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  })
  response.end(body)
}
