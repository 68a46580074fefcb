import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { installFromDebian } from './debian.ts'
import type { Say } from './vscode-install.ts'

const programs = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge-stable', 'microsoft-edge']

const elsewhere: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
}

/** Starts a browser of this machine without a window, after installing one where that is possible. */
export async function launchBrowser(say: Say): Promise<Browser> {
  const executablePath = readyBrowser(say)
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({
    executablePath,
    args: [
      ...asRoot,
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** The browser for the tests, after installing one where there is none and that is possible. */
export function readyBrowser(say: Say): string {
  return findBrowser() ?? installBrowser(say)
}

/** The browser that `CHROME_PATH` names, else one from the PATH or the usual places. */
export function findBrowser(
  environment: NodeJS.ProcessEnv = process.env,
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  const named = environment['CHROME_PATH']
  if (named !== undefined && named !== '') {
    if (exists(named)) return named
    throw new Error(`CHROME_PATH names ${named}, which is not there.`)
  }
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(folder => folder !== '')
  const onPath = programs.flatMap(program => folders.map(folder => join(folder, program)))
  return [...onPath, ...(elsewhere[process.platform] ?? [])].find(exists)
}

function installBrowser(say: Say): string {
  installFromDebian(['chromium'], 'since no browser was found', say)
  const installed = findBrowser()
  if (installed !== undefined) return installed
  throw new Error('The tests need Chrome or Chromium. Install one (Debian: apt-get install chromium), or name it in CHROME_PATH.')
}
