import type { RunProgress, TaskProgress } from './run-progress.ts'

/** Identity of a log as a document: `dagline-log:/RUN/TASK.log`, parts percent-encoded. */
export const logScheme = 'dagline-log'

export function logPath(run: string, task: string): string {
  return `/${encodeURIComponent(run)}/${encodeURIComponent(task)}.log`
}

export function fromLogPath(path: string): { readonly run: string; readonly task: string } | null {
  const match = /^\/([^/]+)\/([^/]+)\.log$/.exec(path)
  return match ? { run: decodeURIComponent(match[1]!), task: decodeURIComponent(match[2]!) } : null
}

/** A task's log as a text to read: what it is, what it wrote, how it ended. */
export function logText(run: RunProgress, task: TaskProgress): string {
  const lines = [`Task ${task.name} (${task.engine}) of ${run.dag} on ${run.target}, run ${run.run}`, '']
  if (task.droppedLines > 0) lines.push(`… ${task.droppedLines} earlier lines are left out`)
  let attempt = 1
  for (const line of task.log) {
    if (line.attempt > attempt) {
      attempt = line.attempt
      lines.push('', `Attempt ${attempt}`)
    }
    const mark = line.stream === 'stderr' ? '!' : line.stream === 'system' ? '#' : ' '
    for (const part of line.text.replace(/\r?\n$/, '').split('\n')) lines.push(`${line.at.slice(11, 23)} ${mark} ${part}`)
  }
  if (task.log.length === 0) lines.push('It has written nothing.')
  lines.push('', endOf(task))
  return `${lines.join('\n')}\n`
}

function endOf(task: TaskProgress): string {
  const time = task.seconds === null ? '' : ` after ${task.seconds} s`
  const why = task.error?.message ?? task.reason
  return `State: ${task.state}${time}${why ? `\n${why}` : ''}`
}
