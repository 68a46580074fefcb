import assert from 'node:assert/strict'
import { relative } from 'node:path'
import { test } from 'node:test'
import { definitions } from '../../server/features/definition.ts'
import { references } from '../../server/features/references.ts'
import { fixture, folder, underlined } from './fixture.ts'

type Files = Readonly<Record<string, string>>

/** The word at `$0` leads to what `//^^^` underlines in the same file; `elsewhere`: to these texts, as `file: text`. */
function checkDefinition(source: string, files: Files = {}, elsewhere: readonly string[] = []): void {
  const { analyzed, workspace, offset, text } = fixture(source, files)
  const found = definitions(analyzed, offset)?.found ?? []
  const here = found.filter(({ name }) => name.file === analyzed.file).map(({ name }) => ({ start: name.start, end: name.end }))
  assert.deepEqual(here, underlined(text))
  const others = found.filter(({ name }) => name.file !== analyzed.file)
  const textOf = (file: string, start: number, end: number): string => {
    const read = workspace.read(file)
    return `${relative(folder, file)}: ${read.kind === 'text' ? read.text.slice(start, end) : ''}`.trim()
  }
  assert.deepEqual(
    others.map(({ name }) => textOf(name.file, name.start, name.end)),
    elsewhere,
  )
}

/** All that `//^^^` underlines is what the word at `$0` names. */
function checkReferences(source: string, files: Files = {}): void {
  const { analyzed, offset, text } = fixture(source, files)
  const found = references(analyzed, offset).filter(place => place.file === analyzed.file)
  const spans = found.map(({ start, end }) => ({ start, end })).sort((a, b) => a.start - b.start)
  assert.deepEqual(spans, underlined(text))
}

test('a task from an edge, from after, from an output, through a group', () => {
  const declared = `dag d {
  task one: bq { sql: "select 1" }
  //   ^^^
`
  checkDefinition(`${declared}  task two: bq { sql: "x" }\n  on$0e -> two\n}`)
  checkDefinition(`${declared}  task two: bq { sql: "x", after: [one$0] }\n}`)
  checkDefinition(`${declared}  task two: js { script: "x", when: $0one.rows > 0 }\n}`)
  checkDefinition(`${declared}  task two: js { script: "x", when: one.ro$0ws > 0 }\n}`)
  checkDefinition(`dag d {
  group g {
    task one: bq { sql: "select 1" }
    //   ^^^
  }
  task two: bq { sql: "x" }
  g.on$0e -> two
}`)
})

test('a let, an input, a matrix variable, also in a string and as a shorthand', () => {
  checkDefinition(`let top = 1
//  ^^^
dag d { task a: js { script: "a.js", params: { x: "n \${to$0p}" } } }`)
  checkDefinition(`dag d {
  input year: number
  //    ^^^^
  task a: js { script: "a.js", params: { ye$0ar } }
}`)
  checkDefinition(`dag d {
  task a: js {
    matrix: { n: [1, 2] }
    //        ^
    params: { x: $0n }
  }
}`)
})

test('what a name means at its own declaration is itself', () => {
  checkDefinition(`dag d {
  task on$0e: bq { sql: "select 1" }
  //   ^^^
}`)
  checkDefinition(`let to$0p = 1
//  ^^^`)
  checkDefinition(`dag so$0me {}
//  ^^^^`)
})

test('imports: the file, its lets, its targets', () => {
  const files = { 'lib.dag': 'let shared = 1\ntarget prod { project: "p" }\n' }
  checkDefinition('import "li$0b.dag"', files, ['lib.dag:'])
  checkDefinition('import "lib.dag"\nlet a = shar$0ed', files, ['lib.dag: shared'])
  checkDefinition('import "lib.dag"\ndag d { task a: js { on pro$0d {} } }', files, ['lib.dag: prod'])
  checkDefinition('import "lib.dag"\nlet a = target.pro$0ject', files, ['lib.dag: project'])
})

test('a target, and its entries in every target that sets them', () => {
  checkDefinition(`target prod { project: "p" }
//     ^^^^
dag d { task a: js { on $0prod {} } }`)
  checkDefinition(`target prod { bucket: "p" }
//            ^^^^^^
target test { bucket: "q" }
//            ^^^^^^
let a = target.buck$0et`)
})

test('scripts, configurations and files', () => {
  const files = { 'a.sql': 'select 1', 'c.yaml': '' }
  checkDefinition('dag d { task a: bq { script: "$0a.sql" } }', files, ['a.sql:'])
  checkDefinition('dag d { task a: iac { config: "c.ya$0ml" } }', files, ['c.yaml:'])
  checkDefinition('let a = file("a.s$0ql")', files, ['a.sql:'])
  checkDefinition('dag d { task a: bq { script: "gs://b$0/a.sql" } }', files)
})

test('a placeholder leads to its param, and the param to its value', () => {
  checkDefinition(`dag d {
  task a: bq {
    sql: """
      select @da$0y
      """
    params: { day: 1 }
    //        ^^^
  }
}`)
  checkDefinition(`let today = 1
//  ^^^^^
dag d { task a: bq { sql: "select @day", params: { da$0y: today } } }`)
  checkDefinition(`dag d {
  task a: js { params: { n: 1 }, when: params.$0n > 0 }
  //                     ^
}`)
})

test('the variable of a param in Python or a shell leads to it', () => {
  checkDefinition(`dag d {
  task a: python {
    run: """
      import os
      print(os.environ["DAGLINE_PA$0RAM_DAY"])
      """
    params: { day: 1 }
    //        ^^^
  }
}`)
  checkDefinition(`dag d {
  task a: shell { run: "echo $DAGLINE_PARAM_DA$0Y", params: { day: 1 } }
  //                                                        ^^^
}`)
  checkDefinition('dag d { task a: shell { run: "true # $DAGLINE_PARAM_DA$0Y", params: { day: 1 } } }')
})

test('nothing where there is nothing to go to', () => {
  for (const source of [
    'dag d { task a: b$0q {} }',
    'dag d { task a: bq { retri$0es: 1 } }',
    'let a = run.i$0d',
    '$0',
    'let a = 1 // te$0xt',
  ])
    checkDefinition(source)
})

test('references of a task, a let, a target, a param', () => {
  checkReferences(
    `dag d {
  task one: bq { sql: "select 1" }
  //   ^^^
  task two: bq { sql: "x", after: [one] }
  //                               ^^^
  o$0ne -> two
  //^
}`.replace('  //^', '//^^^'),
  )
  checkReferences(`let to$0p = 1
//  ^^^
dag d { task a: js { params: { top, x: "\${top}" } } }
//                             ^^^        ^^^`)
  checkReferences(`target prod {}
//     ^^^^
dag d { task a: js { on pr$0od {} } }
//                      ^^^^`)
  checkReferences(`dag d { task a: bq { sql: "select @day, '{day}'", params: { da$0y: 1 } } }
//                                ^^^^   ^^^^^              ^^^`)
})
