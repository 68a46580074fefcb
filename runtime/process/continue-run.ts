import { basename } from 'node:path'
import type { RunGraph } from '#language'
import type { Outputs, RunEvent, RunStarted } from '../events.ts'
import { createFileHost } from '../file-host.ts'
import { loadRunGraph } from '../load.ts'
import type { ContinuedRun, ContinueRun, RunRecord } from '../protocol.ts'
import { expectedSeconds } from '../runner/history.ts'
import { recordedTasks } from '../runner/past.ts'
import { planRun } from '../runner/planned-run.ts'
import { Redactor } from '../runner/redactor.ts'
import { readSecrets, taskEnvironment } from '../runner/secrets.ts'
import { nextNumber } from '../store/recovery.ts'
import { committedIn } from './committed.ts'
import { givenPrints, reuseInRun, sparedBy } from './reuse-in-run.ts'
import type { Runtime } from './runtime.ts'
import type { StoredRequest } from './stored-request.ts'

/**
 * Goes on with a run whose runtime has died: the same run, from where its record ends. It goes on by itself only as what it
 * was: where its files have changed since, it is closed as interrupted instead, and the answer says why.
 */
export async function continueRun(runtime: Runtime, params: ContinueRun): Promise<ContinuedRun> {
  const { run, origin } = params
  const owner = runtime.left.originOf(run)
  if (owner !== null && owner !== origin) return { kind: 'left' }
  let refusal: string | null = null
  if (owner !== null)
    await runtime.left.take(run, async () => {
      refusal = await goOn(runtime, params)
      return refusal === null
    })
  if (refusal !== null) return { kind: 'refused', message: refusal }
  return { kind: runtime.run(run) === null ? 'over' : 'continued' }
}

/** Null where the run goes on; else why not. */
async function goOn(runtime: Runtime, { run, from, env: asked }: ContinueRun): Promise<string | null> {
  const { store } = runtime
  const record = store.record(run)!
  const { stored, date, parallelism, stopping } = store.leftRun(run)!
  const words = store.asked(run)
  if (stored === null) {
    const secret = (words?.withheld?.inputs ?? []).map(name => ` --input ${name}=…`).join('')
    return `What run ${run} was asked to do has a secret in it and is not recorded${resumeWith(record, secret)}`
  }
  const { workspace, inputs, digest, tasks: count, given } = JSON.parse(stored) as StoredRequest
  const env = asked ?? (process.env as Record<string, string>)
  const secrets = readSecrets(runtime.stateFolder, env)
  const redactor = new Redactor(secrets.values)
  const loaded = await loadRunGraph(createFileHost({ workspace, env: name => env[name], now: () => runtime.now() }), {
    file: record.file,
    dag: record.dag,
    target: record.target,
    inputs,
    hides: name => redactor.finds(name),
    run: { id: words?.id ?? run, date },
  })
  if (loaded.kind === 'refused' || loaded.digest !== digest) {
    if (loaded.kind === 'refused' && loaded.reason === 'usage')
      return `Run ${run} cannot be made again (${loaded.message.replace(/\.$/, '')})${resumeWith(record)}`
    return `${basename(record.file)} or a file that it names has changed since run ${run} began${resumeWith(record)}`
  }
  const { graph } = loaded
  const events = store.events(run, 0).map(one => one.event)
  const selected = sameTasks(graph, events)
  if (selected === null || graph.tasks.length !== count)
    return `The tasks of ${record.dag} are others in this environment than in the one in which run ${run} began${resumeWith(record)}`
  const tasks = recordedTasks(events)
  const givenOutputs = byIndex(graph, given)
  const prints = givenPrints(runtime, graph, selected)
  const cache = words?.cache ?? true
  // What is done in this run is known by its record; only what may be taken from other runs needs to be compared.
  const reuses = record.resumed !== undefined || (cache && graph.tasks.some(task => task.propertyNames.includes('cache')))
  const reuse = await reuseInRun(runtime, {
    graph,
    selected,
    workspace,
    cache,
    begun: new Set([...tasks].flatMap(([name, { attempts, state }]) => (attempts > 0 && state !== 'success' ? [name] : []))),
    goesOn: reuses ? [...(record.resumed === undefined ? [] : [record.resumed]), run] : [],
    prints: runtime.fingerprinter(graph, workspace),
    givenPrints: prints,
    givenOutputs,
    secrets,
    env: taskEnvironment(env),
  })
  const predicted = startOf(events)?.predicted
  runtime.start({
    run,
    graph,
    selected,
    givenOutputs,
    givenPrints: prints,
    reuse,
    parallelism,
    planned: planRun({
      graph,
      selected,
      parallelism,
      engines: runtime.engines,
      history: expectedSeconds(store, store.works(run)),
      ...sparedBy(reuse),
    }),
    origin: record.origin,
    inputs: record.inputs,
    date,
    workspace,
    env: taskEnvironment(env),
    secrets,
    stored,
    past: {
      startedAt: Date.parse(record.started),
      tasks,
      nextNumber: Math.max(from, await nextNumber(store, runtime.stateFolder, run)),
      stopping,
      committed: await committedIn(runtime, run),
      ...(predicted === undefined ? {} : { predicted }),
    },
  })
  return null
}

function resumeWith({ run, file }: RunRecord, more = ''): string {
  return `, so it did not go on by itself. \`dagline run ${basename(file)} --resume ${run}${more}\` runs what is left of it.`
}

function startOf(events: readonly RunEvent[]): RunStarted | undefined {
  return events.find((event): event is RunStarted => event.type === 'run-started')
}

/** The tasks of the run in the graph that was made again; null where they or their edges are not the same. */
function sameTasks(graph: RunGraph, events: readonly RunEvent[]): ReadonlySet<number> | null {
  const started = startOf(events)
  const indexes = new Map(graph.tasks.map(task => [task.name, task.index]))
  const selected = new Set<number>()
  for (const { name } of started?.tasks ?? []) {
    const index = indexes.get(name)
    if (index === undefined) return null
    selected.add(index)
  }
  for (const { name, engine, upstreams } of started?.tasks ?? []) {
    const task = graph.tasks[indexes.get(name)!]!
    const now = task.upstreams.filter(upstream => selected.has(upstream.task)).map(upstream => graph.tasks[upstream.task]!.name)
    if (task.engine !== engine || JSON.stringify(now) !== JSON.stringify(upstreams)) return null
  }
  return selected
}

function byIndex(graph: RunGraph, given: StoredRequest['given']): ReadonlyMap<number, Outputs> {
  return new Map(
    graph.tasks.flatMap(task => {
      const outputs = given[task.name]
      return outputs === undefined ? [] : [[task.index, outputs] as const]
    }),
  )
}
