import { dirname, join } from 'node:path'
import { createFileHost, findWorkspace } from './file-host.ts'
import { type Loaded, loadRunGraph, type Refusal } from './load.ts'
import { select } from './plan/selection.ts'
import type { PlanRequest } from './protocol.ts'
import { Redactor } from './runner/redactor.ts'
import { readSecrets } from './runner/secrets.ts'

/** The graph of a request with the tasks that it chooses. */
export type LoadedSelection = (Loaded & { readonly kind: 'graph' } & { readonly selected: ReadonlySet<number> }) | Refusal

/** Reads the file and chooses the tasks that `--only`, `--from` and `--until` name. */
export async function loadSelection(where: { readonly folder: string; now(): number }, request: PlanRequest): Promise<LoadedSelection> {
  const env = request.env ?? (process.env as Readonly<Record<string, string>>)
  const workspace = request.workspace ?? findWorkspace(request.file, where.folder)
  const redactor = new Redactor(readSecrets(join(dirname(request.file), '.dagline'), env).values)
  const loaded = await loadRunGraph(createFileHost({ workspace, env: name => env[name], now: () => where.now() }), {
    file: request.file,
    ...(request.dag === undefined ? {} : { dag: request.dag }),
    ...(request.target === undefined ? {} : { target: request.target }),
    inputs: request.inputs ?? {},
    hides: name => redactor.finds(name),
    run: { id: request.id ?? 'plan', ...(request.date === undefined ? {} : { date: request.date }) },
  })
  if (loaded.kind === 'refused') return loaded
  const tasks = loaded.graph.tasks.map(({ name, declaration, upstreams }) => ({
    name,
    declaration,
    upstreams: upstreams.map(upstream => upstream.task),
  }))
  const selection = select(tasks, request)
  switch (selection.kind) {
    case 'selected':
      return { ...loaded, selected: selection.tasks }
    case 'unknown':
      return { kind: 'refused', reason: 'usage', message: `${loaded.graph.dag} has no task ${selection.words.join(', ')}.` }
    case 'empty':
      return { kind: 'refused', reason: 'usage', message: 'No task is left by what --only, --from and --until say together.' }
    default:
      return selection satisfies never
  }
}
