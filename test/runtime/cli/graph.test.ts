import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeFolder } from '../workspace.ts'
import { dagline } from './dagline.ts'

const files = {
  'x.dag': `dag d {
  group g {
    task one: shell { run: "x", matrix: { n: ["<a>", "b\\"c"] } }
  }
  task two: shell { run: "x", after: [g] }
  task three: shell { run: "x", when: two.ok }
  two -> three
}
`,
}

interface Layout {
  readonly nodes: readonly {
    readonly name: string
    readonly x: number
    readonly y: number
    readonly width: number
    readonly height: number
    readonly dag?: string
  }[]
  readonly groups: Layout['nodes']
  readonly edges: readonly {
    readonly from: string
    readonly to: string
    readonly points: readonly (readonly [number, number])[]
    readonly dag?: string
  }[]
  readonly width: number
  readonly height: number
}

test('graph --format json has tasks with places, and edges with reasons', async t => {
  const { status, out } = await dagline(t, makeFolder(t, files), ['graph', 'x.dag', '--format', 'json'])
  assert.equal(status, 0)
  assert.deepEqual(JSON.parse(out), {
    dags: [
      {
        name: 'd',
        tasks: [
          { name: 'g.one[<a>]', engine: 'shell', group: 'g', line: 3, column: 10 },
          { name: 'g.one[b"c]', engine: 'shell', group: 'g', line: 3, column: 10 },
          { name: 'two', engine: 'shell', group: null, line: 5, column: 8 },
          { name: 'three', engine: 'shell', group: null, line: 6, column: 8 },
        ],
        edges: [
          { from: 'two', to: 'three', why: 'edge' },
          { from: 'g.one[<a>]', to: 'two', why: 'after' },
          { from: 'g.one[b"c]', to: 'two', why: 'after' },
        ],
      },
    ],
  })
})

test('graph --format layout places everything inside the picture, and lines from node to node', async t => {
  const { out } = await dagline(t, makeFolder(t, files), ['graph', 'x.dag', '--format', 'layout'])
  const layout = JSON.parse(out) as Layout
  assert.deepEqual(layout.nodes.map(node => node.name).sort(), ['g.one[<a>]', 'g.one[b"c]', 'three', 'two'])
  assert.deepEqual(
    layout.groups.map(group => group.name),
    ['g'],
  )
  for (const box of [...layout.nodes, ...layout.groups])
    assert.ok(
      box.x >= 0 && box.y >= 0 && box.x + box.width <= layout.width && box.y + box.height <= layout.height,
      `${box.name} is outside`,
    )
  const boxes = new Map(layout.nodes.map(node => [node.name, node]))
  assert.equal(layout.edges.length, 3)
  for (const { from, to, points } of layout.edges) {
    assert.equal(points[0]![0], boxes.get(from)!.x + boxes.get(from)!.width)
    assert.equal(points[points.length - 1]![0], boxes.get(to)!.x)
  }
})

test('--previous keeps what was there where it was', async t => {
  const folder = makeFolder(t, files)
  const first = await dagline(t, folder, ['graph', 'x.dag', '--format', 'layout'])
  writeFileSync(join(folder, 'before.json'), first.out)
  writeFileSync(join(folder, 'x.dag'), files['x.dag'].replace('two -> three', 'task four: shell { run: "x" }\n  two -> [three, four]'))
  const second = await dagline(t, folder, ['graph', 'x.dag', '--format', 'layout', '--previous', 'before.json'])
  const rows = (text: string): Map<string, number> => new Map((JSON.parse(text) as Layout).nodes.map(node => [node.name, node.y]))
  const [before, after] = [rows(first.out), rows(second.out)]
  // Positions count relative to each other: the picture's corner may move.
  const shift = after.get('two')! - before.get('two')!
  for (const [name, y] of before)
    assert.ok(Math.abs(after.get(name)! - y - shift) <= 36, `${name} moved by ${after.get(name)! - y - shift}`)
  writeFileSync(join(folder, 'bad.json'), '{"nodes":[1]}')
  for (const [file, message] of [
    ['none.json', /There is no file none\.json/],
    ['bad.json', /bad\.json is no layout/],
  ] as const) {
    const { status, out, err } = await dagline(t, folder, ['graph', 'x.dag', '--format', 'svg', '--previous', file])
    assert.deepEqual([status, out], [2, ''])
    assert.match(err, message)
  }
})

test('several dags lie below each other, and each thing says whose it is', async t => {
  const folder = makeFolder(t, { 'x.dag': 'dag d { task a: js { script: "x.dag" } }\ndag e { task a: js { script: "x.dag" } }\n' })
  const layout = JSON.parse((await dagline(t, folder, ['graph', 'x.dag', '--format', 'layout'])).out) as Layout
  assert.deepEqual(
    layout.nodes.map(node => [node.dag, node.name]),
    [
      ['d', 'a'],
      ['e', 'a'],
    ],
  )
  assert.ok(layout.nodes[1]!.y >= layout.nodes[0]!.y + layout.nodes[0]!.height)
  assert.match((await dagline(t, folder, ['graph', 'x.dag', '--format', 'mermaid'])).out, /subgraph n\d\["e"\]/)
})

test('svg, mermaid and dot escape names', async t => {
  const folder = makeFolder(t, files)
  const as = async (format: string): Promise<string> => (await dagline(t, folder, ['graph', 'x.dag', '--format', format])).out
  const svg = await as('svg')
  assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
  assert.match(svg, /one\[&lt;a&gt;\]/)
  const mermaid = await as('mermaid')
  assert.match(mermaid, /^flowchart LR\n/)
  assert.match(mermaid, /n\d\["one\[#lt;a#gt;\]"\]/)
  assert.match(mermaid, /n\d\["one\[b#quot;c\]"\]/)
  const dot = await as('dot')
  assert.match(dot, /^digraph "d" \{\n/)
  assert.match(dot, /"g\.one\[b\\"c\]" -> "two"/)
})

test('with errors there is no graph: the diagnostics go to standard error', async t => {
  const folder = makeFolder(t, { 'x.dag': 'dag d {\n  task a: shell { run: "x" }\n  a -> other\n}\n' })
  for (const format of ['json', 'svg']) {
    const { status, out, err } = await dagline(t, folder, ['graph', 'x.dag', '--format', format])
    assert.deepEqual([status, out], [1, ''])
    assert.equal(err, 'x.dag:3:8: error unknown-name: there is no task or group `other` here\n')
  }
  assert.equal((await dagline(t, folder, ['graph', 'none.dag', '--format', 'json'])).status, 2)
  assert.equal((await dagline(t, folder, ['graph', 'x.dag'])).status, 2)
})
