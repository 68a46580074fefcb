import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { openWorkbench, type Workbench } from '../host/workbench.ts'
import { Hands } from './hands.ts'

const root = resolve(import.meta.dirname, '../../..')

const source = `dag shop {
  schedule: "0 6 * * *"
  start: 2100-01-01
  let set = "shop"
  let orders = "\${set}.orders"

  task make: bq {
    sql: "create or replace table {orders} (id int64, amount int64)"
    params: { orders }
  }
  /// One load for each quarter.
  task load: bq {
    matrix: { quarter: [1, 2] }
    sql: """
      insert into {orders} (id, amount)
      values (@quarter, 100 * @quarter)
      """
    params: { orders, quarter }
  }
  task sum: bq {
    sql: "select sum(amount) as total from shop.orders"
  }
  make -> load -> sum
}
`
const lineOf = (text: string): number => source.slice(0, source.indexOf(text)).split('\n').length

let folder: string
let workbench: Workbench
let hands: Hands

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dagline-showing-'))
  await writeFile(join(folder, 'shop.dag'), source)
  workbench = await openWorkbench({
    workspace: folder,
    linked: [root],
    forTests: false,
    settings: { 'security.workspace.trust.enabled': false, 'git.enabled': false },
  })
  workbench.page.setDefaultTimeout(60_000)
  hands = new Hands(workbench.page)
})

after(async () => {
  await workbench?.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 10 })
})

/** Waits for a line of the editor that says this, hints between its words included. */
async function lineSays(text: RegExp): Promise<void> {
  await hands.lines.locator('.view-line', { hasText: text }).first().waitFor()
}

/** What the hover at the cursor says. */
async function hoverSays(text: RegExp): Promise<void> {
  await hands.command('Show or Focus Hover')
  await hands.page.locator('.monaco-hover:visible', { hasText: text }).first().waitFor()
}

test('hints stand between the words: what lets are worth, and how many instances there are', async () => {
  await hands.open('shop.dag')
  await lineSays(/let\sorders.*=\s"shop\.orders"/)
  await lineSays(/matrix:\s*2\sinstances\s*\{/)
})

test('a hover tells of the tables and the script of a task', async () => {
  await hands.goToLine(lineOf('task load'))
  await hands.press('Control+ArrowRight', 'Control+ArrowRight')
  await hoverSays(/starts after make.*before sum/s)
  await hoverSays(/writes local\.shop\.orders, read by sum/)
  await hands.keep('showing-hover')
  await hands.press('Escape')
})

test('a table in SQL leads to the task that creates it', async () => {
  await hands.goToLine(lineOf('from shop.orders'))
  await hands.press('End', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft')
  await hoverSays(/Written by make, load/)
  await hands.press('Escape', 'F12')
  await hands.onLine(lineOf('task make'))
})

test('after a run, hints say what is expected of each task', async () => {
  await hands.command('Dagline: Open Preview to the Side')
  await hands.previewShows(tasks => tasks.length === 4)
  await hands.page.locator('.tab', { hasText: 'shop.dag' }).first().click()
  await hands.command('Dagline: Run')
  await hands.previewShows(tasks => tasks.every(task => task.state === 'success'))
  await lineSays(/task\smake:\sbq.*critical\spath/)
  await hands.keep('showing-hints')
})

test('an edge of the picture says which tables go along it', async () => {
  const tasks = await hands.previewShows(shown => shown.length === 4)
  const load = tasks.find(task => task.name === 'load[1]')
  assert.ok(load)
  const canvas = hands.preview.locator('canvas').first()
  const { x, y, scale } = await canvas.evaluate(element => {
    const { x, y, scale } = (element as HTMLElement).dataset
    return { x: Number(x), y: Number(y), scale: Number(scale) }
  })
  // An edge alone leaves its task in the middle.
  await canvas.hover({ position: { x: x + (load.x + load.width + 6) * scale, y: y + (load.y + load.height / 2) * scale } })
  await hands.preview.locator('.tooltip', { hasText: 'table local.shop.orders' }).waitFor()
  await hands.keep('showing-edge')
})

test('what is not wanted goes away when the setting says so', async () => {
  await mkdir(join(folder, '.vscode'))
  const settings = { 'dagline.inlayHints.matrix': false, 'dagline.codeLens.neighbours': true }
  await writeFile(join(folder, '.vscode', 'settings.json'), JSON.stringify(settings))
  await hands.page.locator('.codelens-decoration', { hasText: '1 upstream, 0 downstream' }).first().waitFor()
  await lineSays(/matrix:\s*\{/)
})
