import type { Place, Value } from '#language'
import type { ParamPhase } from '#language/sql'
import type { EngineTarget } from '../../engines/engine.ts'
import { cloudTarget } from '../cloud-target.ts'
import type { BigQueryConnection } from './connection.ts'
import { jobRequest } from './job-request.ts'
import { locatedMessage } from './positions.ts'
import { callProblem, meaningOf, sentence } from './reasons.ts'
import { renderScript, type ScriptSource } from './rendered-script.ts'

/** How many bytes a script would read. */
export type Estimate =
  /** Those that it will be billed for, but for BigQuery's rounding up. */
  | { readonly kind: 'exact'; readonly bytes: number }
  /** It may be less: of a table that is clustered, not all is read. */
  | { readonly kind: 'upper-bound'; readonly bytes: number }
  /** `why`: a sentence. `place`: where the script is at fault, if it is. */
  | { readonly kind: 'unknown'; readonly why: string; readonly place?: Place }

export interface EstimateRequest {
  readonly script: ScriptSource
  readonly params: ReadonlyMap<string, Value>
  paramPhase(name: string): ParamPhase
  /** Of the task: `location` decides, and what else is sent goes with it. */
  readonly properties: ReadonlyMap<string, Value>
  readonly connection: BigQueryConnection
}

/** Has BigQuery tell what a script would read; nothing is run, and nothing is billed. Never rejects. */
export async function estimate(
  target: EngineTarget,
  { script, params, paramPhase, properties, connection }: EstimateRequest,
): Promise<Estimate> {
  const rendered = renderScript(script, params, paramPhase)
  if ('kind' in rendered) return unknown(rendered.error.message, rendered.error.place)
  const request = jobRequest({ target: cloudTarget(target), properties, script: rendered, labels: {}, timeoutMs: null })
  if ('property' in request) return unknown(request.message)
  try {
    const { statistics } = await connection.dryRun(request.location, request.configuration)
    const bytes = Number(statistics?.query?.totalBytesProcessed ?? statistics?.totalBytesProcessed)
    if (statistics?.query?.statementType === 'SCRIPT')
      return unknown('What a script of several statements reads is known when it has run: its later ones read what the earlier ones make.')
    if (Number.isNaN(bytes)) return unknown('BigQuery does not say.')
    switch (statistics?.query?.totalBytesProcessedAccuracy) {
      case 'UPPER_BOUND':
        return { kind: 'upper-bound', bytes }
      // It says so only where it is not.
      case 'PRECISE':
      case undefined:
        return { kind: 'exact', bytes }
      default:
        return unknown('BigQuery cannot tell before the query has run.')
    }
  } catch (problem) {
    return unanswered(problem, rendered.placeOf)
  }
}

function unanswered(problem: unknown, placeOf: (position: { line: number; column: number }) => Place): Estimate {
  const meaning = meaningOf(callProblem(problem))
  if (meaning.kind === 'exists') return unknown('BigQuery answered in an unknown way.')
  if (meaning.kind !== 'refusal') return unknown(meaning.message)
  const { error } = meaning.problem
  const { message, position } = locatedMessage(error.message ?? '')
  if (error.reason === 'notFound') return unknown(`${sentence(message)} A task before may make it.`)
  return unknown(sentence(message), position === null ? undefined : placeOf(position))
}

function unknown(why: string, place?: Place): Estimate {
  return { kind: 'unknown', why, ...(place === undefined ? {} : { place }) }
}
