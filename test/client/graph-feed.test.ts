import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { GraphFeed, type GraphView } from '../../client/graph/graph-feed.ts'
import type { GraphResult } from '../../server/protocol.ts'
import { dag, graph, HandTimer, task } from './fixtures.ts'

let timer: HandTimer
let version: number
let questions: ((answer: GraphResult | null) => void)[]
let views: GraphView[]
let feed: GraphFeed

beforeEach(() => {
  timer = new HandTimer()
  version = 1
  questions = []
  views = []
  feed = new GraphFeed({ version: () => version, request: () => new Promise(resolve => questions.push(resolve)) }, timer)
  feed.changed.on(view => views.push(view))
})

/** Lets all promises settle that can. */
const settle = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

async function answer(result: GraphResult | null): Promise<void> {
  questions.shift()!(result)
  await settle()
}

test('it asks once, a moment after the last edit', async () => {
  feed.touch()
  timer.pass(100)
  feed.touch()
  timer.pass(100)
  assert.equal(questions.length, 0)
  timer.pass(100)
  assert.equal(questions.length, 1)
  await answer(graph(1, [dag('d', [])]))
  assert.deepEqual(
    views.map(view => view.latest.version),
    [1],
  )
})

test('an answer about an older text is dropped, and asked for again', async () => {
  feed.touch()
  timer.pass(150)
  version = 2
  await answer(graph(1, []))
  assert.equal(views.length, 0)
  timer.pass(150)
  await answer(graph(2, []))
  assert.deepEqual(
    views.map(view => view.latest.version),
    [2],
  )
})

test('the last complete graph stays while a syntax error may hide a part of the file', async () => {
  feed.touch()
  timer.pass(150)
  await answer(graph(1, [dag('d', [task('a', 1)])], { complete: true }))
  version = 2
  feed.touch()
  timer.pass(150)
  await answer(graph(2, [dag('d', [])], { complete: false, errors: 1 }))
  assert.deepEqual(
    views.map(view => [view.latest.errors, view.shown[0]?.tasks.length]),
    [
      [undefined, 1],
      [1, 1],
    ],
  )
})

test('a first graph is shown even where it is not complete', async () => {
  feed.touch()
  timer.pass(150)
  await answer(graph(1, [dag('d', [task('a', 1)])], { complete: false }))
  assert.equal(views[0]?.shown[0]?.tasks.length, 1)
})

test('fresh does not wait for the pause, and needs no question where the newest text is known', async () => {
  feed.touch()
  const first = feed.fresh()
  await settle()
  await answer(graph(1, []))
  assert.equal((await first)?.latest.version, 1)
  assert.equal((await feed.fresh())?.latest.version, 1)
  timer.pass(1000)
  assert.equal(questions.length, 0)
})

test('a run asks again, since scripts may have changed while the text did not', async () => {
  feed.touch()
  timer.pass(150)
  await answer(graph(1, [dag('d', [task('a', 1)])]))
  const again = feed.fresh(true)
  await settle()
  await answer(graph(1, [dag('d', [task('a', 1, { fingerprint: 'another' })])]))
  assert.equal((await again)?.latest.dags[0]?.tasks[0]?.fingerprint, 'another')
})

test('fresh waits for the question that is under way, then asks for its own text', async () => {
  feed.touch()
  timer.pass(150)
  version = 2
  const fresh = feed.fresh()
  await answer(graph(1, []))
  await answer(graph(2, []))
  assert.equal((await fresh)?.latest.version, 2)
})

test('where nobody answers there is no graph', async () => {
  const fresh = feed.fresh()
  await settle()
  await answer(null)
  assert.equal(await fresh, undefined)
  assert.equal(views.length, 0)
})

test('a closed document is not asked for any more', async () => {
  feed.touch()
  timer.pass(150)
  feed.dispose()
  await answer(graph(1, []))
  feed.touch()
  timer.pass(1000)
  assert.deepEqual([views.length, questions.length], [0, 0])
})
