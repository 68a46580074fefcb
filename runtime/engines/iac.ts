import { readText } from '../file-host.ts'
import type { Attempt, AttemptFailure, AttemptResult, Engine } from './engine.ts'
import { textOf } from './script-process.ts'

/** `iac`: a cluster is created, deleted, started, stopped. On the local target that is recorded, and nothing is created. */
export function createIacEngine(): Engine {
  return {
    name: 'iac',
    typicalSeconds: target => (target.name === 'local' ? 0.1 : 90),
    slots: () => 0,
    onInterrupt: 'rerun',
    readinessProperties: [],
    readiness: ({ target }) =>
      Promise.resolve(
        target.name === 'local'
          ? { ready: true, detail: 'recorded, nothing is created' }
          : { ready: false, missing: `Clusters cannot be made on ${target.name} yet.`, mend: 'Run on the local target.' },
      ),
    run: record,
    dispose: () => Promise.resolve(),
  }
}

/** What each action leaves a cluster in, by the names that Dataproc has for it. */
const states: Readonly<Record<string, string>> = { create: 'RUNNING', start: 'RUNNING', stop: 'STOPPED', delete: 'DELETED' }

async function record(attempt: Attempt): Promise<AttemptResult> {
  const action = textOf(attempt.properties, 'action') ?? ''
  const cluster = textOf(attempt.properties, 'cluster') ?? ''
  const state = states[action]
  if (state === undefined)
    return fail(attempt, 'action', 'wrong-type', `${action} is no action; they are ${Object.keys(states).join(', ')}.`)
  const config = textOf(attempt.properties, 'config')
  if (config !== undefined) {
    const problem = await checkConfig(attempt, config)
    if (problem !== null) return problem
  }
  attempt.log('system', `Recorded: ${action} ${cluster}. On the local target nothing is created.`)
  return { kind: 'success', outputs: { id: `local/${cluster}`, cluster, action, state } }
}

async function checkConfig(attempt: Attempt, config: string): Promise<AttemptFailure | null> {
  const file = attempt.resolve(config)
  if (file === null) return fail(attempt, 'config', 'script-not-found', `The file ${config} is outside the workspace.`)
  const text = readText(file)
  if (text.kind === 'missing') return fail(attempt, 'config', 'script-not-found', `There is no file ${config}.`)
  if (text.kind !== 'text') return fail(attempt, 'config', 'script-not-found', `${config} cannot be read.`)
  // The parser is loaded with the first config. Bundled, a package itself cannot be imported like this by its names.
  const { yamlFault } = await import('./yaml-fault.ts')
  const fault = yamlFault(text.text)
  if (fault === null) return null
  const { message, ...at } = fault
  return { kind: 'failure', error: { code: 'config', message: `${config} is no YAML: ${message}`, place: { file, ...at } }, retry: 'never' }
}

function fail(attempt: Attempt, property: string, code: string, message: string): AttemptFailure {
  return { kind: 'failure', error: { code, message, place: attempt.placeOf(property) }, retry: 'never' }
}
