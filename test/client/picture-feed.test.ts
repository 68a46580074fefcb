import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PictureContent, PictureFeed } from '../../client/preview/picture-feed.ts'
import type { PictureState, ToPicture } from '../../webview/protocol.ts'

const memory = { uri: 'file:///w/a.dag', dag: null, locked: false }
const content: PictureContent = {
  version: 1,
  dags: [{ name: 'd', description: null, groups: [], tasks: [], edges: [] }],
  dag: 'd',
  states: {},
  cursor: null,
  run: null,
  problems: 0,
  memory,
}

function stateOf(state: string): PictureState {
  return { state, attempt: 1, started: null, seconds: null, rows: null, error: null }
}

function open(): { feed: PictureFeed; sent: ToPicture[] } {
  const sent: ToPicture[] = []
  return { feed: new PictureFeed(message => sent.push(message)), sent }
}

test('nothing is sent before the view is ready, then everything at once', () => {
  const { feed, sent } = open()
  feed.show(content)
  assert.deepEqual(sent, [])
  feed.ready()
  assert.deepEqual(sent, [{ type: 'snapshot', number: 1, ...content }])
})

test('then only what changed, numbered', () => {
  const { feed, sent } = open()
  feed.ready()
  feed.show(content)
  const run = { run: 'r', state: 'running', started: 'then', seconds: null }
  const running = { ...content, run, states: { a: stateOf('waiting'), b: stateOf('waiting') } }
  feed.show(running)
  feed.show({ ...running, states: { ...running.states, a: stateOf('running') } })
  feed.show({ ...running, states: { ...running.states, a: stateOf('running') }, cursor: 'b' })
  assert.deepEqual(
    sent.map(message => [message.type, message.number]),
    [
      ['snapshot', 1],
      ['snapshot', 2],
      ['states', 3],
      ['cursor', 4],
    ],
  )
  assert.deepEqual(sent[2], { type: 'states', number: 3, dag: 'd', run, states: { a: stateOf('running') } })
  assert.deepEqual(sent[3], { type: 'cursor', number: 4, dag: 'd', task: 'b' })
})

test('what changes nothing sends nothing: an edit that only moves lines has a new version and the same picture', () => {
  const { feed, sent } = open()
  feed.ready()
  feed.show(content)
  feed.show({ ...content, version: 2 })
  feed.show({ ...content, version: 3 })
  assert.equal(sent.length, 1)
})

test('a state that is gone needs a snapshot', () => {
  const { feed, sent } = open()
  feed.ready()
  feed.show({ ...content, states: { a: stateOf('success') } })
  feed.show(content)
  assert.deepEqual(
    sent.map(message => message.type),
    ['snapshot', 'snapshot'],
  )
})

test('a hidden view gets nothing, and everything when it is back', () => {
  const { feed, sent } = open()
  feed.ready()
  feed.show(content)
  feed.hide()
  feed.show({ ...content, cursor: 'a' })
  feed.show({ ...content, cursor: 'b' })
  assert.equal(sent.length, 1)
  feed.ready()
  assert.deepEqual(sent.slice(1), [{ type: 'snapshot', number: 2, ...content, cursor: 'b' }])
})
