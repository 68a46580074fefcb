import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeRuntimeFolder } from '../process/runtime-process.ts'
import { makeFolder } from '../workspace.ts'
import { dagline } from './dagline.ts'

const dag = `dag d {
  task a: shell { run: "true" cache: true }
  task b: shell { run: "true" params: { word } cache: 1d }
  task c: shell { run: "true" }
  input word: string = "x"
}
`

test('cache list says what would be reused and why, cache clear forgets it', async t => {
  const folder = makeRuntimeFolder(t, { 'x.dag': dag })
  const list = async (...args: string[]): Promise<{ task: string; reused: boolean; reason: string; run: string | null }[]> =>
    JSON.parse((await dagline(t, folder, ['cache', 'list', '--json', ...args])).out).tasks
  await dagline(t, folder, ['run', 'x.dag', '--only', 'a', 'c'])
  assert.deepEqual(
    (await list('x.dag')).map(({ task, reused, run }) => [task, reused, run !== null]),
    [
      ['a', true, true],
      ['b', false, false],
    ],
  )
  await dagline(t, folder, ['run', 'x.dag', '--no-cache'])
  const [a, b] = await list('x.dag', '--input', 'word=y')
  assert.match(a!.reason, /^Nothing it depends on has changed since run /)
  assert.deepEqual([b!.task, b!.reused, b!.reason], ['b', false, 'Runs again: param word changed.'])
  assert.match((await dagline(t, folder, ['cache', 'list'])).out, /^≡ cached +a +d +local +x\.dag +Nothing it depends on .*\n≡ cached +b /)
  const wrong = await dagline(t, folder, ['cache', 'clear', 'x.dag', '--task', 'a', 'nosuch', 'B'])
  assert.deepEqual(
    [wrong.status, wrong.out, wrong.err],
    [2, '', 'There are no results of nosuch.\nThere are no results of B; did you mean b?\nNothing is forgotten.\n'],
  )
  assert.equal((await dagline(t, folder, ['cache', 'clear', '--dag', 'other', '--task', 'a'])).status, 2)
  assert.equal((await dagline(t, folder, ['cache', 'clear', 'x.dag', '--task', 'a'])).out, 'The results of 1 task are forgotten.\n')
  assert.deepEqual(
    (await list()).map(({ task, reused }) => [task, reused]),
    [
      ['a', false],
      ['b', true],
    ],
  )
  assert.deepEqual(JSON.parse((await dagline(t, folder, ['cache', 'clear', '--json'])).out), { cleared: 2 })
  assert.match((await dagline(t, folder, ['cache', 'list', '--dag', 'other'])).err, /^There are no results to reuse\. A task with/)
  assert.equal((await dagline(t, folder, ['runs', 'show', 'last'])).status, 0)
})

test('cache without results says so, and a file that is not there is wrong usage', async t => {
  const folder = makeFolder(t, { 'x.dag': dag })
  const none = await dagline(t, folder, ['cache', 'list'])
  assert.deepEqual([none.status, none.out], [0, ''])
  assert.match(none.err, /no results/)
  assert.equal((await dagline(t, folder, ['cache', 'list', join('no', 'x.dag')])).status, 2)
  assert.equal((await dagline(t, folder, ['cache', 'clear', 'no.dag'])).status, 2)
  assert.equal((await dagline(t, folder, ['cache', 'clear'])).status, 0)
  const clear = await dagline(t, folder, ['cache', 'clear', '--task', 'a'])
  assert.deepEqual([clear.status, clear.err], [2, 'There are no results of a.\nNothing is forgotten.\n'])
})

test('run --resume last takes the last run of the file and says which, whatever ran after it', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': 'dag d { task a: shell { run: "exit 3" } }',
    'y.dag': 'dag one { task a: shell { run: "true" } }\ndag two { task a: shell { run: "exit 3" } }',
  })
  assert.equal((await dagline(t, folder, ['run', 'x.dag'])).status, 1)
  assert.equal((await dagline(t, folder, ['run', 'y.dag', '--dag', 'one'])).status, 0)
  const none = await dagline(t, folder, ['run', 'y.dag', '--dag', 'two', '--resume', 'last'])
  assert.deepEqual([none.status, none.err], [2, `There is no run of two in ${join(folder, 'y.dag')} to resume.\n`])
  const { runs } = JSON.parse((await dagline(t, folder, ['runs', '--json'])).out) as { runs: { run: string; dag: string }[] }
  const failed = runs.find(run => run.dag === 'd')!.run
  const again = await dagline(t, folder, ['run', 'x.dag', '--resume', 'last'])
  assert.match(again.out.split('\n')[0]!, new RegExp(`^Run \\S+: d on local, 1 task, going on with run ${failed}$`))
})

test('run --resume goes on with the last run, and refuses what ended well', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': 'dag d { task a: shell { run: "echo a >> ran" } task b: shell { run: "[ -e mended ]" after: [a] } }',
  })
  assert.equal((await dagline(t, folder, ['run', 'x.dag', '--resume', 'last'])).status, 2)
  assert.equal((await dagline(t, folder, ['run', 'x.dag'])).status, 1)
  const again = await dagline(t, folder, ['run', 'x.dag', '--resume', 'last'])
  assert.equal(again.status, 1)
  assert.match(again.out, /^a: ✓ success \(Done in run /m)
  await dagline(t, folder, ['run', 'x.dag', '--no-cache', '--only', 'a'])
  const refused = await dagline(t, folder, ['run', 'x.dag', '--resume', 'last'])
  assert.equal(refused.status, 2)
  assert.match(refused.err, /ended well/)
})

test('which input changed of a task that ran again is known in the morning', async t => {
  const folder = makeRuntimeFolder(t, {
    'x.dag': `dag d {
  input word: string = "x"
  task a: shell { run: "[ $word != z ]" params: { word } cache: true }
}
`,
  })
  const show = async (): Promise<{ readonly text: string; readonly reason: string | undefined }> => {
    const { out } = await dagline(t, folder, ['runs', 'show', 'last', '--json'])
    const { tasks } = JSON.parse(out) as { readonly tasks: { readonly a: { readonly rerun_reason?: string } } }
    return { text: (await dagline(t, folder, ['runs', 'show', 'last'])).out, reason: tasks.a.rerun_reason }
  }
  await dagline(t, folder, ['run', 'x.dag'])
  assert.equal((await show()).reason, undefined)
  await dagline(t, folder, ['run', 'x.dag', '--input', 'word=y'])
  const again = await show()
  assert.deepEqual(
    [again.reason, /success .* Runs again: param word changed\.$/m.test(again.text)],
    ['Runs again: param word changed.', true],
  )
  await dagline(t, folder, ['run', 'x.dag', '--input', 'word=z'])
  assert.match((await show()).text, /failed .* · Runs again: param word changed\.$/m, 'beside the error')
  await dagline(t, folder, ['run', 'x.dag'])
  assert.equal((await show()).reason, undefined, 'what is reused does not run')
})
