import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { PictureGraph, PictureState } from '../../../webview/protocol.ts'
import { edge, layeredGraph, sales, task } from '../graphs.ts'
import { previews } from './previews.ts'

suite('the preview', () => {
  const open = previews()

  test('shows every task at its place, under its policy', async () => {
    const preview = await open()
    await preview.show(sales)
    const names = await preview.page.locator('[role=option]').evaluateAll(items => items.map(item => item.getAttribute('data-task')))
    assert.deepEqual(
      names,
      sales.tasks.map(({ name }) => name),
    )
    for (const { from, to } of sales.edges) {
      const [a, b] = [await preview.box(from), await preview.box(to)]
      assert.ok(a.x + a.width < b.x, `${from} is left of ${to}`)
    }
    await preview.close()
  })

  test('a click shows the line of a task, a double click goes there', async () => {
    const preview = await open()
    await preview.show(sales, { version: 7 })
    const { x, y } = await preview.onScreen('ingest')
    await preview.page.mouse.click(x, y)
    assert.deepEqual(await preview.message('reveal'), { type: 'reveal', version: 7, dag: 'sales_facts', task: 'ingest', focus: false })
    await preview.page.mouse.dblclick(x, y)
    const messages = [await preview.message('reveal'), await preview.message('reveal'), await preview.message('reveal')]
    assert.deepEqual(
      messages.map(message => message.focus),
      [false, false, true],
    )
    await preview.close()
  })

  test('a drag moves the picture and reveals nothing', async () => {
    const preview = await open()
    await preview.show(sales)
    const [before, { x, y }] = [await preview.view(), await preview.onScreen('ingest')]
    await preview.page.mouse.move(x, y)
    await preview.page.mouse.down()
    await preview.page.mouse.move(x + 80, y + 30, { steps: 4 })
    await preview.page.mouse.up()
    await preview.frame()
    const after = await preview.view()
    assert.deepEqual([after.x - before.x, after.y - before.y, after.scale], [80, 30, before.scale])
    assert.deepEqual(
      preview.sent.filter(message => message.type === 'reveal'),
      [],
    )
    await preview.close()
  })

  test('states change marks and move nothing', async () => {
    const preview = await open()
    await preview.show(sales)
    const place = await preview.box('fact')
    await preview.tell({
      type: 'states',
      dag: 'sales_facts',
      run,
      states: { fact: of('running'), ingest: of('success', { seconds: 1.5, rows: 1204 }) },
    })
    assert.equal(await preview.task('fact').getAttribute('data-state'), 'running')
    assert.match(
      (await preview.task('ingest').textContent()) ?? '',
      /ingest, spark\. success, 1\.5 s, 1,204 rows\. after .*staging\[1\].*\. before extract\[#0\], extract\[#1\]/,
    )
    await preview.tell({ type: 'states', dag: 'sales_facts', run, states: { fact: of('failed', { error: 'no such table' }) } })
    assert.equal(await preview.task('fact').getAttribute('data-state'), 'failed')
    assert.equal(await preview.task('ingest').getAttribute('data-state'), 'success')
    assert.equal(await preview.page.locator('.live').textContent(), 'fact failed: no such table')
    assert.deepEqual(await preview.box('fact'), place)
    await preview.close()
  })

  test("the cursor's task is marked, with all its instances", async () => {
    const preview = await open()
    await preview.show(sales)
    await preview.tell({ type: 'cursor', dag: 'sales_facts', task: 'extract' })
    const marked = await preview.page
      .locator('[aria-selected=true]')
      .evaluateAll(items => items.map(item => item.getAttribute('data-task')))
    assert.deepEqual(marked, ['extract[#0]', 'extract[#1]'])
    await preview.close()
  })

  test('asks for everything when a message is missing', async () => {
    const preview = await open()
    await preview.show(sales)
    await preview.post({ type: 'states', number: 9, dag: 'sales_facts', run, states: { fact: of('failed') } })
    await preview.message('ready')
    assert.equal(await preview.task('fact').getAttribute('data-state'), '')
    await preview.snapshot({ dags: [sales], dag: 'sales_facts', states: { fact: of('success') } })
    assert.equal(await preview.task('fact').getAttribute('data-state'), 'success')
    await preview.close()
  })

  test('an edit keeps the scale, and the task of the cursor under the same point', async () => {
    const preview = await open({ motion: true })
    await preview.show(sales, { cursor: 'fact' })
    await preview.page.mouse.move(500, 330)
    await preview.page.mouse.wheel(0, -240)
    await preview.frame()
    const [view, place] = [await preview.view(), await preview.onScreen('fact')]
    const more: PictureGraph = {
      ...sales,
      tasks: [...sales.tasks, task('audit', 'js')],
      edges: [...sales.edges, edge('extract[#0]', 'audit'), edge('audit', 'report')],
    }
    await preview.show(more, { cursor: 'fact' })
    const after = await preview.onScreen('fact')
    assert.equal((await preview.view()).scale, view.scale)
    assert.ok(Math.hypot(after.x - place.x, after.y - place.y) < 1, `moved from ${JSON.stringify(place)} to ${JSON.stringify(after)}`)
    await preview.close()
  })

  test('an edit leaves the picture as it is; Tidy draws it as on opening', async () => {
    const [preview, opened] = [await open(), await open()]
    const graph = layeredGraph(60)
    const more = {
      ...graph,
      tasks: [...graph.tasks, task('added', 'js')],
      edges: [...graph.edges, edge('task_7', 'added'), edge('added', 'task_55')],
    }
    await preview.show(graph)
    const names = graph.tasks.map(({ name }) => name)
    const before = await preview.boxes(names)
    await preview.show(more)
    const after = await preview.boxes(names)
    const [a, b] = [before[7], after[7]]
    assert.ok(a && b)
    const moved = after.filter(
      (box, place) => Math.hypot(box.x - b.x - (before[place]?.x ?? 0) + a.x, box.y - b.y - (before[place]?.y ?? 0) + a.y) > 36,
    )
    assert.ok(moved.length <= 3, `${moved.length} moved`)
    await opened.show(more)
    const tidy = await opened.boxes(names)
    const place = tidy.findIndex(({ y }, at) => y !== after[at]?.y)
    assert.ok(place >= 0)
    await preview.page.locator('[data-tool=tidy]').click()
    await preview.page.waitForFunction(
      ([name, y]) => Number(document.querySelector<HTMLElement>(`[data-task=${name}]`)?.dataset['y']) === y,
      [names[place], tidy[place]?.y] as const,
    )
    assert.deepEqual(await preview.boxes(names), tidy)
    await Promise.all([preview.close(), opened.close()])
  })

  test('shows the whole until the reader moves, then keeps to what the reader chose, also in its next life', async () => {
    const preview = await open()
    const memory = { uri: 'file:///a.dag', dag: 'sales_facts', locked: false }
    await preview.show(sales, { memory })
    assert.deepEqual(preview.kept, { memory, view: { direction: 'right', place: null } })
    const fitted = await preview.view()
    await preview.page.setViewportSize({ width: 700, height: 600 })
    await preview.frame()
    assert.ok((await preview.view()).scale < fitted.scale)
    await preview.page.locator('[data-tool=zoom-in]').click()
    await preview.frame()
    const chosen = await preview.view()
    await preview.close()

    const next = await open({ kept: preview.kept, size: { width: 700, height: 600 } })
    await next.show(sales, { memory })
    const restored = await next.view()
    assert.ok(Math.abs(restored.x - chosen.x) < 1 && Math.abs(restored.y - chosen.y) < 1)
    assert.equal(restored.scale, chosen.scale)
    await next.page.locator('[data-tool=fit]').click()
    await next.frame()
    assert.ok((await next.view()).scale < chosen.scale)
    await next.close()
  })

  test('can be turned', async () => {
    const preview = await open()
    await preview.show(sales)
    await preview.page.locator('[data-tool=turn]').click()
    await preview.page.waitForFunction(() => {
      const y = (name: string) => Number(document.querySelector<HTMLElement>(`[data-task="${name}"]`)?.dataset['y'])
      return y('ingest') < y('fact') && y('startup') < y('ingest')
    })
    await preview.close()
  })

  test('several dags can be chosen from', async () => {
    const preview = await open()
    await preview.snapshot({ dags: [sales, { ...sales, name: 'other' }], dag: 'sales_facts' })
    await preview.settled(9)
    await preview.page.locator('select').selectOption('other')
    assert.deepEqual(await preview.message('select-dag'), { type: 'select-dag', dag: 'other' })
    await preview.close()
  })

  test('the button runs a dag, and cancels the run', async () => {
    const preview = await open()
    await preview.show(sales)
    await preview.page.getByRole('button', { name: 'Run' }).click()
    assert.deepEqual(await preview.message('run'), { type: 'run', dag: 'sales_facts' })
    await preview.tell({ type: 'states', dag: 'sales_facts', run, states: {} })
    await preview.page.getByRole('button', { name: 'Cancel' }).click()
    assert.deepEqual(await preview.message('cancel'), { type: 'cancel', run: 'r1' })
    await preview.tell({ type: 'states', dag: 'sales_facts', run: { ...run, state: 'cancelled', seconds: 65 }, states: {} })
    assert.equal(await preview.page.locator('.status').textContent(), 'cancelled · 1 m 5 s')
    await preview.close()
  })

  test('a click on the mark of a task that ran shows its log', async () => {
    const preview = await open()
    await preview.show(sales, { states: { fact: of('failed') } })
    const [box, view] = [await preview.box('fact'), await preview.view()]
    await preview.page.mouse.click((box.x + box.width - 20) * view.scale + view.x, (box.y + 16) * view.scale + view.y)
    assert.deepEqual(await preview.message('show-log'), { type: 'show-log', dag: 'sales_facts', task: 'fact' })
    await preview.close()
  })

  test('so does one from farther away, where the mark is larger', async () => {
    const preview = await open({ size: { width: 600, height: 500 } })
    await preview.show(sales, { states: { fact: of('failed') } })
    const [box, view] = [await preview.box('fact'), await preview.view()]
    await preview.page.mouse.click((box.x + box.width - 30) * view.scale + view.x, (box.y + 36) * view.scale + view.y)
    assert.deepEqual(await preview.message('show-log'), { type: 'show-log', dag: 'sales_facts', task: 'fact' })
    await preview.close()
  })

  for (const [name, content, expected] of [
    ['no dag', {}, /No dag here yet/],
    ['no task', { dags: [{ ...sales, groups: [], tasks: [], edges: [] }], dag: 'sales_facts' }, /No tasks yet/],
    ['only errors', { problems: 2 }, /Nothing to draw yet.*2 errors/s],
  ] as const) {
    test(`says so where there is ${name}`, async () => {
      const preview = await open()
      await preview.snapshot(content)
      assert.match((await preview.page.locator('.empty').textContent()) ?? '', expected)
      await preview.close()
    })
  }

  test('a file with errors keeps its last picture, and says so', async () => {
    const preview = await open()
    await preview.show(sales, { problems: 1 })
    assert.match((await preview.page.locator('.notice').textContent()) ?? '', /has an error.*could be read/)
    await preview.show(sales, { problems: 0 })
    assert.equal(await preview.page.locator('.notice').isVisible(), false)
    await preview.close()
  })

  test('what lies under the pointer says what it is', async () => {
    const preview = await open()
    await preview.show(sales, { states: { ingest: of('failed', { error: '<b>no</b> cluster' }) } })
    const { x, y } = await preview.onScreen('ingest')
    await preview.page.mouse.move(x, y)
    const said = (await preview.page.locator('.tooltip').textContent()) ?? ''
    assert.match(said, /ingest · spark/)
    assert.match(said, /<b>no<\/b> cluster/)
    await preview.close()
  })

  test('of 1,000 tasks only what is seen is drawn', async () => {
    const preview = await open()
    const graph = layeredGraph(1000)
    await preview.show(graph)
    const everything = 1000 + graph.edges.length
    assert.equal((await preview.view()).drawn, everything)
    for (let k = 0; k < 10; k++) await preview.page.keyboard.press('+')
    await preview.frame()
    const close = await preview.view()
    assert.ok(close.scale >= 0.9, `scale ${close.scale}`)
    assert.ok(close.drawn < 120, `${close.drawn} things drawn`)
    await preview.page.mouse.move(500, 300)
    await preview.page.mouse.down()
    await preview.page.mouse.move(200, 200, { steps: 5 })
    await preview.page.mouse.up()
    await preview.frame()
    assert.ok((await preview.view()).drawn < 120)
    await preview.close()
  })

  test('of 3,000 tasks a moved camera shows what was painted before in one call, and a zoomed one paints them sharp at rest', async () => {
    const preview = await open()
    await preview.show(layeredGraph(3000))
    const before = await preview.view()
    assert.ok(before.drawn > 7000, `${before.drawn} things drawn`)
    assert.equal(await preview.callsAfter('ArrowRight'), 1)
    assert.equal(await preview.callsAfter('ArrowDown'), 1)
    assert.equal((await preview.view()).x, before.x - 60)
    assert.equal(await preview.callsAfter('+'), 1)
    await preview.page.waitForFunction(() => Number(document.querySelector('canvas')?.dataset['calls']) > 1)
    assert.equal(await preview.callsAfter('ArrowRight'), 1)
    await preview.close()
  })

  test('of 3,000 tasks a state that changes is seen at once', async () => {
    const preview = await open()
    const graph = layeredGraph(3000)
    await preview.show(graph)
    assert.equal(await preview.callsAfter('ArrowRight'), 1)
    await preview.tell({ type: 'states', dag: graph.name, run: null, states: { task_5: of('failed') } })
    assert.ok((await preview.view()).calls > 1)
    await preview.close()
  })
})

const run = { run: 'r1', state: 'running', started: '2026-01-01T00:00:00Z', seconds: null }

function of(state: string, rest: Partial<PictureState> = {}): PictureState {
  return { state, attempt: 1, started: null, seconds: null, rows: null, error: null, ...rest }
}
