import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkEdges, checkMarks, instanceNames } from './check.ts'

const task = (name: string, matrix: string, more = ''): string => `task ${name}: js { script: "a.mjs" matrix: ${matrix} ${more} }`
const dag = (...body: string[]): string => `dag d {\n${body.join('\n')}\n}\n`

describe('names of instances', () => {
  const rows: readonly (readonly [matrix: string, names: readonly string[]])[] = [
    ['{ n: [1, 2] }', ['a[1]', 'a[2]']],
    ['{ n: [1, 2], s: ["x", "y"] }', ['a[1,x]', 'a[1,y]', 'a[2,x]', 'a[2,y]']],
    ['{ s: ["x"], n: [1, 2] }', ['a[x,1]', 'a[x,2]']],
    [
      '{ v: [1.50, true, 90s, 10GB, 2026-01-31, "a b", null] }',
      ['a[1.50]', 'a[true]', 'a[90s]', 'a[10GB]', 'a[2026-01-31]', 'a[a b]', 'a[null]'],
    ],
    ['{ v: [90s + 90s, 1 + 1, "a" + "b"] }', ['a[3m]', 'a[2]', 'a[ab]']],
    ['{ v: [{ name: "x" }, { id: 7 }, { x: 1 }, { name: "y", id: 8 }] }', ['a[x]', 'a[7]', 'a[#2]', 'a[y]']],
    ['{ v: [{ year: 1 }, { year: 2 }] }', ['a[#0]', 'a[#1]']],
    ['{ v: [[1], [2]] }', ['a[#0]', 'a[#1]']],
    ['{ n: range(1, 3) }', ['a[1]', 'a[2]', 'a[3]']],
    ['{ n: numbers }', ['a[7]', 'a[8]']],
    ['{ n: numbers + [9] }', ['a[7]', 'a[8]', 'a[9]']],
    ['whole', ['a[1,x]', 'a[2,x]']],
    ['{ n: years }', ['a[2022]', 'a[2021]']],
    ['{ n: [] }', []],
  ]
  for (const [matrix, names] of rows)
    test(matrix, () =>
      assert.deepEqual(
        instanceNames(
          `let numbers = [7, 8]\nlet whole = { n: [1, 2], s: ["x"] }\n${dag('input years: list = [2022, 2021]', task('a', matrix))}`,
        ),
        names,
      ),
    )
  test('in groups', () => assert.deepEqual(instanceNames(dag(`group g { group h { ${task('a', '{ n: [1] }')} } }`)), ['g.h.a[1]']))
})

describe('edges between instances', () => {
  const rows: readonly (readonly [title: string, body: readonly string[], edges: string])[] = [
    ['paired on equal values', [task('a', '{ n: [1, 2] }'), task('b', '{ n: [1, 2] }'), 'a -> b'], 'a[1]->b[1]; a[2]->b[2]'],
    ['in any order', [task('a', '{ n: [1, 2] }'), task('b', '{ n: [2, 1] }'), 'a -> b'], 'a[1]->b[1]; a[2]->b[2]'],
    ['by after', [task('a', '{ n: [1, 2] }'), task('b', '{ n: [1, 2] }', 'after: [a]')], 'a[1]->b[1]; a[2]->b[2]'],
    ['by outputs', [task('a', '{ n: [1, 2] }'), task('b', '{ n: [1, 2] }', 'params: { x: a.x }')], 'a[1]->b[1]; a[2]->b[2]'],
    [
      'other values cross',
      [task('a', '{ n: [1, 2] }'), task('b', '{ n: [2, 3] }'), 'a -> b'],
      'a[1]->b[2]; a[1]->b[3]; a[2]->b[2]; a[2]->b[3]',
    ],
    ['fewer values cross', [task('a', '{ n: [1, 2] }'), task('b', '{ n: [1] }'), 'a -> b'], 'a[1]->b[1]; a[2]->b[1]'],
    [
      'other names cross',
      [task('a', '{ n: [1, 2] }'), task('b', '{ m: [1, 2] }'), 'a -> b'],
      'a[1]->b[1]; a[1]->b[2]; a[2]->b[1]; a[2]->b[2]',
    ],
    ['types do not mix', [task('a', '{ n: [1] }'), task('b', '{ n: ["1"] }'), 'a -> b'], 'a[1]->b[1]'],
    [
      'paired on one, crossed on the other',
      [task('a', '{ n: [1, 2] }'), task('b', '{ n: [1, 2], s: ["x", "y"] }'), 'a -> b'],
      'a[1]->b[1,x]; a[1]->b[1,y]; a[2]->b[2,x]; a[2]->b[2,y]',
    ],
    [
      'paired on two, in another order',
      [task('a', '{ n: [1, 2], s: ["x", "y"] }'), task('b', '{ s: ["y", "x"], n: [2, 1] }'), 'a -> b'],
      'a[1,x]->b[x,1]; a[1,y]->b[y,1]; a[2,x]->b[x,2]; a[2,y]->b[y,2]',
    ],
    [
      'maps are equal in any order of keys',
      [task('a', '{ p: [{ x: 1, y: [2] }, { x: 2 }] }'), task('b', '{ p: [{ x: 2 }, { y: [2], x: 1 }] }'), 'a -> b'],
      'a[#0]->b[#1]; a[#1]->b[#0]',
    ],
    ['durations by value', [task('a', '{ t: [60s, 2m] }'), task('b', '{ t: [1m, 120s] }'), 'a -> b'], 'a[60s]->b[1m]; a[2m]->b[120s]'],
    [
      'with a single task',
      [task('a', '{ n: [1, 2] }'), 'task x: shell { run: "true" } task y: shell { run: "true" }', 'x -> a -> y'],
      'x->a[1]; x->a[2]; a[1]->y; a[2]->y',
    ],
    [
      'through groups',
      [`group g { ${task('a', '{ n: [1, 2] }')} }`, `group h { ${task('b', '{ n: [1, 2] }')} }`, 'g -> h'],
      'g.a[1]->h.b[1]; g.a[2]->h.b[2]',
    ],
    [
      'through an empty group',
      [task('a', '{ n: [1, 2] }'), 'group g { }', task('b', '{ n: [1, 2] }'), 'a -> g -> b'],
      'a[1]->b[1]; a[2]->b[2]',
    ],
    ['from a let', ['let ns = [1, 2]', task('a', '{ n: ns }'), task('b', '{ n: [2, 1] }'), 'a -> b'], 'a[1]->b[1]; a[2]->b[2]'],
  ]
  for (const [title, body, edges] of rows) test(title, () => checkEdges(dag(...body), edges))
})

