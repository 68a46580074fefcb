import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { format, parse } from '#language'
import { isSameTree } from '../../../language/format/same-tree.ts'
import { checkFormat, checkInDag, checkStays } from './check-format.ts'

const root = join(import.meta.dirname, '../../..')
const long = (letter: string): string => letter.repeat(40)

describe('what is formatted already', () => {
  test('stays', () => {
    checkStays(readFileSync(join(root, 'examples/pydag/sales_facts.dag'), 'utf8').replaceAll('\r\n', '\n'))
    checkStays('')
    checkStays('// only a comment\n')
  })
})

describe('lines and blanks', () => {
  test('declarations and properties stand on lines of their own, without commas', () => {
    checkFormat(
      'let a=1 let b =  2\ndag  d{ owner : "x",retries:2 task t:bq{sql:"select 1",timeout: 5m on prod{ retries : 1 } } }',
      `let a = 1
let b = 2
dag d {
  owner: "x"
  retries: 2
  task t: bq {
    sql: "select 1"
    timeout: 5m
    on prod { retries: 1 }
  }
}
`,
    )
  })
  test('a block of one property stays on its line, and goes there by itself never', () => {
    checkInDag('task a: shell {run:"x"}', 'task a: shell { run: "x" }')
    checkInDag('task a: shell {\n  run: "x" }', 'task a: shell {\n  run: "x"\n}')
    checkInDag('group g { task a: shell { run: "x" } }', 'group g {\n  task a: shell { run: "x" }\n}')
    checkFormat('target local{\n\n}\n', 'target local {}\n')
    checkFormat('dag d{}', 'dag d {}\n')
  })
  test('at most one empty line is kept, and none at the ends of a block or file', () => {
    checkFormat(
      '\n\nlet a = 1\n\n\n\nlet b = 2\ndag d {\n\n  let c = 3\n   \n\n  let e = 4\n\n}\n\n\n',
      'let a = 1\n\nlet b = 2\ndag d {\n  let c = 3\n\n  let e = 4\n}\n',
    )
    checkFormat(' \n\t\n', '')
  })
  test('tabs and other blanks become blanks', () => {
    checkFormat('dag d {\n\tlet\ta\u00a0=\t1   \n}', 'dag d {\n  let a = 1\n}\n')
  })
  test('a head that was broken is one line', () => {
    checkFormat(
      'import\n "lib.dag"\ndag\n d\n {\n task\n a :\n bq\n {\n sql\n :\n "x" } }',
      'import "lib.dag"\ndag d {\n  task a: bq {\n    sql: "x"\n  }\n}\n',
    )
  })
  test('edges', () => {
    checkInDag('a->b', 'a -> b')
    checkInDag('[a,b]->c . d->[e , f,]', '[a, b] -> c.d -> [e, f]')
    checkInDag('a ->\n b\n->\nc', 'a ->\n  b\n  ->\n  c')
    checkInDag('[a,\n b] -> c', '[\n  a,\n  b,\n] -> c')
  })
  test('operators, calls and conditionals', () => {
    checkFormat('let a = -1+ - 2*( b-c )/-d', 'let a = -1 + -2 * (b - c) / -d\n')
    checkFormat('let a = ! b&&c ||d!=e', 'let a = !b && c || d != e\n')
    checkFormat('let a = b?c:d ?{ e:f }:[ 1 ,2]', 'let a = b ? c : d ? { e: f } : [1, 2]\n')
    checkFormat('let a = at (x ,0 )+ len( [ ] )', 'let a = at(x, 0) + len([])\n')
    checkFormat('let a = 2026 -1-31', 'let a = 2026 - 1 - 31\n')
    checkFormat('let a = b\n . c', 'let a = b.c\n')
  })
  test('a line that ends beside an operator goes on in the next', () => {
    checkInDag('let a = b ||\nc\n&& d', 'let a = b ||\n  c\n  && d')
    checkInDag('let a = b\n? c\n: d', 'let a = b\n  ? c\n  : d')
  })
  test('strings are left as they are', () => checkStays('let a = "  ${ b+1 }\\n${"x${c}"}"\n'))
})

