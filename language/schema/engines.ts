import { taskProperties } from './common.ts'
import { type EngineSchema, type PropertySchema, property, shapes } from './schema.ts'

const script = (what: string) =>
  property('script', shapes.script, `${what} A path relative to the file, or \`gs://bucket/path\`, \`s3://bucket/path\`, \`db://name\`.`, {
    phase: 'start',
  })
const text = '"""\n\t$1\n\t"""'

const bq: EngineSchema = {
  name: 'bq',
  documentation: 'BigQuery SQL: a job on BigQuery, or on the embedded DuckDB on the target `local`.',
  properties: [
    script('The SQL script to run.'),
    property('sql', shapes.string, 'The SQL to run, in the file itself. Data reaches it through `params`.', { snippet: text }),
    property('location', shapes.string, 'Where the data is: `US`, `EU` …', { snippet: '"$' + '{1:US}"' }),
    property('labels', shapes.map, 'Labels of the job.'),
    property('maximum_bytes_billed', shapes.size, 'The most bytes that the job may bill.'),
    property('destination', shapes.string, 'The table that takes the result.'),
    property('priority', { kind: 'word', words: ['interactive', 'batch'] }, 'How the job is queued.'),
    property(
      'dialect',
      { kind: 'word', words: ['bigquery', 'duckdb'] },
      '`duckdb` runs the script untranslated, and only on the target `local`.',
    ),
  ],
  required: [['script', 'sql']],
  outputs: ['rows', 'bytes_processed', 'bytes_billed', 'slot_ms', 'job_id'],
  onInterrupt: 'rerun',
  slots: 1,
  typicalMs: 5000,
}

const spark: EngineSchema = {
  name: 'spark',
  documentation: 'A PySpark job: on Dataproc, or by `spark-submit` on the target `local`.',
  properties: [
    script('The PySpark script. It gets its params as `--params JSON`.'),
    property('cluster', shapes.string, 'The Dataproc cluster that runs it.', { phase: 'start' }),
    property('region', shapes.string, 'The region of the cluster.'),
    property('jars', shapes.strings, 'Jars for the driver and the executors.'),
    property('py_files', shapes.strings, 'Python files for the driver and the executors.'),
    property('properties', shapes.map, 'Properties of Spark.'),
    property('args', shapes.strings, 'Arguments of the script, after `--params`.'),
  ],
  required: [['script'], ['cluster']],
  outputs: null,
  onInterrupt: 'rerun',
  slots: 1,
  typicalMs: 60_000,
}

const iac: EngineSchema = {
  name: 'iac',
  documentation: 'Infrastructure: a Dataproc cluster is created, deleted, started or stopped. Recorded only on the target `local`.',
  properties: [
    property('action', { kind: 'word', words: ['create', 'delete', 'start', 'stop'] }, 'What to do with the cluster.'),
    property('cluster', shapes.string, 'The name of the cluster.', { phase: 'start' }),
    property(
      'config',
      shapes.file,
      'The YAML file that describes the cluster, as `gcloud dataproc clusters export` writes it. Needed to create.',
    ),
    property('region', shapes.string, 'The region of the cluster.'),
    property('idle_delete_ttl', shapes.duration, 'The cluster deletes itself after this time without work.'),
  ],
  required: [['action'], ['cluster']],
  outputs: null,
  onInterrupt: 'rerun',
  slots: 1,
  typicalMs: 10_000,
}

const process: readonly PropertySchema[] = [
  property('cwd', shapes.string, 'The folder in which the process starts (the file’s).'),
  property('env', shapes.map, 'Environment variables of the process.'),
]

const shell: EngineSchema = {
  name: 'shell',
  documentation:
    'A command of the shell, in a child process. Params are environment variables; outputs are JSON written to `$DAGLINE_OUTPUT`.',
  properties: [
    property('run', shapes.string, 'The commands, in the file itself.', { snippet: text }),
    script('The file of commands.'),
    property('shell', shapes.string, 'The shell to use.', { snippet: '"$' + '{1:bash}"' }),
    ...process,
  ],
  required: [['run', 'script']],
  outputs: null,
  onInterrupt: 'fail',
  slots: 1,
  typicalMs: 1000,
}

const python: EngineSchema = {
  name: 'python',
  documentation:
    'Python, in a child process. Params are environment variables; outputs are JSON written to the file that `DAGLINE_OUTPUT` names.',
  properties: [
    property('run', shapes.string, 'The program, in the file itself.', { snippet: text }),
    script('The file of the program.'),
    property('python', shapes.string, 'The Python to use.', { snippet: '"$' + '{1:python3}"' }),
    ...process,
    property('args', shapes.strings, 'Arguments of the program.'),
  ],
  required: [['run', 'script']],
  outputs: null,
  onInterrupt: 'fail',
  slots: 1,
  typicalMs: 3000,
}

const js: EngineSchema = {
  name: 'js',
  documentation: 'A JavaScript module in a worker thread. Its default export is called with the params; what it returns are the outputs.',
  properties: [script('The module.'), property('export', shapes.string, 'The export to call (`default`).')],
  required: [['script']],
  outputs: null,
  onInterrupt: 'rerun',
  slots: 1,
  typicalMs: 500,
}

const http: EngineSchema = {
  name: 'http',
  documentation: 'A request over HTTP. Outputs: `status`, `body`, `headers`.',
  properties: [
    property('url', shapes.string, 'The address.', { snippet: '"https://$1"' }),
    property('method', shapes.string, 'The method (`GET`).', { snippet: '"$' + '{1:POST}"' }),
    property('headers', shapes.map, 'Headers of the request.'),
    property('body', shapes.stringOrMap, 'The body; a map is sent as JSON.'),
    property('expect', { kind: 'numbers' }, 'The status, or statuses, that count as success (any 2xx).', { snippet: '$' + '{1:200}' }),
  ],
  required: [['url']],
  outputs: ['status', 'body', 'headers'],
  onInterrupt: 'fail',
  slots: 0,
  typicalMs: 1000,
}

/** Every engine, in the order in which they are offered. */
export const engines: readonly EngineSchema[] = [bq, spark, iac, shell, python, js, http]

const byName: ReadonlyMap<string, EngineSchema> = new Map(engines.map(engine => [engine.name, engine]))
export const engineNamed = (name: string): EngineSchema | undefined => byName.get(name)

const propertiesOf = new Map<string, ReadonlyMap<string, PropertySchema>>(
  engines.map(engine => [engine.name, new Map([...taskProperties, ...engine.properties].map(schema => [schema.name, schema]))]),
)

/** All properties of a task of that engine, by name: its own and the common ones. */
export function propertiesOfEngine(engine: string): ReadonlyMap<string, PropertySchema> | undefined {
  return propertiesOf.get(engine)
}

/** Whether the property belongs to engines and not to every task. */
export function isOwnProperty(engine: EngineSchema, name: string): boolean {
  return engine.properties.some(schema => schema.name === name)
}

/** Properties that `defaults` without an engine may set: those of every task and of any engine. */
export const anyEngineProperties: ReadonlyMap<string, PropertySchema> = new Map(
  [...engines.flatMap(engine => engine.properties), ...taskProperties].map(schema => [schema.name, schema]),
)

/** Properties that a task alone can have. */
export const notInDefaults: ReadonlySet<string> = new Set(['after', 'matrix'])
/** Properties that may not differ between targets. */
export const fixedOnTargets: ReadonlySet<string> = new Set(['after', 'matrix'])
