import type { ShownPlan, StartRun } from '../protocol.ts'
import { askPlan } from './ask-plan.ts'
import { countText, exit, oneLine, print, printJson } from './output.ts'
import { refused } from './refusal.ts'

type ShownTask = ShownPlan['tasks'][number]

/** Says which tasks a run would have, in an order in which they could start, and which it would spare; nothing is run and nothing recorded. */
export async function dryRun(start: StartRun, json: boolean): Promise<number> {
  const plan = await askPlan(start)
  if (plan.kind === 'refused') return refused(plan)
  const { dag, target, tasks } = plan
  if (json) printJson({ dag, target, tasks: tasks.map(documentOf) })
  else {
    const running = tasks.filter(task => !(task.cached || task.done || task.skipped)).length
    const of = running === tasks.length ? '' : `${running} of `
    print(`${dag} on ${target} would run ${of}${countText(tasks.length, 'task')}:`)
    for (const task of tasks)
      print(`  ${task.name} (${task.engine})${task.after.length === 0 ? '' : ` after ${task.after.join(', ')}`}${whyText(task)}`)
  }
  return exit.success
}

function documentOf({ name, engine, after, cached, done, skipped, reason }: ShownTask): Partial<ShownTask> {
  return {
    name,
    engine,
    after,
    ...(cached ? { cached } : {}),
    ...(done ? { done } : {}),
    ...(skipped ? { skipped } : {}),
    ...(reason === undefined ? {} : { reason }),
  }
}

function whyText({ cached, skipped, reason }: ShownTask): string {
  if (skipped) return ': skipped'
  if (reason === undefined) return cached ? ': cached' : ''
  return cached ? `: cached. ${oneLine(reason)}` : `: ${oneLine(reason)}`
}
