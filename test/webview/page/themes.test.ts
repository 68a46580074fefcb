import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { suite, test } from 'node:test'
import { detail } from '../../../webview/display-list/display-list.ts'
import type { PictureState } from '../../../webview/protocol.ts'
import { layeredGraph, sales } from '../graphs.ts'
import type { Preview } from './preview.ts'
import { previews } from './previews.ts'
import { type ThemeName, themes } from './themes.ts'

const results = resolve(import.meta.dirname, '../../../test-results/webview')

suite('themes', () => {
  const open = previews()

  for (const theme of Object.keys(themes) as ThemeName[]) {
    test(`the picture has the colours of the theme: ${theme}`, async () => {
      const preview = await open({ theme, size: { width: 1100, height: 520 } })
      await preview.show(sales, {
        states,
        cursor: 'ingest',
        run: { run: 'r', state: 'running', started: '2026-01-01T00:00:00Z', seconds: 42 },
      })
      const background = await preview.page.evaluate(() => getComputedStyle(document.body).backgroundColor)
      assert.equal(await colourAt(preview, 4, 300), background)
      await keep(preview, theme)
      await preview.close()
    })
  }

  test('another theme is taken up at once', async () => {
    const preview = await open({ theme: 'light' })
    await preview.show(sales)
    assert.equal(await colourAt(preview, 4, 300), 'rgb(255, 255, 255)')
    await preview.page.evaluate(({ body, variables }) => {
      for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value)
      document.body.className = body
    }, themes.dark)
    await preview.frame()
    assert.equal(await colourAt(preview, 4, 300), 'rgb(31, 31, 31)')
    await keep(preview, 'changed-to-dark')
    await preview.close()
  })

  test('states are to be seen from afar', async () => {
    const graph = layeredGraph(200)
    const names = Object.keys(kinds)
    const many = Object.fromEntries(graph.tasks.map((task, place) => [task.name, of(names[place % names.length] ?? 'ready')]))
    const preview = await open({ theme: 'dark', size: { width: 900, height: 600 } })
    await preview.show(graph)
    const before = await colours(preview)
    await preview.show(graph, { states: many })
    assert.ok((await colours(preview)) > before + 20, 'states add colours')
    await keep(preview, 'afar')
    await preview.close()
  })

  test('the example fits a panel beside the text, with its labels', async () => {
    const preview = await open({ theme: 'dark', size: { width: 600, height: 620 } })
    await preview.show(sales, { states })
    const { scale } = await preview.view()
    assert.ok(scale >= detail.label && scale < detail.text, `scale ${scale}`)
    const [legend, tools] = await Promise.all(['.legend', '.zoom'].map(name => preview.page.locator(name).boundingBox()))
    assert.ok(legend && tools && legend.x + legend.width < tools.x, 'the bars are apart')
    await keep(preview, 'panel')
    await preview.close()
  })

  test('an empty file, a narrow view and what lies under the pointer', async () => {
    const preview = await open({ theme: 'light', size: { width: 420, height: 640 } })
    await preview.snapshot({ problems: 2 })
    await keep(preview, 'empty')
    await preview.snapshot({ dags: [sales, { ...sales, name: 'other' }], dag: 'sales_facts', problems: 1, states })
    await preview.settled(9)
    await preview.page.locator('[data-tool=turn]').click()
    await preview.page.waitForFunction(() => Number(document.querySelector<HTMLElement>('[data-task=fact]')?.dataset['y']) > 300)
    const { x, y } = await preview.onScreen('fact')
    await preview.page.mouse.move(x, y)
    assert.match((await preview.page.locator('.tooltip').textContent()) ?? '', /fact · bq/)
    await keep(preview, 'narrow')
    await preview.close()
  })
})

async function keep(preview: Preview, name: string): Promise<void> {
  await mkdir(results, { recursive: true })
  await preview.page.screenshot({ path: join(results, `${name}.png`) })
}

async function colourAt(preview: Preview, x: number, y: number): Promise<string> {
  return await preview.page.locator('canvas').evaluate(
    (canvas: HTMLCanvasElement, [left, top]) => {
      const [red, green, blue] = canvas.getContext('2d')?.getImageData(left, top, 1, 1).data ?? []
      return `rgb(${red}, ${green}, ${blue})`
    },
    [x, y] as const,
  )
}

/** How many different colours the canvas shows. */
async function colours(preview: Preview): Promise<number> {
  return await preview.page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: new Uint8ClampedArray() }
    const seen = new Set<number>()
    for (let place = 0; place < data.length; place += 4)
      seen.add((data[place] ?? 0) * 65536 + (data[place + 1] ?? 0) * 256 + (data[place + 2] ?? 0))
    return seen.size
  })
}

function of(state: string, rest: Partial<PictureState> = {}): PictureState {
  return { state, attempt: 1, started: null, seconds: null, rows: null, error: null, ...rest }
}

const kinds = {
  waiting: {},
  ready: {},
  running: { seconds: 3.4 },
  retrying: {},
  success: { seconds: 1.2, rows: 1204 },
  cached: {},
  failed: { seconds: 0.3, error: 'Table not found' },
  skipped: {},
  upstream_failed: {},
  cancelled: {},
  interrupted: {},
}

const states: Readonly<Record<string, PictureState>> = {
  startup: of('success', { seconds: 0.02 }),
  'tables.final': of('success', { seconds: 0.34 }),
  'tables.staging[1]': of('cached'),
  'tables.staging[2]': of('success', { seconds: 1.2 }),
  ingest: of('success', { seconds: 12.3, rows: 1204 }),
  'extract[#0]': of('running', { seconds: 3.4 }),
  'extract[#1]': of('failed', { seconds: 1.1, error: 'Table not found: mytable1' }),
  fact: of('upstream_failed', { attempt: 0 }),
  report: of('waiting', { attempt: 0 }),
}
