import { dirname } from 'node:path'
import type { RunGraph } from '#language'
import { Reuse, type ReuseRequest } from '../cache/reuse.ts'
import { isRemoteScript } from '../clouds/storage/remote-scripts.ts'
import type { Environment } from '../engines/engine.ts'
import type { Outputs } from '../events.ts'
import { resolveInside } from '../file-host.ts'
import type { Fingerprinter } from '../fingerprint/fingerprinter.ts'
import { plansOwn } from '../runner/attempt.ts'
import type { Secrets } from '../runner/secrets.ts'
import { isStored } from '../store/scripts.ts'
import type { Runtime } from './runtime.ts'

export interface ReuseInRun {
  readonly graph: RunGraph
  readonly selected: ReadonlySet<number>
  readonly workspace: string
  readonly cache: boolean
  /** The runs whose tasks stay done: that which is resumed, or goes on; the later one counts. */
  readonly goesOn: readonly string[]
  readonly begun?: ReadonlySet<string>
  readonly prints: Fingerprinter
  readonly givenPrints: ReadonlyMap<number, string>
  readonly givenOutputs: ReadonlyMap<number, Outputs>
  readonly secrets: Secrets
  /** Of who asked. */
  readonly env: Environment
  /** False: of scripts of buckets what is kept is taken for the newest, so that nobody has to be asked. */
  readonly asks?: boolean
}

/** What of a run need not run again; null where all of it runs. */
export function reuseInRun(runtime: Runtime, options: ReuseInRun): Promise<Reuse | null> {
  return Reuse.prepare(reuseRequest(runtime, options))
}

export function reuseRequest(runtime: Runtime, options: ReuseInRun): ReuseRequest {
  const { graph, goesOn, workspace, secrets, env, asks = true } = options
  const scripts = runtime.remoteScripts(graph, env)
  const { results } = runtime.store
  const folder = dirname(graph.file)
  return {
    ...options,
    results,
    done: goesOn.length === 0 ? null : new Map(goesOn.flatMap(run => [...results.doneIn(run)])),
    tables: runtime.tables,
    planOnly: plansOwn,
    secret: name => secrets.get(name),
    loadTables: tables => runtime.loadTables(folder, tables),
    resolve: path => {
      if (isRemoteScript(path)) return asks ? scripts.fetched(path) : scripts.kept(path)
      return isStored(path) ? runtime.storedScript(path) : resolveInside(workspace, folder, path)
    },
    fetchScript: async url => {
      if (!asks) return scripts.kept(url)
      const answer = await scripts.fetch(url)
      return answer.ok ? answer.value.file : null
    },
    fetchedScript: url => (asks ? scripts.fetched(url) : scripts.kept(url)),
    now: () => runtime.now(),
  }
}

/** Tasks that take no time in the plan of a run. */
export function sparedBy(reuse: Reuse | null): { readonly reused?: ReadonlySet<number> } {
  return reuse === null ? {} : { reused: reuse.spared }
}

/** What the results followed from that stand for tasks which are taken as done, of those right before the chosen ones. */
export function givenPrints(runtime: Runtime, graph: RunGraph, selected: ReadonlySet<number>): ReadonlyMap<number, string> {
  const prints = new Map<number, string>()
  if (selected.size === graph.tasks.length) return prints
  for (const index of selected)
    for (const { task } of graph.tasks[index]!.upstreams) {
      if (selected.has(task) || prints.has(task)) continue
      const print = runtime.store.results.lastFingerprint(graph, graph.tasks[task]!.name)
      if (print !== null) prints.set(task, print)
    }
  return prints
}
