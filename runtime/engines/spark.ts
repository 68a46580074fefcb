import type { Value } from '#language'
import { environmentText, jsonOfEntries } from '../values.ts'
import type { Attempt, Engine, EngineServices, Environment } from './engine.ts'
import { findProgram } from './find-program.ts'
import { runScriptProcess, scriptFile, textsOf } from './script-process.ts'

/** `spark`: on the local target `spark-submit`, where it is installed. A task's `on local` stands in where it is not. */
export function createSparkEngine({ processes, platform }: EngineServices): Engine {
  const find = (env: Environment, folder: string): string | null => {
    const home = env['SPARK_HOME']
    return (
      findProgram('spark-submit', env, folder, platform) ?? (home ? findProgram(`${home}/bin/spark-submit`, env, folder, platform) : null)
    )
  }
  return {
    name: 'spark',
    typicalSeconds: 120,
    slots: target => (target.name === 'local' ? 1 : 0),
    onInterrupt: 'rerun',
    readinessProperties: [],
    readiness: ({ target, env, folder }) => {
      if (target.name !== 'local') {
        return Promise.resolve({
          ready: false,
          missing: `Spark jobs cannot be sent to ${target.name} yet.`,
          mend: 'Run on the local target.',
        })
      }
      const found = find(env, folder)
      if (found !== null) return Promise.resolve({ ready: true, detail: found })
      return Promise.resolve({
        ready: false,
        missing: 'There is no spark-submit on this machine.',
        mend: 'Install Spark, or give the task an `on local { engine: … }` that stands in for it.',
      })
    },
    run: async attempt => {
      const file = scriptFile(attempt)
      if (typeof file !== 'string') return file
      const command = find(attempt.env, attempt.folder)
      if (command === null) {
        return {
          kind: 'failure',
          error: { code: 'engine-not-ready', message: 'There is no spark-submit on this machine.', place: attempt.placeOf('script') },
          retry: 'never',
        }
      }
      const result = await runScriptProcess(processes, attempt, {
        command,
        args: submitArguments(attempt, file),
        program: 'spark-submit',
        locate: () => null,
      })
      return result.kind === 'success'
        ? { ...result, outputs: { id: `${attempt.run}/${attempt.task}/${attempt.number}`, state: 'DONE', ...result.outputs } }
        : result
    },
    dispose: () => Promise.resolve(),
  }
}

function submitArguments(attempt: Attempt, file: string): string[] {
  const { properties, params } = attempt
  const conf = properties.get('properties')
  return [
    '--name',
    attempt.task,
    ...(conf?.type === 'map' ? [...conf.entries].flatMap(([name, value]) => ['--conf', `${name}=${textValue(value)}`]) : []),
    ...listOption('--jars', textsOf(properties, 'jars')),
    ...listOption('--py-files', textsOf(properties, 'py_files')),
    file,
    '--params',
    JSON.stringify(jsonOfEntries(params)),
    ...textsOf(properties, 'args'),
  ]
}

function listOption(name: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [name, values.join(',')]
}

function textValue(value: Value): string {
  return environmentText(value) ?? ''
}
