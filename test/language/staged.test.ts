import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type Analysis, type AnalyzeOptions, analyze, codeOf } from '#language'
import { bigFile } from '../bench/measure.ts'
import { memoryHost, root } from './memory-host.ts'

const source = `
let unit = "d"
dag d {
  let unused = 1
  task a: bq { sql: "create table p.d.t (x int64)", retries: "two" }
  task a: shell { run: "again" }
  task b: bq { sql: "insert into p.d.t values (1)", after: [nobody, c] }
  task c: shell { run: "x", after: [b], params: { unit } }
  task e: bq { sql: "select {missing} from p.d.t" }
  task f: bq { sql: "drop table p.d.t", tags: [unknown(1)] }
  task g: shell { matrix: { n: range(1, 3) }, run: "x"
`
const sound = source.replace(', c]', ']').replace('nobody', 'a').replace('run: "x"\n', 'run: "x" }\n}\n')

function look(text: string, options: AnalyzeOptions = {}): Analysis {
  return analyze(memoryHost(), `${root}/main.dag`, text, options)
}

const codes = (list: Analysis['diagnostics']): string[] => [...new Set(list.map(codeOf))].sort()

suite('an analysis in stages', () => {
  test('tells syntax, names and cycles first', () => {
    const staged = look(source, { isStaged: true })
    assert.equal(staged.isComplete, false)
    assert.deepEqual(codes(staged.firstDiagnostics), ['cycle', 'duplicate-name', 'syntax', 'unknown-name'])
    assert.equal(staged.isComplete, false)
  })

  test('knows what words name without looking at more', () => {
    const staged = look(source, { isStaged: true })
    const whole = look(source)
    const names = ({ uses }: Analysis): string[] => uses.map(({ name, declared }) => `${name.start} ${declared.kind} ${declared.name}`)
    assert.deepEqual(names(staged), names(whole))
    const at = source.indexOf('[b]') + 1
    assert.equal(staged.useAt(at)?.declared.name, 'b')
    assert.equal(staged.isComplete, false)
  })

  for (const [name, text] of Object.entries({ faults: source, sound, big: bigFile(30) }))
    test(`says in the end what an analysis at once says, and nothing first that it does not: ${name}`, () => {
      const staged = look(text, { isStaged: true })
      const whole = look(text)
      const first = staged.firstDiagnostics.map(each => JSON.stringify(each))
      assert.deepEqual(staged.diagnostics, whole.diagnostics)
      assert.equal(staged.isComplete, true)
      assert.equal(staged.firstDiagnostics, staged.diagnostics)
      const all = new Set(whole.diagnostics.map(each => JSON.stringify(each)))
      assert.deepEqual(
        first.filter(each => !all.has(each)),
        [],
      )
      assert.deepEqual([...staged.instances.keys()].length, [...whole.instances.keys()].length)
    })

  test('is complete as soon as something else is asked for', () => {
    for (const ask of [
      (each: Analysis) => each.edges,
      (each: Analysis) => each.instances,
      (each: Analysis) => each.tablesOf(each.file.dags[0]!),
    ]) {
      const staged = look(sound, { isStaged: true })
      ask(staged)
      assert.equal(staged.isComplete, true)
    }
  })

  test('is no ground for the next one before that', () => {
    const previous = look(sound, { isStaged: true })
    const edited = sound.replace('retries: "two"', 'retries: 2')
    assert.deepEqual(look(edited, { previous }).diagnostics, look(edited).diagnostics)
  })
})
