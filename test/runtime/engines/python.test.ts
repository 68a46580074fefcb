import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { findPython } from '../../../runtime/engines/python.ts'
import { openWorkspace } from '../workspace.ts'

test('a python task gets params and args, and its outputs are what it writes', async t => {
  const { run } = await openWorkspace(t, {
    'lib.py': 'value = 5\n',
    'main.py':
      'import json, os, sys\njson.dump({"n": int(os.environ["n"]), "args": sys.argv[1:]}, open(os.environ["DAGLINE_OUTPUT"], "w"))\n',
  })
  const { tasks } = await run({
    file: { engine: 'python', script: 'main.py', params: { n: 3 }, args: ['x', 'y z'] },
    text: { engine: 'python', run: 'import json, os, lib\njson.dump({"v": lib.value}, open(os.environ["DAGLINE_OUTPUT"], "w"))' },
  })
  assert.deepEqual(tasks['file']?.outputs, { n: 3, args: ['x', 'y z'] })
  assert.deepEqual(tasks['text']?.outputs, { v: 5 })
})

test('a traceback is told at its innermost line of the script', async t => {
  const { run, folder } = await openWorkspace(t, {
    'fail.py': 'def f():\n    raise ValueError("no good")\n\nimport json\nf()\n',
    'syntax.py': 'x = 1\ny = = 2\n',
  })
  const { tasks } = await run({
    file: { engine: 'python', script: 'fail.py' },
    text: { engine: 'python', run: 'x = 1\nprint(nosuch)' },
    syntax: { engine: 'python', script: 'syntax.py' },
    exit: { engine: 'python', run: 'import sys\nsys.exit(4)' },
  })
  assert.equal(tasks['file']?.error?.code, 'exception')
  assert.match(tasks['file']?.error?.message ?? '', /ValueError: no good/)
  assert.deepEqual([tasks['file']?.error?.place?.file, tasks['file']?.error?.place?.line], [join(folder, 'fail.py'), 2])
  assert.equal(tasks['text']?.error?.place?.line, 1000 + 'x = 1\n'.length)
  assert.deepEqual([tasks['syntax']?.error?.place?.line, tasks['syntax']?.error?.code], [2, 'exception'])
  assert.match(tasks['exit']?.error?.message ?? '', /exit code 4/)
})

test('without python3 the engine says what is missing, and a task fails with it', async t => {
  const { run, runtime, folder } = await openWorkspace(t)
  const env = { PATH: join(folder, 'nosuch') }
  const engine = runtime.engines.get('python')!
  const readiness = await engine.readiness({ target: { name: 'local', properties: new Map() }, folder, env, properties: new Map() })
  assert.ok(!readiness.ready)
  assert.match(readiness.missing, /no python3/)
  assert.match(readiness.mend, /Install Python 3/)
  const { tasks } = await run({ a: { engine: 'python', run: 'pass', retries: 2 } }, { env })
  assert.deepEqual([tasks['a']?.error?.code, tasks['a']?.attempts], ['spawn', 1])
  assert.match(tasks['a']?.error?.message ?? '', /no python3/)
})

test('the interpreter: what is wanted, else .venv beside the file, the active environment, the path', () => {
  const has =
    (...names: string[]) =>
    (name: string) =>
      names.includes(name) ? `found ${name}` : null
  const env = { VIRTUAL_ENV: '/venvs/one' }
  assert.equal(findPython(env, '/w', 'python3.12', 'linux', has('python3.12', 'python3')), 'found python3.12')
  assert.equal(findPython(env, '/w', 'python3.12', 'linux', has('python3')), null)
  assert.equal(
    findPython(env, '/w', undefined, 'linux', has('./.venv/bin/python', '/venvs/one/bin/python', 'python3')),
    'found ./.venv/bin/python',
  )
  assert.equal(findPython(env, '/w', undefined, 'linux', has('/venvs/one/bin/python', 'python3')), 'found /venvs/one/bin/python')
  assert.equal(findPython({}, '/w', undefined, 'linux', has('python', 'python3')), 'found python3')
  assert.equal(findPython({}, 'C:\\w', undefined, 'win32', has('.\\.venv\\Scripts\\python.exe')), 'found .\\.venv\\Scripts\\python.exe')
  assert.equal(findPython({}, 'C:\\w', undefined, 'win32', has('py')), 'found py')
})
