import type { RunGraph } from '#language'
import { Reuse } from '../cache/reuse.ts'
import { createFileHost, findWorkspace, readText } from '../file-host.ts'
import { loadRunGraph } from '../load.ts'
import type { CachedTask, ListCache } from '../protocol.ts'
import { Redactor } from '../runner/redactor.ts'
import { readSecrets, taskEnvironment } from '../runner/secrets.ts'
import { reuseRequest } from './reuse-in-run.ts'
import type { Runtime } from './runtime.ts'

interface Wanted {
  readonly file: string
  readonly dag: string
  readonly target: string
}

/** Says of every task with `cache` whether a run that started now would reuse its result, and why. */
export async function listCache(runtime: Runtime, params: ListCache): Promise<{ readonly tasks: readonly CachedTask[] }> {
  const { file, dag, target } = params
  const wanted: Wanted[] = file === undefined ? [] : (await dagsIn(file)).map(name => ({ file, dag: name, target: target ?? 'local' }))
  const known = runtime.store.results
    .scopes()
    .filter(scope => (file ?? scope.file) === scope.file && (dag ?? scope.dag) === scope.dag && (target ?? scope.target) === scope.target)
  for (const scope of known) if (!wanted.some(one => sameScope(one, scope))) wanted.push(scope)
  const tasks: CachedTask[] = []
  for (const scope of wanted) if (scope.dag === (dag ?? scope.dag)) tasks.push(...(await tasksOf(runtime, params, scope)))
  return { tasks }
}

function sameScope(a: Wanted, b: Wanted): boolean {
  return a.file === b.file && a.dag === b.dag && a.target === b.target
}

/** Names of the dags of a file, whatever else is wrong with it. */
async function dagsIn(file: string): Promise<string[]> {
  const text = readText(file)
  if (text.kind !== 'text') return []
  const { analyze } = await import('#language')
  const host = createFileHost({ workspace: findWorkspace(file) })
  return analyze(host, file, text.text).file.dags.map(dag => dag.name)
}

async function tasksOf(runtime: Runtime, params: ListCache, { file, dag, target }: Wanted): Promise<CachedTask[]> {
  const env = params.env ?? (process.env as Record<string, string>)
  const workspace = params.workspace ?? findWorkspace(file, runtime.folder)
  const host = createFileHost({ workspace, env: name => env[name], now: () => runtime.now() })
  const { inputs = {}, date } = params
  const secrets = readSecrets(runtime.stateFolder, env)
  const redactor = new Redactor(secrets.values)
  const run = { id: 'cache-list', ...(date === undefined ? {} : { date }) }
  const loaded = await loadRunGraph(host, { file, dag, target, inputs, run, hides: name => redactor.finds(name) })
  const newest = runtime.store.results.newest({ file, dag, target })
  if (loaded.kind === 'refused') {
    // The results are there all the same, and may be wanted to be cleared.
    return [...newest.values()].map(({ task, run: of, ended }) => {
      return { file, dag, target, task, reused: false, run: of, ended, reason: `The dag cannot be read: ${loaded.message}` }
    })
  }
  const { graph } = loaded
  const selected = new Set(graph.tasks.keys())
  const reuse = await Reuse.prepare(
    reuseRequest(runtime, {
      graph,
      selected,
      workspace,
      cache: true,
      goesOn: [],
      prints: runtime.fingerprinter(graph, workspace),
      givenPrints: new Map(),
      givenOutputs: new Map(),
      secrets,
      env: taskEnvironment(env),
      asks: false,
    }),
  )
  return graph.tasks.flatMap(task => {
    if (reuse === null || !wantsCache(graph, task.index)) return []
    const { reused, reason } = reuse.expectation(task.index)
    const known = newest.get(task.name)
    return {
      file,
      dag,
      target,
      task: task.name,
      reused: reused !== null,
      run: reused?.run ?? known?.run ?? null,
      ended: known?.ended ?? null,
      reason: reason ?? 'There is no result of it.',
    }
  })
}

function wantsCache(graph: RunGraph, task: number): boolean {
  const cache = graph.tasks[task]!.evaluate('cache', { attempt: 1, outputs: () => undefined, secret: () => undefined })
  return cache?.ok === true && !(cache.value.type === 'boolean' && !cache.value.value)
}
