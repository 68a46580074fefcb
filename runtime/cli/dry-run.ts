import type { StartRun } from '../protocol.ts'
import { countText, exit, print, printJson, warn } from './output.ts'
import { warnRefused } from './refusal.ts'

/** Says which tasks a run would have, in an order in which they could start; nothing is run and nothing recorded. */
export async function dryRun(start: StartRun, json: boolean): Promise<number> {
  const [{ createFileHost, findWorkspace }, { loadRunGraph }, { select }] = await Promise.all([
    import('../file-host.ts'),
    import('../load.ts'),
    import('../plan/selection.ts'),
  ])
  const { env = {}, file } = start
  const host = createFileHost({ workspace: findWorkspace(file), env: name => env[name] })
  const loaded = await loadRunGraph(host, {
    ...start,
    inputs: start.inputs ?? {},
    run: { id: 'dry-run', ...(start.date === undefined ? {} : { date: start.date }) },
  })
  if (loaded.kind === 'refused') {
    warnRefused(loaded)
    return loaded.reason === 'usage' ? exit.usage : exit.failed
  }
  const { graph } = loaded
  const tasks = graph.tasks.map(({ name, declaration, engine, upstreams }) => ({
    name,
    declaration,
    engine,
    upstreams: upstreams.map(upstream => upstream.task),
  }))
  const selection = select(tasks, start)
  if (selection.kind !== 'selected') {
    warn(
      selection.kind === 'unknown'
        ? `${graph.dag} has no task ${selection.words.join(', ')}.`
        : 'No task is left by what --only, --from and --until say together.',
    )
    return exit.usage
  }
  const chosen = [...selection.tasks]
    .sort((a, b) => a - b)
    .map(index => ({
      name: tasks[index]!.name,
      engine: tasks[index]!.engine,
      after: tasks[index]!.upstreams.filter(upstream => selection.tasks.has(upstream)).map(upstream => tasks[upstream]!.name),
    }))
  if (json) printJson({ dag: graph.dag, target: graph.target, tasks: chosen })
  else {
    print(`${graph.dag} on ${graph.target} would run ${countText(chosen.length, 'task')}:`)
    for (const { name, engine, after } of chosen) print(`  ${name} (${engine})${after.length === 0 ? '' : ` after ${after.join(', ')}`}`)
  }
  return exit.success
}