describe('lists, maps and calls', () => {
  test('stay on one line where they were', () => {
    checkFormat('let a = [1,2 ,]', 'let a = [1, 2]\n')
    checkFormat('let a = {b:1,"c d":2,e,}', 'let a = { b: 1, "c d": 2, e }\n')
    checkFormat('let a = [\n]', 'let a = []\n')
    checkFormat('let a = {\n\n}', 'let a = {}\n')
  })
  test('have a line for each entry where they had more than one', () => {
    checkFormat('let a = [1,\n2, 3]', 'let a = [\n  1,\n  2,\n  3,\n]\n')
    checkFormat('let a = { b: 1\n c, d: 2,\n}', 'let a = {\n  b: 1\n  c\n  d: 2\n}\n')
    checkFormat('let a = [[1,2],\n [3]]', 'let a = [\n  [1, 2],\n  [3],\n]\n')
    checkFormat('let a = [{ b: 1,\n c: 2 }]', 'let a = [\n  {\n    b: 1\n    c: 2\n  },\n]\n')
    checkFormat('let a = [\n1,\n\n\n2]', 'let a = [\n  1,\n\n  2,\n]\n')
  })
  test('have a line for each entry where they have no room on one, from the outside in', () => {
    checkFormat(
      `let a = ["${long('a')}", "${long('b')}", { c: "${long('c')}", d: 1 }]\n`,
      `let a = [\n  "${long('a')}",\n  "${long('b')}",\n  { c: "${long('c')}", d: 1 },\n]\n`,
    )
    checkInDag(
      `task t: js { params: { a: "${long('a')}", b: "${long('b')}", c: "${long('c')}" } }`,
      `task t: js {\n  params: {\n    a: "${long('a')}"\n    b: "${long('b')}"\n    c: "${long('c')}"\n  }\n}`,
    )
    checkInDag(`[${long('a')}] -> [${long('b')}, ${long('c')}]`, `[${long('a')}] -> [\n  ${long('b')},\n  ${long('c')},\n]`)
  })
  test('have 120 columns, which a comment behind them does not count in', () => {
    const line = (width: number): string => `let a = ["${'x'.repeat(width - 12)}"]`
    checkStays(`${line(120)}\n`)
    checkStays(`${line(120)} // and this\n`)
    checkFormat(`${line(121)}\n`, `let a = [\n  "${'x'.repeat(109)}",\n]\n`)
  })
  test('a call keeps what spans lines where it begins, unless a line ends between its arguments', () => {
    checkFormat('let a = at({\n b: 1 }, "b")', 'let a = at({\n  b: 1\n}, "b")\n')
    checkFormat('let a = at([1],\n 0)', 'let a = at(\n  [1],\n  0,\n)\n')
    checkFormat('let a = (\n b + c)', 'let a = (\n  b + c\n)\n')
  })
})

