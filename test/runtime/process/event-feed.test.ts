import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunEvent } from '../../../runtime/events.ts'
import { EventFeed } from '../../../runtime/process/event-feed.ts'

const event = (type: 'task-state' | 'run-finished'): RunEvent => ({ type }) as RunEvent

function open(from = 0) {
  const messages: number[][] = []
  const sent = Promise.withResolvers<void>()
  const feed = new EventFeed(from, events => {
    messages.push(events.map(({ number }) => number))
    if (events.some(one => one.event.type === 'run-finished')) sent.resolve()
  })
  return { feed, messages, finished: sent.promise }
}

test('what has been comes before what comes, once each', async () => {
  const { feed, messages, finished } = open(1)
  feed.push(3, event('task-state'))
  feed.tell([0, 1, 2, 3].map(number => ({ number, event: event('task-state') })))
  feed.push(4, event('task-state'))
  feed.begin()
  feed.push(5, event('run-finished'))
  await finished
  assert.deepEqual(messages, [[1, 2, 3], [4], [5]])
})

test('the first event after a pause goes at once, those after it together, and the last one takes all along', async () => {
  const { feed, messages, finished } = open()
  feed.begin()
  feed.push(0, event('task-state'))
  feed.push(1, event('task-state'))
  await Promise.resolve()
  assert.deepEqual(messages, [[0, 1]])
  for (let number = 2; number < 500; number++) feed.push(number, event('task-state'))
  feed.push(500, event('run-finished'))
  await finished
  assert.equal(messages.flat().length, 501)
  assert.ok(messages.length <= 3, `${messages.length} messages`)
})

test('what waits goes before an answer', () => {
  const { feed, messages } = open()
  feed.begin()
  feed.tell([{ number: 0, event: event('task-state') }])
  feed.push(1, event('task-state'))
  assert.deepEqual(messages, [[0]])
  feed.flush()
  assert.deepEqual(messages, [[0], [1]])
})
