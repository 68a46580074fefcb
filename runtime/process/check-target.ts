import { dirname } from 'node:path'
import type { RunGraph } from '#language'
import { type UsedPlaces, usedPlaces } from '../clouds/used-places.ts'
import { createFileHost, findWorkspace } from '../file-host.ts'
import { loadRunGraph, type Refusal } from '../load.ts'
import type { CheckedTarget, TargetCheck } from '../protocol.ts'

/** Tries what the dags of a file need on a target. Starts nothing and creates nothing. */
export async function checkFileTarget(
  request: TargetCheck,
  where: { readonly folder: string; now(): number },
): Promise<CheckedTarget | Refusal> {
  const { file, target } = request
  const env = request.env ?? (process.env as Readonly<Record<string, string>>)
  const workspace = request.workspace ?? findWorkspace(file, where.folder)
  const host = createFileHost({ workspace, env: name => env[name], now: () => where.now() })
  const graphs: RunGraph[] = []
  let refusal: Refusal | null = null
  for (const dag of await dagsOf(host, file)) {
    const loaded = await loadRunGraph(host, { file, ...(dag === null ? {} : { dag }), target, inputs: {}, run: { id: 'check' } })
    if (loaded.kind === 'graph') graphs.push(loaded.graph)
    else refusal ??= loaded
  }
  const [first] = graphs
  if (first === undefined) return refusal ?? { kind: 'refused', reason: 'usage', message: `There is no dag in ${file}.` }
  if (target === 'local') return { kind: 'checked', target, checks: [{ what: 'this computer', ok: true, told: 'It needs no account.' }] }
  const { checkTarget } = await import('../clouds/doctor.ts')
  const checks = await checkTarget({ name: target, properties: first.targetProperties }, dirname(file), together(graphs, workspace))
  return { kind: 'checked', target, checks }
}

/** Null: it cannot be told, and loading says why. */
async function dagsOf(host: ReturnType<typeof createFileHost>, file: string): Promise<readonly (string | null)[]> {
  const { analyze } = await import('#language')
  const read = host.read(file)
  if (read.kind !== 'text') return [null]
  const names = analyze(host, file, read.text, { hints: false }).file.dags.map(dag => dag.name)
  return names.length === 0 ? [null] : names
}

function together(graphs: readonly RunGraph[], workspace: string): UsedPlaces {
  const each = graphs.map(graph => usedPlaces(graph, workspace))
  const buckets = new Map(each.flatMap(({ buckets: some }) => some.map(bucket => [bucket.uri, bucket] as const)))
  return {
    datasets: [...new Set(each.flatMap(({ datasets }) => datasets))].sort(),
    buckets: [...buckets.values()],
    engines: new Set(each.flatMap(({ engines }) => [...engines])),
  }
}