describe('what a matrix may be', () => {
  test('its shape', () =>
    checkMarks(
      dag(
        '  task a: js { script: "a.mjs" matrix: [1] }                     //! wrong-type@40',
        '  task b: js { script: "a.mjs" matrix: { n: 1 } }                //! wrong-type@45',
        '  task c: js { script: "a.mjs" matrix: { n: "x" } }              //! wrong-type@45',
        '  task e: js { script: "a.mjs" matrix: { n: [1], m: {} } }       //! wrong-type@53',
        '  task f: js { script: "a.mjs" matrix: "x" }                     //! wrong-type@40',
        '  task g: js { script: "a.mjs" matrix: { n: [] } }               //! empty-matrix',
        '  task h: js { script: "a.mjs" matrix: { n: [1], m: [] } }       //! empty-matrix',
        '  task i: js { script: "a.mjs" matrix: { n: range(2, 1) } }      //! empty-matrix',
        '  task j: js { script: "a.mjs" matrix: {} }                      //! empty-matrix',
        '  input none: list',
        '  task k: js { script: "a.mjs" matrix: { n: none } params: { n } }',
        '  input word: string',
        '  task l: js { script: "a.mjs" matrix: { n: word } }             //! wrong-type@45',
      ),
    ))
  test('its phase', () =>
    checkMarks(
      dag(
        '  task up: js { script: "a.mjs" }',
        '  task a: js { script: "a.mjs" matrix: { n: up.list } }          //! wrong-type@45',
        '  task b: js { script: "a.mjs" matrix: { n: [secret("X")] } }    //! wrong-type@46',
        '  task c: js { script: "a.mjs" matrix: up.matrix }               //! wrong-type@40',
        '  task e: js { script: "a.mjs" matrix: { n: split(env("X"), ",") } }',
        '  task f: js { script: "a.mjs" matrix: { n: [target.name, run.id] } }',
      ),
    ))
  test('two instances of one name', () =>
    checkMarks(
      dag(
        '  task a: js { script: "a.mjs" matrix: { n: [1, 2, 1] } }        //! duplicate-name@52',
        '  task b: js { script: "a.mjs" matrix: { n: [1, "1"] } }         //! duplicate-name@49',
        '  task c: js { script: "a.mjs" matrix: { n: ["1,2"], m: ["3"] } }',
        '  task e: js { script: "a.mjs" matrix: { n: ["x,y", "x"], m: ["z", "y,z"] } }    //! duplicate-name',
        '  task f: js { script: "a.mjs" matrix: { p: [{ name: "x" }, { id: "x" }] } }     //! duplicate-name@61',
      ),
    ))
  test('values are checked in every instance, and reported once', () =>
    checkMarks(
      dag(
        '  task a: js { script: "a.mjs" matrix: { n: [1, "x"] } params: { v: n + 1 } }    //! wrong-type',
        '  task b: js { script: "a.mjs" matrix: { n: [1, 2] } params: { v: n + "x" } }    //! wrong-type',
        '  task c: js { script: "a.mjs" matrix: { p: [{ x: 1 }, { y: 2 }] } params: { v: p.x } }    //! unknown-name',
        '  task e: js { script: file matrix: { file: ["a.mjs", "nosuch.mjs"] } }          //! script-not-found',
        '  task f: js { script: "a.mjs" matrix: { n: [1, 2] } when: n == 3 }              //! never-runs',
        '  task g: js { script: "a.mjs" matrix: { n: [1, 2] } when: n == 2 }',
      ),
    ))
})
