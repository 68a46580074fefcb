import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { FrameLocator, Locator, Page } from 'playwright-core'

const root = resolve(import.meta.dirname, '../../..')

/** A task in the picture. */
export interface DrawnTask {
  readonly name: string
  /** Empty where no run speaks of it. */
  readonly state: string
  /** The cursor is in it. */
  readonly marked: boolean
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What a person does with a workbench: keys, clicks, and looking. */
export class Hands {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** The lines of the editor that is in front. */
  get lines(): Locator {
    return this.page.locator('.editor-group-container .editor-instance .monaco-editor .view-lines').first()
  }

  /** The content of the preview: a webview is two frames, one in the other. */
  get preview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame')
  }

  /** Opens a file by its name. */
  async open(name: string): Promise<void> {
    await this.#ask('Control+P', name)
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor()
    await this.page.keyboard.press('Enter')
    // A preview of the file has its name too.
    await this.page.locator('.tab.active', { hasText: name }).first().waitFor()
    await this.lines.locator('.view-line').first().waitFor()
  }

  /** Runs a command by its title in the palette. */
  async command(title: string): Promise<void> {
    await this.#ask('F1', `>${title}`)
    // Others may match as well, and come before it.
    await this.page.locator('.quick-input-list .monaco-list-row').getByText(title, { exact: true }).first().click()
  }

  /** Puts the cursor at the start of a line, counted from 1. */
  async goToLine(line: number): Promise<void> {
    await this.lines.click()
    await this.#ask('Control+G', `:${line}`)
    await this.page.keyboard.press('Enter')
    await this.onLine(line)
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 15 })
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  /** The labels of the completion list, once it is there. */
  async suggestions(): Promise<readonly string[]> {
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row .label-name')
    await rows.first().waitFor()
    return rows.allTextContents()
  }

  /** Underlines of errors that can be seen. */
  get errors(): Locator {
    return this.page.locator('.editor-group-container .squiggly-error')
  }

  /** Waits until the cursor is on a line, whether the editor has the keyboard or not. */
  async onLine(line: number): Promise<void> {
    await this.page
      .locator('.monaco-editor .active-line-number', { hasText: new RegExp(`^${line}$`) })
      .first()
      .waitFor()
  }

  /** What stands behind the ends of lines: texts of decorations are CSS, not text. */
  async lineEnds(): Promise<readonly string[]> {
    return this.lines.locator('.view-line span').evaluateAll(spans =>
      spans.flatMap(span => {
        const content = getComputedStyle(span, '::after').content
        return content.startsWith('"') ? [JSON.parse(content.replaceAll('\n', ' ')) as string] : []
      }),
    )
  }

  /** Waits until the ends of the lines are as wanted. */
  async lineEndsWith(wanted: (ends: readonly string[]) => boolean): Promise<readonly string[]> {
    let last: readonly string[] = []
    for (const giveUp = Date.now() + 60_000; Date.now() < giveUp; ) {
      last = await this.lineEnds()
      if (wanted(last)) return last
      await this.#nextFrame()
    }
    assert.fail(`the ends of the lines are ${JSON.stringify(last)}`)
  }

  /** The tasks of the preview, where they are drawn, in the picture's own measure. */
  async tasksInPreview(): Promise<readonly DrawnTask[]> {
    await this.#items.first().waitFor({ state: 'attached' })
    await this.#drawn()
    return this.#items.evaluateAll(items =>
      items.map(item => {
        const { task = '', state = '', x, y, width, height } = (item as HTMLElement).dataset
        const marked = item.getAttribute('aria-selected') === 'true'
        return { name: task, state, marked, x: Number(x), y: Number(y), width: Number(width), height: Number(height) }
      }),
    )
  }

  /** Clicks into the middle of a task, where it is on the screen. */
  async clickInPreview(name: string): Promise<void> {
    const task = (await this.tasksInPreview()).find(candidate => candidate.name === name)
    assert.ok(task, `${name} is not in the picture`)
    const canvas = this.preview.locator('canvas').first()
    const { x, y, scale } = await canvas.evaluate(element => {
      const { x, y, scale } = (element as HTMLElement).dataset
      return { x: Number(x), y: Number(y), scale: Number(scale) }
    })
    await canvas.click({ position: { x: x + (task.x + task.width / 2) * scale, y: y + (task.y + task.height / 2) * scale } })
  }

  /** Waits until the preview's tasks are as wanted. */
  async previewShows(wanted: (tasks: readonly DrawnTask[]) => boolean): Promise<readonly DrawnTask[]> {
    let last: readonly DrawnTask[] = []
    for (const giveUp = Date.now() + 60_000; Date.now() < giveUp; ) {
      last = await this.tasksInPreview()
      if (wanted(last)) return last
      await this.#nextFrame()
    }
    assert.fail(`the preview shows ${JSON.stringify(last)}`)
  }

  /** A picture for the documentation, only where it is asked for: ordinary runs leave the tree as it is. */
  async picture(name: string): Promise<void> {
    if (process.env['UPDATE_IMAGES'] !== '1') return
    const path = join(root, 'docs', 'images', `${name}.png`)
    await mkdir(dirname(path), { recursive: true })
    await this.page.screenshot({ path, animations: 'disabled' })
  }

  /** Keeps what is on the screen in `test-results/`, to be looked at. */
  async keep(name: string): Promise<void> {
    await this.page.screenshot({ path: join(root, 'test-results', `${name}.png`), animations: 'disabled' })
  }

  /** The page draws at its own pace: look again after its next frame. */
  async #nextFrame(): Promise<void> {
    await this.page.evaluate(() => new Promise(requestAnimationFrame))
  }

  /** The same tasks as a list, for the keyboard and for screen readers. */
  get #items(): Locator {
    return this.preview.locator('[role=listbox] [role=option]')
  }

  /** The picture comes to rest: the first layout is made in a worker, and fitted into the view in a short motion. */
  async #drawn(): Promise<void> {
    await this.preview.locator('canvas[data-scale]').first().waitFor()
    await this.#items.and(this.preview.locator('[data-x]')).first().waitFor({ state: 'attached' })
  }

  /** Opens a quick input by its key and fills it in. The workbench takes keys only when it is ready, so the key may be pressed again. */
  async #ask(key: string, text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget:visible .quick-input-box input')
    for (let tries = 0; tries < 20; tries++) {
      await this.page.keyboard.press(key)
      const came = await input.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      )
      if (came) break
    }
    await input.fill(text)
  }
}
