import type { Place } from '#language'
import type { Attempt, AttemptFailure, AttemptResult } from '../../engines/engine.ts'
import { textOf } from '../../engines/script-process.ts'
import { cloudTarget } from '../cloud-target.ts'
import { bringCluster, type ClusterAction } from './cluster-actions.ts'
import { readClusterConfig } from './cluster-config.ts'
import type { Message } from './cluster-file.ts'
import { type DataprocConnections, missingFailure } from './connections.ts'

/** Limits of Dataproc for a cluster that deletes itself, in milliseconds. */
const shortestIdle = 5 * 60_000
const longestIdle = 14 * 24 * 3600_000

/** Creates, deletes, starts or stops a cluster of Dataproc. */
export async function runClusterTask(attempt: Attempt, action: ClusterAction, connections: DataprocConnections): Promise<AttemptResult> {
  const { properties, run, task, number, signal } = attempt
  const cluster = textOf(properties, 'cluster') ?? ''
  if (!/^[a-z]([-a-z0-9]{0,49}[a-z0-9])?$/.test(cluster)) {
    const message = `${cluster} is no name of a cluster: small letters, digits and dashes, at most 51, a letter first and no dash last.`
    return fail('wrong-type', message, attempt.placeOf('cluster'))
  }
  const wanted = action === 'create' ? wantedCluster(attempt, cluster) : {}
  if (isFailure(wanted)) return wanted
  const connection = connections.of(cloudTarget(attempt.target), textOf(properties, 'region'), attempt.folder)
  if ('missing' in connection) return placed(missingFailure(connection), attempt.placeOf('cluster'))
  const end = await bringCluster({
    connection,
    action,
    cluster,
    wanted,
    run,
    task,
    attempt: number,
    signal,
    log: line => attempt.log('system', line),
  })
  if (end.kind === 'stopped') return fail('cancelled', `${task} was stopped.`, attempt.placeOf('cluster'))
  if (end.kind === 'failure')
    return placed(end.failure, attempt.placeOf(end.failure.error.code === 'cluster-differs' ? 'config' : 'cluster'))
  const { project, region } = connection
  return {
    kind: 'success',
    outputs: { id: `projects/${project}/regions/${region}/clusters/${cluster}`, cluster, action, state: end.state },
  }
}

function wantedCluster(attempt: Attempt, name: string): Message | AttemptFailure {
  const config = textOf(attempt.properties, 'config')
  if (config === undefined) {
    const message = 'A cluster is created from a `config`: a YAML file as `gcloud dataproc clusters export` writes it.'
    return fail('missing-property', message, attempt.placeOf('action'))
  }
  const read = readClusterConfig(attempt, config)
  if ('failure' in read) return read.failure
  const { clusterName = name, projectId: _, ...cluster } = read.cluster
  if (clusterName !== name) {
    return fail(
      'config',
      `${config} describes the cluster ${String(clusterName)}, and the task is to create ${name}.`,
      attempt.placeOf('config'),
    )
  }
  const idle = attempt.properties.get('idle_delete_ttl')
  if (idle?.type !== 'duration') return cluster
  if (idle.ms < shortestIdle || idle.ms > longestIdle) {
    return fail('wrong-type', 'Dataproc deletes a cluster after 5 minutes to 14 days without work.', attempt.placeOf('idle_delete_ttl'))
  }
  const inner = (cluster['config'] ?? {}) as Message
  const lifecycleConfig = {
    ...(inner['lifecycleConfig'] as Message | undefined),
    idleDeleteTtl: { seconds: Math.round(idle.ms / 1000), nanos: 0 },
  }
  return { ...cluster, config: { ...inner, lifecycleConfig } }
}

function isFailure(wanted: Message | AttemptFailure): wanted is AttemptFailure {
  return wanted['kind'] === 'failure'
}

function fail(code: string, message: string, place: Place): AttemptFailure {
  return { kind: 'failure', error: { code, message, place }, retry: 'never' }
}

/** The service knows no places. */
function placed(failure: AttemptFailure, place: Place): AttemptFailure {
  return { ...failure, error: { place, ...failure.error } }
}
