import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { codeOf, graphsOf } from '#language'
import { describeNote, importPyDag, severityOfNote } from '#language/import'
import { assertNoErrors, bqTask, checked, codes, document, imported, lines } from './imported.ts'

const sales = readFileSync(join(import.meta.dirname, 'sales.json'), 'utf8')

/** Facts of a document, and the lines that its dag begins with. */
function checkHeader(facts: object, expected: readonly string[], notes: readonly string[] = []): void {
  const result = imported(document([bqTask()], facts))
  const all = lines(result)
  assert.deepEqual(
    all.slice(1, all.indexOf('task t: bq {')).filter(line => line !== ''),
    expected,
  )
  assert.deepEqual(codes(result), notes)
  assertNoErrors(result)
}

/** A task, and the lines that stand in it. */
function checkTask(facts: object, expected: readonly string[], notes: readonly string[] = []): void {
  const result = imported(document([bqTask(facts)]))
  const all = lines(result)
  const start = all.findIndex(line => line.startsWith('task '))
  assert.deepEqual(all.slice(start, all.indexOf('}', start)), expected)
  assert.deepEqual(codes(result), notes)
  assertNoErrors(result, { 'b/f/n.sql': 'select 1', 'mine.yaml': 'config: {}' })
}

describe('a whole document', () => {
  const result = imported(sales)

  test('becomes the text that a person would write', () => {
    assert.equal(result.text, readFileSync(join(import.meta.dirname, 'sales.dag'), 'utf8'))
  })

  test('has no error, and warnings only of Spark tasks at home', () => {
    const { diagnostics } = checked(result).analysis
    assert.deepEqual([...new Set(diagnostics.map(codeOf))], ['no-local-stand-in'])
  })

  test('has the graph of the document', () => {
    const [dag] = graphsOf(checked(result).analysis)
    assert.deepEqual(
      dag?.tasks.map(({ name, engine }) => `${name} ${engine}`),
      ['startup iac', 'create_final bq', 'create_stg_1 bq', 'create_stg_2 bq', 'ingest spark', 'extract_1 bq', 'extract_2 bq', 'insert bq'],
    )
    assert.equal(dag?.edges.length, 4 + 2 + 2)
  })

  test('brings a description of the cluster, to be completed', () => {
    assert.deepEqual(
      result.files.map(({ path }) => path),
      ['dataproc_create_cluster.yaml'],
    )
    assert.match(result.files[0]!.text, /gs:\/\/bucket\/iac_scripts\/dataproc_create_cluster\.iac/)
    assert.match(result.files[0]!.text, /^config: \{\}$/m)
  })

  test('is the same without the object around it', () => {
    const { dag } = JSON.parse(sales) as { dag: object }
    assert.equal(imported(dag).text, result.text)
  })

  test('tells of each thing at its place', () => {
    assert.deepEqual(
      result.notes.map(note => `${note.code} ${sales.slice(note.start, note.end).split('\n')[0]}`),
      [
        'no-counterpart "max_active_runs": 1',
        'convert-script "script": "gcs.bucket.iac_scripts.iac.dataproc_create_cluster"',
        "connection '**GCP_service-account':''",
        'spark-config "script": "gcs.bucket.jobs.spark.csv_gcs_to_bq"',
        "connection '**GCP_service-account':''",
      ],
    )
  })
})

