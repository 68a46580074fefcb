import type { AttemptContext, RunGraph, RunTask, Value } from '#language'
import type { EngineTarget } from '../engines/engine.ts'
import { createFileHost, findWorkspace } from '../file-host.ts'
import { loadRunGraph } from '../load.ts'
import { select } from '../plan/selection.ts'
import type { RefusalReason, RefusedDiagnostic, RefusedRun, StartRun } from '../protocol.ts'
import { parallelismOf } from '../runner/graph-properties.ts'
import { digest, expectedSeconds } from '../runner/history.ts'
import { planRun } from '../runner/planned-run.ts'
import { Redactor } from '../runner/redactor.ts'
import type { Run } from '../runner/run.ts'
import { readSecrets, taskEnvironment } from '../runner/secrets.ts'
import { missingOutputs, neededOutputs } from './needed-outputs.ts'
import { withResumed } from './resumed-run.ts'
import { givenPrints, reuseInRun, sparedBy } from './reuse-in-run.ts'
import { isRunId, newRunId } from './run-id.ts'
import type { Runtime } from './runtime.ts'
import { askedOf, storedRequest } from './stored-request.ts'

export type Started = { readonly kind: 'started'; readonly run: Run; readonly recorded: Promise<void> }

/** Starts a run as a client asked for it, or says why not; then nothing was done. */
export async function startRun(runtime: Runtime, asked: StartRun): Promise<Started | RefusedRun> {
  const start = withResumed(runtime, asked)
  if (start.kind === 'refused') return start
  const { params, resumed } = start
  const env = params.env ?? (process.env as Record<string, string>)
  const workspace = params.workspace ?? findWorkspace(params.file, runtime.folder)
  const id = params.id ?? newRunId(runtime.now())
  if (!isRunId(id) || runtime.store.record(id) !== null) return refuse('usage', `${id} cannot name a new run.`)
  const host = createFileHost({ workspace, env: name => env[name], now: () => runtime.now() })
  const secrets = readSecrets(runtime.stateFolder, env)
  const redactor = new Redactor(secrets.values)
  const loaded = await loadRunGraph(host, {
    file: params.file,
    ...(params.dag === undefined ? {} : { dag: params.dag }),
    ...(params.target === undefined ? {} : { target: params.target }),
    inputs: params.inputs ?? {},
    hides: name => redactor.finds(name),
    run: { id: start.id ?? id, ...(params.date === undefined ? {} : { date: params.date }) },
  })
  if (loaded.kind === 'refused') return loaded
  const { graph } = loaded
  const selection = select(
    graph.tasks.map(task => ({ name: task.name, declaration: task.declaration, upstreams: task.upstreams.map(upstream => upstream.task) })),
    params,
  )
  if (selection.kind === 'unknown') return refuse('usage', `${graph.dag} has no task ${selection.words.join(', ')}.`)
  if (selection.kind === 'empty') return refuse('usage', 'No task is left by what --only, --from and --until say together.')
  const given = neededOutputs(runtime.store, graph, selection.tasks)
  const lacking = missingOutputs(given.missing)
  if (lacking !== null) return lacking
  const wanted = graph.targetProperties.get('confirm')
  if (wanted?.type === 'boolean' && wanted.value && params.confirmed !== graph.target) {
    return refuse('confirm', `The target ${graph.target} wants its name to be typed before a run.`)
  }
  await runtime.closeLeftOf(graph.file, graph.dag)
  const unready = await findUnready(runtime, graph, selection.tasks, taskEnvironment(env))
  if (unready.length > 0) {
    return { ...refuse('engine-not-ready', unready.map(({ message }) => message).join('\n')), diagnostics: unready }
  }
  const prints = givenPrints(runtime, graph, selection.tasks)
  const reuse = await reuseInRun(runtime, {
    graph,
    selected: selection.tasks,
    workspace,
    cache: params.cache ?? true,
    goesOn: resumed === null ? [] : [resumed],
    prints: runtime.fingerprinter(graph, workspace),
    givenPrints: prints,
    givenOutputs: given.outputs,
    secrets,
  })
  // Last, with nothing awaited after it: two that start at once must not both pass.
  const running = runtime.runningOf(graph.file, graph.dag)
  if (running !== null) return { ...refuse('already-running', `${graph.dag} is already running, as run ${running}.`), run: running }
  const parallelism = parallelismOf(graph, params.parallelism, runtime.processors)
  const works = loaded.works(digest)
  const history = expectedSeconds(runtime.store, works)
  const run = runtime.start({
    run: id,
    graph,
    selected: selection.tasks,
    givenOutputs: given.outputs,
    parallelism,
    planned: planRun({ graph, selected: selection.tasks, parallelism, engines: runtime.engines, history, ...sparedBy(reuse) }),
    works,
    origin: params.origin,
    inputs: loaded.inputs,
    date: loaded.date,
    workspace,
    env: taskEnvironment(env),
    secrets,
    givenPrints: prints,
    reuse,
    asked: askedOf(params, start.id ?? id, redactor),
    ...(resumed === null ? {} : { resumed }),
    stored: storedRequest({ workspace, inputs: params.inputs ?? {}, digest: loaded.digest, graph, given: given.outputs }, redactor),
  })
  const recorded = new Promise<void>(resolve => {
    const stop = runtime.listen(id, () => {
      stop()
      resolve()
    })
  })
  return { kind: 'started', run, recorded }
}

function refuse(reason: RefusalReason, message: string): RefusedRun {
  return { kind: 'refused', reason, message }
}

/** What keeps each engine that the chosen tasks need from running here, at the first task that needs it, and what to do. */
async function findUnready(
  runtime: Runtime,
  graph: RunGraph,
  selected: ReadonlySet<number>,
  env: Readonly<Record<string, string>>,
): Promise<RefusedDiagnostic[]> {
  const target: EngineTarget = { name: graph.target, properties: graph.targetProperties }
  const context: AttemptContext = { attempt: 1, outputs: () => undefined, secret: () => undefined }
  const asked = new Map<string, string>()
  const found: RefusedDiagnostic[] = []
  const add = (task: RunTask, why: string): void => {
    found.push({ ...task.place, severity: 'error', code: 'engine-not-ready', message: `${task.name}: ${why}`, related: [] })
  }
  for (const index of selected) {
    const task = graph.tasks[index]!
    const engine = runtime.engines.get(task.engine)
    if (engine === undefined) {
      if (!asked.has(task.engine)) add(task, `there is no engine ${task.engine} yet.`)
      asked.set(task.engine, task.name)
      continue
    }
    const properties = new Map<string, Value>()
    for (const property of engine.readinessProperties) {
      const evaluation = task.evaluate(property, context)
      if (evaluation?.ok) properties.set(property, evaluation.value)
    }
    const key = JSON.stringify([task.engine, ...[...properties].map(([name, value]) => [name, 'value' in value ? value.value : null])])
    if (asked.has(key)) continue
    asked.set(key, task.name)
    const readiness = await engine.readiness({ target, folder: runtime.folder, env, properties })
    if (!readiness.ready) add(task, `${readiness.missing} ${readiness.mend}`)
  }
  return found
}
