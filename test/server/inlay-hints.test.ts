import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inlayHints } from '../../server/features/inlay-hints.ts'
import { fixture } from './fixture.ts'

/** The text with its hints written between guillemets; `tooltips`: those that there are, in order. */
function checkHints(marked: string, tooltips: readonly string[] = [], shown = { matrix: true, values: true }): void {
  const text = marked.replaceAll(/«[^»]*»/g, '')
  const hints = inlayHints(fixture(text, { 'a.txt': 'x' }).analyzed, { start: 0, end: text.length }, shown)
  const shownText = hints
    .toSorted((a, b) => b.offset - a.offset)
    .reduce((all, hint) => `${all.slice(0, hint.offset)}«${hint.text}»${all.slice(hint.offset)}`, text)
  assert.equal(shownText, marked)
  assert.deepEqual(
    hints.flatMap(hint => hint.tooltip ?? []),
    tooltips,
  )
}

test('lets that do not say what they are worth', () => {
  checkHints('let a = 1\nlet b = a + 2«= 3»\nlet c = "x${b}"«= "x3"»\nlet d = file("a.txt")«= "x"»')
  checkHints('let a = [1, "b", { c: -1 }]\nlet b = "plain"\nlet c = """\n  text\n  """')
  checkHints('dag d {\n let a = 1 + 1«= 2»\n group g { let b = a«= 2» }\n}')
})

test('what a run may say otherwise, and what is not known', () => {
  checkHints('dag d {\n input n: number = 2\n let a = n * 2«= 4»\n let p = target.project«= "local"»\n}', [
    'Unless the run says otherwise.',
    'Unless the run says otherwise.',
  ])
  checkHints('dag d {\n input n: number\n let a = n\n let b = env("HOME")\n let c = secret("k")\n let e = nobody\n let f = 1 +\n}')
})

test('params, by the task; those that differ between instances have no one value', () => {
  checkHints(
    'let project = "p"\ndag d { task t: js { params: { project«= "p"», table: "t", both: "${project}.t"«= "p.t"», list: [project]«= ["p"]» } } }',
  )
  checkHints('let p = "p"\ndag d { task t: js { matrix: «2 instances»{ n: [1, 2] }, params: { n, m: n + 1, p«= "p"» } } }', ['n: 2'])
  checkHints('dag d { task a: bq { sql: "select 1" }\n task t: js { params: { rows: a.rows } } }')
})

test('a long value is cut, and whole in the tooltip', () => {
  const long = 'x'.repeat(50)
  checkHints(`let a = "${long}"\nlet b = a«= "${'x'.repeat(39)}…»`, [`"${long}"`])
})

test('how many instances a matrix makes', () => {
  checkHints('dag d { task t: js { matrix: «6 instances»{ a: [1, 2], b: [1, 2, 3] } } }', ['a: 2, b: 3'])
  checkHints('dag d { task t: js { matrix: «1 instance»{ a: range(1, 1) } } }', ['a: 1'])
  checkHints('dag d { input years: list\n task t: js { matrix: { y: years } } }')
})

test('each kind can be turned off', () => {
  const source = 'let a = 1 + 1\ndag d { task t: js { matrix: { n: [1] }, params: { a } } }'
  checkHints(source, [], { matrix: false, values: false })
  checkHints(source.replace('{ n', '«1 instance»{ n'), ['n: 1'], { matrix: true, values: false })
})

test('only hints of the part that is asked for', () => {
  const text = 'let a = 1\nlet b = a + 1\nlet c = a + 2\n'
  const start = text.indexOf('let c')
  assert.deepEqual(
    inlayHints(fixture(text).analyzed, { start, end: text.length }, { matrix: true, values: true }).map(hint => hint.text),
    ['= 3'],
  )
})
