import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { duration } from '../graph-builder.ts'
import { line, openWorkspace } from '../workspace.ts'

test('a js task gets its params as an object, and what it returns is its outputs', async t => {
  const { run } = await openWorkspace(t, {
    'echo.mjs': 'export default async params => params\nexport const twice = ({ n }) => ({ n: 2 * n })',
  })
  const { tasks } = await run({
    all: { engine: 'js', script: 'echo.mjs', params: { s: 'x', n: 1.5, l: [1, { a: null }], d: duration(90_000) as never } },
    named: { engine: 'js', script: 'echo.mjs', export: 'twice', params: { n: 21 } },
  })
  assert.deepEqual(tasks['all']?.outputs, { s: 'x', n: 1.5, l: [1, { a: null }], d: 90 })
  assert.deepEqual(tasks['named']?.outputs, { n: 42 })
})

test('what cannot be outputs fails with a sentence', async t => {
  const { run, events } = await openWorkspace(t, {
    'number.mjs': 'export default () => 3',
    'nothing.mjs': 'export default () => {}',
    'none.mjs': 'export const other = 1',
    'cyclic.mjs': 'export default () => { const a = {}; a.a = a; return a }',
    'bigint.mjs': 'export default () => ({ n: 1n })',
    'getter.mjs': 'export default () => ({\n  toJSON() { throw new Error("mine") } })',
    'data.mjs': 'export default () => { throw { code: 5 } }',
  })
  const { tasks } = await run({
    number: { engine: 'js', script: 'number.mjs' },
    nothing: { engine: 'js', script: 'nothing.mjs' },
    none: { engine: 'js', script: 'none.mjs' },
    cyclic: { engine: 'js', script: 'cyclic.mjs' },
    missing: { engine: 'js', script: 'nosuch.mjs' },
    bigint: { engine: 'js', script: 'bigint.mjs' },
    getter: { engine: 'js', script: 'getter.mjs' },
    data: { engine: 'js', script: 'data.mjs' },
  })
  const bigint = 'What the script returned cannot be told as JSON: TypeError: Do not know how to serialize a BigInt'
  assert.equal(tasks['bigint']?.error?.message, bigint)
  assert.deepEqual([tasks['getter']?.error?.place?.line, tasks['getter']?.error?.message.endsWith('JSON: Error: mine')], [2, true])
  assert.match(tasks['data']?.error?.message ?? '', /\{"code":5\} was thrown/)
  assert.equal(events.filter(event => event.type === 'task-log' && event.task === 'data').length, 0, 'no line that is empty')
  assert.match(tasks['number']?.error?.message ?? '', /returned a number/)
  assert.equal(tasks['nothing']?.state, 'success')
  assert.match(tasks['none']?.error?.message ?? '', /no default export that is a function. It exports other/)
  assert.equal(tasks['cyclic']?.error?.code, 'exception')
  assert.equal(tasks['missing']?.error?.code, 'script-not-found')
})

