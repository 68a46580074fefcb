import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { Browser, Locator, Page } from 'playwright-core'
import { pictureHtml } from '../../../client/preview/html.ts'
import type { FromPicture, PictureGraph, ToPicture } from '../../../webview/protocol.ts'
import { type ThemeName, themes } from './themes.ts'

export interface PreviewOptions {
  readonly theme?: ThemeName
  readonly size?: { readonly width: number; readonly height: number }
  /** What an earlier life of the view kept. */
  readonly kept?: unknown
  readonly motion?: boolean
  /** Time in the page goes on only when the test says so. */
  readonly frozen?: boolean
}

type Snapshot = ToPicture & { readonly type: 'snapshot' }

/** The preview's page in a browser, with the test in the extension's place. */
export class Preview {
  readonly page: Page
  readonly #sent: FromPicture[] = []
  readonly #violations: string[] = []
  readonly #kept: { state: unknown }
  #waiting: (() => void)[] = []
  #number = 0

  private constructor(page: Page, kept: { state: unknown }) {
    this.page = page
    this.#kept = kept
  }

  static async open(browser: Browser, script: string, options: PreviewOptions = {}): Promise<Preview> {
    const context = await browser.newContext({
      viewport: options.size ?? { width: 1000, height: 600 },
      reducedMotion: options.motion ? 'no-preference' : 'reduce',
    })
    const page = await context.newPage()
    const kept = { state: options.kept }
    const preview = new Preview(page, kept)
    if (options.frozen) await page.clock.install()
    await page.exposeFunction('sentToExtension', (message: FromPicture) => preview.#take(message))
    await page.exposeFunction('keptForLater', (state: unknown) => {
      kept.state = state
    })
    await page.exposeFunction('violated', (what: string) => preview.#violations.push(what))
    await page.addInitScript(fakeHost, { kept: options.kept, theme: themes[options.theme ?? 'light'] })
    page.on('pageerror', error => preview.#violations.push(String(error)))
    const html = pictureHtml({ nonce: randomBytes(16).toString('base64url'), cspSource: origin, scriptUri: `${origin}/webview.js` })
    await page.route('**/*', route => {
      const { pathname } = new URL(route.request().url())
      if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: html })
      if (pathname === '/webview.js') return route.fulfill({ contentType: 'text/javascript', body: script })
      return route.fulfill({ status: 404 })
    })
    await page.goto(`${origin}/`)
    await preview.message('ready')
    return preview
  }

  /** What the page did that its policy forbids, and errors in its scripts. */
  get violations(): readonly string[] {
    return this.#violations
  }

  get sent(): readonly FromPicture[] {
    return this.#sent
  }

  get kept(): unknown {
    return this.#kept.state
  }

  /** Sends a whole new content and waits until its tasks are shown. */
  async show(graph: PictureGraph, rest: Partial<Snapshot> = {}): Promise<void> {
    await this.snapshot({ dags: [graph], dag: graph.name, ...rest })
    await this.settled(graph.tasks.length)
  }

  async snapshot(content: Partial<Snapshot>): Promise<void> {
    this.#number++
    const nothing = { version: 1, dags: [], dag: null, states: {}, cursor: null, run: null, problems: 0 }
    await this.post({ type: 'snapshot', ...nothing, ...content, number: this.#number })
  }

  /** Sends a difference. */
  async tell(message: Unnumbered<Exclude<ToPicture, Snapshot>>): Promise<void> {
    this.#number++
    await this.post({ ...message, number: this.#number } as ToPicture)
  }

  async post(message: ToPicture): Promise<void> {
    await this.page.evaluate(data => window.postMessage(data, '*'), message)
    await this.frame()
  }

  /** Waits for that many tasks, laid out and drawn. */
  async settled(tasks: number): Promise<void> {
    await this.page.waitForFunction(
      count =>
        document.querySelectorAll('[role=option][data-width]').length === count &&
        document.querySelector('canvas')?.dataset['drawn'] !== '0',
      tasks,
    )
    await this.frame()
  }

  /** Waits until all that was asked for is drawn. */
  async frame(): Promise<void> {
    await this.page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
  }

  /** The next message of a kind that was not waited for yet, or one that is there. */
  async message<T extends FromPicture['type']>(type: T): Promise<FromPicture & { readonly type: T }> {
    for (;;) {
      const place = this.#sent.findIndex(message => message.type === type)
      const [found] = place < 0 ? [] : this.#sent.splice(place, 1)
      if (found) return found as FromPicture & { readonly type: T }
      await new Promise<void>(resolve => this.#waiting.push(resolve))
    }
  }

  task(name: string): Locator {
    return this.page.locator(`[role=option][data-task="${name}"]`)
  }

  /** Where a task is in the picture. */
  async box(name: string): Promise<{ readonly x: number; readonly y: number; readonly width: number; readonly height: number }> {
    return await this.task(name).evaluate((item: HTMLElement) => {
      const { x, y, width, height } = item.dataset
      return { x: Number(x), y: Number(y), width: Number(width), height: Number(height) }
    })
  }

  async boxes(names: readonly string[]): Promise<readonly { readonly x: number; readonly y: number }[]> {
    return await Promise.all(names.map(name => this.box(name)))
  }

  /** Where the middle of a task is on the screen. */
  async onScreen(name: string): Promise<{ readonly x: number; readonly y: number }> {
    const [box, view] = [await this.box(name), await this.view()]
    return { x: (box.x + box.width / 2) * view.scale + view.x, y: (box.y + box.height / 2) * view.scale + view.y }
  }

  /** What the canvas shows, and how many things it drew. */
  async view(): Promise<Record<'x' | 'y' | 'scale' | 'drawn' | 'calls', number>> {
    return await this.page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const { x, y, scale, drawn, calls } = canvas.dataset
      return { x: Number(x), y: Number(y), scale: Number(scale), drawn: Number(drawn), calls: Number(calls) }
    })
  }

  /** With how many calls the canvas drew the first frame after a key. */
  async callsAfter(key: string): Promise<number> {
    return await this.page.evaluate(async name => {
      window.dispatchEvent(new KeyboardEvent('keydown', { key: name }))
      await new Promise(done => requestAnimationFrame(done))
      return Number(document.querySelector('canvas')?.dataset['calls'])
    }, key)
  }

  /** Ends the page; a test that ends well has seen no violation, and no problem that it did not ask for. */
  async close(): Promise<void> {
    await this.page.context().close()
    assert.deepEqual(this.#violations, [])
    assert.deepEqual(
      this.#sent.filter(message => message.type === 'problem'),
      [],
    )
  }

  #take(message: FromPicture): void {
    this.#sent.push(message)
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }
}

type Unnumbered<T> = T extends unknown ? Omit<T, 'number'> : never

const origin = 'http://preview.test'

/** Runs in the page before its script: what VS Code gives to a webview. */
function fakeHost({
  kept,
  theme,
}: {
  readonly kept: unknown
  readonly theme: { readonly body: string; readonly variables: Readonly<Record<string, string>> }
}): void {
  const outside = window as unknown as Record<'sentToExtension' | 'keptForLater' | 'violated', (value: unknown) => Promise<void>>
  let state = kept
  Object.assign(window, {
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => void outside.sentToExtension(message),
      getState: () => state,
      setState: (value: unknown) => {
        state = value
        void outside.keptForLater(value)
      },
    }),
  })
  document.addEventListener(
    'securitypolicyviolation',
    event => void outside.violated(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`),
  )
  const dress = () => {
    for (const [name, value] of Object.entries(theme.variables)) document.documentElement.style.setProperty(name, value)
    document.body.className = theme.body
  }
  document.addEventListener('readystatechange', () => document.body && dress(), { once: true })
}
