import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type DisplayElement, type DisplayList, type DrawItem, detail, isDrawnAt } from '../../../webview/display-list/display-list.ts'
import { type DrawnState, displayList, type Marks } from '../../../webview/display-list/picture.ts'
import { markedStates, stateMark } from '../../../webview/display-list/state-marks.ts'
import { durationText, rowsText } from '../../../webview/display-list/words.ts'
import { layoutGraph } from '../../../webview/layout/layout-graph.ts'
import { shortened, textWidth } from '../../../webview/layout/text-width.ts'
import { graphs } from '../arbitrary-graphs.ts'
import { sales } from '../graphs.ts'

suite('the display list', () => {
  test('draws groups behind edges behind tasks', async () => {
    const kinds = (await picture()).elements.map(element => element.kind)
    assert.deepEqual(kinds, [
      ...Array(1).fill('group'),
      ...Array(sales.edges.length).fill('edge'),
      ...Array(sales.tasks.length).fill('task'),
    ])
  })

  test('outer groups lie behind inner ones, whatever their order', async () => {
    const groups = [
      { name: 'a.b', parent: 'a' },
      { name: 'a', parent: null },
    ]
    const graph = { ...sales, groups, tasks: sales.tasks.map(task => ({ ...task, group: 'a.b' })) }
    const list = displayList(graph, await layoutGraph(graph))
    assert.deepEqual(
      list.elements.filter(element => element.kind === 'group').map(element => element.id),
      ['a', 'a.b'],
    )
  })

  test('an edge says the tables that go along it, the first of many', async () => {
    const [first, ...others] = sales.edges
    const title = async (tables: readonly string[]): Promise<string | undefined> => {
      const graph = { ...sales, edges: [{ ...first!, tables }, ...others] }
      const id = `${first!.from} -> ${first!.to}`
      return displayList(graph, await layoutGraph(graph)).elements.find(element => element.id === id)?.title
    }
    assert.equal(await title(['p.d.a', 'p.d.b']), `${first!.from} → ${first!.to}\ntable p.d.a\ntable p.d.b`)
    assert.match((await title(Array.from({ length: 9 }, (_, i) => `t${i}`))) ?? '', /\ntable t5\nand 3 tables more$/)
  })

  test('a task says its label, its engine, and nothing of a run that is not there', async () => {
    assert.deepEqual(texts(await picture(), 'extract[#0]'), ['extract[#0]', 'bq'])
  })

  for (const [name, state, expected] of [
    ['a result', of('success', { seconds: 1.234, rows: 1204 }), '1.2 s · 1,204 rows'],
    ['a single row', of('success', { seconds: 61, rows: 1 }), '1 m 1 s · 1 row'],
    ['a failure', of('failed', { seconds: 0.5 }), 'failed · 500 ms'],
    ['what runs', of('running', { seconds: 12.3 }), 'running · 12 s'],
    ['what was kept from before', of('cached', {}), 'cached'],
    ['what waits', of('waiting', {}), 'bq'],
    ['a state of tomorrow', of('teleported', {}), 'teleported'],
  ] as const) {
    test(`the detail line tells ${name}`, async () => {
      assert.deepEqual(texts(await picture({ states: { fact: state }, cursor: null }), 'fact'), ['fact', expected])
    })
  }

  test('every state has a shape of its own', () => {
    const shapes = markedStates().map(state => {
      const mark = stateMark(state)
      return JSON.stringify([mark?.filled, mark?.outline, mark?.sign, mark?.dashed])
    })
    assert.equal(new Set(shapes).size, shapes.length)
    assert.equal(shapes.length, 11)
  })

  test('a state is to be seen at every scale', async () => {
    const list = await picture({ states: { fact: of('failed', {}) }, cursor: null })
    for (const scale of [0.05, 0.2, detail.label - 0.01, detail.label, 1, 4]) {
      const marks = items(list, 'fact').filter(item => item.kind === 'path' && item.fill === 'failed' && isDrawnAt(item, scale))
      assert.equal(marks.length, 1, `at ${scale}`)
    }
  })

  test('where only the label is shown, it is larger, and shown once', async () => {
    const list = await picture()
    for (const [scale, larger] of [
      [detail.label, true],
      [detail.text - 0.01, true],
      [detail.text, false],
    ] as const) {
      for (const { name, label } of sales.tasks) {
        const shown = items(list, name).filter(item => item.kind === 'text' && isDrawnAt(item, scale) && item.text === label)
        assert.equal(shown.length, 1, `${name} at ${scale}`)
        assert.equal(shown[0]?.kind === 'text' && shown[0].size > 13, larger, `${name} at ${scale}`)
      }
    }
  })

  test('the cursor in a matrix task marks all its instances', async () => {
    const list = await picture({ states: {}, cursor: 'extract' })
    const marked = list.elements.filter(element => element.items.some(item => item.kind === 'rect' && item.stroke === 'accent'))
    assert.deepEqual(
      marked.map(element => element.id),
      ['extract[#0]', 'extract[#1]'],
    )
  })

  test('lines to what runs are lit', async () => {
    const list = await picture({ states: { fact: of('running', {}) }, cursor: null })
    const lit = list.elements.filter(
      element => element.kind === 'edge' && element.items.some(item => item.kind === 'path' && item.stroke === 'running'),
    )
    assert.deepEqual(
      lit.map(element => element.id),
      ['extract[#0] -> fact', 'extract[#1] -> fact'],
    )
  })

  test('a task may have the name of a property that objects have', async () => {
    const task = { name: 'constructor', label: 'constructor', declaration: 'constructor', engine: 'js', group: null, description: null }
    const graph = { ...sales, groups: [], tasks: [task], edges: [] }
    const list = displayList(graph, await layoutGraph(graph))
    assert.deepEqual(texts(list, 'constructor'), ['constructor', 'js'])
  })

  test('any graph: what is drawn of a thing lies within its bounds', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, async graph => {
        const states = Object.fromEntries(
          graph.tasks.map((task, place) => [task.name, of(markedStates()[place % 11] ?? 'ready', { seconds: 1e5, rows: 1e8 })]),
        )
        const list = displayList(graph, await layoutGraph(graph), { states, cursor: 't0' })
        for (const { kind, bounds, items, id } of list.elements) {
          for (const item of items) {
            const [left, top, right, bottom] = extent(item, kind)
            assert.ok(left >= bounds.x && right <= bounds.x + bounds.width + 0.5, `${id} is ${item.kind} from ${left} to ${right}`)
            assert.ok(top >= bounds.y && bottom <= bounds.y + bounds.height, `${id} is ${item.kind} from ${top} to ${bottom}`)
          }
        }
      }),
      { numRuns: 40 },
    )
  })
})

