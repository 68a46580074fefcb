import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkFix, tasks, titles } from './quick-fixes.ts'

test('words of other tools', () => {
  checkFix('  task a: $0bash { run: "true" }', 'Replace with `shell`', '  task a: shell { run: "true" }')
  checkFix('  task a: bq { $0query: "select 1" }', 'Replace with `sql`', '  task a: bq { sql: "select 1" }')
  checkFix(
    `${tasks('a')}  task b: shell { run: "true", $0depends_on: [a] }`,
    'Replace with `after`',
    `${tasks('a')}  task b: shell { run: "true", after: [a] }`,
  )
  checkFix('  task a: shell { run: "true", cache: $0True }', 'Replace with `true`', '  task a: shell { run: "true", cache: true }')
  checkFix(`  schedule: "$0@daily"\n${tasks('a')}`, 'Replace with `0 0 * * *`', `  schedule: "0 0 * * *"\n${tasks('a')}`)
  checkFix(`  schedule: "0 $00 6 * * *"\n${tasks('a')}`, 'Replace with `0 6 * * *`', `  schedule: "0 6 * * *"\n${tasks('a')}`)
})

test('names of tasks in quotes, and durations in other words', () => {
  const b = (properties: string): string => `${tasks('a')}  task b: shell { run: "true", ${properties} }`
  checkFix(b('after: $0"a"'), 'Make it a list', b('after: [a]'))
  checkFix(b('after: $0a'), 'Make it a list', b('after: [a]'))
  checkFix(b('after: [$0"a"]'), 'Take the quotes away', b('after: [a]'))
  assert.deepEqual(titles(b('after: [$0"a b"]')), [])
  checkFix(b('timeout: $0600'), 'Replace with `600s`', b('timeout: 600s'))
  checkFix(b('timeout: "$010 minutes"'), 'Replace with `10m`', b('timeout: 10m'))
})

test('quotes of other languages', () => {
  checkFix("  task a: shell { run: $0'true' }", 'Replace with `"true"`', '  task a: shell { run: "true" }')
  checkFix('  task a: shell { run: $0`true` }', 'Replace with `"true"`', '  task a: shell { run: "true" }')
  checkFix(
    "  task a: shell { run: $0'''\n    true\n    ''' }",
    'Put it in three double quotes',
    '  task a: shell { run: """\n    true\n    """ }',
  )
})

test('arrows of other languages', () => {
  for (const arrow of ['=>', '>>', '-->', '- >', '>', '→'])
    checkFix(`${tasks('a', 'b')}  $0a ${arrow} [b]`, 'Replace with `->`', `${tasks('a', 'b')}  a -> [b]`)
  checkFix(`${tasks('a', 'b')}  a $0→ b`, 'Replace with `->`', `${tasks('a', 'b')}  a -> b`)
})

test('an input without a type gets that of its value', () => {
  const input = (head: string): string => `  input ${head}\n  task a: shell { run: "true", params: { n } }`
  for (const [value, type] of Object.entries({
    '1.5': 'number',
    '"x"': 'string',
    true: 'boolean',
    '2026-01-31': 'date',
    '10m': 'duration',
  }))
    checkFix(input(`n $0= ${value}`), `Insert \`: ${type}\``, input(`n: ${type} = ${value}`))
  checkFix(input('$0n'), 'Insert `: string`', input('n: string'))
})

test('of a shorthand the key stays, where something asks for it', () => {
  const task = (params: string, sql: string): string => `  let dayz = "x"\n  task a: bq { sql: "${sql}" params: { ${params} } }`
  checkFix(task('da$0y', 'select @day'), 'Replace with `day: dayz`', task('day: dayz', 'select @day'))
  assert.deepEqual(titles(task('da$0y', 'select @day')), ['Replace with `day: dayz`'])
  assert.deepEqual(titles(task('da$0y', 'select @dayz')).slice(0, 2), ['Replace with `dayz`', 'Replace with `day: dayz`'])
})

test('one error is not traded for another', () => {
  assert.deepEqual(titles(`${tasks('x')}  x -> grou$0p`), [])
  assert.deepEqual(titles('  task a: shell { run: "true", params: { x: $0import } }'), [])
  // A task is no value.
  assert.deepEqual(titles(`${tasks('load', 'b')}  task c: shell { run: "true", params: { n: loa$0 } }`), [])
  assert.deepEqual(titles(`${tasks('a', 'b')}  task c: shell { run: "true", params: { n: n$0 } }`), [])
  checkFix(
    '  task a: shell { run: "true", matrix: { $0task: [1] }, params: { n: task } }',
    'Rename to `task_`',
    '  task a: shell { run: "true", matrix: { task_: [1] }, params: { n: task_ } }',
  )
})

test('names and keys with dashes', () => {
  checkFix(
    `  task load$0-my-data: shell { run: "true" }\n${tasks('b')}  load-my-data -> b`,
    'Replace with `load_my_data`',
    `  task load_my_data: shell { run: "true" }\n${tasks('b')}  load_my_data -> b`,
  )
  checkFix(`  group my$0-g {\n${tasks('a')}  }`, 'Replace with `my_g`', `  group my_g {\n${tasks('a')}  }`)
  const env = (entry: string): string => `  task a: shell { run: "true", env: { ${entry}: "x", b: "y" } }`
  checkFix(env('cost$0-center'), 'Replace with `"cost-center"`', env('"cost-center"'))
  checkFix(env('A$0.B'), 'Replace with `"A.B"`', env('"A.B"'))
})

test('values that are nearly right', () => {
  checkFix(`  start: $02026-1-5\n${tasks('a')}`, 'Replace with `2026-01-05`', `  start: 2026-01-05\n${tasks('a')}`)
  checkFix(`  budget: "$010 gb"\n${tasks('a')}`, 'Replace with `10GB`', `  budget: 10GB\n${tasks('a')}`)
  checkFix(`  timezone: "$0Europe/Berln"\n${tasks('a')}`, 'Replace with `Europe/Berlin`', `  timezone: "Europe/Berlin"\n${tasks('a')}`)
  const retries = (call: string): string => `  task a: shell { run: "true", retries: ${call}("ab") }`
  checkFix(retries('le$0ngth'), 'Replace with `len`', retries('len'))
})

test('a string of several lines is a text', () => {
  checkFix(
    '  task a: shell {\n    run: "$0true\n      true"\n  }',
    'Put it in three double quotes',
    '  task a: shell {\n    run: """true\n      true"""\n  }',
  )
  checkFix(
    '  task a: shell {\n    run: "$0true\n    owner: "me"\n  }',
    'Insert `"`',
    '  task a: shell {\n    run: "true"\n    owner: "me"\n  }',
  )
})
