import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { isScriptName } from '../../../runtime/store/scripts.ts'
import { makeRuntimeFolder } from '../process/runtime-process.ts'
import { dagline, eventsOf } from './dagline.ts'

test('a script of the database runs in every engine, and a change of it is a change of its tasks', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': `dag d {
      cache: true
      task sh: shell { script: "db://lib/a.sh" params: { word: "hi" } }
      task py: python { script: "db://a.py" }
      task js: js { script: "db://a.mjs" params: { n: 2 } }
      task bq: bq { script: "db://a.sql" }
    }`,
    'a.sh': 'echo "$word"\n',
    'a.py': 'print("py")\n',
    'a.mjs': 'export default ({ n }) => ({ n: n * 2 })\n',
    'a.sql': 'select 1 as x union all select 2\n',
    'b.sh': 'echo other\n',
  })
  const missing = await dagline(t, folder, ['run', 'x.dag', '--only', 'sh'])
  assert.equal(missing.status, 1)
  assert.match(missing.out, /keeps no script db:\/\/lib\/a\.sh/)
  for (const [name, file] of [
    ['lib/a.sh', 'a.sh'],
    ['a.py', 'a.py'],
    ['a.mjs', 'a.mjs'],
    ['a.sql', 'a.sql'],
  ] as const)
    assert.deepEqual((await dagline(t, folder, ['script', 'put', name, file])).status, 0)
  const end = async () => {
    const { out } = await dagline(t, folder, ['run', 'x.dag', '--json'])
    const last = eventsOf(out).at(-1)
    assert.ok(last?.type === 'run-finished')
    return last.tasks
  }
  const first = await end()
  assert.deepEqual(
    Object.values(first).map(task => task.state),
    ['success', 'success', 'success', 'success'],
  )
  assert.deepEqual([first['js']?.outputs, first['bq']?.outputs?.['rows']], [{ n: 4 }, 2])
  await dagline(t, folder, ['script', 'put', 'lib/a.sh', 'b.sh'])
  const second = await end()
  assert.deepEqual(Object.fromEntries(Object.entries(second).map(([name, task]) => [name, task.state])), {
    sh: 'success',
    py: 'cached',
    js: 'cached',
    bq: 'cached',
  })
  assert.equal((await dagline(t, folder, ['script', 'get', 'lib/a.sh'])).out, 'echo other\n')
  const { scripts } = JSON.parse((await dagline(t, folder, ['script', 'list', '--json'])).out) as {
    scripts: { name: string; bytes: number }[]
  }
  assert.deepEqual(
    scripts.map(({ name, bytes }) => [name, bytes]),
    [
      ['a.mjs', 41],
      ['a.py', 12],
      ['a.sql', 33],
      ['lib/a.sh', 11],
    ],
  )
})

test('what is no script is wrong usage', async t => {
  const folder = makeRuntimeFolder(t, { 'a.sh': 'true\n' })
  assert.equal((await dagline(t, folder, ['script', 'get', 'nosuch'])).status, 2)
  assert.equal((await dagline(t, folder, ['script', 'put', 'x', join('no', 'file')])).status, 2)
  assert.equal((await dagline(t, folder, ['script', 'put', '../x', 'a.sh'])).status, 2)
  assert.deepEqual(['a', 'a/b.sql', 'A_b-1.x', '', '/', 'a/', '../a', 'a/../b', '.a', 'a b', 'a\\b', 'a//b'].filter(isScriptName), [
    'a',
    'a/b.sql',
    'A_b-1.x',
  ])
})
