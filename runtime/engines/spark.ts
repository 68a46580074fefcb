import { posix, win32 } from 'node:path'
import type { Value } from '#language'
import { DataprocConnections } from '../clouds/dataproc/connections.ts'
import { environmentText, jsonOfEntries } from '../values.ts'
import { startable, unsafeMessage } from './batch-files.ts'
import type { Attempt, AttemptFailure, Engine, EngineServices, Environment, Readiness, ReadinessQuestion } from './engine.ts'
import { findProgram } from './find-program.ts'
import { findPython, locateInPython, pythonEnvironment } from './python.ts'
import { type Located, runScriptProcess, scriptFile, textsOf } from './script-process.ts'

/** `spark`: a job of Dataproc; on the local target `spark-submit`, where it is installed, else a task's `on local` stands in. */
export function createSparkEngine({ processes, platform }: EngineServices): Engine {
  const connections = new DataprocConnections()
  return {
    name: 'spark',
    typicalSeconds: target => (target.name === 'local' ? 15 : 120),
    slots: target => (target.name === 'local' ? 1 : 0),
    onInterrupt: 'rerun',
    readinessProperties: ['script', 'region'],
    readiness: async question => {
      if (question.target.name === 'local') return sparkReadiness(question, platform)
      const { jobReadiness } = await import('../clouds/dataproc/readiness.ts')
      return jobReadiness(connections, question)
    },
    run: async attempt => {
      if (attempt.target.name !== 'local') {
        const { runSparkJob } = await import('../clouds/dataproc/spark-job.ts')
        return runSparkJob(attempt, connections)
      }
      const file = scriptFile(attempt)
      if (typeof file !== 'string') return file
      const submit = findSubmit(attempt.env, attempt.folder, platform)
      if (submit === null) return fail(attempt, 'engine-not-ready', 'There is no spark-submit on this machine.', 'script')
      const invocation = startable(submit, submitArguments(attempt, file, platform), platform)
      if ('unsafe' in invocation) return fail(attempt, 'spawn', unsafeMessage('spark-submit', invocation.unsafe), 'args')
      const result = await runScriptProcess(processes, attempt, {
        ...invocation,
        program: 'spark-submit',
        env: sparkEnvironment(attempt, platform),
        // Spark passes all that Python writes on to its standard output.
        tellsOnOutput: true,
        locate: lines => locateInSpark(lines, file, attempt),
      })
      return result.kind === 'success'
        ? { ...result, outputs: { id: `${attempt.run}/${attempt.task}/${attempt.number}`, state: 'DONE', ...result.outputs } }
        : result
    },
    dispose: () => connections.dispose(),
  }
}

function sparkReadiness({ env, folder }: ReadinessQuestion, platform: NodeJS.Platform): Readiness {
  const found = findSubmit(env, folder, platform)
  if (found === null)
    return {
      ready: false,
      missing: 'There is no spark-submit on this machine.',
      mend: 'Install Spark (`pip install pyspark` in the .venv of the project does), or give the task an `on local { engine: … }` that stands in for it.',
    }
  const home = env['JAVA_HOME']
  const java = home ? `${home}/bin/java` : 'java'
  if (findProgram(java, env, folder, platform) === null)
    return { ready: false, missing: 'Spark needs Java, and there is none.', mend: 'Install Java 17, or set JAVA_HOME to where it is.' }
  return { ready: true, detail: found }
}

/** `spark-submit` of `SPARK_HOME`, of the Python environment of the project, or of the path. */
export function findSubmit(
  env: Environment,
  folder: string,
  platform: NodeJS.Platform,
  find: (name: string) => string | null = name => findProgram(name, env, folder, platform),
): string | null {
  const path = platform === 'win32' ? win32 : posix
  const home = env['SPARK_HOME']
  const python = findPython(env, folder, undefined, platform, find)
  return (
    (home ? find(path.join(home, 'bin', 'spark-submit')) : null) ??
    (python === null ? null : find(path.join(path.dirname(python), 'spark-submit'))) ??
    find('spark-submit')
  )
}

function submitArguments(attempt: Attempt, file: string, platform: NodeJS.Platform): string[] {
  const { properties, params } = attempt
  const conf = properties.get('properties')
  return [
    '--name',
    attempt.task,
    ...(conf?.type === 'map' ? [...conf.entries].flatMap(([name, value]) => ['--conf', `${name}=${textValue(value)}`]) : []),
    ...listOption('--jars', attempt, 'jars'),
    ...listOption('--py-files', attempt, 'py_files'),
    file,
    '--params',
    paramsText(params, platform),
    ...textsOf(properties, 'args'),
  ]
}

/** Params as JSON; on Windows without the letters that mean something to cmd. */
export function paramsText(params: ReadonlyMap<string, Value>, platform: NodeJS.Platform): string {
  const json = JSON.stringify(jsonOfEntries(params))
  return platform === 'win32' ? json.replace(/[&|<>^%!]/g, found => `\\u00${found.charCodeAt(0).toString(16)}`) : json
}

/** Python for the driver and its workers is that of `python` tasks. */
function sparkEnvironment(attempt: Attempt, platform: NodeJS.Platform): Environment {
  const { env, folder } = attempt
  const python = findPython(env, folder, undefined, platform)
  if (python === null) return {}
  return { PYSPARK_PYTHON: python, ...pickStated(env, 'PYSPARK_PYTHON'), ...pythonEnvironment(attempt, python, false, platform) }
}

function pickStated(env: Environment, name: string): Environment {
  const value = env[name]
  return value === undefined ? {} : { [name]: value }
}

/** A traceback of the script, what Java says of a class of a jar, or the last line that is no note of how Spark comes along. */
function locateInSpark(lines: readonly string[], file: string, attempt: Attempt): Located | null {
  const inPython = locateInPython(lines, file, undefined, attempt)
  if (inPython !== null) return inPython
  const java = lines.map(line => /^Exception in thread ".*?" (.+)$/.exec(line)).findLast(found => found !== null)
  if (java) return { message: java[1]!, code: 'exception' }
  const message = lines.findLast(line => line.trim() !== '' && !/^[\d/-]+ [\d:.,]+ (INFO|WARN|DEBUG) /.test(line))
  return message === undefined ? null : { message }
}

function fail(attempt: Attempt, code: string, message: string, property: string): AttemptFailure {
  return { kind: 'failure', error: { code, message, place: attempt.placeOf(property) }, retry: 'never' }
}

/** Files are meant from the `.dag` file's folder, wherever the task is started. */
function listOption(name: string, attempt: Attempt, property: string): string[] {
  const files = textsOf(attempt.properties, property).map(one => (/^\w[\w+.-]+:/.test(one) ? one : (attempt.resolve(one) ?? one)))
  return files.length === 0 ? [] : [name, files.join(',')]
}

function textValue(value: Value): string {
  return environmentText(value) ?? ''
}
