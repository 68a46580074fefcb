import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { codeOf, type Diagnostic, type Edit, graphsOf } from '#language'
import type { Analyzed } from '../../server/analyses.ts'
import { codeActions } from '../../server/features/code-actions/code-actions.ts'
import { compose, edited, overlap } from '../../server/features/code-actions/edits.ts'
import { type Sound, soundFiles } from './any-dag.ts'
import { type Fixture, fixture } from './fixture.ts'

const seed = 20261130

/** Codes that hide others: of what is not understood nothing more is said. A cycle hides another one. */
const hiding: ReadonlySet<string> = new Set([
  'syntax',
  'reserved-name',
  'duplicate-name',
  'unknown-name',
  'unknown-engine',
  'unknown-property',
  'missing-param',
  'script-not-found',
  'wrong-type',
  'cycle',
])

const said = ({ reason, data, start, end }: Diagnostic, text: string): string =>
  `${reason} ${JSON.stringify({ ...data, near: null })} ${text.slice(start, Math.min(end, start + 80))}`

const saidOf = ({ analysis, text }: Analyzed): string[] => analysis.diagnostics.map(diagnostic => said(diagnostic, text))

/** What the second list has more often than the first. */
function added(before: readonly string[], after: readonly string[]): string[] {
  const left = [...before]
  return after.filter(each => {
    const i = left.indexOf(each)
    if (i >= 0) left.splice(i, 1)
    return i < 0
  })
}

/** Every fix of every diagnostic removes it, and adds none but what it hid; the preferred one adds none. Returns the codes with a fix. */
function checkFixes({ analyzed, workspace, text }: Fixture): Set<string> {
  const mended = new Set<string>()
  for (const { start, end } of analyzed.analysis.diagnostics.slice(0, 6))
    for (const action of codeActions(analyzed, workspace, { start, end }, ['quickfix'])) {
      const { diagnostic, title } = action
      assert.ok(diagnostic)
      const edits = action.edits()
      checkEdits(text, edits)
      if (action.creates !== null) continue
      const after = fixture(edited(text, edits)).analyzed
      const before = saidOf(analyzed)
      const own = said(diagnostic, text)
      const count = (list: readonly string[]): number => list.filter(each => each === own).length
      assert.ok(count(saidOf(after)) < count(before), `${title} leaves ${own} in\n${text}\n${after.text}`)
      const more = added(before, saidOf(after))
      if (action.isPreferred || !hiding.has(codeOf(diagnostic))) assert.deepEqual(more, [], `${title} in\n${text}\n${after.text}`)
      mended.add(codeOf(diagnostic))
    }
  return mended
}

function checkEdits(text: string, edits: readonly Edit[]): void {
  assert.ok(!overlap(edits))
  for (const { start, end } of edits) assert.ok(start >= 0 && start <= end && end <= text.length)
  // An editor knows no place between the two characters of a line end.
  for (const offset of edits.flatMap(({ start, end }) => [start, end])) assert.ok(text.slice(offset - 1, offset + 1) !== '\r\n')
  // No line may end in another way than the others.
  if (text.includes('\r\n') && !/[^\r]\n/.test(text)) assert.doesNotMatch(edited(text, edits), /[^\r]\n/)
}

/** One thing made wrong: its code, and how; null where the file has nothing for it. */
interface Break {
  readonly code: string
  readonly apply: (sound: Sound, pick: number) => string | null
}

const every = (text: string, form: RegExp): RegExpExecArray[] => [...text.matchAll(form)]
/** Replaces one of the places where a form is found. */
const at = (form: RegExp, by: (found: string) => string) => (sound: Sound, pick: number) => {
  const found = every(sound.text, form)
  const one = found[pick % Math.max(1, found.length)]
  return one ? sound.text.slice(0, one.index) + by(one[0]) + sound.text.slice(one.index + one[0].length) : null
}
/** Adds a statement at the end of the dag. */
const more = (statement: (sound: Sound, pick: number) => string) => (sound: Sound, pick: number) => {
  const end = sound.text.lastIndexOf('}')
  return `${sound.text.slice(0, end)}${statement(sound, pick)}${sound.text.includes('\r\n') ? '\r\n' : '\n'}${sound.text.slice(end)}`
}
const edgeOf = ({ text }: Sound, pick: number): RegExpExecArray | undefined => {
  const found = every(text, /([\w.]+) -> ([\w.]+)/g)
  return found[pick % Math.max(1, found.length)]
}

