import type { RuntimeConnection } from '../process/connect.ts'
import type { RunRecord } from '../protocol.ts'
import { isNamed } from '../task-names.ts'
import { exit, print, printJson, warn } from './output.ts'

/** `dagline runs cancel RUN TASK…`: the run goes on without these tasks, groups or instances. Answers the exit status. */
export async function cancelTasks(
  connection: RuntimeConnection,
  { run, state }: RunRecord,
  words: readonly string[],
  json: boolean,
): Promise<number> {
  const before = (await connection.request('run/show', { run }))?.tasks ?? {}
  const named = words.map(word => [word, Object.keys(before).filter(name => isNamed(name, word))] as const)
  const unknown = named.flatMap(([word, names]) => (names.length === 0 ? [word] : []))
  if (unknown.length > 0) {
    warn(`Run ${run} has no task ${unknown.join(', ')}.`)
    return exit.usage
  }
  if (state !== 'running') {
    warn(`Run ${run} is not going on: ${state}.`)
    return exit.failed
  }
  const tasks = [...new Set(named.flatMap(([, names]) => names))]
  const { cancelled } = await connection.request('run/cancel-tasks', { run, tasks })
  const after = (await connection.request('run/show', { run }))?.tasks ?? {}
  const states = Object.fromEntries(tasks.map(task => [task, after[task]?.state ?? 'cancelled']))
  if (json) printJson({ run, cancelled, tasks: states })
  else
    for (const [task, now] of Object.entries(states))
      print(now === 'cancelled' && before[task]?.state !== now ? `${task} is cancelled.` : `${task} had ended before: ${now}.`)
  return cancelled ? exit.success : exit.failed
}
