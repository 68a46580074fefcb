import { describe, test } from 'node:test'
import { checkEdges, checkMarks } from './check.ts'

const dag = 'dag d { task t: js { script: "a.mjs" params: { x } } }\n'

describe('imports', () => {
  test('lets, targets and defaults, transitively', () =>
    checkMarks(
      `import "lib/a.dag"\n${dag}dag e { task t: shell { run: "true" on prod { retries: 1 } when: x == y && target.zone == "z" } }\n`,
      {
        files: {
          'lib/a.dag': 'import "b.dag"\nlet x = y',
          'lib/b.dag': 'let y = 1\ntarget prod { project: "p" zone: "z" }\ndefaults shell { retries: 1 }\ndag other { }',
        },
      },
    ))
  test('paths are relative to the file that has them', () =>
    checkMarks('import "lib/a.dag"\ndag d { task t: js { params: { x } } }\n', {
      files: {
        'lib/a.dag': 'import "../other/b.dag"\nlet x = file("x.txt")\ndefaults js { script: "x.mjs" }',
        'lib/x.txt': 'x',
        'lib/x.mjs': '',
        'other/b.dag': '',
      },
    }))
  test('not found', () =>
    checkMarks(
      `import "nosuch.dag"                 //! import-not-found@8
import "/ws/lib/a.dag"              //! import-not-found@8
import "../a.dag"                   //! import-not-found@8
import "lib/../../x/a.dag"          //! import-not-found@8
import ""                           //! import-not-found@8
import "lib/a.dag"
import                              //! syntax
let z = x
let w = nosuch                      //! unknown-name@9
`,
      { files: { 'lib/a.dag': 'let x = 1' } },
    ))
  test('one declaration on two ways', () =>
    checkMarks(`import "a.dag"\nimport "b.dag"\nimport "a.dag"\n${dag}`, {
      files: {
        'a.dag': 'import "c.dag"\nlet y = x',
        'b.dag': 'import "c.dag"\nlet z = x',
        'c.dag': 'let x = 1\ntarget prod { project: "p" }\ndefaults { retries: 1 }',
      },
    }))
  test('a name that clashes, at the import', () =>
    checkMarks(
      `import "a.dag"
import "b.dag"                      //! duplicate-name@8
import "c.dag"                      //! duplicate-name@8, duplicate-name@8
let own = 1
target prod { project: "p" }
${dag}`,
      { files: { 'a.dag': 'let x = 1', 'b.dag': 'let x = 2', 'c.dag': 'let own = 2\ntarget prod { project: "q" }' } },
    ))
  test('cycles, in every file of them', () => {
    checkMarks(`import "main.dag"                  //! import-cycle@8\n`)
    checkMarks(`import "a.dag"                     //! import-cycle@8\nlet y = 1\nlet z = x\n`, {
      files: { 'a.dag': 'import "main.dag"\nlet x = 1' },
    })
    checkMarks(`import "c.dag"\nimport "a.dag"                   //! import-cycle@8\n`, {
      files: { 'a.dag': 'import "b.dag"', 'b.dag': 'import "main.dag"', 'c.dag': 'let x = 1' },
    })
    checkMarks(`import "a.dag"\n`, { files: { 'a.dag': 'import "b.dag"', 'b.dag': 'import "a.dag"' } })
  })
  test('imported defaults are the outermost', () =>
    checkMarks(`import "a.dag"\ndefaults shell { retries: 1 }\ndag d { task t: shell { run: "true" } }\n`, {
      files: { 'a.dag': 'defaults shell { retries: 2, timeout: 1m }' },
    }))
  test('an imported default makes an edge', () =>
    checkEdges('import "a.dag"\ndag d { task a: shell { run: "true" } task b: shell { run: "true" after: [a] } }', 'a->b', {
      files: { 'a.dag': 'defaults shell { retries: 2 }' },
    }))
  test('what is wrong in an import is reported there', () =>
    checkMarks(`import "a.dag"\n${dag}`, { files: { 'a.dag': 'let x = 1\nlet y = nosuch\nlet z = \ndag e { }' } }))
})
