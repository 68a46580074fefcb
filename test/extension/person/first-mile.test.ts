import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { type SuiteFolders, suiteFolders } from '../host/suite.ts'
import { openWorkbench, type Workbench } from '../host/workbench.ts'
import { Hands } from './hands.ts'

const root = resolve(import.meta.dirname, '../../..')
const withImages = process.env['UPDATE_IMAGES'] === '1'

let folders: SuiteFolders
let workbench: Workbench
let hands: Hands
/** The example as it is in the repository, to find lines in it. */
let example: readonly string[]

before(async () => {
  folders = await suiteFolders(root)
  example = (await readFile(join(folders.workspace, 'sales_facts.dag'), 'utf8')).split('\n')
  workbench = await openWorkbench({
    workspace: folders.workspace,
    extensionDevelopmentPath: root,
    viewport: { width: 1600, height: 1000 },
    deviceScaleFactor: withImages ? 2 : 1,
    settings: {
      'workbench.colorTheme': 'Default Dark Modern',
      'workbench.secondarySideBar.defaultVisibility': 'hidden',
      'editor.minimap.enabled': false,
      'window.commandCenter': false,
      'files.autoSave': 'off',
      'window.title': '${activeEditorShort}',
    },
  })
  workbench.page.setDefaultTimeout(60_000)
  hands = new Hands(workbench.page)
})

after(async () => {
  await workbench?.close()
  await folders?.remove()
})

/** A step of the story; where it fails, the screen is kept in `test-results/`. */
function step(name: string, body: () => Promise<void>): void {
  test(name, async () => {
    try {
      await body()
    } catch (error) {
      await hands.page.screenshot({ path: join(root, 'test-results', `${name.replaceAll(/\W+/g, '-')}.png`) })
      throw error
    }
  })
}

/** The line of the example that begins with a text, from 1. */
function lineOf(text: string): number {
  const index = example.findIndex(line => line.trimStart().startsWith(text))
  assert.notEqual(index, -1, `${text} is not in the example`)
  return index + 1
}

step('the example opens in colours, without a problem, and with Run above it', async () => {
  await hands.open('sales_facts.dag')
  await hands.page.locator('.codelens-decoration', { hasText: 'Run' }).first().waitFor()
  const keyword = hands.lines.locator('span', { hasText: /^dag$/ }).first()
  const name = hands.lines.locator('span', { hasText: /^sales_facts$/ }).first()
  const colour = (element: Element): string => getComputedStyle(element).color
  assert.notEqual(await keyword.evaluate(colour), await name.evaluate(colour))
  assert.equal(await hands.errors.count(), 0)
})

step('typing an arrow offers the tasks, and a chosen one is written', async () => {
  await hands.goToLine(lineOf('[startup, tables]'))
  await hands.press('End', 'Enter')
  await hands.type('ingest ->')
  const offered = await hands.suggestions()
  for (const task of ['extract', 'fact']) assert.ok(offered.includes(task), `${task} is not among ${offered.join(', ')}`)
  assert.ok(!offered.includes('startup'), 'an edge to what comes before would close a cycle')
  await hands.picture('editor')
  await hands.type(' fac')
  await hands.suggestions()
  await hands.press('Enter')
  await hands.lines.locator('.view-line', { hasText: /ingest\s->\sfact/ }).waitFor()
})

step('a cycle is underlined as it appears, and no longer when it is gone', async () => {
  await hands.type(' -> startup')
  await hands.press('Escape')
  await hands.errors.first().waitFor()
  await hands.page
    .locator('.statusbar-item', { hasText: /^\s*[1-9]/ })
    .first()
    .waitFor()
  await hands.command('File: Revert File')
  await hands.errors.first().waitFor({ state: 'detached' })
})

