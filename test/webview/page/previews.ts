import { after, before } from 'node:test'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../../extension/host/chromium.ts'
import { pageScript } from './bundle.ts'
import { Preview, type PreviewOptions } from './preview.ts'

/** One browser and one build for the tests of a suite; each test opens pages of its own, which close with it. */
export function previews(build: () => Promise<string> = pageScript): (options?: PreviewOptions) => Promise<Preview> {
  let browser: Browser | undefined
  let script = ''
  before(async () => {
    ;[browser, script] = await Promise.all([launchBrowser(() => undefined), build()])
  })
  after(() => browser?.close())
  return async options => {
    if (browser === undefined) throw new Error('the browser is not there yet')
    return await Preview.open(browser, script, options)
  }
}
