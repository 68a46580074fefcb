import type { EngineTarget } from '../engines/engine.ts'
import type { CheckedPlace } from '../protocol.ts'
import { BigQueryConnection } from './bigquery/connection.ts'
import { credentialsMend, refusalFailure } from './bigquery/job-failure.ts'
import { callProblem, meaningOf } from './bigquery/reasons.ts'
import { type CloudService, type CloudTarget, cloudTarget, isLoopback } from './cloud-target.ts'
import { authOf } from './credentials.ts'
import { DataprocConnections } from './dataproc/connections.ts'
import { callFault } from './dataproc/faults.ts'
import { bucketOf } from './storage/storage-client.ts'
import type { UsedPlaces } from './used-places.ts'

/**
 * Tries what runs on a target need: credentials, each API, each dataset and bucket. Nothing is created and nothing is billed.
 *
 * @param folder of the `.dag` file, from which a relative path of a key file is meant.
 */
export async function checkTarget(target: EngineTarget, folder: string, used: UsedPlaces): Promise<readonly CheckedPlace[]> {
  const cloud = cloudTarget(target)
  const services = servicesOf(used)
  const found: CheckedPlace[] = []
  const credentials = await checkCredentials(cloud, folder, services)
  found.push(credentials)
  // Without them every call would say the same again.
  if (!credentials.works) return found
  const work: Promise<readonly CheckedPlace[]>[] = []
  if (services.has('bigquery')) work.push(checkBigQuery(cloud, folder, used.datasets))
  if (services.has('dataproc')) work.push(checkDataproc(cloud, folder))
  if (services.has('storage')) work.push(checkBuckets(cloud, folder, used))
  for (const part of await Promise.all(work)) found.push(...part)
  return found
}

function servicesOf({ engines, buckets }: UsedPlaces): ReadonlySet<CloudService> {
  const services = new Set<CloudService>()
  if (engines.has('bq')) services.add('bigquery')
  if (engines.has('spark') || engines.has('iac')) services.add('dataproc')
  if (buckets.length > 0 || engines.has('spark')) services.add('storage')
  return services
}

async function checkCredentials(cloud: CloudTarget, folder: string, services: ReadonlySet<CloudService>): Promise<CheckedPlace> {
  const far = [...services].find(service => !isLoopback(cloud.endpoints[service]))
  const what = 'credentials'
  if (services.size === 0) return { what, works: true, detail: 'no task of this target needs any' }
  if (far === undefined) return { what, works: true, detail: 'none are needed: the endpoints are on this computer' }
  const source = cloud.credentials === null ? 'application default credentials' : `the key file ${cloud.credentials}`
  const name = cloud.impersonate === null ? source : `${source}, as ${cloud.impersonate}`
  try {
    await (await authOf(cloud, far, folder)).getRequestHeaders()
    return { what, works: true, detail: name }
  } catch (problem) {
    const said = problem instanceof Error ? problem.message.split(/\. |\n/)[0]! : String(problem)
    const mend =
      cloud.impersonate === null
        ? credentialsMend
        : `${credentialsMend} Whoever acts as ${cloud.impersonate} needs the role Service Account Token Creator on it.`
    return { what, works: false, detail: `${name}: ${said.replace(/\.$/, '')}.`, mend }
  }
}