suite('texts', () => {
  test('a text is shortened to its place and keeps its beginning', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 20, max: 300 }), (text, width) => {
        const short = shortened(text, width, 13, 600)
        assert.ok(textWidth(short, 13, 600) <= width)
        assert.ok(short === text || (short.endsWith('…') && text.startsWith(short.slice(0, -1))))
      }),
    )
  })

  test('lengths of time have at most two units', () => {
    const lengths = [0, 0.0004, 0.34, 0.9996, 1, 9.94, 9.96, 59.4, 59.6, 3599.7, 3600, 90061]
    assert.deepEqual(lengths.map(durationText), [
      '0 ms',
      '0 ms',
      '340 ms',
      '1.0 s',
      '1.0 s',
      '9.9 s',
      '10 s',
      '59 s',
      '1 m 0 s',
      '1 h 0 m',
      '1 h 0 m',
      '25 h 1 m',
    ])
  })

  test('rows are counted exactly up to a million', () => {
    assert.deepEqual([0, 1, 999, 1000, 123456, 999999, 1500000, 2.5e9].map(rowsText), [
      '0 rows',
      '1 row',
      '999 rows',
      '1,000 rows',
      '123,456 rows',
      '999,999 rows',
      '1.5 M rows',
      '2.5 G rows',
    ])
  })
})

async function picture(marks?: Marks): Promise<DisplayList> {
  return displayList(sales, await layoutGraph(sales), marks)
}

function of(state: string, rest: Partial<DrawnState>): DrawnState {
  return { state, attempt: 1, seconds: null, rows: null, error: null, ...rest }
}

function items(list: DisplayList, id: string): readonly DrawItem[] {
  return list.elements.find(element => element.id === id)?.items ?? []
}

function texts(list: DisplayList, id: string): readonly string[] {
  return items(list, id).flatMap(item => (item.kind === 'text' && isDrawnAt(item, 1) ? [item.text] : []))
}

function extent(item: DrawItem, of: DisplayElement['kind']): readonly [number, number, number, number] {
  switch (item.kind) {
    case 'rect':
      return [item.x, item.y, item.x + item.width, item.y + item.height]
    case 'text':
      return [
        item.x,
        item.y - item.size,
        item.x + Math.min(item.maxWidth, textWidth(item.text, item.size, item.weight)),
        item.y + item.size / 4,
      ]
    case 'path': {
      if (of !== 'edge') return [item.x, item.y, item.x + 16 * item.scale, item.y + 16 * item.scale]
      const numbers = [...item.d.matchAll(/-?\d+(\.\d+)?/g)].map(([number]) => Number(number))
      const [xs, ys] = [numbers.filter((_, place) => place % 2 === 0), numbers.filter((_, place) => place % 2 === 1)]
      return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
    }
    default:
      return item satisfies never
  }
}
