import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { format, graphsOf } from '#language'
import { parse } from '../../language/parse.ts'
import { layeredFile } from '../bench/check.ts'
import { analyzed } from './check.ts'
import { checkGrowth } from './check-growth.ts'

const many = (n: number, line: (i: number) => string, between = '\n'): string => Array.from({ length: n }, (_, i) => line(i)).join(between)
const shell = (i: number): string => `task t${i}: shell { run: "true" }`
const inDag = (body: string): string => `dag d {\n${body}\n}\n`

describe('parsing is linear', () => {
  const texts: Readonly<Record<string, (n: number) => string>> = {
    tasks: n =>
      inDag(many(n, i => `task t${i}: bq {\n  sql: """\n    select {a} from t\n    """\n  params: { a: ${i}, b: [1, "x\${${i}}"] }\n}`)),
    'one line': n => many(n, i => `let a${i} = ${i}`, ' '),
    'a long chain': n => inDag(many(n, i => `t${i}`, ' -> ')),
    'a long list': n => `let a = [${many(n, i => String(i), ', ')}]`,
    'a long sum': n => `let a = ${many(n, i => String(i), ' + ')}`,
    'a long string': n => `let a = "${many(n, i => `\${x${i}} \\n`, '')}"`,
    'open lists': n => many(n, i => `let a${i} = [`),
    'open blocks': n => many(n, i => `dag d${i} {`),
    'closing braces': n => '}\n'.repeat(n),
    'open comments': n => '/* x\n'.repeat(n),
    'open texts': n => '"""\n'.repeat(n),
    'open strings': n => 'let a = "${ "\n'.repeat(n),
    'open interpolations of one line': n => `let a = ${'"${'.repeat(n)}`,
    'comments in interpolations': n => `let a = "\${${'/* '.repeat(n)}`,
    'wrong characters': n => '@ # ;\n'.repeat(n),
    'half declarations': n => 'task let group dag\n'.repeat(n),
    'deep brackets': n => `let a = ${'[{ a: ('.repeat(n)}`,
    blanks: n => `let a = 1${' '.repeat(n)}\n${'\n'.repeat(n)}let b`,
  }
  for (const [name, text] of Object.entries(texts))
    test(name, () =>
      checkGrowth(2000, n => {
        const source = text(n)
        return () => parse(source)
      }),
    )
})

describe('analysis is linear', () => {
  const texts: Readonly<Record<string, (n: number) => string>> = {
    'a chain of tasks': n => inDag(`${many(n, shell)}\n${many(n, i => `t${i}`, ' -> ')}`),
    'tasks with after': n => inDag(many(n, i => `task t${i}: shell { run: "true" ${i ? `after: [t${i - 1}]` : ''} }`)),
    'tasks with three edges each': n => layeredFile(n, 50),
    'a cycle through all': n => inDag(many(n, i => `task t${i}: shell { run: "true" after: [t${(i + 1) % n}] }`)),
    'many cycles': n => inDag(many(n, i => `task t${i}: shell { run: "true" after: [t${i ^ 1}] }`)),
    'a chain of lets': n => many(n, i => `let a${i} = ${i ? `a${i - 1} + 1` : '1'}`),
    'a chain of lets, backwards': n => `${many(n, i => `let a${i} = a${i + 1} + 1`)}\nlet a${n} = 1`,
    'tasks that read one let': n => inDag(`let x = t0.n\n${shell(0)}\n${many(n, i => `task u${i}: js { script: "a.mjs" params: { x } }`)}`),
    groups: n => inDag(`${many(n, i => `group g${i} { task t: shell { run: "true" } }`)}\n${many(n, i => `g${i}`, ' -> ')}`),
    'empty groups': n => inDag(`${shell(0)}\n${many(n, i => `group g${i} { }`)}\nt0 -> ${many(n, i => `g${i}`, ' -> ')}`),
    'a matrix': n => inDag(`task a: js { script: "a.mjs" matrix: { n: range(1, ${n}) } params: { n, x: "\${n}" } }`),
    'matrices of maps': n => {
      const matrix = (step: number): string => `matrix: { m: [${many(n, i => `{ x: ${(i * step) % n} }`, ', ')}] }`
      return inDag(`task a: js { script: "a.mjs" ${matrix(1)} }\ntask b: js { script: "a.mjs" ${matrix(n - 1)} after: [a] }`)
    },
    'unknown names': n => inDag(many(n, i => `task task_number_${i}: shell { run: "true" after: [task_numbr_${i}] }`)),
    'one name': n => inDag(many(n, () => shell(1))),
    'unknown properties': n => inDag(`task t: shell { run: "true"\n${many(n, i => `bogus${i}: 1`)} }`),
    dags: n => many(n, i => `dag d${i} { ${shell(i)} }`),
  }
  for (const [name, text] of Object.entries(texts))
    test(name, () =>
      checkGrowth(1000, n => {
        const source = text(n)
        return () => graphsOf(analyzed(source))
      }),
    )
})

