import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { styleText } from 'node:util'
import type { Command } from 'commander'
import type { ShownPlan } from '../protocol.ts'
import { askPlan } from './ask-plan.ts'
import { columns, countText, exit, lengthText, nearPath, print, printJson, warn } from './output.ts'
import { refused } from './refusal.ts'
import { processors, type RunOptions, startOf } from './run.ts'

/** `dagline plan FILE`. */
export function addPlan(program: Command): void {
  program
    .command('plan')
    .description('Say how a run would go: order, predicted start and end, critical path, slack.')
    .argument('<FILE>', 'the .dag file')
    .option('--dag <NAME>', 'which dag, where the file has several')
    .option('--target <T>', 'where it would run (local)')
    .option('--only <TASK...>', 'these tasks, groups or instances; what they start after is taken as done')
    .option('--from <TASK...>', 'these and all that comes after them')
    .option('--until <TASK...>', 'these and all that comes before them')
    .option('--parallelism <N>', 'with how many processors at once; auto: all', processors)
    .option('--input <k=v...>', 'values of inputs')
    .option('--date <D>', 'the date that run.date gives')
    .option('--no-cache', 'as if no result could be reused')
    .option('--resume <RUN>', 'as if this run were resumed: its id, the beginning of it, or `last`')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  dagline plan sales.dag --parallelism 8')
    .action(async (file: string, options: RunOptions) => {
      process.exitCode = await plan(resolve(file), options)
    })
}

async function plan(file: string, options: RunOptions): Promise<number> {
  if (!existsSync(file)) {
    warn(`There is no file ${nearPath(file)}.`)
    return exit.usage
  }
  const request = startOf(file, options)
  if (request === null) return exit.usage
  const shown = await askPlan(request)
  if (shown.kind === 'refused') return refused(shown)
  const { kind: _, ...document } = shown
  if (options.json) printJson(document)
  else await printPlan(shown)
  return exit.success
}

async function printPlan({ dag, target, parallelism, makespan_seconds, lower_bound_seconds, ...plan }: ShownPlan): Promise<void> {
  const { default: stringWidth } = await import('string-width')
  const shortest = makespan_seconds <= lower_bound_seconds ? ', the shortest there is' : ''
  print(`${dag} on ${target} with ${countText(parallelism, 'processor')}: ${lengthText(makespan_seconds)} predicted${shortest}`)
  const critical = new Set(plan.critical_path)
  const head = ['start', 'end', 'slack', 'task', 'by'].map(word => styleText('dim', word))
  const rows = plan.tasks.map(({ name, start_seconds, end_seconds, slack_seconds, basis, cached, done, skipped }) => [
    lengthText(start_seconds),
    lengthText(end_seconds),
    critical.has(name) ? styleText('yellow', 'critical') : lengthText(slack_seconds),
    name,
    skipped ? 'skipped' : cached ? 'cached' : done ? 'done' : basis,
  ])
  for (const line of columns([head, ...rows], stringWidth)) print(` ${line}`)
  if (critical.size > 0) print(`Critical path: ${plan.critical_path.join(' → ')}`)
  const counts = plan.processors.map(one => `${one.parallelism}: ${lengthText(one.makespan_seconds)}`)
  print(`By processors: ${counts.join(' · ')}`)
}
