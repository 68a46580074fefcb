import type { Attempt, AttemptFailure, AttemptResult } from '../../engines/engine.ts'
import { scriptFile, textOf, textsOf } from '../../engines/script-process.ts'
import { environmentText, jsonOfEntries } from '../../values.ts'
import { type CloudTarget, cloudTarget } from '../cloud-target.ts'
import { runRemoteJob } from '../remote-job.ts'
import { stage } from '../storage/stage.ts'
import { bucketOf, type StorageClient } from '../storage/storage-client.ts'
import type { Job } from './connection.ts'
import { type DataprocConnections, missingFailure } from './connections.ts'
import { DriverOutput } from './driver-output.ts'
import { jobFailure } from './job-failure.ts'
import { JobService, type JobStatus } from './job-service.ts'
import { labelValue } from './request-id.ts'

/** So many last lines of the driver are looked at for the cause. */
const keptLines = 1000

/** Runs a task as a PySpark job on its cluster, and waits for its end; its local files are put into the staging bucket. */
export async function runSparkJob(attempt: Attempt, connections: DataprocConnections): Promise<AttemptResult> {
  const { properties, folder, run, task, number, signal } = attempt
  const target = cloudTarget(attempt.target)
  const connection = connections.of(target, textOf(properties, 'region'), folder)
  if ('missing' in connection) return placed(missingFailure(connection), attempt, 'cluster')
  const storage = await bucketOf(target, folder)
  const made = await sparkJob(attempt, target, storage)
  if ('kind' in made) return made
  const { job, file } = made
  if (signal.aborted) return stopped(attempt)
  const { project, region } = connection
  const lines: string[] = []
  const output = new DriverOutput(storage, line => {
    lines.push(line)
    if (lines.length > keptLines) lines.shift()
    attempt.log('stdout', line)
  })
  const told = new Set<string>()
  const tell = (line: string): void => {
    if (!told.has(line)) attempt.log('system', line)
    told.add(line)
  }
  const end = await runRemoteJob({
    run,
    task,
    attempt: number,
    project,
    location: region,
    content: JSON.stringify(job),
    service: new JobService(connection, { ...job, labels: labelsOf(attempt) }, async ({ job: seen }) => {
      const id = seen.reference?.jobId ?? ''
      const console = `https://console.cloud.google.com/dataproc/jobs/${id}?region=${region}&project=${project}`
      tell(`Job ${id}${target.endpoints.dataproc === null ? `: ${console}` : ''}`)
      // Why it waits to be begun: too many jobs, too little memory.
      if (String(seen.status?.substate ?? '') === 'QUEUED' && seen.status?.details) tell(`The job waits: ${seen.status.details}`)
      const problem = seen.driverOutputResourceUri ? await output.advance(seen.driverOutputResourceUri) : null
      if (problem !== null) tell(`What the driver says cannot be read: ${problem}`)
    }),
    journal: attempt.remote,
    signal,
    log: line => attempt.log('system', line),
  })
  output.end()
  switch (end.kind) {
    case 'stopped':
      return stopped(attempt)
    case 'failure':
      return placed(end.failure, attempt, end.failure.error.code === 'cluster-missing' ? 'cluster' : 'script')
    case 'ended':
      return resultOf(end.status, lines, file, attempt)
    default:
      return end satisfies never
  }
}

function resultOf({ ended, failed, job }: JobStatus, lines: readonly string[], file: string | null, attempt: Attempt): AttemptResult {
  if (failed) return jobFailure(job, lines, file, attempt)
  return { kind: 'success', outputs: { id: job.reference?.jobId ?? '', state: ended } }
}

/** The job without its id and labels: all that its work follows from. `file`: the script on this computer, null where it is not. */
async function sparkJob(
  attempt: Attempt,
  target: CloudTarget,
  storage: StorageClient,
): Promise<{ readonly job: Job; readonly file: string | null } | AttemptFailure> {
  const { properties, params } = attempt
  const uriOf = async (file: string, property: string): Promise<string | AttemptFailure> => {
    const staged = await stage(target, attempt.folder, file, storage)
    if (staged.ok) return staged.value
    const { code, message, transient, retryAfterMs } = staged.fault
    const error = { code: code === 'address' ? 'engine-not-ready' : code, message, place: attempt.placeOf(property) }
    if (!transient) return { kind: 'failure', error, retry: 'never' }
    return retryAfterMs === undefined ? { kind: 'failure', error } : { kind: 'failure', error, retryAfterMs }
  }
  const script = textOf(properties, 'script') ?? ''
  // A script of a bucket that was fetched is run as it was fetched, whatever becomes of it in its bucket meanwhile.
  const asItIs = isOnCluster(script) && (target.staging === null || attempt.resolve(script) === null)
  const file = asItIs ? null : scriptFile(attempt)
  if (file !== null && typeof file !== 'string') return file
  if (!(file ?? script).endsWith('.py')) {
    const message = `Dataproc runs Python files whose name ends in .py; ${script} does not.`
    return { kind: 'failure', error: { code: 'wrong-type', message, place: attempt.placeOf('script') }, retry: 'never' }
  }
  const main = file === null ? script : await uriOf(file, 'script')
  if (typeof main !== 'string') return main
  const lists: string[][] = []
  for (const property of ['jars', 'py_files']) {
    const uris: string[] = []
    for (const path of textsOf(properties, property)) {
      const local = isOnCluster(path) ? null : attempt.resolve(path)
      if (local === null && !isOnCluster(path)) {
        const error = { code: 'script-not-found', message: `The file ${path} is outside the workspace.`, place: attempt.placeOf(property) }
        return { kind: 'failure', error, retry: 'never' }
      }
      const uri = local === null ? path : await uriOf(local, property)
      if (typeof uri !== 'string') return uri
      uris.push(uri)
    }
    lists.push(uris)
  }
  const [jarFileUris = [], pythonFileUris = []] = lists
  const conf = properties.get('properties')
  const job: Job = {
    placement: { clusterName: textOf(properties, 'cluster') ?? '' },
    pysparkJob: {
      mainPythonFileUri: main,
      args: ['--params', JSON.stringify(jsonOfEntries(params)), ...textsOf(properties, 'args')],
      pythonFileUris,
      jarFileUris,
      properties:
        conf?.type === 'map' ? Object.fromEntries([...conf.entries].map(([name, value]) => [name, environmentText(value) ?? ''])) : {},
    },
  }
  return { job, file }
}

/** What the cluster finds by itself: in a bucket, on its own disks. */
function isOnCluster(path: string): boolean {
  return /^(gs|hdfs|file|local|https?):\/\//.test(path)
}

function labelsOf({ dag, task, run }: Attempt): Record<string, string> {
  return { dag: labelValue(dag), task: labelValue(task), run: labelValue(run) }
}

function stopped(attempt: Attempt): AttemptFailure {
  return placed({ kind: 'failure', error: { code: 'cancelled', message: `${attempt.task} was stopped.` } }, attempt, 'script')
}

/** The service knows no places. */
function placed(failure: AttemptFailure, attempt: Attempt, property: string): AttemptFailure {
  return { ...failure, error: { place: attempt.placeOf(property), ...failure.error } }
}