test('what is written past console.log is the task’s log, without its secrets', async t => {
  const node = JSON.stringify(process.execPath)
  const { run, events } = await openWorkspace(t, {
    'raw.mjs': `import fs, { writeSync } from 'node:fs'
      import { promisify } from 'node:util'
      export default async ({ key }) => {
        writeSync(1, 'one ' + key + '\\n')
        fs.writeSync(2, Buffer.from('-two-\\n'), 1, 3)
        fs.writevSync(1, [Buffer.from('\\nthr'), Buffer.from('ee\\n')])
        fs.writeFileSync(1, 'four\\n')
        fs.appendFileSync(2, '\\nfive\\n')
        const { bytesWritten } = await promisify(fs.write)(1, 'six é\\n')
        await new Promise(resolve => fs.createWriteStream(null, { fd: 1, autoClose: false }).end('seven\\n', resolve))
        return { bytesWritten }
      }`,
    'children.mjs': `import { execFileSync, execSync, spawn, spawnSync } from 'node:child_process'
      const print = text => ['-e', 'console.log("' + text + '"); console.error("err of ' + text + '")']
      export default async ({ key }) => {
        const stdio = 'inherit'
        const answer = execFileSync(${node}, print('a ' + key), { stdio })
        const { status, stdout } = spawnSync(${node}, print('b'), { stdio: [0, 1, 2] })
        try { execSync('exit 3', { stdio }) } catch (problem) { console.log('c ' + problem.status) }
        const child = spawn(${node}, print('d'), { stdio: ['ignore', process.stdout, 'inherit'] })
        await new Promise(resolve => child.on('close', resolve))
        return { answer, status, stdout }
      }`,
  })
  const secrets = { get: () => undefined, values: ['k3y-of-mine'], warnings: [] }
  const params = { key: 'k3y-of-mine' }
  const { tasks } = await run(
    { raw: { engine: 'js', script: 'raw.mjs', params }, children: { engine: 'js', script: 'children.mjs', params } },
    { secrets },
  )
  assert.deepEqual(tasks['raw']?.outputs, { bytesWritten: 7 })
  assert.deepEqual(tasks['children']?.outputs, { answer: null, status: 0, stdout: null })
  const linesOf = (task: string, stream: string): string[] =>
    events.flatMap(event => (event.type === 'task-log' && event.task === task && event.stream === stream ? [event.text] : []))
  assert.deepEqual(linesOf('raw', 'stdout'), ['one ***', '', 'three', 'four', 'six é', 'seven'])
  assert.deepEqual(linesOf('raw', 'stderr'), ['two', 'five'])
  assert.deepEqual(linesOf('children', 'stdout'), ['a ***', 'b', 'c 3', 'd'])
  assert.deepEqual(linesOf('children', 'stderr'), ['err of a ***', 'err of b', 'err of d'])
})

test('an exception is told at its line of the script, of a module that does not parse too', async t => {
  const { run, folder, events } = await openWorkspace(t, {
    'throws.mjs': 'export default () => {\n  helper()\n}\nfunction helper() {\n  throw new TypeError("no good")\n}\n',
    'broken.mjs': 'export default () => {\n  return }}\n',
    'later.mjs': 'export default () => new Promise(() => {\n  setTimeout(() => {\n    throw new Error("later")\n  }, 1)\n})\n',
  })
  const { tasks } = await run({
    throws: { engine: 'js', script: 'throws.mjs' },
    broken: { engine: 'js', script: 'broken.mjs' },
    later: { engine: 'js', script: 'later.mjs' },
  })
  assert.equal(tasks['throws']?.error?.message, 'TypeError: no good')
  assert.deepEqual(tasks['throws']?.error?.place, { file: join(folder, 'throws.mjs'), line: 5, column: 9, endLine: 5, endColumn: 10 })
  assert.match(tasks['broken']?.error?.message ?? '', /SyntaxError/)
  assert.deepEqual([tasks['broken']?.error?.place?.file, tasks['broken']?.error?.place?.line], [join(folder, 'broken.mjs'), 2])
  assert.ok(!events.some(event => event.type === 'task-log' && event.text.includes('node:')), 'frames of Node are told')
  assert.match(tasks['later']?.error?.message ?? '', /later/)
  assert.deepEqual([tasks['later']?.error?.place?.file, tasks['later']?.error?.place?.line], [join(folder, 'later.mjs'), 3])
})

