import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from './chromium.ts'
import { startWebServer, type WebOptions } from './web-server.ts'

/** A workbench that is only a page. */
export interface WebWorkbench {
  readonly page: Page
  close(): Promise<void>
}

/** Opens VS Code in a browser with nothing behind it but files over HTTP. */
export async function openWebWorkbench(options: WebOptions): Promise<WebWorkbench> {
  const server = await startWebServer(options)
  let browser: Browser | undefined
  const close = async () => {
    await browser?.close()
    await server.stop()
  }
  try {
    browser = await launchBrowser(options.say ?? (() => {}))
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } })
    await page.goto(server.url)
    await page.locator('.monaco-workbench .part.editor').waitFor({ timeout: 60_000 })
    return { page, close }
  } catch (error) {
    await close()
    throw error
  }
}
