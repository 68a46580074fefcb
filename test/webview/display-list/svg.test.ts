import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { displayList } from '../../../webview/display-list/picture.ts'
import { stacked } from '../../../webview/display-list/stack.ts'
import { escapeXml, toSvg } from '../../../webview/display-list/svg.ts'
import { layoutGraph } from '../../../webview/layout/layout-graph.ts'
import { sales, task } from '../graphs.ts'

suite('SVG', () => {
  test('names every task, group and edge', async () => {
    const svg = toSvg(displayList(sales, await layoutGraph(sales)), 'light')
    for (const { name } of [...sales.tasks, ...sales.groups]) assert.ok(svg.includes(`data-name="${name}"`), name)
    assert.equal(svg.match(/data-kind="edge"/g)?.length, sales.edges.length)
    assert.match(svg, /<title>extract\[#0\] · bq<\/title>/)
  })

  test('is well-formed in every theme', async () => {
    const states = { fact: { state: 'running', attempt: 2, seconds: 1, rows: 2, error: 'a < b & "c"' } }
    for (const theme of ['light', 'dark', 'auto'] as const) {
      const svg = toSvg(displayList(sales, await layoutGraph(sales), { states, cursor: 'fact' }), theme)
      assertWellFormed(svg)
      assert.doesNotMatch(svg, /NaN|undefined|Infinity/)
    }
  })

  test('needs nothing from elsewhere and runs nothing', async () => {
    const svg = toSvg(displayList(sales, await layoutGraph(sales)), 'auto')
    assert.doesNotMatch(svg.replace('xmlns="http://www.w3.org/2000/svg"', ''), /http|url\(|href|<script|\son[a-z]+=|@import/)
  })

  test('follows the system where it is asked to', async () => {
    const svg = toSvg(displayList(sales, await layoutGraph(sales)), 'auto')
    assert.match(svg, /@media \(prefers-color-scheme: dark\)/)
    assert.match(svg, /class="fill-card stroke-cardBorder"/)
  })

  test('escapes names that people choose', async () => {
    const evil = {
      ...sales,
      groups: [],
      tasks: [{ ...task('a', 'bq'), label: '<script>alert("1")</script>', description: "\u0000 & 'x' \ud800" }],
      edges: [],
    }
    const svg = toSvg(displayList(evil, await layoutGraph(evil)), 'light')
    assert.doesNotMatch(svg, /<script|\u0000/)
    assertWellFormed(svg)
    assert.equal(escapeXml('<a b="c">&\'\u0001'), '&lt;a b=&quot;c&quot;&gt;&amp;&#39;\ufffd')
  })

  test('several dags stand below each other', async () => {
    const list = displayList(sales, await layoutGraph(sales))
    const both = stacked([
      { title: 'one', list },
      { title: 'two', list },
    ])
    assert.ok(both.height > 2 * list.height)
    assert.equal(new Set(both.elements.map(element => element.id)).size, both.elements.length)
    assertWellFormed(toSvg(both, 'light'))
  })
})

/** Every tag is closed in its turn, no attribute comes twice, and no bare `<` or `&` is left. */
function assertWellFormed(svg: string): void {
  const open: string[] = []
  const rest = svg.replaceAll(
    /<(\/?)([a-zA-Z]+)((?:\s+[a-zA-Z:-]+="[^"<]*")*)\s*(\/?)>/g,
    (_, closing: string, name: string, attributes: string, single: string) => {
      const names = [...attributes.matchAll(/([a-zA-Z:-]+)="/g)].map(match => match[1])
      assert.equal(new Set(names).size, names.length, `an attribute comes twice in ${name}${attributes}`)
      if (closing) assert.equal(open.pop(), name)
      else if (!single) open.push(name)
      return ''
    },
  )
  assert.deepEqual(open, [])
  assert.doesNotMatch(rest, /[<>]/)
  assert.doesNotMatch(svg, /&(?!(amp|lt|gt|quot|#39);)/)
}
