import type { Readiness, ReadinessQuestion } from '../../engines/engine.ts'
import { cloudTarget } from '../cloud-target.ts'
import type { DataprocConnection } from './connection.ts'
import type { DataprocConnections } from './connections.ts'
import { callFault } from './faults.ts'

/** For so long an answer is not asked for again: each task of a run asks. */
const freshMs = 30_000

const answers = new WeakMap<DataprocConnection, { readonly at: number; readonly answer: Promise<Readiness> }>()

/** Whether Dataproc answers on the target: by asking for its clusters. */
export async function dataprocReadiness(
  connections: DataprocConnections,
  { target, folder, properties }: ReadinessQuestion,
): Promise<Readiness> {
  const region = properties.get('region')
  const connection = connections.of(cloudTarget(target), region?.type === 'string' ? region.value : undefined, folder)
  if ('missing' in connection) return { ready: false, ...connection }
  const known = answers.get(connection)
  if (known !== undefined && Date.now() - known.at < freshMs) return await known.answer
  const answer = ask(connection)
  answers.set(connection, { at: Date.now(), answer })
  const given = await answer
  if (!given.ready) answers.delete(connection)
  return given
}

/** The same for a job, whose local script needs a bucket. */
export async function jobReadiness(connections: DataprocConnections, question: ReadinessQuestion): Promise<Readiness> {
  const script = question.properties.get('script')
  const { name, staging } = cloudTarget(question.target)
  if (script?.type === 'string' && !script.value.startsWith('gs://') && staging === null) {
    const missing = `The target ${name} names no bucket for ${script.value}, which the cluster is to read.`
    return { ready: false, missing, mend: 'Write `staging: "BUCKET"` into it.' }
  }
  return await dataprocReadiness(connections, question)
}

async function ask(connection: DataprocConnection): Promise<Readiness> {
  const where = `Dataproc in ${connection.region}, project ${connection.project}`
  try {
    await connection.probe()
    return { ready: true, detail: where }
  } catch (problem) {
    const fault = callFault(problem)
    // What passes by itself is no reason not to begin; the calls of the tasks wait for it.
    if (fault.kind !== 'refused') return { ready: true, detail: `${where}, which does not answer at the moment` }
    return { ready: false, missing: fault.failure.error.message, mend: `It was asked for ${where}.` }
  }
}