describe('a document says of itself', () => {
  test('what has a counterpart of the same kind', () =>
    checkHeader(
      {
        description: 'Says "hi" ${to}\nall',
        owner: 'me',
        tags: ['a', 'b'],
        processors: 4,
        retries: 2,
        catchup: false,
        dagrun_timeout_sec: 600,
      },
      [
        'description: "Says \\"hi\\" \\${to}\\nall"',
        'owner: "me"',
        'tags: ["a", "b"]',
        'catchup: false',
        'parallelism: 4',
        'retries: 2',
        'timeout: 10m',
      ],
    ))
  test('nothing where it is empty', () =>
    checkHeader({ description: '', owner: null, tags: [], schedule_interval: '', start_date: '', expire_cache: null }, []))
  test('a schedule, in five fields or by a word', () => {
    checkHeader({ schedule_interval: '0 6 * * 1-5' }, ['schedule: "0 6 * * 1-5"'])
    checkHeader({ schedule_interval: '@daily' }, ['schedule: "0 0 * * *"'])
    checkHeader(
      { schedule_interval: '@once' },
      ['// Of the pyDag document, without a counterpart here:', '//   schedule_interval: "@once"'],
      ['not-understood'],
    )
  })
  test('a start, as a day where it is midnight', () => {
    checkHeader({ start_date: '2020-01-01T00:00:00.000Z' }, ['start: 2020-01-01'])
    checkHeader({ start_date: '2020-01-01T02:00:00+02:00' }, ['start: 2020-01-01'])
    checkHeader({ start_date: '2020-01-31' }, ['start: 2020-01-31'])
    checkHeader({ start_date: '2020-01-01T06:30:00+0200' }, ['start: 2020-01-01T06:30:00+02:00'])
    checkHeader({ start_date: '2020-01-01 06:30:00' }, ['start: 2020-01-01T06:30:00Z'], ['assumed-zone'])
    checkHeader(
      { start_date: '2020-02-30' },
      ['// Of the pyDag document, without a counterpart here:', '//   start_date: "2020-02-30"'],
      ['not-understood'],
    )
  })
  test('how long scripts are kept', () => {
    checkHeader({ script_cache: true, expire_cache: 7200 }, ['script_cache: 2h'])
    checkHeader({ script_cache: false }, ['script_cache: 0s'])
    checkHeader(
      { script_cache: false, expire_cache: 7200 },
      ['script_cache: 0s', '// Of the pyDag document, without a counterpart here:', '//   expire_cache: 7200'],
      ['no-counterpart'],
    )
    checkHeader(
      { script_cache: true, expire_cache: 0 },
      ['// Of the pyDag document, without a counterpart here:', '//   script_cache: true', '//   expire_cache: 0'],
      ['unlimited-cache'],
    )
    checkHeader(
      { script_cache: true, expire_cache: 'soon' },
      ['// Of the pyDag document, without a counterpart here:', '//   script_cache: true', '//   expire_cache: "soon"'],
      ['not-understood'],
    )
  })
  test('what older documents have in default_args', () =>
    checkHeader(
      { concurrency: 2, default_args: { retries: 1, retry_delay_sec: 300, owner: 'o', start_date: '2020-01-01', email: 'a@b' } },
      [
        'owner: "o"',
        'start: 2020-01-01',
        'parallelism: 2',
        'retries: 1',
        '// Of the pyDag document, without a counterpart here:',
        '//   default_args.email: "a@b"',
        'defaults {',
        'retry_delay: 5m',
        '}',
      ],
      ['unused-concurrency', 'no-counterpart'],
    ))
  test('what has no counterpart, on one line each', () =>
    checkHeader(
      { 'a\nb': '\u2028', deep: { x: [1, null] } },
      ['// Of the pyDag document, without a counterpart here:', '//   "a\\nb": "\\u2028"', '//   deep: {"x": [1, null]}'],
      ['no-counterpart', 'no-counterpart'],
    ))
  test('what is of another kind than it should be', () =>
    checkHeader(
      { processors: 0, retries: 1.5, tags: [{}] },
      ['// Of the pyDag document, without a counterpart here:', '//   tags: [{}]', '//   processors: 0', '//   retries: 1.5'],
      ['not-understood', 'not-understood', 'not-understood'],
    ))
  test('what stands beside the dag', () => {
    const result = imported({ version: 2, dag: { dag_id: 'd', tasks: [bqTask()] } })
    assert.ok(lines(result).includes('//   version: 2'))
    assert.deepEqual(codes(result), ['no-counterpart'])
  })
  test('a key twice: the last counts, and the first is kept', () => {
    const result = imported('{"dag_id": "d", "owner": "a", "owner": "b", "tasks": [{"task_id": "t", "script": "gcs.b.f.bq.n"}]}')
    assert.ok(lines(result).includes('owner: "b"') && lines(result).includes('//   owner: "a"'))
    assert.deepEqual(codes(result), ['repeated-key'])
  })
})

