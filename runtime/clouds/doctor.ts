import type { EngineTarget } from '../engines/engine.ts'
import type { ConnectionCheck } from '../protocol.ts'
import { checkBigQuery } from './bigquery/bigquery-checks.ts'
import { credentialsMend } from './bigquery/job-failure.ts'
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
export async function checkTarget(target: EngineTarget, folder: string, used: UsedPlaces): Promise<readonly ConnectionCheck[]> {
  const cloud = cloudTarget(target)
  const services = servicesOf(used)
  const found: ConnectionCheck[] = []
  const credentials = await checkCredentials(cloud, folder, services)
  found.push(credentials)
  // Without them every call would say the same again.
  if (!credentials.ok) return found
  const work: Promise<readonly ConnectionCheck[]>[] = []
  if (services.has('bigquery')) work.push(checkBigQuery(target, folder, used.datasets))
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

async function checkCredentials(cloud: CloudTarget, folder: string, services: ReadonlySet<CloudService>): Promise<ConnectionCheck> {
  const far = [...services].find(service => !isLoopback(cloud.endpoints[service]))
  const what = 'credentials'
  if (services.size === 0) return { what, ok: true, told: 'no task of this target needs any' }
  if (far === undefined) return { what, ok: true, told: 'none are needed: the endpoints are on this computer' }
  const source = cloud.credentials === null ? 'application default credentials' : `the key file ${cloud.credentials}`
  const name = cloud.impersonate === null ? source : `${source}, as ${cloud.impersonate}`
  try {
    await (await authOf(cloud, far, folder)).getRequestHeaders()
    return { what, ok: true, told: name }
  } catch (problem) {
    const said = problem instanceof Error ? problem.message.split(/\. |\n/)[0]! : String(problem)
    const mend =
      cloud.impersonate === null
        ? credentialsMend
        : `${credentialsMend} Whoever acts as ${cloud.impersonate} needs the role Service Account Token Creator on it.`
    return { what, ok: false, told: `${name}: ${said.replace(/\.$/, '')}.`, mend }
  }
}

async function checkDataproc(cloud: CloudTarget, folder: string): Promise<readonly ConnectionCheck[]> {
  const what = 'Dataproc: the API'
  const connections = new DataprocConnections()
  try {
    const connection = connections.of(cloud, undefined, folder)
    if ('missing' in connection) return [{ what, ok: false, told: connection.missing, mend: connection.mend }]
    const where = `project ${connection.project}, region ${connection.region}`
    try {
      await connection.probe()
      return [{ what, ok: true, told: where }]
    } catch (problem) {
      const fault = callFault(problem)
      const said =
        fault.kind === 'refused' ? fault.failure.error.message : fault.kind === 'exists' ? 'It answered in an unknown way.' : fault.message
      const mend = `Turn the API on (\`gcloud services enable dataproc.googleapis.com --project ${connection.project}\`), and grant the role Dataproc Editor there.`
      return [{ what, ok: false, told: `${where}: ${said}`, mend }]
    }
  } finally {
    await connections.dispose()
  }
}

async function checkBuckets(cloud: CloudTarget, folder: string, { buckets, engines }: UsedPlaces): Promise<readonly ConnectionCheck[]> {
  const storage = await bucketOf(cloud, folder)
  const found = await Promise.all(
    buckets.map(async ({ uri, use }): Promise<ConnectionCheck> => {
      const what = `${use}: ${uri}`
      const answer = use === 'scripts' ? await storage.stat(uri) : await storage.checkBucket(uri)
      return answer.ok
        ? { what, ok: true, told: 'can be read' }
        : {
            what,
            ok: false,
            told: answer.fault.message,
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
          ok: false,
          told: `The target ${cloud.name} names no bucket for scripts.`,
          mend: 'Write `staging: "BUCKET"` into it.',
        },
      ]
    : found
}