describe('comments', () => {
  test('stay where they are', () => {
    checkFormat(
      `// first
/* two
   lines */
dag /* here */ d { // and here
let x=/* in the middle */1
/// Documentation.
   task a: js { script:"a.mjs",params:{x /* last */} } // end

// before the end
}
// after`,
      `// first
/* two
   lines */
dag /* here */ d { // and here
  let x = /* in the middle */ 1
  /// Documentation.
  task a: js {
    script: "a.mjs"
    params: { x /* last */ }
  } // end

  // before the end
}
// after
`,
    )
  })
  test('between two parts of a line belong to the one on their side of the comma', () => {
    checkInDag('a: 1 /* one */ b: 2', 'a: 1 /* one */\nb: 2')
    checkInDag('a: 1, /* two */ b: 2', 'a: 1\n/* two */ b: 2')
    checkFormat('let a = [1 /* one */, 2, /* three */ 3,\n 4]', 'let a = [\n  1 /* one */,\n  2,\n  /* three */ 3,\n  4,\n]\n')
    checkFormat('let a = { /* b */ b: 1,\n c }', 'let a = {\n  /* b */ b: 1\n  c\n}\n')
  })
  test('a comma does not stay behind a comment that ends the line', () => {
    checkFormat('let a = [1 // one\n, 2 // two\n]', 'let a = [\n  1, // one\n  2, // two\n]\n')
  })
  test('in a list or block make it one of several lines', () => {
    checkFormat('let a = [ // why\n1]', 'let a = [ // why\n  1,\n]\n')
    checkFormat('let a = [\n// nothing yet\n]', 'let a = [\n  // nothing yet\n]\n')
    checkFormat('target prod { /* nothing yet */ }', 'target prod { /* nothing yet */ }\n')
    checkInDag('task a: shell { // why\n run: "x" }', 'task a: shell { // why\n  run: "x"\n}')
  })
  test('in places without a line end of their own', () => {
    checkFormat('let a = // why\n1', 'let a = // why\n  1\n')
    checkFormat('let a\n// why\n= 1', 'let a\n  // why\n  = 1\n')
  })
  test('one below the other at the ends of lines stay so', () => {
    checkInDag('a:1    // one\nbcd: 2 // two', 'a: 1   // one\nbcd: 2 // two')
    checkInDag(
      'task t: bq {       // outer\n    sql: "x"\n    retries: 2     // inner\n}',
      'task t: bq {     // outer\n  sql: "x"\n  retries: 2     // inner\n}',
    )
    checkInDag('a:1    // one\n\nbc:2 // two', 'a: 1    // one\n\nbc: 2 // two')
    checkInDag('a:1\t// one\nbc:2\t// two', 'a: 1   // one\nbc: 2  // two')
  })
  test('behind a line that was a part of another have one blank', () => {
    checkInDag('task a: js { retries: 1, timeout: 1s }    // one', 'task a: js {\n  retries: 1\n  timeout: 1s\n} // one')
  })
  test('over several lines move as a whole', () => {
    checkFormat(
      'dag d {\n      /* one\n         two\n\n       three */\n let a = 1\n}',
      'dag d {\n  /* one\n     two\n\n   three */\n  let a = 1\n}\n',
    )
  })
  test('of documentation stay with what they document, and apart from what they do not', () => {
    checkInDag(
      '/// One.\n/// Two.\ntask a: shell { run: "x" }\n\n/// Apart.\n\ntask b: shell { run: "x" }',
      '/// One.\n/// Two.\ntask a: shell { run: "x" }\n\n/// Apart.\n\ntask b: shell { run: "x" }',
    )
    checkFormat('dag d { /// Of a.\n task a: shell { run: "x" } }', 'dag d { /// Of a.\n  task a: shell { run: "x" }\n}\n')
  })
})

describe('dagline-ignore', () => {
  test('stays on the line before, and that line stays one line with nothing else', () => {
    checkFormat(
      'dag d {\n    // dagline-ignore unused-param: for later\n    task a: bq { sql: "select 1", params: { x: 1 }, retries: 1 }\n}\n',
      'dag d {\n  // dagline-ignore unused-param: for later\n  task a: bq { sql: "select 1", params: { x: 1 }, retries: 1 }\n}\n',
    )
    checkFormat(
      'dag d { task a: bq {\nsql: "select 1"\nparams: { x: 1 // dagline-ignore unused-param: for later\n y: 2, z: 3\n w: 4 } } }',
      'dag d {\n  task a: bq {\n    sql: "select 1"\n    params: {\n      x: 1 // dagline-ignore unused-param: for later\n      y: 2, z: 3\n      w: 4\n    }\n  }\n}\n',
    )
  })
  test('before an empty line still silences nothing', () => {
    checkFormat(
      'dag d {// dagline-ignore unused-let: why\n\n\nlet a = 1\n}',
      'dag d { // dagline-ignore unused-let: why\n\n  let a = 1\n}\n',
    )
  })
})

describe('texts', () => {
  test('move with the line that they begin in', () => {
    checkFormat(
      'dag d {\ntask a: bq {\nsql: """  \n  select 1\n    from x\n\n   \n  """\n}\n}',
      'dag d {\n  task a: bq {\n    sql: """\n      select 1\n        from x\n\n       \n      """\n  }\n}\n',
    )
    checkFormat('let a = """\nx\n  y\n"""', 'let a = """\n  x\n    y\n  """\n')
    checkFormat('let a = """\n"""', 'let a = """\n  """\n')
    checkFormat('let a = [\n"""\n x\n """]', 'let a = [\n  """\n    x\n    """,\n]\n')
  })
  test('whose quotes share a line with text are left as they are', () => {
    checkFormat('let  a = """\n x\n y"""', 'let a = """\n x\n y"""\n')
    checkFormat('let  a = """x\n"""', 'let a = """x\n"""\n')
    checkStays('let a = """ x """\n')
  })
})

