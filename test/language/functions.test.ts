import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkMarks } from './check.ts'
import { shown } from './value.ts'

describe('values of functions', () => {
  const rows: Readonly<Record<string, string>> = {
    'file("a.txt")': 'hello',
    'range(1, 3)': '[1,2,3]',
    'range(3, 3)': '[3]',
    'range(3, 2)': '[]',
    'range(-2, 0)': '[-2,-1,0]',
    'format(2026-01-31, "yyyy-MM-dd")': '2026-01-31',
    'format(2026-01-31, "yyyyMMdd")': '20260131',
    'format(2026-01-31, "yy/M/d")': '26/1/31',
    'format(2026-01-31, "EEEE d MMMM yyyy")': 'Saturday 31 January 2026',
    'format(2026-01-31, "EEE MMM")': 'Sat Jan',
    'format(2026-01-31T06:05:04.250Z, "HH:mm:ss.SSS")': '06:05:04.250',
    'format(2026-01-31T18:05:04+02:00, "h a XXX")': '4 PM Z',
    'format(2026-01-31, "\'day\' D, QQ")': 'day 31, 01',
    'format(2026-01-31, "yyyy\'T\'HH")': '2026T00',
    'join([1, "a", true, 1h], ", ")': '1, a, true, 1h',
    'join([], ",")': '',
    'split("a,b,,c", ",")': '["a","b","","c"]',
    'split("", ",")': '[""]',
    'split("abc", "")': '["a","b","c"]',
    'at([1, 2], 0)': '1',
    'at([1, 2], 1)': '2',
    'at({ a: 1, "b c": 2 }, "b c")': '2',
    'lower("ÄB")': 'äb',
    'upper("äb")': 'ÄB',
    'trim("  a b\\n\\t")': 'a b',
    'replace("a.b.c", ".", "")': 'abc',
    'replace("aaa", "a", "$&")': '$&$&$&',
    'replace("abc", "x", "y")': 'abc',
    'len("abc")': '3',
    'len("\u{1F600}")': '1',
    'len([1, 2])': '2',
    'len({ a: 1 })': '1',
    'len("")': '0',
  }
  for (const [expression, wanted] of Object.entries(rows)) test(`${expression} is ${wanted}`, () => assert.equal(shown(expression), wanted))
})

describe('wrong calls', () => {
  test('wrong numbers of arguments', () =>
    checkMarks(`let a = env()                 //! wrong-type
let b = env("A", "b", "c")    //! wrong-type
let c = secret()              //! wrong-type
let e = secret("A", "b")      //! wrong-type
let f = file()                //! wrong-type
let g = range(1)              //! wrong-type
let h = range(1, 2, 3)        //! wrong-type
let i = format(2026-01-31)    //! wrong-type
let j = join([1])             //! wrong-type
let k = split("a")            //! wrong-type
let l = at([1])               //! wrong-type
let m = lower()               //! wrong-type
let n = upper("a", "b")       //! wrong-type
let o = trim("a", "b")        //! wrong-type
let p = replace("a", "b")     //! wrong-type
let q = len()                 //! wrong-type
let r = len(1, 2)             //! wrong-type
`))
  test('wrong arguments, each at its place', () =>
    checkMarks(`let a = env(1)                        //! wrong-type@13
let b = secret(1)                     //! wrong-type@16
let c = file(1)                       //! wrong-type@14
let e = range("a", 2)                 //! wrong-type@15
let f = range(1, "b")                 //! wrong-type@18
let g = range(1.5, 2)                 //! wrong-type@15
let h = format("x", "yyyy")           //! wrong-type@16
let i = format(2026-01-31, 1)         //! wrong-type@28
let j = format(2026-01-31, "yyyy-BB") //! wrong-type@28
let k = join("a", ",")                //! wrong-type@14
let l = join([[1]], ",")              //! wrong-type@14
let m = join([null], ",")             //! wrong-type@14
let n = split(1, ",")                 //! wrong-type@15
let o = at("abc", 0)                  //! wrong-type@12
let p = at([1], "a")                  //! wrong-type@17
let q = at({ a: 1 }, 0)               //! wrong-type@22
let r = lower(1)                      //! wrong-type@15
let s = replace("a", 1, "b")          //! wrong-type@22
let t = len(1)                        //! wrong-type@13
let u = len(null)                     //! wrong-type@13
let v = trim([1])                     //! wrong-type@14
let w = upper({})                     //! wrong-type@15
`))
  test('an index outside', () =>
    checkMarks(`let l = [1, 2]
let m = { a: 1 }
let a = at(l, 2)      //! wrong-type@15
let b = at(l, -1)     //! wrong-type@15
let c = at(l, 0.5)    //! wrong-type@15
let e = at([], 0)     //! wrong-type@16
let f = at(m, "b")    //! wrong-type@15
`))
  test('unknown functions', () =>
    checkMarks(`let a = nosuch(1)           //! unknown-name@9
let b = Lower("a")          //! unknown-name@9
let c = 1
let e = c(1)                //! unknown-name@9
let f = lower(nosuch)       //! unknown-name@15
let g = nosuch(nosuch)      //! unknown-name@9, unknown-name@16
let h = (c)(1)              //! syntax
`))
  test('files', () =>
    checkMarks(
      `let a = file("nosuch.txt")            //! script-not-found@14
let b = file("/etc/passwd")           //! script-not-found@14
let c = file("../x.txt")              //! script-not-found@14
let e = file("lib/x.txt")
let f = file("big.txt")               //! script-not-found@14
let g = lower(file("a.txt"))
`,
      { files: { 'lib/x.txt': 'x', 'big.txt': 'x'.repeat(1_000_001) } },
    ))
})
