import type { Readiness, ReadinessQuestion } from '../../engines/engine.ts'
import { cloudTarget, isLoopback } from '../cloud-target.ts'
import { authOf } from '../credentials.ts'
import { credentialsMend } from './job-failure.ts'
import { missingLocation } from './job-request.ts'

/** Whether BigQuery can be asked: what the target says, and whether there are credentials. Sends nothing to BigQuery. */
export async function bigQueryReadiness({ target, folder, properties }: ReadinessQuestion): Promise<Readiness> {
  const cloud = cloudTarget(target)
  const not = (missing: string, mend: string): Readiness => ({ ready: false, missing, mend })
  if (cloud.project === null) return not(`The target ${target.name} has no project.`, 'Add `project: "…"` to it: the one that pays.')
  const stated = properties.get('location')
  const location = stated?.type === 'string' && stated.value !== '' ? stated.value : cloud.location
  const dialect = properties.get('dialect')
  if (dialect?.type === 'string' && dialect.value === 'duckdb')
    return not('`dialect: duckdb` runs on the target local only.', `Leave it away on the target ${target.name}.`)
  // A location that comes from an output is known only when the task starts.
  if (location === null && !properties.has('location')) {
    const [missing, ...mend] = missingLocation(target.name).split(/(?<=\.) /)
    return not(missing!, mend.join(' '))
  }
  const endpoint = cloud.endpoints.bigquery
  const where = `project ${cloud.project}${location === null ? '' : ` in ${location}`}`
  if (isLoopback(endpoint)) return { ready: true, detail: `BigQuery at ${endpoint}, ${where}` }
  try {
    await authOf(cloud, 'bigquery', folder)
  } catch (problem) {
    return not(`There are no credentials: ${problem instanceof Error ? firstSentence(problem.message) : String(problem)}`, credentialsMend)
  }
  return { ready: true, detail: `BigQuery, ${where}` }
}

/** The library's messages lead to pages of its own after that. */
function firstSentence(message: string): string {
  return `${message.split(/\. |\n/)[0]!.replace(/\.$/, '')}.`
}
