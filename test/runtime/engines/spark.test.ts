import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { findSubmit, paramsText } from '../../../runtime/engines/spark.ts'
import { asValue } from '../graph-builder.ts'
import { atEnd, line, makeFolder, openWorkspace, type StartSketch, type Workspace } from '../workspace.ts'

/**
 * Does as the real one does: takes its own options, starts the driver with the rest, writes its notes to standard error and all that
 * Python writes to standard output, and answers with 1 where Python failed.
 */
const submit = `#!/bin/sh
while :; do
  case "$1" in
    --name|--conf|--jars|--py-files) echo "option $1 $2"; shift 2 ;;
    *) break ;;
  esac
done
echo "26/01/01 00:00:00 INFO SparkContext: Running Spark" >&2
"\${PYSPARK_PYTHON:-python3}" "$@" 2>&1 || { echo "26/01/01 00:00:01 INFO ShutdownHookManager: Shutdown hook called" >&2; exit 1; }
`

async function withSpark(
  t: Parameters<typeof openWorkspace>[0],
  files: Readonly<Record<string, string>>,
): Promise<Workspace & { options: StartSketch }> {
  const workspace = await openWorkspace(t, { ...files, 'spark/bin/spark-submit': submit })
  chmodSync(join(workspace.folder, 'spark', 'bin', 'spark-submit'), 0o755)
  const env = process.env as Record<string, string>
  return { ...workspace, options: { env: { ...env, SPARK_HOME: join(workspace.folder, 'spark') } } }
}

test('a job gets its options, its params as JSON and its args, and its outputs are what it writes', async t => {
  const { run, events, folder, options } = await withSpark(t, {
    'job.py':
      'import json, os, sys\njson.dump({"argv": [sys.argv[1], json.loads(sys.argv[2]), *sys.argv[3:]]}, open(os.environ["DAGLINE_OUTPUT"], "w"))\nprint("done")',
    'lib.py': '',
  })
  const params = { n: 1, text: 'it\'s "q" & ü' }
  const { tasks } = await run(
    {
      a: {
        engine: 'spark',
        script: 'job.py',
        cluster: 'c',
        params,
        args: ['x y'],
        jars: ['lib/a.jar', 'gs://b/c.jar'],
        py_files: ['lib.py'],
        properties: { 'spark.executor.memory': '1g' },
      },
    },
    options,
  )
  assert.deepEqual(tasks['a']?.outputs, { id: `run-${process.pid}-0/a/1`, state: 'DONE', argv: ['--params', params, 'x y'] })
  const lines = events.flatMap(event => (event.type === 'task-log' ? [event.text] : []))
  for (const wanted of [
    'option --name a',
    'option --conf spark.executor.memory=1g',
    `option --jars ${join(folder, 'lib', 'a.jar')},gs://b/c.jar`,
    `option --py-files ${join(folder, 'lib.py')}`,
    'done',
  ])
    assert.ok(lines.includes(wanted), wanted)
})

test('a traceback is told at its line of the script, and a failure without one by what was said last', async t => {
  const { run, folder, options } = await withSpark(t, {
    'bad.py': 'def f():\n    raise ValueError("no table")\n\nf()\n',
    'exit.py': 'import sys\nprint("reason")\nsys.exit(4)',
  })
  const { tasks } = await run(
    { bad: { engine: 'spark', script: 'bad.py', cluster: 'c' }, exit: { engine: 'spark', script: 'exit.py', cluster: 'c' } },
    options,
  )
  const { error } = tasks['bad'] ?? {}
  assert.deepEqual([error?.code, error?.place?.file, error?.place?.line], ['exception', join(folder, 'bad.py'), 2])
  assert.equal(error?.message, 'spark-submit ended with exit code 1: ValueError: no table')
  assert.equal(tasks['exit']?.error?.message, 'spark-submit ended with exit code 1: reason')
})

test('a cancelled job ends with all that it started', async t => {
  const server = createServer().listen(0, '127.0.0.1')
  atEnd(t, () => server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { start, event, options } = await withSpark(t, {
    'long.py': `import socket, time\nconnection = socket.create_connection(("127.0.0.1", ${port}))\nprint("up")\ntime.sleep(60)`,
  })
  const connected = once(server, 'connection') as Promise<[Socket]>
  const run = start({ a: { engine: 'spark', script: 'long.py', cluster: 'c' } }, options)
  const [socket] = await connected
  const gone = once(
    socket.resume().on('error', () => undefined),
    'close',
  )
  await event(line('a', 'up'))
  run.cancel()
  assert.equal((await run.finished).tasks['a']?.state, 'cancelled')
  await gone
})

test('spark-submit is that of SPARK_HOME, of the project’s Python, or of the path', () => {
  const has =
    (...names: string[]) =>
    (name: string) =>
      names.includes(name) ? name : null
  const all = ['/spark/bin/spark-submit', '/w/.venv/bin/python', '/w/.venv/bin/spark-submit', 'spark-submit']
  assert.equal(findSubmit({ SPARK_HOME: '/spark' }, '/w', 'linux', has(...all)), all[0])
  assert.equal(findSubmit({}, '/w', 'linux', has(...all)), all[2])
  assert.equal(findSubmit({}, '/w', 'linux', has('spark-submit')), 'spark-submit')
  const windows = 'C:\\spark\\bin\\spark-submit'
  assert.equal(findSubmit({ SPARK_HOME: 'C:\\spark' }, 'C:\\w', 'win32', has(windows)), windows)
})

test('without spark-submit or Java the engine says what to do', async t => {
  const { runtime, folder, options } = await withSpark(t, {})
  const ask = (env: Record<string, string>) =>
    runtime.engines.get('spark')!.readiness({ target: { name: 'local', properties: new Map() }, folder, env, properties: new Map() })
  const none = await ask({ PATH: folder })
  assert.ok(!none.ready && /no spark-submit/.test(none.missing) && /pip install pyspark/.test(none.mend))
  const noJava = await ask({ ...options.env, PATH: folder })
  assert.ok(!noJava.ready && /Java/.test(noJava.missing) && /Java 17/.test(noJava.mend))
  const javaHome = makeFolder(t, { 'bin/java': '#!/bin/sh\n' })
  chmodSync(join(javaHome, 'bin', 'java'), 0o755)
  assert.deepEqual(await ask({ ...options.env, PATH: folder, JAVA_HOME: javaHome }), {
    ready: true,
    detail: join(folder, 'spark', 'bin', 'spark-submit'),
  })
})

test('on Windows params have no letter that means something to cmd', () => {
  const json = paramsText(new Map([['text', asValue('50% & "q" <a|b>^!')]]), 'win32')
  assert.deepEqual(JSON.parse(json), { text: '50% & "q" <a|b>^!' })
  assert.doesNotMatch(json, /[&|<>^%!]/)
})
