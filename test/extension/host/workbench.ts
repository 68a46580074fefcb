import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from './chromium.ts'
import { type ServerOptions, startServer, type VsCodeServer } from './server.ts'

export interface WorkbenchOptions extends ServerOptions {
  /** The folder to open, absolute. */
  readonly workspace: string
  /** The folder of an extension to load from its sources, absolute. */
  readonly extensionDevelopmentPath?: string
  /** The module whose `run` VS Code calls, absolute; without it the workbench is for a person. */
  readonly extensionTestsPath?: string
  readonly viewport?: { readonly width: number; readonly height: number }
  /** Device pixels a CSS pixel; 2 for sharp screenshots. */
  readonly deviceScaleFactor?: number
  /** What to do with the page before it loads anything. */
  readonly prepare?: (page: Page) => Promise<void>
}

/** A workbench in a browser. */
export interface Workbench {
  readonly page: Page
  readonly url: string
  readonly browser: Browser
  readonly server: VsCodeServer
  /** Closes the browser, ends the server and removes its data. */
  close(): Promise<void>
}

/** Opens VS Code's workbench in a browser of this machine, to be driven with Playwright as a person would. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const server = await startServer(options)
  let browser: Browser | undefined
  const close = async () => {
    await browser?.close()
    await server.stop()
  }
  try {
    browser = await launchBrowser(options.say ?? (() => {}))
    const page = await browser.newPage({
      viewport: options.viewport ?? { width: 1400, height: 900 },
      deviceScaleFactor: options.deviceScaleFactor ?? 1,
    })
    await options.prepare?.(page)
    const url = workbenchUrl(server.port, options)
    await page.goto(url)
    await page.locator('.monaco-workbench .part.editor').waitFor({ timeout: 60_000 })
    return { page, url, browser, server, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The address at which VS Code's server shows a folder, with what `code` takes as arguments in its payload. */
export function workbenchUrl(port: number, options: Omit<WorkbenchOptions, keyof ServerOptions>): string {
  const remote = (path: string) => `vscode-remote://127.0.0.1:${port}${encodeURI(asUriPath(path))}`
  const payload: [string, string][] = [['skipWelcome', 'true']]
  if (options.extensionDevelopmentPath !== undefined) payload.push(['extensionDevelopmentPath', remote(options.extensionDevelopmentPath)])
  if (options.extensionTestsPath !== undefined) payload.push(['extensionTestsPath', remote(options.extensionTestsPath)])
  const query = new URLSearchParams({ folder: asUriPath(options.workspace), payload: JSON.stringify(payload) })
  return `http://127.0.0.1:${port}/?${query}`
}

function asUriPath(path: string): string {
  const slashed = path.replaceAll('\\', '/')
  return slashed.startsWith('/') ? slashed : `/${slashed}`
}
