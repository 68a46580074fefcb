import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { findPython } from '../../../runtime/engines/python.ts'
import { line, openWorkspace } from '../workspace.ts'

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

test('the interpreter: what is wanted, else an environment beside the file or above it, the active one, the path', () => {
  const has =
    (...names: string[]) =>
    (name: string) =>
      names.includes(name) ? `found ${name}` : null
  const env = { VIRTUAL_ENV: '/venvs/one' }
  const linux = (found: (name: string) => string | null, wanted?: string, own: Record<string, string> = env): string | null =>
    findPython(own, '/w/a/b', wanted, 'linux', found, '/w')
  assert.equal(linux(has('python3.12', 'python3'), 'python3.12'), 'found python3.12')
  assert.equal(linux(has('python3'), 'python3.12'), null)
  assert.equal(linux(has('/w/a/b/venv/bin/python', '/w/.venv/bin/python', 'python3')), 'found /w/a/b/venv/bin/python')
  assert.equal(linux(has('/w/.venv/bin/python', '/venvs/one/bin/python')), 'found /w/.venv/bin/python')
  assert.equal(linux(has('/.venv/bin/python', '/venvs/one/bin/python', 'python3')), 'found /venvs/one/bin/python')
  assert.equal(linux(has('python', 'python3'), undefined, {}), 'found python3')
  const windows = (found: (name: string) => string | null): string | null => findPython({}, 'C:\\w\\a', undefined, 'win32', found, 'C:\\w')
  assert.equal(windows(has('C:\\w\\.venv\\Scripts\\python.exe', 'python')), 'found C:\\w\\.venv\\Scripts\\python.exe')
  assert.equal(windows(has('py')), 'found py')
})

test('a virtual environment of the repository is used as if it were active', async t => {
  const show =
    'import json, os, sys\njson.dump({"prefix": sys.prefix, "venv": os.environ["VIRTUAL_ENV"], "path": os.environ["PATH"]}, open(os.environ["DAGLINE_OUTPUT"], "w"))'
  const { run, folder } = await openWorkspace(t)
  const python = findPython({ PATH: process.env['PATH'] ?? '' }, '/nosuch', undefined, process.platform)
  assert.ok(python !== null)
  execFileSync(python, ['-m', 'venv', '--without-pip', join(folder, 'venv')])
  const { tasks } = await run({ a: { engine: 'python', run: show } })
  const { prefix, venv, path } = tasks['a']?.outputs ?? {}
  assert.deepEqual([prefix, venv], [join(folder, 'venv'), join(folder, 'venv')])
  assert.ok(String(path).startsWith(join(folder, 'venv', 'bin')))
})

test('of exceptions that led to each other the last is told, with all its words', async t => {
  const { run } = await openWorkspace(t)
  const text = 'try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise RuntimeError("first\\nsecond: line") from e'
  const { tasks } = await run({ a: { engine: 'python', run: text }, b: { engine: 'python', run: 'def f(:\n  pass' } })
  assert.match(tasks['a']?.error?.message ?? '', /RuntimeError: first$/)
  assert.equal(tasks['a']?.error?.place?.line, 1000 + text.indexOf('raise'))
  assert.deepEqual([tasks['b']?.error?.code, tasks['b']?.error?.place?.line], ['exception', 1000])
})

test('a traceback that was only logged is not why a script ended', async t => {
  const { run } = await openWorkspace(t)
  const text = 'import sys, traceback\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    traceback.print_exc()\nsys.exit(3)'
  const { tasks } = await run({ a: { engine: 'python', run: text }, b: { engine: 'python', run: 'import os\nos.abort()' } })
  assert.deepEqual([tasks['a']?.error?.code, tasks['a']?.error?.place?.line], ['exit-code', 1])
  assert.match(tasks['a']?.error?.message ?? '', /^python3 ended with exit code 3/)
  assert.deepEqual([tasks['b']?.error?.code, tasks['b']?.error?.message], ['signal', 'python3 was killed by SIGABRT.'])
})

test('lines come as they are printed, while the script goes on', async t => {
  const { start, event } = await openWorkspace(t)
  const run = start({ a: { engine: 'python', run: 'import time\nprint("grüße")\ntime.sleep(60)' } })
  await event(line('a', 'grüße'))
  run.cancel()
  assert.equal((await run.finished).tasks['a']?.state, 'cancelled')
})
