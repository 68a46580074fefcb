import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { createFileHost } from '../../runtime/file-host.ts'
import { type LoadRequest, loadRunGraph } from '../../runtime/load.ts'
import { jsonOf } from '../../runtime/values.ts'
import { makeFolder } from './workspace.ts'

test('a default that this run does not use keeps no run from starting', async t => {
  const folder = makeFolder(t, {
    'x.dag': `dag d {
      input years: list = []
      let first = at(years, 0)
      task a: shell { run: "true" params: { year: first } }
    }
    dag other {
      input years: list = [2024]
      task a: shell { run: "true" params: { year: at(years, 0) } }
    }`,
  })
  const load = async (request: Partial<LoadRequest>): Promise<string> => {
    const host = createFileHost({ workspace: folder })
    const loaded = await loadRunGraph(host, { file: join(folder, 'x.dag'), dag: 'd', inputs: {}, run: { id: 'r' }, ...request })
    return loaded.kind === 'graph' ? JSON.stringify(loaded.inputs) : loaded.message
  }
  assert.match(await load({}), /x\.dag:3:\d+: error wrong-type: /)
  assert.equal(await load({ inputs: { years: '[2024]' } }), '{"years":[2024]}')
  assert.match(await load({ inputs: { years: '[]' } }), /error wrong-type/)
  // The inputs are those of one dag alone.
  assert.match(await load({ dag: 'other', inputs: { years: '[2025]' } }), /x\.dag:3:\d+: error wrong-type: /)
})

test('run.date and run.end are the last interval of the schedule that is over, or from the given date to the next time', async t => {
  const load = async (properties: string, now: string, date?: string): Promise<string> => {
    const folder = makeFolder(t, {
      'x.dag': `dag d { ${properties} task a: shell { run: "true" params: { from: run.date, to: run.end } } }`,
    })
    const host = createFileHost({ workspace: folder, now: () => Date.parse(now) })
    const run = { id: 'r', ...(date === undefined ? {} : { date }) }
    const loaded = await loadRunGraph(host, { file: join(folder, 'x.dag'), inputs: {}, run })
    assert.ok(loaded.kind === 'graph', JSON.stringify(loaded))
    const params = loaded.graph.tasks[0]!.evaluate('params', { attempt: 1, outputs: () => undefined, secret: () => undefined })
    assert.ok(params?.ok && params.value.type === 'map')
    const [from, to] = [...params.value.entries.values()].map(jsonOf)
    assert.equal(from, loaded.date)
    return `${from} ${to}`.replaceAll(':00Z', '')
  }
  const daily = 'schedule: "0 6 * * *"'
  assert.equal(await load(daily, '2026-01-31T07:30:00Z'), '2026-01-30T06:00 2026-01-31T06:00')
  assert.equal(await load(daily, '2026-01-31T06:00:00Z'), '2026-01-30T06:00 2026-01-31T06:00')
  assert.equal(await load(daily, '2026-01-31T05:59:59.999Z'), '2026-01-29T06:00 2026-01-30T06:00')
  assert.equal(await load(daily, '2026-01-31T07:30:00Z', '2025-07-01T06:00:00Z'), '2025-07-01T06:00 2025-07-02T06:00')
  assert.equal(await load(daily, '2026-01-31T07:30:00Z', '2025-07-01'), '2025-07-01 2025-07-01T06:00')
  // In Berlin the clocks are put forward on 29 March: that day has 23 hours.
  const berlin = 'schedule: "0 6 * * *" timezone: "Europe/Berlin"'
  assert.equal(await load(berlin, '2026-03-29T12:00:00Z'), '2026-03-28T05:00 2026-03-29T04:00')
  assert.equal(await load(`${daily} start: 2026-01-30`, '2026-01-31T07:30:00Z'), '2026-01-30T06:00 2026-01-31T06:00')
  assert.equal(await load(`${daily} start: 2026-01-31`, '2026-01-31T07:30:00Z'), '2026-01-31T07:30 2026-02-01T06:00')
  assert.equal(await load('', '2026-01-31T07:30:00Z'), '2026-01-31T07:30 2026-01-31T07:30')
  assert.equal(await load('', '2026-01-31T07:30:00Z', '2025-07-01'), '2025-07-01 2025-07-01')
  assert.equal(await load('schedule: "0 0 31 2 *"', '2026-01-31T07:30:00Z'), '2026-01-31T07:30 2026-01-31T07:30')
})
