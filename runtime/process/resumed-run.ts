import type { PlanRequest, RefusedRun } from '../protocol.ts'
import type { Runtime } from './runtime.ts'

/** A run to start, with what it takes from the run that it goes on with. */
export interface AskedStart<Request extends PlanRequest> {
  readonly kind: 'asked'
  readonly params: Request
  /** `run.id` in expressions, where it is not the run's own. */
  readonly id: string | null
  readonly resumed: string | null
}

/** Fills in what a resumed run takes from the one before; or says why it cannot be resumed. */
export function withResumed<Request extends PlanRequest>({ store, left }: Runtime, params: Request): AskedStart<Request> | RefusedRun {
  if (params.resume === undefined) return { kind: 'asked', params, id: null, resumed: null }
  const word = params.resume
  const all = store.list(10_000).map(run => left.shown(run))
  const own = all.filter(run => run.file === params.file && (params.dag === undefined || run.dag === params.dag))
  const exact = all.filter(run => run.run === word)
  const found =
    word === 'last' ? own.slice(0, 1) : exact.length > 0 ? exact : word === '' ? [] : all.filter(run => run.run.startsWith(word))
  const [run] = found
  if (run === undefined) return noRun(params, word)
  if (found.length > 1)
    return refuse(
      `${found.length} runs begin with ${word}: ${found
        .slice(0, 5)
        .map(one => one.run)
        .join(', ')}.`,
    )
  if (run.file !== params.file) return refuse(`Run ${run.run} is one of ${run.file}.`)
  if (params.dag !== undefined && params.dag !== run.dag) return refuse(`Run ${run.run} is one of the dag ${run.dag}.`)
  if (run.state === 'success') {
    const which = word === 'last' ? `, the last one of ${whatIsRun(params)},` : ''
    return refuse(`Run ${run.run}${which} ended well: there is nothing left to resume.`)
  }
  if (run.state === 'running')
    return { kind: 'refused', reason: 'already-running', message: `Run ${run.run} is still going on.`, run: run.run }
  const asked = store.asked(run.run)
  if (asked === null) return refuse(`What run ${run.run} was asked to do is not recorded, so it cannot be resumed. Start it anew.`)
  const isChosen = (params.only ?? params.from ?? params.until) !== undefined
  const lacking = [
    ...(asked.withheld?.inputs ?? []).filter(name => params.inputs?.[name] === undefined).map(name => `--input ${name}=…`),
    ...(asked.withheld?.selection && !isChosen ? ['--only, --from and --until'] : []),
  ]
  if (lacking.length > 0)
    return refuse(`Run ${run.run} was asked for with secrets, which are not kept. Give again what they were part of: ${lacking.join(', ')}`)
  const { only, from, until } = isChosen ? params : asked
  return {
    kind: 'asked',
    resumed: run.run,
    id: asked.id,
    params: {
      ...params,
      ...(asked.cache === false ? { cache: false } : {}),
      dag: run.dag,
      target: params.target ?? run.target,
      inputs: { ...asked.inputs, ...params.inputs },
      date: params.date ?? asked.date,
      ...(only === undefined ? {} : { only }),
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
    },
  }
}

/** Why nothing can be resumed where there is no run that `word` means. */
export function noRun(params: PlanRequest, word: string): RefusedRun {
  return refuse(word === 'last' ? `There is no run of ${whatIsRun(params)} to resume.` : `There is no run ${word}.`)
}

function whatIsRun({ file, dag }: PlanRequest): string {
  return dag === undefined ? file : `${dag} in ${file}`
}

function refuse(message: string): RefusedRun {
  return { kind: 'refused', reason: 'usage', message }
}
