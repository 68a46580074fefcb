import { describe, test } from 'node:test'
import { checkMarks, inDag } from './check.ts'

/** Each source by itself, all its diagnostics marked. */
function table(name: string, sources: Readonly<Record<string, string>>): void {
  describe(name, () => {
    for (const [title, source] of Object.entries(sources)) test(title, () => checkMarks(source))
  })
}

table('what every statement may say', {
  'an empty file': '',
  'blanks and a byte order mark': '\ufeff  \r\n\t\n',
  'only comments': '// a\n/* b */\n/// c\n/**/ /***/ /* * / */',
  'CRLF everywhere': 'let a = 1\r\ndag d {\r\n  task t: shell { run: "true" }\r\n}\r\n',
  'every declaration': `let a = 1
target prod { project: "p" }
defaults bq { location: "US" }
defaults { retries: 1 }
dag d {
  owner: "me"
  input n: number = 1
  input s: string
  let b = a
  defaults shell { timeout: 1m }
  group g {
    description: "x"
    let c = b
    defaults { retries: 2 }
    group h { task u: shell { run: "true" } }
    h -> v
    task v: shell { run: "true" }
  }
  task t: shell {
    run: "true"
    on prod { timeout: 2m, retries: 1 }
  }
  [t, g.v, g.h.u,] -> w -> [x]
  task w: shell { run: "true" }
  task x: js { script: "a.mjs" params: { n, s, c: b } }
}
`,
  'properties with and without commas': inDag(`  task a: shell { run: "true", retries: 1 timeout: 1m }`),
  'a comma after the last property': inDag(`  task a: shell { run: "true", retries: 1, }`),
  'keywords as keys': inDag(`  task a: js { script: "a.mjs" params: { let: 1, task: 2, on: 3, true: 4, null: 5, dag: { group: 1 } } }
  let m = { task: 1, on: { let: 2 } }
  task b: js { script: "a.mjs" params: { x: m.task, y: m.on.let } }`),
  'keywords as names that outputs have': inDag(`  task a: js { script: "a.mjs" }
  task b: js { script: "a.mjs" params: { x: a.task, y: a.on.true } }`),
  'a declaration across lines': `dag
d
{
  task
  t
  :
  shell
  {
    run
    :
    "true"
  }
}
`,
  'everything on one line':
    'let a = 1 let b = a target prod { project: "p" } dag d { let c = b input i: number = c task t: shell { run: "true" retries: i } t -> u task u: shell { run: "true" } }',
  'a list ends where the next statement begins': inDag(`  let a = [1]
  [t_] -> u
  task u: shell { run: "true" }`),
  'docs before everything': `/// File.
/// dag
dag d {
  /// task
  task t: shell { /// property
    run: "true" /// end
  }
  ///
}
///`,
})

table('what is missing', {
  'a name': `let = 1                        //! syntax@5
dag {                                                     //! syntax@5
  task : shell { run: "true" }                            //! syntax@8
  group { task a: shell { run: "true" } }                 //! syntax@9
  input : number                                          //! syntax@9
}
target { project: "p" }                                   //! syntax@8
`,
  'a value': `dag d {
  task t_: shell { run: "true" }
  let a =                                    //! syntax
  let b = 1 +                                                     //! syntax
  let c = (                                                       //! syntax, syntax
  owner:                                                          //! syntax
  tags: ["a"]
}
`,
  'the type of an input': inDag(`  input a                              //! syntax
  input b:                                                        //! syntax
  input c = 1                                                     //! syntax@11`),
})

table('reserved names', {
  'as the name of a declaration': `let task = 1                     //! reserved-name@5
target on { project: "p" }                                  //! reserved-name@8
dag dag {                                                   //! reserved-name@5
  input true: number = 1                                    //! reserved-name@9
  let null = 1                                              //! reserved-name@7
  task let: shell { run: "true" }                           //! reserved-name@8
  group group { task import: shell { run: "true" } }        //! reserved-name@9, reserved-name@22
}
`,
  'as a matrix variable': inDag(`  task a: js { script: "a.mjs" matrix: { task: [1, 2], n: [1] } params: { n } }  //! reserved-name@42
  task b: js { script: "a.mjs" matrix: { "on": [1, 2] } }       //! reserved-name@42`),
  'as a shorthand': inDag(`  task a: js { script: "a.mjs" params: { let, "x": 1 } }       //! reserved-name@42
  let m = { task }                                                                 //! reserved-name@13`),
  'as the first word of a reference': inDag(`  let a = group                 //! reserved-name@11
  let b = dag.x                                                    //! reserved-name@11
  let c = 1 + on                                                   //! reserved-name@15
  let e = target                                                   //! reserved-name@11
  t_ -> input                                                      //! reserved-name@9
  [t_, let] -> u                                                   //! reserved-name@8
  task u: shell { run: "true" after: [import] when: task == 1 }    //! reserved-name@39, reserved-name@53`),
  'the chosen target is read': inDag('  let a = target.name\n  let b = target.project'),
})