test('what is thrown is told whole: data as JSON, causes, and the parts of several', async t => {
  const { run, events } = await openWorkspace(t, {
    'throw.mjs': `export const data = () => { throw { foo: 1 } }
      export const text = () => { throw 'no luck' }
      export const long = () => { throw { text: 'x'.repeat(5000) } }
      export const nothing = () => { throw undefined }
      export const cyclic = () => { const a = { n: 1n }; a.a = a; throw a }
      export const caused = () => { throw new Error('outer', { cause: new TypeError('inner', { cause: { code: 7 } }) }) }
      export const several = () => Promise.any([Promise.reject(new Error('one')), Promise.reject(new RangeError('two'))])
      export const own = () => { const e = new Error('round'); e.cause = e; throw e }
      export const later = () => new Promise(() => setTimeout(() => { throw { foo: 2 } }))
      export const signal = () => process.kill(process.pid)`,
  })
  const names = ['data', 'text', 'long', 'nothing', 'cyclic', 'caused', 'several', 'own', 'later', 'signal']
  const { tasks } = await run(Object.fromEntries(names.map(name => [name, { engine: 'js', script: 'throw.mjs', export: name }])))
  const said = Object.fromEntries(names.map(name => [name, tasks[name]?.error?.message ?? '']))
  assert.equal(said['data'], '{"foo":1} was thrown, which is no Error.')
  assert.equal(said['text'], 'no luck')
  assert.equal(said['long'], 'An object of 6 KB was thrown, which is no Error.')
  assert.equal(said['nothing'], 'undefined was thrown, which is no Error.')
  assert.match(said['cyclic']!, /n: 1n.* was thrown/)
  assert.equal(said['caused'], 'Error: outer (cause: TypeError: inner (cause: {"code":7}))')
  assert.equal(said['several'], 'AggregateError: All promises were rejected (1. Error: one; 2. RangeError: two)')
  assert.equal(said['own'], 'Error: round (cause: Error: round (as before))')
  assert.match(said['later']!, /^Not caught: \{"foo":2\} was thrown/)
  assert.equal(tasks['signal']?.error?.place?.line, 10)
  const logged = events.flatMap(event => (event.type === 'task-log' ? [event.text] : []))
  assert.ok(logged.includes('Caused by: TypeError: inner') && logged.includes('Part 2: RangeError: two'), logged.join('\n'))
  assert.ok(!logged.some(text => /runtime[\\/]workers/.test(text)), 'frames of the program are told')
})

test('an import that is missing is told in the module that has it', async t => {
  const { run, folder } = await openWorkspace(t, {
    'entry.mjs': "import './helper.mjs'\nexport default () => {}\n",
    'helper.mjs': "import fs from 'node:fs'\nimport {\n  x,\n} from './nosuch.mjs'\n",
    'package.mjs': "export default () => {}\nexport { y } from 'nosuch-package/sub'\n",
    'late.mjs': "export default async () => {\n  await import('./nosuch.mjs')\n}\n",
  })
  const scripts = ['entry', 'package', 'late']
  const { tasks } = await run(Object.fromEntries(scripts.map(name => [name, { engine: 'js', script: `${name}.mjs` }])))
  const places = scripts.map(name => {
    const { file = '', line, column } = tasks[name]?.error?.place ?? {}
    return [file, line, column]
  })
  assert.deepEqual(places, [
    [join(folder, 'helper.mjs'), 4, 8],
    [join(folder, 'package.mjs'), 2, 19],
    [join(folder, 'late.mjs'), 2, 16],
  ])
  assert.match(tasks['entry']?.error?.message ?? '', /Cannot find module .*nosuch\.mjs/)
})

test('process.exit ends its own task only, with a message', async t => {
  const { run } = await openWorkspace(t, {
    'exit.mjs': 'export default () => process.exit(3)',
    'ok.mjs': 'export default () => ({ ok: true })',
  })
  const { tasks } = await run({
    exit: { engine: 'js', script: 'exit.mjs' },
    ok: { engine: 'js', script: 'ok.mjs' },
    after: { engine: 'js', script: 'ok.mjs', after: ['exit'], trigger: 'all_done' },
  })
  assert.deepEqual([tasks['exit']?.state, tasks['exit']?.error?.code], ['failed', 'process-exit'])
  assert.match(tasks['exit']?.error?.message ?? '', /process\.exit\(3\)/)
  assert.deepEqual([tasks['ok']?.state, tasks['after']?.state], ['success', 'success'])
})

test('an endless loop is ended by its timeout, and by a cancel', async t => {
  const { run, start, event } = await openWorkspace(t, { 'forever.mjs': 'export default () => {\n  console.log("up")\n  for (;;);\n}' })
  const { tasks } = await run({ a: { engine: 'js', script: 'forever.mjs', timeout: duration(300) } })
  assert.equal(tasks['a']?.error?.code, 'timeout')
  const running = start({ b: { engine: 'js', script: 'forever.mjs' } })
  await event(line('b', 'up'))
  running.cancel()
  assert.equal((await running.finished).tasks['b']?.state, 'cancelled')
})