describe('a script', () => {
  test('is where its path says', () => {
    checkTask({}, ['task t: bq {', 'script: "gs://b/f/n.sql"'])
    checkTask({ script: 's3.b.f.bq.n' }, ['task t: bq {', 'script: "s3://b/f/n.sql"'])
    checkTask({ script: 'database.b.f.bq.n' }, ['task t: bq {', 'script: "db://b/f/n.sql"'], ['stored-script'])
    checkTask({ script: 'local.b.f.bq.n' }, ['task t: bq {', 'script: "b/f/n.sql"'], ['local-script'])
    checkTask({ script: 'gcs.my.b.f.bq.n' }, ['task t: bq {', 'script: "gs://my.b/f/n.sql"'], ['dotted-script'])
  })
  test('that is not understood leaves a task that fails', () => {
    for (const script of ['gcs.b.f.r.n', 'ftp.b.f.bq.n', 'gcs.f.bq.n', 'gcs..f.bq.n'])
      checkTask(
        { script },
        [
          'task t: shell {',
          `// script: "${script}"`,
          '// No engine and script were found; until there are, the task fails.',
          'run: "exit 1"',
        ],
        ['no-script'],
      )
  })
  test('of Spark gets its params whole, and the cluster that they name', () =>
    checkTask(
      { script: 'gcs.b.f.spark.n', params: "{'cluster_name':'c','region':'r'}" },
      ['task t: spark {', 'script: "gs://b/f/n.py"', 'cluster: "c"', 'region: "r"', 'params: { cluster_name: "c", region: "r" }'],
      ['spark-config'],
    ))
  test('of Spark without a cluster asks for it', () => {
    const result = imported(document([bqTask({ script: 'gcs.b.f.spark.n' }), bqTask({ task_id: 'cluster', script: 'gcs.b.f.spark.n' })]))
    assert.deepEqual(
      lines(result).filter(line => /^(input|cluster)/.test(line)),
      ['input cluster_2: string', 'cluster: cluster_2', 'cluster: cluster_2'],
    )
    assert.deepEqual(codes(result), ['spark-config', 'no-cluster', 'no-cluster'])
    assertNoErrors(result)
  })
  test('that is a Python template becomes a cluster, by the words of its name', () => {
    for (const [name, action] of [
      ['dataproc_delete_cluster', 'delete'],
      ['stop_it', 'stop'],
      ['startCluster', 'start'],
      ['StopCluster', 'stop'],
    ])
      checkTask(
        { script: `gcs.b.f.iac.${name}`, params: "{'cluster_name':'c','size':2}" },
        [
          'task t: iac {',
          `// script: "gcs.b.f.iac.${name}"`,
          '// A Python template: check that it did no more than this.',
          `action: ${action}`,
          'cluster: "c"',
          'params: { size: 2 }',
        ],
        ['check-action'],
      )
    checkTask(
      { script: 'gcs.b.f.iac.startup', params: "{'cluster_name':'c','config':'mine.yaml'}" },
      [
        'task t: iac {',
        '// script: "gcs.b.f.iac.startup"',
        '// A Python template: check that it did no more than this.',
        'action: create',
        'cluster: "c"',
        'config: "mine.yaml"',
      ],
      ['check-action', 'local-script'],
    )
  })
  test('that is a template has one description, however often it is used', () => {
    const task = (task_id: string, folder: string): object =>
      bqTask({ task_id, script: `gcs.b.${folder}.iac.make`, params: `{'cluster_name':'${task_id}'}` })
    const result = imported(document([task('a', 'f'), task('b', 'f'), task('c', 'g')]))
    assert.deepEqual(
      result.files.map(({ path }) => path),
      ['make.yaml', 'make_2.yaml'],
    )
    assert.match(result.files[0]!.text, /# Params of a:\n# {3}cluster_name: "a"\n# Params of b:/)
    assertNoErrors(result)
  })
})

describe('params', () => {
  const read = (params: unknown): readonly string[] => {
    const result = imported(document([bqTask({ params })]))
    assertNoErrors(result)
    return lines(result).filter(line => line.startsWith('params:') || line.startsWith('input') || line.startsWith('//'))
  }

  test('are JSON in single quotes', () =>
    assert.deepEqual(read("{'a':'x', 'b': 1, 'c': [true, null, -2.5], 'd-e': {'task': {}}}"), [
      'params: { a: "x", b: 1, c: [true, null, -2.5], "d-e": { task: {} } }',
    ]))
  test('may be JSON as it is, in a string or not', () => {
    assert.deepEqual(read('{"a": "it\'s"}'), ['params: { a: "it\'s" }'])
    assert.deepEqual(read({ a: "it's" }), ['params: { a: "it\'s" }'])
  })
  test('are read as pyDag reads them, which takes every single quote for a double one', () =>
    assert.deepEqual(read("{'a': 'x\\'y'}"), ['params: { a: "x\\"y" }']))
  test('may be written as Python does', () => {
    const result = imported(document([bqTask({ params: "{'a': True, \"b\": \"it's\", c: None, 'd': ['\\x41', ], **e-f: 1}" })]))
    assert.ok(lines(result).includes('params: { a: true, b: "it\'s", c: null, d: ["A"], "e-f": 1 }'), result.text)
    assert.deepEqual(codes(result), ['params-text', 'connection'])
  })
  test('that cannot be read are kept', () => {
    for (const params of ["{'a': b}", '{', '[1]', 'x', "{'a': 'b' 'c'}"]) {
      const result = imported(document([bqTask({ params })]))
      assert.ok(lines(result).includes(`//   params: ${JSON.stringify(params)}`), result.text)
      assert.deepEqual(codes(result), ['unreadable-params'])
    }
  })
  test('that are none are none', () => {
    for (const params of ['', '{}', null, {}, undefined]) assert.deepEqual(read(params), [])
  })
  test('that do not fit on a line have a line each', () => {
    const long = 'x'.repeat(60)
    const text = imported(document([bqTask({ params: { a: long, b: [long, 2], c: { d: long, e: long } } })])).text
    assert.ok(
      text.includes(
        `    params: {\n      a: "${long}"\n      b: ["${long}", 2]\n      c: {\n        d: "${long}"\n        e: "${long}"\n      }\n    }\n`,
      ),
      text,
    )
  })
  test('with a star are lets, one for each value', () => {
    const task = (task_id: string, params: string): object => bqTask({ task_id, params })
    const result = imported(
      document([
        task('year', "{'*year':'2021','*n':3}"),
        task('b', "{'*year':'2021'}"),
        task('c', "{'*year':'2022'}"),
        task('d', "{'*x':null,'*':1}"),
      ]),
    )
    assert.deepEqual(
      lines(result).filter(line => /^(let|params)/.test(line)),
      [
        'let year_2 = "2021"',
        'let n = 3',
        'let year_3 = "2022"',
        'let x = null',
        'params: { year: year_2, n }',
        'params: { year: year_2 }',
        'params: { year: year_3 }',
        'params: { x, "*": 1 }',
      ],
    )
    assert.deepEqual(codes(result), ['different-variable'])
    assertNoErrors(result)
  })
  test('beside one of the same name keep their star', () => {
    const result = imported(document([bqTask({ params: "{'*a':'1','a':'2'}" })]))
    assert.ok(lines(result).includes('params: { "*a": a, a: "2" }'), result.text)
    assert.deepEqual(codes(result), ['clashing-param'])
  })
  test('with two stars stay, and are told of', () => {
    const result = imported(document([bqTask({ params: "{'**GCP_service-account':'k.json','**1':{}}" })]))
    assert.ok(lines(result).includes('params: { "GCP_service-account": "k.json", "1": {} }'), result.text)
    assert.ok(lines(result).includes('//   **GCP_service-account: "k.json"'))
    assert.deepEqual(codes(result), ['connection', 'connection'])
    assertNoErrors(result)
  })
  test('keep numbers as they are written, as far as there are such', () => {
    assert.deepEqual(read("{'a':1.50,'b':1e3,'c':-0,'d':12345678901234567890}"), [
      'params: { a: 1.50, b: 1000, c: -0, d: 12345678901234567890 }',
    ])
    const result = imported(document([bqTask({ params: "{'a':1e999,'*b':1e999}" })]))
    assert.ok(lines(result).includes('params: { a: "1e999", b }') && lines(result).includes('let b = "1e999"'), result.text)
  })
  test('keep every character', () =>
    assert.deepEqual(read({ a: '${x} $ \\ " \u0000 \u202e \ufeff \u{1F600}' }), [
      'params: { a: "\\${x} $ \\\\ \\" \\u{0} \\u{202e} \\u{feff} \u{1F600}" }',
    ]))
  test('with half a character say so', () => {
    const result = imported(document([bqTask({ params: { a: '\ud800' } })]))
    assert.ok(lines(result).includes('params: { a: "\ufffd" }'))
    assert.deepEqual(codes(result), ['broken-character'])
  })
})

describe('ids and dependencies', () => {
  test('that are no names become some, and names keep theirs', () => {
    const ids = ['extract-1', 'extract_1', 'task', '1st', 'Übung 2', '***', 'extract 1']
    const result = imported(
      document(ids.map(task_id => bqTask({ task_id, dependencies: task_id === '1st' ? ['extract-1', 'extract 1'] : [] }))),
    )
    assert.deepEqual(
      result.tasks.map(({ name }) => name),
      ['extract_1_2', 'extract_1', 'task_', 'task_1st', 'Ubung_2', 'task_1', 'extract_1_3'],
    )
    assert.ok(lines(result).includes('[extract_1_2, extract_1_3] -> task_1st'), result.text)
    assert.ok(lines(result).includes('// task_id: "Übung 2"'))
    assert.deepEqual(codes(result), Array(6).fill('renamed'))
    assertNoErrors(result)
  })
  test('that are missing or not one of a kind', () => {
    const result = imported({
      'dag id': 'x',
      dag_id: '2022-sales',
      tasks: [
        bqTask({ task_id: 'n' }),
        bqTask({ task_id: undefined, dependencies: ['n'] }),
        bqTask({ task_id: 'n', dependencies: 'n' }),
        bqTask({ task_id: 7, dependencies: [7, 'n', 'n', 'm', null] }),
        'task',
      ],
    })
    assert.deepEqual(
      result.tasks.map(({ id, name, upstreams }) => [id, name, upstreams]),
      [
        ['n', 'n', []],
        [null, 'n_2', ['n']],
        ['n', 'n_3', ['n']],
        ['7', 'task_7', ['n']],
      ],
    )
    assert.deepEqual(result.dag, { id: '2022-sales', name: 'pipeline_2022_sales' })
    assert.deepEqual(codes(result).toSorted(), [
      'no-counterpart',
      'no-task',
      'renamed',
      'renamed',
      'renamed',
      'repeated-dependency',
      'self-dependency',
      'unknown-dependency',
      'unknown-dependency',
      'unnamed',
    ])
    assertNoErrors(result)
  })
  test('of a dag without one are those of its file', () => {
    const text = JSON.stringify({ dag_id: '', tasks: [bqTask()] })
    const name = (name?: string): string | undefined => {
      const result = importPyDag(text, name === undefined ? {} : { name })
      return result.kind === 'imported' ? result.dag.name : undefined
    }
    assert.deepEqual([name('my sales'), name('dag'), name()], ['my_sales', 'dag_', 'pipeline'])
  })
  test('make as few lines of edges as they can', () => {
    const edges = (waits: Readonly<Record<string, readonly string[]>>): readonly string[] => {
      const result = imported(document(Object.entries(waits).map(([task_id, dependencies]) => bqTask({ task_id, dependencies }))))
      return lines(result).filter(line => line.includes('->'))
    }
    assert.deepEqual(edges({ a: [], b: ['a'], c: ['a'], d: ['c', 'b'], e: ['d'] }), ['a -> [b, c] -> d -> e'])
    assert.deepEqual(edges({ a: [], b: ['a'], c: ['a', 'b'], d: ['b'] }), ['a -> b -> d', '[a, b] -> c'])
    assert.deepEqual(edges({ a: ['b'], b: ['a'] }), ['b -> a -> b'])
  })
  test('that do not fit on a line are broken', () => {
    const ids = Array.from({ length: 12 }, (_, i) => `a_task_with_a_long_name_${i}`)
    const result = imported(document([...ids.map(task_id => bqTask({ task_id })), bqTask({ task_id: 'last', dependencies: ids })]))
    const text = result.text.slice(result.text.indexOf('  [\n'))
    assert.deepEqual(
      text.split('\n').map(line => line.length <= 120),
      text.split('\n').map(() => true),
    )
    assert.match(text, /^ {2}\[\n( {4}a_task_with_a_long_name_\d+,\n){12} {2}\]\n {4}-> last\n\}/)
    assertNoErrors(result)
  })
})