table('strings', {
  escapes: inDag(String.raw`  let a = "\n \t \r \" \\ \$ \u{41} \u{1F600}"
  let b = "\d"                //! syntax@12
  let c = "\u0041"            //! syntax@12
  let e = "\u{}"              //! syntax@12
  let f = "\u{110000}"        //! syntax@12
  let g = "\u{D800}"          //! syntax@12
  let h = "\' \{ \/"          //! syntax@12, syntax@15, syntax@18
  let i = { "\q": 1 }         //! syntax@14`),
  'a dollar is itself': inDag(String.raw`  let a = "$ $x $$ 5$ $\{ \$${'{'}x}"`.replace(String.raw`$\{ `, '')),
  'an unclosed string ends with its line': `dag d {
  owner: "me                  //! syntax@10
  task t: shell { run: "true" }
}
`,
  'nested quotes': inDag(`  let x = "a"
  let a = "1 \${"2 \${"3 \${x}"}"} 4"
  let b = "\${at({ a: "}" }, "a")}"`),
  'an empty interpolation': inDag('  let a = "x${}y"              //! syntax'),
  'an interpolation without end': inDag('  let a = "x${1"              //! syntax\n  let b = nosuch              //! unknown-name'),
  'more than an expression in an interpolation': inDag('  let a = "x${1 2}y"         //! syntax@17'),
  'names in interpolations': inDag('  let a = "x${nosuch}y${1}${t_.x}"      //! unknown-name@15'),
  'interpolation in a key': inDag('  let x = "k"\n  let a = { "${x}": 1 }         //! syntax'),
  'interpolation in an import': 'import "${x}.dag"                 //! import-not-found\n',
})

table('texts', {
  'no escapes, no interpolation': inDag(`  let a = """ \\d \${nosuch} " "" \\"""`),
  'a line that is less indented': inDag(`  let a = """
      x
    y
      """`).replace('    y', '    y  //! syntax@1'),
  'the first line counts too': inDag(`  let a = """x
    y
    """`).replace('"""x', '"""x //! syntax'),
  'tabs are not blanks of another kind': inDag(`  let a = """
\t\tx //! syntax
    """`),
  'empty lines need no indentation': inDag(`  let a = """
    x

  \t
    y
    """`),
  'four quotes': inDag('  let a = """a""""                  //! syntax@18'),
})

table('brackets and characters', {
  'a closing brace too many': 'dag d {\n  task t: shell { run: "true" }\n}\n}  //! syntax@1\n',
  'a bracket of nothing': inDag('  let a = 1 ]                //! syntax@13\n  let b = 2 )                //! syntax@13'),
  'a bracket that is not closed': inDag('  let a = [1, 2            //! syntax@11\n  let b = 2'),
  'a parenthesis that is not closed': inDag(
    '  let a = (1 + 2            //! syntax@11\n  let b = len("x"            //! syntax@14\n  let c = 1',
  ),
  'a map that is not closed': inDag('  task a: js { script: "a.mjs" params: { x: 1      //! syntax@40\n  task b: js { script: "a.mjs" }')
    .replace('x: 1 ', 'x: 1 }')
    .replace('//! syntax@40', '//! syntax@14'),
  'characters of no token': inDag('  let a = 1;                 //! syntax@12\n  let b = 1 @ #              //! syntax@13, syntax@15'),
  'single quotes': inDag("  owner: 'me'                //! syntax@10, unknown-name@11, syntax@13"),
  'a comment without end': 'dag d {\n  task t: shell { run: "true" }\n} /* end           //! syntax@3\n',
  'junk between statements': inDag('  foo bar                    //! syntax\n  let a = nosuch             //! unknown-name'),
  'no brackets after a value': inDag('  let l = [1]\n  let a = l[0]               //! syntax'),
  'one comma between two entries': inDag(
    '  let a = [1,, 2]           //! syntax\n  let b = { x: 1,, y: 2 }    //! syntax\n  let c = [, 1]              //! syntax',
  ),
  'a list needs its commas': inDag(
    '  let a = [1 2]              //! syntax@14\n  let b = [1\n  2]                         //! syntax@3\n  let c = at([1] 0)          //! syntax@18',
  ),
  'a map may leave its commas out at line ends only': inDag(
    '  let a = { x: 1\n y: 2 }\n  let b = { x: 1 y: 2 }       //! syntax@18\n  let c = { x: 1 // one\n  y: 2 }\n  let e = { x: 1, // one\n  y: 2, }',
  ),
  'a property may not stand twice in a comma': inDag('  task a: shell { run: "true",, retries: 1 }    //! syntax'),
  'names of wrong kinds': `dag "d" {                       //! syntax@5
  task 2nd: shell { run: "true" }                 //! syntax@8
  task a-b: shell { run: "true" }                 //! syntax@9
  let "x" = 1                                     //! syntax@7
}
`,
})

table('statements in places of others', {
  'at the top': `task a: shell { run: "true" }            //! syntax@1
group g { }                                           //! syntax@1
input x: number = 1                                   //! syntax@1
owner: "me"                                           //! syntax@1
a -> b                                                //! syntax@1
on local { retries: 1 }                               //! syntax@1
`,
  'in a dag': `dag d {
  task t: shell { run: "true" }
  import "x.dag"                                      //! syntax@3
  target prod { project: "p" }                        //! syntax@3
  on local { retries: 1 }                             //! syntax@3
}
`,
  'in a group': inDag(`  group g {
    input x: number = 1                               //! syntax@5
    on local { retries: 1 }                           //! syntax@5
    task t: shell { run: "true" }
  }`),
  'in a task': inDag(`  task a: shell {
    run: "true"
    let x = 1                                         //! syntax@5
    a -> t_                                           //! syntax@5
    input x: number = 1                               //! syntax@5
    defaults { retries: 1 }                           //! syntax@5
  }`),
  'in blocks of properties': `target prod {
  let x = 1                                           //! syntax@3
  project: "p"
}
defaults {
  let x = 1                                           //! syntax@3
}
dag d {
  task t: shell {
    run: "true"
    on local {
      let x = 1                                       //! syntax@7
      retries: 1
    }
  }
}
`,
})