step('the preview shows every task at a place of its own', async () => {
  await hands.command('Dagline: Open Preview to the Side')
  const tasks = await hands.tasksInPreview()
  assert.deepEqual(tasks.map(({ name }) => name).sort(), [
    'extract[cars]',
    'extract[food]',
    'fact',
    'ingest',
    'startup',
    'tables.final',
    'tables.staging[1]',
    'tables.staging[2]',
  ])
  for (const a of tasks)
    for (const b of tasks)
      assert.ok(
        a === b || a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y,
        `${a.name} and ${b.name} overlap`,
      )
  const end = (name: string): number => (({ x, width }) => x + width)(tasks.find(task => task.name === name)!)
  const start = (name: string): number => tasks.find(task => task.name === name)!.x
  for (const [before, then] of [
    ['startup', 'ingest'],
    ['tables.final', 'ingest'],
    ['ingest', 'extract[cars]'],
    ['extract[food]', 'fact'],
  ] as const)
    assert.ok(end(before) < start(then), `${then} is drawn behind ${before}`)
})

step('a click on a task goes to its line, and the cursor’s task is marked', async () => {
  await hands.clickInPreview('fact')
  await hands.onLine(lineOf('task fact:'))
  await hands.command('View: Toggle Primary Side Bar Visibility')
  await hands.goToLine(lineOf('task ingest:') + 1)
  const marked = await hands.previewShows(tasks => tasks.some(task => task.name === 'ingest' && task.marked))
  assert.deepEqual(
    marked.filter(task => task.marked).map(({ name }) => name),
    ['ingest'],
  )
  await hands.picture('preview')
})

step('a run from the palette changes lines and nodes as it goes, and ends well', async () => {
  await hands.goToLine(1)
  await hands.command('Dagline: Run')
  await hands.page.locator('.quick-input-widget', { hasText: 'years' }).waitFor()
  await hands.press('Enter')
  await hands.page
    .locator('.statusbar-item', { hasText: /sales_facts \d/ })
    .first()
    .waitFor()
  await hands.previewShows(tasks => tasks.every(({ state }) => state === 'success'))
  await hands.goToLine(lineOf('task extract:') + 2)
  const ends = await hands.lineEndsWith(found => found.length > 0 && found.every(end => end.startsWith('✓')))
  assert.ok(
    ends.some(end => /^✓ 2\/2 · .* · [\d,]+ rows/.test(end)),
    ends.join('\n'),
  )
  await hands.picture('run')
})

step('a failing task is a problem at the place that failed, and its log is one click away', async () => {
  const script = join(folders.workspace, 'scripts', 'extract_from_stg.sql')
  await writeFile(script, `${await readFile(script, 'utf8')}\nselect no_such_column from nothing_like_this;\n`)
  await hands.command('Dagline: Run')
  await hands.page.locator('.quick-input-widget', { hasText: 'years' }).waitFor()
  await hands.press('Enter')
  await hands.goToLine(lineOf('task extract:') + 2)
  await hands.lineEndsWith(found => found.some(end => end.startsWith('✗')))
  await hands.command('Problems: Focus on Problems View')
  const problem = hands.page.locator('.markers-panel .monaco-list-row', { hasText: 'dagline run' }).first()
  await problem.waitFor()
  await hands.page.locator('.markers-panel .monaco-list-row', { hasText: 'extract_from_stg.sql' }).first().waitFor()
  await problem.locator('a', { hasText: /^sql-/ }).click()
  await hands.page.locator('.tab.active', { hasText: /^extract.*\.log$/ }).waitFor()
  await hands.page.locator('.monaco-editor .view-line', { hasText: 'nothing_like_this' }).first().waitFor()
})

step('after a reload of the window the preview is back, and what runs goes on to be shown', async () => {
  await writeFile(
    join(folders.workspace, 'long.dag'),
    'dag long {\n  task sleeps: shell { run: "echo $$ > long.pid; exec sleep 120" }\n}\n',
  )
  await hands.open('long.dag')
  await hands.command('Dagline: Run')
  await hands.lineEndsWith(found => found.some(end => end.startsWith('●')))
  await hands.page.reload()
  await hands.tasksInPreview()
  await hands.open('long.dag')
  await hands.lineEndsWith(found => found.some(end => end.startsWith('●')))
  await hands.previewShows(tasks => tasks.some(({ name, state }) => name === 'sleeps' && state === 'running'))
  await hands.page.locator('.codelens-decoration a', { hasText: 'Cancel Run' }).click()
  await hands.lineEndsWith(found => found.some(end => end.startsWith('■')))
  const pid = Number(await readFile(join(folders.workspace, 'long.pid'), 'utf8'))
  assert.throws(() => process.kill(pid, 0), 'the cancelled task still runs')
})
