import { DataprocConnections } from '../clouds/dataproc/connections.ts'
import type { Attempt, AttemptFailure, AttemptResult, Engine } from './engine.ts'
import { textOf } from './script-process.ts'

/** `iac`: a cluster of Dataproc is created, deleted, started, stopped. On the local target that is recorded, and nothing is created. */
export function createIacEngine(): Engine {
  const connections = new DataprocConnections()
  return {
    name: 'iac',
    typicalSeconds: target => (target.name === 'local' ? 0.1 : 90),
    slots: () => 0,
    onInterrupt: 'rerun',
    readinessProperties: ['region'],
    readiness: async question => {
      if (question.target.name === 'local') return { ready: true, detail: 'recorded, nothing is created' }
      const { dataprocReadiness } = await import('../clouds/dataproc/readiness.ts')
      return dataprocReadiness(connections, question)
    },
    run: async attempt => {
      const action = textOf(attempt.properties, 'action') ?? ''
      if (!isAction(action)) return fail(attempt, `${action} is no action; they are ${Object.keys(states).join(', ')}.`)
      if (attempt.target.name === 'local') return record(attempt, action)
      const { runClusterTask } = await import('../clouds/dataproc/cluster-task.ts')
      return runClusterTask(attempt, action, connections)
    },
    dispose: () => connections.dispose(),
  }
}

/** What each action leaves a cluster in, by the names that Dataproc has for it. */
const states = { create: 'RUNNING', start: 'RUNNING', stop: 'STOPPED', delete: 'DELETED' } as const

function isAction(action: string): action is keyof typeof states {
  return Object.hasOwn(states, action)
}

async function record(attempt: Attempt, action: keyof typeof states): Promise<AttemptResult> {
  const cluster = textOf(attempt.properties, 'cluster') ?? ''
  const config = textOf(attempt.properties, 'config')
  if (config !== undefined) {
    // What it takes to read a config is loaded with the first one.
    const { readClusterConfig } = await import('../clouds/dataproc/cluster-config.ts')
    const read = readClusterConfig(attempt, config)
    if ('failure' in read) return read.failure
  }
  attempt.log('system', `Recorded: ${action} ${cluster}. On the local target nothing is created.`)
  return { kind: 'success', outputs: { id: `local/${cluster}`, cluster, action, state: states[action] } }
}

function fail(attempt: Attempt, message: string): AttemptFailure {
  return { kind: 'failure', error: { code: 'wrong-type', message, place: attempt.placeOf('action') }, retry: 'never' }
}