describe('formatting is linear', () => {
  const texts: Readonly<Record<string, (n: number) => string>> = {
    tasks: n => inDag(many(n, i => `task t${i}:bq {sql: """\n  select 1\n  """ params: {a: ${i},b: [1 , 2]} } // ${i}`)),
    'one line': n => many(n, i => `let a${i} = ${i}`, ' '),
    'a long list': n => `let a = [${many(n, i => String(i), ', ')}]`,
    'short lists in a long sum': n => `let a = ${many(n, () => 'f([1, 2])', ' + ')}`,
    'a long chain': n => inDag(many(n, i => `[t${i}]`, '->')),
    'deep lists': n => many(n, () => `let a = ${'[{ a: ('.repeat(6)}1${')}]'.repeat(6)}`),
    'comments one below the other': n => many(n, i => `let a${i} = 1 /* ${i} */ // ${i}`),
    'comments of one line': n => `let a = [1 ${many(n, i => `/* ${i} */`, '')}, 2]`,
    'comments between two parts': n => `let a = [1 ${many(n, i => `/* ${i} */`)}, 2]`,
    'lines that are silenced': n => many(n, i => `let a${i} = [1] // dagline-ignore unused-let: ${i}`),
    'long texts': n => `let a = """\n${'  x\n'.repeat(n)}  """`,
    'broken statements': n => inDag(many(n, i => `let a${i} = \nlet b${i} =1`)),
    'broken blocks': n => inDag(many(n, i => `task t${i}: bq { sql: "x"\n let a = 1 }`)),
    'broken statements of one line': n => many(n, i => `let a${i} = @`, ' '),
    'nothing but commas': n => ',\n'.repeat(n),
    blanks: n => `let a = 1${' '.repeat(n)}\n${'\n'.repeat(n)}let b = 1`,
  }
  for (const [name, text] of Object.entries(texts))
    test(name, () =>
      checkGrowth(1000, n => {
        const tree = parse(text(n))
        return () => format(tree)
      }),
    )
})

describe('what is very large', () => {
  test('a chain of 100,000 tasks', () => {
    const analysis = analyzed(inDag(`${many(100_000, shell)}\n${many(100_000, i => `t${i}`, ' -> ')}`))
    assert.deepEqual(analysis.diagnostics, [])
    assert.equal(graphsOf(analysis)[0]!.edges.length, 99_999)
  })
  test('a cycle of 100,000 tasks', () => {
    const analysis = analyzed(inDag(`${many(100_000, shell)}\n${many(100_000, i => `t${i}`, ' -> ')} -> t0`))
    assert.deepEqual(
      analysis.diagnostics.map(each => each.reason),
      ['cycle/tasks'],
    )
    assert.equal(analysis.diagnostics[0]!.related.length, 100_000)
  })
  test('1,000 lets, each of two others', () => {
    const lets = many(1000, i => `let a${i} = ${i < 2 ? '1' : `a${i - 1} == a${i - 2} ? a${i - 1} : a${i - 2}`}`)
    assert.deepEqual(analyzed(lets).diagnostics, [])
  })
})