async function checkBigQuery(cloud: CloudTarget, folder: string, datasets: readonly string[]): Promise<readonly CheckedPlace[]> {
  const what = 'BigQuery'
  const { project, location } = cloud
  if (project === null)
    return [{ what, works: false, detail: `The target ${cloud.name} has no project.`, mend: 'Write `project: "…"` into it.' }]
  const connection = new BigQueryConnection(cloud, project, folder)
  const place = { file: '', line: 1, column: 1, endLine: 1, endColumn: 1 }
  const words = (problem: unknown): string => {
    const call = callProblem(problem)
    const meaning = meaningOf(call)
    if (meaning.kind === 'refusal')
      return refusalFailure(call, { project, location: location ?? 'US', timeoutMs: null, place, placeOf: () => place }).error.message
    return meaning.kind === 'exists' ? 'BigQuery answered in an unknown way.' : meaning.message
  }
  try {
    // A query that reads nothing is only looked at: it shows that jobs may be made.
    await connection.dryRun(location ?? 'US', { query: { query: 'select 1', useLegacySql: false } })
  } catch (problem) {
    return [{ what, works: false, detail: `project ${project}: ${words(problem)}`, mend: bigQueryMend(project) }]
  }
  const first: CheckedPlace =
    location === null
      ? {
          what,
          works: false,
          detail: `The target ${cloud.name} has no location.`,
          mend: 'Write `location: "US"`, or where the data is, into it.',
        }
      : { what, works: true, detail: `project ${project}, jobs in ${location}` }
  const checked = datasets.map(async (name): Promise<CheckedPlace> => {
    const dot = name.lastIndexOf('.')
    const [owner, dataset] = [name.slice(0, dot), name.slice(dot + 1)]
    try {
      const where = await connection.datasetLocation(owner, dataset)
      if (where === null || location === null || where.toLowerCase() === location.toLowerCase())
        return { what: `dataset ${name}`, works: true, detail: where === null ? 'is there' : `in ${where}` }
      return {
        what: `dataset ${name}`,
        works: false,
        detail: `is in ${where}, and the jobs of ${cloud.name} run in ${location}.`,
        mend: `Write \`location: "${where}"\` into the target or the task.`,
      }
    } catch (problem) {
      const isMissing = callProblem(problem).status === 404
      return {
        what: `dataset ${name}`,
        works: false,
        detail: isMissing ? 'There is no such dataset.' : words(problem),
        mend: isMissing
          ? `Create it: \`bq mk --location=${location ?? 'US'} ${owner}:${dataset}\`, or \`create schema\` in a task.`
          : `Grant the role BigQuery Data Editor on it.`,
      }
    }
  })
  return [first, ...(await Promise.all(checked))]
}

function bigQueryMend(project: string): string {
  return `Turn the API on (\`gcloud services enable bigquery.googleapis.com --project ${project}\`), and grant the role BigQuery Job User in ${project}.`
}

async function checkDataproc(cloud: CloudTarget, folder: string): Promise<readonly CheckedPlace[]> {
  const what = 'Dataproc'
  const connections = new DataprocConnections()
  try {
    const connection = connections.of(cloud, undefined, folder)
    if ('missing' in connection) return [{ what, works: false, detail: connection.missing, mend: connection.mend }]
    const where = `project ${connection.project}, region ${connection.region}`
    try {
      await connection.probe()
      return [{ what, works: true, detail: where }]
    } catch (problem) {
      const fault = callFault(problem)
      const said =
        fault.kind === 'refused' ? fault.failure.error.message : fault.kind === 'exists' ? 'It answered in an unknown way.' : fault.message
      const mend = `Turn the API on (\`gcloud services enable dataproc.googleapis.com --project ${connection.project}\`), and grant the role Dataproc Editor there.`
      return [{ what, works: false, detail: `${where}: ${said}`, mend }]
    }
  } finally {
    await connections.dispose()
  }
}

async function checkBuckets(cloud: CloudTarget, folder: string, { buckets, engines }: UsedPlaces): Promise<readonly CheckedPlace[]> {
  const storage = await bucketOf(cloud, folder)
  const found = await Promise.all(
    buckets.map(async ({ uri, use }): Promise<CheckedPlace> => {
      const what = `${use}: ${uri}`
      const answer = use === 'scripts' ? await storage.stat(uri) : await storage.checkBucket(uri)
      return answer.ok
        ? { what, works: true, detail: 'can be read' }
        : {
            what,
            works: false,
            detail: answer.fault.message,
            mend: 'Mend the name, create the bucket, or grant the role Storage Object User on it.',
          }
    }),
  )
  const lacks = engines.has('spark') && cloud.staging === null
  return lacks
    ? [
        ...found,
        {
          what: 'staging',
          works: false,
          detail: `The target ${cloud.name} names no bucket for scripts.`,
          mend: 'Write `staging: "BUCKET"` into it.',
        },
      ]
    : found
}
