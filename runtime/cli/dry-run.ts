import type { StartRun } from '../protocol.ts'
import { countText, exit, print, printJson } from './output.ts'
import { warnRefused } from './refusal.ts'

/** Says which tasks a run would have, in an order in which they could start; nothing is run and nothing recorded. */
export async function dryRun(start: StartRun, json: boolean): Promise<number> {
  const { loadSelection } = await import('../load-selection.ts')
  const loaded = await loadSelection({ folder: process.cwd(), now: () => Date.now() }, start)
  if (loaded.kind === 'refused') {
    warnRefused(loaded)
    return loaded.reason === 'usage' ? exit.usage : exit.failed
  }
  const { graph, selected } = loaded
  const chosen = graph.tasks
    .filter(task => selected.has(task.index))
    .map(({ name, engine, upstreams }) => ({
      name,
      engine,
      after: upstreams.flatMap(upstream => (selected.has(upstream.task) ? [graph.tasks[upstream.task]!.name] : [])),
    }))
  if (json) printJson({ dag: graph.dag, target: graph.target, tasks: chosen })
  else {
    print(`${graph.dag} on ${graph.target} would run ${countText(chosen.length, 'task')}:`)
    for (const { name, engine, after } of chosen) print(`  ${name} (${engine})${after.length === 0 ? '' : ` after ${after.join(', ')}`}`)
  }
  return exit.success
}
