import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { tree } from '#language'
import { parse } from '../../language/parse.ts'
import { bodyOf } from '../../language/placement.ts'
import { analyzed, checkMarks, diagnosticsOf } from './check.ts'
import { sample } from './sample.ts'

/** Names of all declarations of a text, each with its kind; edges by their number of arrows. */
function declarations(text: string): string[] {
  const found: string[] = []
  const visit = (items: readonly tree.Statement[]): void => {
    for (const item of items) {
      if (item.kind === 'edges') found.push(`edges of ${item.chain.length}`)
      else if ('name' in item && item.name) found.push(`${item.kind} ${item.name.text}`)
      visit(bodyOf(item)?.body.items ?? [])
    }
  }
  visit(parse(text).items)
  return found
}

/** Declarations of the sample that a changed text no longer has. */
function lost(changed: string): string[] {
  const rest = declarations(changed)
  return declarations(sample).filter(each => {
    const at = rest.indexOf(each)
    if (at >= 0) rest.splice(at, 1)
    return at < 0
  })
}

const tokens = parse(sample).tokens
const before = (offset: number): string => sample.slice(0, offset)

describe('any change of the sample', () => {
  test('a token less costs at most its own declaration', () => {
    for (const { start, image } of tokens) {
      const gone = lost(before(start) + sample.slice(start + image.length))
      // Without the word `dag` the body counts still, as that of an unnamed thing.
      assert.ok(gone.length <= 1, `without ${image} at ${start}: ${gone.join(', ')}`)
    }
  })
  test('a sign more costs at most its own declaration', () => {
    const signs = ['}', '[', ']', ')', '"', ',', ':', '->', '=', '@', 'x', '1', '"x"', '$', "'"]
    for (const { start } of tokens.filter(token => token.start > sample.indexOf('owner')))
      for (const sign of signs) {
        const gone = lost(`${before(start)}${sign} ${sample.slice(start)}`)
        assert.ok(gone.length <= 2, `${sign} at ${start}: ${gone.join(', ')}`)
      }
  })
  test('a missing quote, brace or bracket never hides what is wrong elsewhere', () => {
    const broken = sample.replace('action: create', 'action: explode').replace('parallelism: 4', 'parallelism: "four"')
    for (const { start, image } of parse(broken).tokens) {
      const cut =
        image.startsWith('"') && !image.startsWith('"""')
          ? broken.slice(0, start + image.length - 1) + broken.slice(start + image.length)
          : /^[[\]{}()]$/.test(image)
            ? broken.slice(0, start) + broken.slice(start + 1)
            : null
      if (cut === null) continue
      const found = analyzed(cut).diagnostics.map(each => each.reason)
      const words = found.filter(reason => reason === 'wrong-type/word' || reason === 'wrong-type/value')
      const isNear = /explode|four/.test(broken.split('\n')[broken.slice(0, start).split('\n').length - 1]!)
      assert.ok(isNear || words.length >= 2, `without the end of ${image} at ${start}: ${found.join(' ')}`)
    }
  })
  test('every beginning of it can be analyzed', () => {
    for (let end = 0; end < sample.length; end += 7) assert.doesNotThrow(() => analyzed(sample.slice(0, end)))
  })
  test('every rest of it can be analyzed', () => {
    for (let start = 0; start < sample.length; start += 11) assert.doesNotThrow(() => analyzed(sample.slice(start)))
  })
})