describe('a text that is no document', () => {
  for (const [text, code, place] of [
    ['', 'json', ''],
    ['{"dag_id": "d", "tasks": [}', 'json', '}'],
    ['{"dag_id": "d" "tasks": []}', 'json', '"tasks"'],
    ['{} // why', 'json', '// why'],
    [`${'['.repeat(101)}`, 'nesting', '['],
    ['[]', 'no-document', '[]'],
    ['{"name": "x"}', 'no-document', '{"name": "x"}'],
    ['{"dag": 1}', 'no-document', '1'],
    ['{"dag_id": "d", "tasks": []}', 'no-tasks', '"tasks": []'],
    ['{"dag_id": "d", "tasks": [1]}', 'no-tasks', '"tasks": [1]'],
    ['{"dag_id": "d"}', 'no-tasks', '{"dag_id": "d"}'],
  ] as const)
    test(`is refused: ${text.slice(0, 40)}`, () => {
      const result = importPyDag(text)
      assert.equal(result.kind, 'refused')
      const [note] = result.notes
      assert.deepEqual([note?.code, text.slice(note?.start, note?.end)], [code, place])
      assert.equal(severityOfNote(note!), 'error')
      assert.match(describeNote(note!), /^\S.*[^.]$/)
    })
  test('but a byte order mark and a comma too many are let pass', () =>
    assert.equal(imported(`\ufeff{"dag_id": "d", "tasks": [${JSON.stringify(bqTask())},],}`).dag.name, 'd'))
})