const breaks: readonly Break[] = [
  { code: 'unknown-engine', apply: at(/(?<=: )shell(?= \{)/g, () => 'shel') },
  { code: 'unknown-property', apply: at(/\bretries\b/g, () => 'retrys') },
  { code: 'unknown-name', apply: at(/(?<=params: \{ )dataset(?=, )/g, () => 'dataset: datast') },
  { code: 'unknown-name', apply: more(({ tasks }, pick) => `  ${tasks[pick % tasks.length]} -> unheard`) },
  {
    code: 'redundant-edge',
    apply: (sound, pick) => (edgeOf(sound, pick) ? more(() => `  ${edgeOf(sound, pick)![0]}`)(sound, pick) : null),
  },
  {
    code: 'cycle',
    apply: (sound, pick) =>
      edgeOf(sound, pick) ? more(() => `  ${edgeOf(sound, pick)![2]} -> ${edgeOf(sound, pick)![1]}`)(sound, pick) : null,
  },
  { code: 'self-dependency', apply: more(({ tasks }, pick) => `  ${tasks[pick % tasks.length]} -> ${tasks[pick % tasks.length]}`) },
  { code: 'unused-let', apply: more(() => '  let nobody = 1') },
  { code: 'unused-param', apply: at(/(?<=sql: "select @dataset), @days/g, () => '') },
  { code: 'missing-param', apply: at(/(?<=@days)(?=["\r\n])/g, () => ', @nobody') },
  { code: 'duplicate-name', apply: at(/retries: 2/g, found => `${found}, ${found}`) },
  { code: 'duplicate-name', apply: more(({ tasks }) => `  task ${tasks[0]!.split('.')[0]}: shell { run: "true" }`) },
  { code: 'wrong-type', apply: at(/(?<=retries: )2/g, () => '"2"') },
  { code: 'wrong-type', apply: at(/retries: 2/g, found => `${found}, trigger: all_dne`) },
  { code: 'missing-property', apply: at(/run: "true",? ?/g, () => '') },
  { code: 'missing-property', apply: at(/url: "https:\/\/x\/y"/g, () => '') },
  { code: 'reserved-name', apply: more(() => '  task group: shell { run: "true" }') },
  { code: 'no-local-stand-in', apply: more(() => '  task far: spark { script: "gs://b/x.py", cluster: "c" }') },
  { code: 'race', apply: more(() => '  task w: bq { sql: "create table d.t as select 1 as x" } task r: bq { sql: "select x from d.t" }') },
  { code: 'text-interpolation', apply: more(() => '  task w: bq { sql: """select ${days}""" }') },
  { code: 'syntax', apply: at(/(?<="true)"/g, () => '') },
  { code: 'syntax', apply: at(/\}(?=\r?\n)/g, () => '') },
  { code: 'syntax', apply: at(/\](?=[\r\n ])/g, () => '') },
  { code: 'syntax', apply: at(/(?<=dataset),(?= days)/g, () => '') },
  { code: 'syntax', apply: at(/(?<=task \w+):/g, () => '') },
  { code: 'syntax', apply: at(/\btask\b/g, () => 'tsk') },
  { code: 'syntax', apply: at(/(?<=retries: 2)/g, () => ';') },
]

test('the files are sound before something is made wrong', () => {
  fc.assert(
    fc.property(soundFiles, ({ text }) => {
      assert.deepEqual(saidOf(fixture(text).analyzed), [])
    }),
    { seed, numRuns: 100 },
  )
})

for (const [i, { code, apply }] of breaks.entries())
  test(`one fault, ${code} (${i}): it has a fix, which removes it and adds none`, () => {
    fc.assert(
      fc.property(soundFiles, fc.nat(20), (sound, pick) => {
        const broken = apply(sound, pick)
        fc.pre(broken !== null)
        const opened = fixture(broken ?? '')
        const codes = opened.analyzed.analysis.diagnostics.map(codeOf)
        assert.ok(codes.includes(code as never), `${codes} in\n${broken}`)
        assert.ok(checkFixes(opened).has(code), `no fix of ${code} in\n${broken}`)
      }),
      { seed, numRuns: 25 },
    )
  })

test('several faults at once: every fix removes its diagnostic and adds none', () => {
  fc.assert(
    fc.property(soundFiles, fc.array(fc.tuple(fc.nat(breaks.length - 1), fc.nat(20)), { minLength: 2, maxLength: 4 }), (sound, picks) => {
      let { text } = sound
      for (const [which, pick] of picks) text = breaks[which]!.apply({ ...sound, text }, pick) ?? text
      checkFixes(fixture(text))
    }),
    { seed, numRuns: 80 },
  )
})

test('fix all leaves nothing that it could mend, adds no diagnostic and keeps the order of tasks', () => {
  fc.assert(
    fc.property(
      soundFiles,
      fc.array(fc.tuple(fc.constantFrom(4, 7, 8, 22), fc.nat(20)), { minLength: 1, maxLength: 4 }),
      (sound, picks) => {
        let { text } = sound
        for (const [which, pick] of picks) text = breaks[which]!.apply({ ...sound, text }, pick) ?? text
        const opened = fixture(text)
        const [action] = codeActions(opened.analyzed, opened.workspace, { start: 0, end: 0 }, ['source.fixAll'])
        if (!action) return
        checkEdits(text, action.edits())
        const after = fixture(edited(text, action.edits())).analyzed
        assert.deepEqual(added(saidOf(opened.analyzed), saidOf(after)), [])
        const codes = after.analysis.diagnostics.map(codeOf)
        for (const code of ['redundant-edge', 'unused-let', 'unused-param'])
          assert.ok(!codes.includes(code as never), `${code} in\n${after.text}`)
        assert.deepEqual(closure(after), closure(opened.analyzed))
      },
    ),
    { seed, numRuns: 100 },
  )
})

test('every refactoring keeps the graph and adds no diagnostic', () => {
  const done = new Set<string>()
  fc.assert(
    fc.property(soundFiles, fc.nat(), fc.nat(120), ({ text }, at, length) => {
      const opened = fixture(text)
      // Half of the time at an edge.
      const edges = every(text, /->|after/g)
      const start = (at % 2 === 0 ? undefined : edges[at % Math.max(1, edges.length)]?.index) ?? at % text.length
      const end = Math.min(text.length, length % 3 === 0 ? start : start + length)
      for (const action of codeActions(opened.analyzed, opened.workspace, { start, end }, ['refactor'])) {
        done.add(action.title.replace(/`.*`/, ''))
        checkEdits(text, action.edits())
        const after = fixture(edited(text, action.edits())).analyzed
        const what = `${action.title} in\n${text}\n${after.text}`
        assert.deepEqual(saidOf(after), [], what)
        assert.deepEqual(graph(after), graph(opened.analyzed), what)
      }
    }),
    { seed, numRuns: 600 },
  )
  assert.deepEqual([...done].sort(), [
    'Extract to ',
    'Inline ',
    'Join with the next edge',
    'Split into single edges',
    'Wrap in a group',
    'Write as ',
    'Write as an edge with ',
  ])
})

test('edits after edits are edits', () => {
  const edits = (length: number): fc.Arbitrary<Edit[]> =>
    fc
      .array(fc.tuple(fc.nat(length), fc.nat(3), fc.string({ maxLength: 3 })), { maxLength: 4 })
      .map(list => list.map(([start, size, text]) => ({ start, end: Math.min(length, start + size), text })))
      .filter(list => !overlap(list))
  fc.assert(
    fc.property(
      fc.string({ maxLength: 20 }).chain(text =>
        fc.tuple(fc.constant(text), edits(text.length)).chain(([text, first]) => {
          return fc.tuple(fc.constant(text), fc.constant(first), edits(edited(text, first).length))
        }),
      ),
      ([text, first, second]) => {
        const both = compose(text, first, second)
        assert.equal(edited(text, both), edited(edited(text, first), second))
      },
    ),
    { seed, numRuns: 1000 },
  )
})

/** Tasks and edges; the group that wrapping makes is left out of the names. */
function graph({ analysis }: Analyzed): { readonly tasks: string[]; readonly edges: string[] } {
  const bare = (name: string): string => name.replace(/(^|\.)tasks\d*\./, '$1')
  const [dag] = graphsOf(analysis)
  return {
    tasks: (dag?.tasks ?? []).map(task => `${bare(task.name)}: ${task.engine}`).sort(),
    edges: [...new Set((dag?.edges ?? []).map(({ from, to }) => `${bare(from)} -> ${bare(to)}`))].sort(),
  }
}

/** Which tasks come before which, on any path. */
function closure(analyzed: Analyzed): string[] {
  const { edges } = graph(analyzed)
  const next = new Map<string, string[]>()
  for (const edge of edges) {
    const [from, to] = edge.split(' -> ') as [string, string]
    next.set(from, [...(next.get(from) ?? []), to])
  }
  const found = new Set<string>()
  for (const from of next.keys()) {
    const reached = new Set(next.get(from))
    for (const to of reached) for (const further of next.get(to) ?? []) reached.add(further)
    for (const to of reached) found.add(`${from} -> ${to}`)
  }
  return [...found].sort()
}