describe('half-typed statements', () => {
  const after = '  task good: shell { run: "true" bogus: 1 }   //! unknown-property@34\n  good -> nosuch   //! unknown-name@11'
  /** Each is typed so far, and the rest of the dag is as good as ever. */
  const halves: readonly string[] = [
    'let',
    'let x',
    'let x =',
    'let x = 1 +',
    'let x = [1,',
    'let x = { a:',
    'let x = f(',
    'let x = (1',
    'let x = "a',
    'let x = "a${',
    'let x = true ?',
    'let x = true ? 1',
    'let x = true ? 1 :',
    'let x = target.',
    'let x = !',
    'input',
    'input x',
    'input x:',
    'input x: number =',
    'defaults',
    'defaults bq',
    'defaults {',
    'defaults bq {',
    'defaults bq { location',
    'task',
    'task x',
    'task x:',
    'task x: shell',
    'task x: shell {',
    'task x: shell { run',
    'task x: shell { run:',
    'task x: shell { run: "a',
    'task x: shell { run: "a" on',
    'task x: shell { run: "a" on local',
    'task x: shell { run: "a" on local {',
    'task x: shell { run: "a" params: {',
    'task x: shell { run: "a" params: { y',
    'task x: shell { run: "a" params: { y:',
    'task x: shell { run: "a" after: [',
    'task x: shell { run: """',
    'task x: shell { run: """ a',
    'group',
    'group x',
    'group x {',
    'group x { task y',
    'group x { task y: shell { run: "a" }',
    'owner',
    'owner:',
    'tags: [',
    'tags: ["a"',
    'tags: ["a",',
    'good ->',
    '[good',
    '[good,',
    '[good] ->',
    'good.',
    'good -> [',
    '->',
    '}',
    ']',
    ')',
    '@',
    '"',
    '/*',
    'tsk x: shell { run: "a" }',
    'grup x { task y: shell { run: "a" } }',
    'tsk',
    'foo bar baz',
    '1',
    '= 1',
    ': x',
  ]
  for (const half of halves)
    test(half, () => {
      const found = diagnosticsOf(
        `dag d {\n  task first: shell { run: "true" }\n  ${half}\n${after}\n}\ndag e {\n  task other: nosuch { }\n}\n`,
      )
      const has = (code: string): boolean => found.some(each => each.endsWith(` ${code}`))
      assert.ok(
        found.some(each => each.startsWith('3:') && each.endsWith(' syntax')),
        `no syntax on its line: ${found.join('; ')}`,
      )
      for (const code of ['unknown-property', 'unknown-name', 'unknown-engine']) assert.ok(has(code), `no ${code}: ${found.join('; ')}`)
    })
})

describe('brackets', () => {
  test('a dag that closes too early', () =>
    checkMarks(`dag one {
  task a: shell { run: "true" } }          //! syntax@33
  task b: shell { run: "true" bogus: 1 }   //! unknown-property
}
dag two {
  task c: shell { run: "true" bogus: 1 }   //! unknown-property
}
`))
  test('a brace that does not open', () =>
    checkMarks(`dag one                               //! syntax@5
  owner: 1                                   //! wrong-type
  task a: shell                              //! syntax@11
    bogus: 1                                 //! unknown-property
    run: "true"
  }
  group g                                    //! syntax@9
    task b: shell { run: "true" bogus: 1 }   //! unknown-property
  }
}
`))
  test('a group that is not closed', () =>
    checkMarks(`dag one {
  group g {                                  //! syntax@11
    task a: shell { run: "true" }
  task b: shell { run: "true" }
  g.a -> b
}
dag two { task c: shell { run: "true" } }
`))
  test('a dag that is not closed', () =>
    checkMarks(`dag one {                         //! syntax@9
  task a: shell { run: "true" bogus: 1 }     //! unknown-property
dag two {
  task b: shell { run: "true" bogus: 1 }     //! unknown-property
}
`))
  test('a task that is not closed', () =>
    checkMarks(`dag d {
  task a: shell {                            //! syntax@17
    run: "true"
    bogus: 1                                 //! unknown-property
  task b: shell { run: "true" bogus: 1 }     //! unknown-property
  task c: shell { run: "x" }
  a -> b -> nosuch                           //! unknown-name
}
`))
  test('a list that is not closed', () =>
    checkMarks(`dag d {
  tags: ["a", "b"                            //! syntax@9
  owner: 1                                   //! wrong-type
  task a: shell { run: "true" after: [b      //! syntax@38
    retries: "x" }                           //! wrong-type
  task b: shell { run: "true" }
  [a, b -> c                                 //! syntax@3, unknown-name
  a -> b                                     //! cycle
}
`))
  test('a text that is not closed', () =>
    checkMarks(`dag d {
  task a: shell {
    run: """                                 //! syntax@10
      echo
  }
  task b: shell { bogus: 1 run: "true" }     //! unknown-property
  task c: shell {
    run: """
      task z: shell {
      """
    bogus: 1                                 //! unknown-property
  }
}
`))
  test('a text may hold what looks like the language', () =>
    checkMarks(`dag d {
  task a: shell {
    run: """
task b: shell { run: "true" }
}
}
"""
  }
}
`))
})

test('a word that begins a statement in an open list, behind a wrong character', () => {
  assert.equal(parse("s:[\n's:").items[0]?.kind, 'property')
})