describe('line ends and byte order marks', () => {
  test('stay', () => {
    checkFormat('dag d {\r\nlet a=1 let b=2\r\n}', 'dag d {\r\n  let a = 1\r\n  let b = 2\r\n}\r\n')
    checkFormat('\ufeff\nlet a=1', '\ufefflet a = 1\n')
    checkFormat('let a = """\r\nx\r\n"""\r\n', 'let a = """\r\n  x\r\n  """\r\n')
    checkFormat('let a = [1,\r\n2]\nlet b=1\n', 'let a = [\n  1,\r\n  2,\n]\nlet b = 1\n')
  })
})

describe('syntax errors', () => {
  test('leave their statement as it is, and the rest is formatted', () => {
    checkInDag('let a  =1\n    let b  = -\nlet c  =3', 'let a = 1\n    let b  = -\nlet c = 3')
    checkInDag('task a: bq {\nsql:"x"\n    retries : 2x,\n timeout:1m }', 'task a: bq {\n  sql: "x"\n    retries : 2x,\n  timeout: 1m\n}')
  })
  test('leave what shares a line with them as it is', () => {
    checkInDag('let a  =1 let b  = @2\nlet c  =3', 'let a  =1 let b  = @2\nlet c = 3')
    checkInDag('task  a:bq { sql : }\nlet c  =3', 'task  a:bq { sql : }\nlet c = 3')
    checkInDag('let b  = @2 /* and\n this */ let c  =3\nlet e  =4', 'let b  = @2 /* and\n this */ let c  =3\nlet e = 4')
  })
  test('in the head of a block, or of a statement that cannot stand there, leave the block as it is', () => {
    checkInDag('task a b:bq {\nsql : "x"\n}\nlet c  =3', 'task a b:bq {\nsql : "x"\n}\nlet c = 3')
    checkInDag('task a:bq {\n let b  =2\nsql : "x"\n}\nlet c  =3', 'task a:bq {\n let b  =2\nsql : "x"\n}\nlet c = 3')
  })
  test('stay apart from the property before them by its comma', () => {
    checkInDag('a : b, // why\n- 1\nc : 2', 'a: b, // why\n- 1\nc: 2')
  })
  test('between statements stay', () => checkInDag('let a  =1\n  @@\nlet c  =3', 'let a = 1\n  @@\nlet c = 3'))
})

test('says which errors stay, and refuses what does not balance', () => {
  const reasons = (text: string): readonly string[] => {
    const result = format(parse(text))
    return result.kind === 'refused' ? ['refused', result.problem.reason] : result.left.map(problem => problem.reason)
  }
  assert.deepEqual(reasons('let a = 1'), [])
  assert.deepEqual(reasons('let a = @1'), ['syntax/character'])
  assert.deepEqual(reasons('dag d {'), ['refused', 'syntax/unclosed'])
  assert.deepEqual(reasons('dag d { }}'), ['refused', 'syntax/unopened'])
  assert.deepEqual(reasons('let a = """x'), ['refused', 'syntax/unclosed-text'])
})

test('two texts say the same where only places and blanks differ', () => {
  const same = (a: string, b: string): boolean => isSameTree(parse(a), parse(b))
  assert.ok(same('let a=[1,2] // x\nlet b=', 'let a = [\n  1,\n  2,\n] // x  \nlet b='))
  assert.equal(same('let a = 1', 'let a = 2'), false)
  assert.equal(same('let a = [1, 2]', 'let a = [1, 2, 3]'), false)
  assert.equal(same('let a = 1', 'let a = 1 // x'), false)
  assert.equal(same('/* x */ /* y */', '/* y */ /* x */'), false)
  assert.equal(same('let a = b', 'let a = b @'), false)
  assert.equal(same('input a: number', 'input a: number = 1'), false)
})