test('a cancelled attempt ends with its thread, and logs nothing of its own', async t => {
  const { start, event, events, folder } = await openWorkspace(t, {
    'writes.mjs': `import { writeFileSync } from 'node:fs'
      export default () => {
        for (let i = 0; ; i++) {
          writeFileSync(new URL('count', import.meta.url), String(i))
          if (i === 0) console.log('up')
        }
      }`,
  })
  const running = start({ a: { engine: 'js', script: 'writes.mjs' } })
  await event(line('a', 'up'))
  running.cancel()
  await running.finished
  const count = readFileSync(join(folder, 'count'), 'utf8')
  for (let turn = 0; turn < 1000; turn++) await new Promise(resolve => setImmediate(resolve))
  assert.equal(readFileSync(join(folder, 'count'), 'utf8'), count)
  assert.deepEqual(
    events.flatMap(each => (each.type === 'task-log' ? [each.text] : [])),
    ['up'],
  )
})

test('what a script prints is its log, to the last line', async t => {
  const { run, events } = await openWorkspace(t, {
    'print.mjs': 'export default () => {\n  console.log("one\\ntwo")\n  console.error("bad")\n  process.stdout.write("rest")\n}',
  })
  await run({ a: { engine: 'js', script: 'print.mjs' } })
  const lines = events.flatMap(event => (event.type === 'task-log' ? [`${event.stream} ${event.text}`] : []))
  assert.deepEqual(lines.sort(), ['stderr bad', 'stdout one', 'stdout rest', 'stdout two'])
})

test('a module that was edited is loaded anew, and so is what it imports', async t => {
  const { run, folder } = await openWorkspace(t, {
    'main.mjs': 'import { v } from "./lib.mjs"\nexport default () => ({ v })',
    'lib.mjs': 'export const v = 1',
  })
  assert.deepEqual((await run({ a: { engine: 'js', script: 'main.mjs' } })).tasks['a']?.outputs, { v: 1 })
  writeFileSync(join(folder, 'lib.mjs'), 'export const v = 2')
  assert.deepEqual((await run({ a: { engine: 'js', script: 'main.mjs' } })).tasks['a']?.outputs, { v: 2 })
})

test('what one task leaves behind in its thread does not reach the next', async t => {
  const { run } = await openWorkspace(t, {
    'leaves.mjs': 'export default () => {\n  setInterval(() => { throw new Error("left behind") }, 1)\n}',
    'calm.mjs': 'export default () => new Promise(resolve => setTimeout(() => resolve({ ok: true }), 20))',
  })
  const { tasks } = await run(
    { a: { engine: 'js', script: 'leaves.mjs' }, b: { engine: 'js', script: 'calm.mjs', after: ['a'] } },
    { parallelism: 1 },
  )
  assert.deepEqual([tasks['a']?.state, tasks['b']?.outputs], ['success', { ok: true }])
})

test('a task sees the environment of who asked, without what only the runtime needs', async t => {
  const { run } = await openWorkspace(t, {
    'env.mjs':
      'export default () => ({ env: process.env.WANTED, electron: process.env.ELECTRON_RUN_AS_NODE ?? null, task: process.env.DAGLINE_TASK })',
  })
  const { tasks } = await run({ a: { engine: 'js', script: 'env.mjs' } }, { env: { WANTED: 'yes' } })
  assert.deepEqual(tasks['a']?.outputs, { env: 'yes', electron: null, task: 'a' })
})

test('a script cannot take the runtime with it: abort, a signal to itself, a folder for all', async t => {
  const { run } = await openWorkspace(t, {
    'abort.mjs': 'export default () => process.abort()',
    'kill.mjs': 'export default () => process.kill(process.pid, "SIGKILL")',
    'group.mjs': 'export default () => process.kill(0)',
    'chdir.mjs': 'export default () => process.chdir("/")',
    'alive.mjs': 'export default () => ({ alive: process.kill(process.pid, 0) })',
  })
  const { tasks } = await run({
    ...Object.fromEntries(['abort', 'kill', 'group', 'chdir'].map(name => [name, { engine: 'js', script: `${name}.mjs` }])),
    alive: { engine: 'js', script: 'alive.mjs', after: ['abort', 'kill', 'group', 'chdir'], trigger: 'all_done' },
  })
  for (const name of ['abort', 'kill', 'group', 'chdir'])
    assert.deepEqual([tasks[name]?.state, tasks[name]?.error?.code], ['failed', 'exception'], name)
  assert.deepEqual(tasks['alive']?.outputs, { alive: true })
})
