import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { layeredGraph, sales, task } from '../graphs.ts'
import { pageScript } from './bundle.ts'
import { previews } from './previews.ts'

const broken = 'throw new Error("no such engine")'
const refusing = 'onmessage = ({ data }) => postMessage({ id: data.id, problem: "too knotty" })'
const endless = 'onmessage = () => { for (;;); }'

suite('a layout worker that fails', () => {
  const opens = {
    broken: previews(() => pageScript(broken)),
    refusing: previews(() => pageScript(refusing)),
    endless: previews(() => pageScript(endless)),
  }

  test('one that throws: the picture is there nevertheless, and the log says why', async () => {
    const preview = await opens.broken()
    await preview.show(sales)
    assert.equal((await preview.message('problem')).message, 'layout failed: Uncaught Error: no such engine')
    await preview.close()
  })

  test('one that refuses: the picture is there nevertheless, and the log says why', async () => {
    const preview = await opens.refusing()
    await preview.show(sales)
    assert.equal((await preview.message('problem')).message, 'layout failed: too knotty')
    await preview.close()
  })

  test('one that never ends is stopped', async () => {
    const preview = await opens.endless({ frozen: true })
    await preview.snapshot({ dags: [sales], dag: sales.name })
    assert.equal(await preview.page.locator('[role=option]').count(), 0)
    await preview.page.clock.runFor(16_000)
    await preview.settled(9)
    assert.equal((await preview.message('problem')).message, 'layout failed: it took too long')
    await preview.close()
  })
})

suite('a layout worker that works', () => {
  const open = previews()

  test('of graphs that come while it works, only the newest is laid out', async () => {
    const preview = await open()
    const graph = layeredGraph(150)
    for (let k = 0; k < 5; k++)
      await preview.snapshot({ dags: [{ ...graph, tasks: [...graph.tasks, task(`new_${k}`, 'js')] }], dag: graph.name })
    await preview.task('new_4').waitFor({ state: 'attached' })
    assert.equal(await preview.page.locator('[role=option]').count(), 151)
    assert.equal(await preview.task('new_3').count(), 0)
    await preview.close()
  })
})
