import type { EngineTarget } from '../../engines/engine.ts'
import type { ConnectionCheck } from '../../protocol.ts'
import { cloudTarget } from '../cloud-target.ts'
import { bigQueryReadiness } from './bigquery-readiness.ts'
import { BigQueryConnection } from './connection.ts'
import { credentialsMend } from './job-failure.ts'
import { callProblem, meaningOf, sentence } from './reasons.ts'

/**
 * Tries what runs on a target need of BigQuery: that it answers, that jobs may be run (by a dry run, which costs nothing), and that
 * each dataset is there and in the target's location. Makes nothing. What comes after a check that fails is left out where it cannot
 * come out otherwise.
 *
 * @param datasets `dataset` or `project.dataset`.
 */
export async function checkBigQuery(
  target: EngineTarget,
  folder: string,
  datasets: readonly string[],
): Promise<readonly ConnectionCheck[]> {
  const readiness = await bigQueryReadiness({ target, folder, env: {}, properties: new Map() })
  if (!readiness.ready) return [{ what: 'BigQuery: the target', ok: false, told: readiness.missing, mend: readiness.mend }]
  const cloud = cloudTarget(target)
  const project = cloud.project!
  const location = cloud.location!
  const connection = new BigQueryConnection(cloud, project, folder)
  const answers = await tried('BigQuery: the API', `It answers for project ${project}.`, () => connection.probe())
  if (!answers.ok) return [answers]
  const jobs = await tried('BigQuery: run jobs', `Jobs may be run in ${location}.`, () =>
    connection.dryRun(location, { query: { query: 'select 1 as x', useLegacySql: false } }),
  )
  const found = await Promise.all(datasets.map(name => checkDataset(connection, name, location)))
  return [answers, jobs, ...found]
}

async function checkDataset(connection: BigQueryConnection, name: string, location: string): Promise<ConnectionCheck> {
  const parts = name.split('.')
  const dataset = parts.pop()!
  const project = parts.length === 0 ? connection.project : parts.join('.')
  const what = `BigQuery: dataset ${name}`
  let home: string | null = null
  const check = await tried(what, `It is there, in ${location}.`, async () => {
    home = await connection.datasetLocation(project, dataset)
  })
  if (check.mend === missing)
    return { ...check, mend: `Make it: \`bq mk --location=${location} ${project}:${dataset}\`, or \`create schema\` in a task.` }
  if (!check.ok || home === null || (home as string).toLowerCase() === location.toLowerCase()) return check
  return { what, ok: false, told: `It is in ${home}, and the target's location is ${location}.`, mend: `Set \`location: "${home}"\`.` }
}

const missing = 'Make it, or mend the name.'

async function tried(what: string, told: string, call: () => Promise<unknown>): Promise<ConnectionCheck> {
  try {
    await call()
    return { what, ok: true, told }
  } catch (problem) {
    return { what, ok: false, ...wordsFor(problem) }
  }
}

function wordsFor(problem: unknown): { readonly told: string; readonly mend: string } {
  const call = callProblem(problem)
  const meaning = meaningOf(call)
  if (meaning.kind !== 'refusal') {
    const told = meaning.kind === 'exists' ? 'It answered in an unknown way.' : meaning.message
    return { told, mend: 'Try again; look at the network, and at `bigquery_endpoint` if the target has one.' }
  }
  const told = sentence(call.error.message ?? '')
  if (call.isCredentials || call.status === 401) return { told, mend: credentialsMend }
  switch (call.error.reason) {
    case 'accessDenied':
      return {
        told,
        mend: 'Give the account the roles roles/bigquery.jobUser on the project and roles/bigquery.dataEditor on the dataset.',
      }
    case 'accessNotConfigured':
      return { told, mend: 'Switch the API on: `gcloud services enable bigquery.googleapis.com`.' }
    case 'notFound':
      return { told, mend: missing }
    default:
      return { told, mend: `BigQuery's reason is ${call.error.reason ?? `status ${call.status}`}.` }
  }
}
