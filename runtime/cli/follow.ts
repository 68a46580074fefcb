import type { Place } from '#language'
import type { RunEvent, RunFinished, RunStarted } from '../events.ts'
import { countText, lengthText, nearPath, oneLine, print, printJson, stateText, warn } from './output.ts'

/** Shows the events of one run as they come. */
export interface RunView {
  show(event: RunEvent): void
  /** Something to say that is no event of the run. */
  note(message: string): void
  /** Leaves the screen in order; nothing is shown after it. */
  end(): void
}

/** The view that suits: events as JSON, a live table on a terminal, else plain lines. */
export async function runView(options: { readonly json: boolean }): Promise<RunView> {
  if (options.json) return { show: printJson, note: warn, end: () => undefined }
  // A terminal that does not say how wide it is cannot be drawn on.
  const drawable = process.stdout.isTTY && process.env['TERM'] !== 'dumb' && process.stdout.columns > 0
  if (!drawable) return { show: showLine, note: warn, end: () => undefined }
  const { LiveTable } = await import('./table.ts')
  return new LiveTable()
}

function showLine(event: RunEvent): void {
  switch (event.type) {
    case 'run-started':
      print(`Run ${event.run}: ${event.dag} on ${event.target}, ${countText(event.tasks.length, 'task')}${resumedText(event)}`)
      for (const warning of event.warnings ?? []) warn(warning)
      break
    case 'task-state': {
      if (event.state === 'ready') break
      const length = event.seconds === undefined ? '' : ` ${lengthText(event.seconds)}`
      print(
        `${event.task}: ${stateText(event.state)}${length}${rowsText(event.outputs?.['rows'])}${event.reason === undefined ? '' : ` (${event.reason})`}`,
      )
      // A cancelled task has told its reason.
      if (event.error !== undefined && event.state !== 'cancelled') print(`${event.task}: ${errorText(event.error)}`)
      break
    }
    case 'task-log':
      print(`${event.task} | ${event.text}`)
      break
    case 'run-finished':
      for (const warning of event.warnings ?? []) warn(warning)
      print(summaryText(event))
      break
    default:
      event satisfies never
  }
}

/** Which run it goes on with. */
export function resumedText({ resumed }: RunStarted): string {
  return resumed === undefined ? '' : `, going on with run ${resumed}`
}

/** The last line of a run. */
export function summaryText({ run, state, tasks, makespan_seconds, predicted_makespan_seconds, error }: RunFinished): string {
  const counts = new Map<string, number>()
  for (const task of Object.values(tasks)) counts.set(task.state, (counts.get(task.state) ?? 0) + 1)
  const parts = [...counts].map(([name, count]) => `${count} ${name.replace('_', ' ')}`).join(', ')
  const predicted = predicted_makespan_seconds === undefined ? '' : `, ${lengthText(predicted_makespan_seconds)} predicted`
  return `${stateText(state)}: ${parts || 'no tasks'} in ${lengthText(makespan_seconds)}${predicted}${error === undefined ? '' : ` (${error.message})`} · run ${run}`
}

export function errorText({ message, place }: { readonly message: string; readonly place?: Place }): string {
  return place === undefined ? oneLine(message) : `${placeText(place)}: ${oneLine(message)}`
}

export function placeText({ file, line, column }: Place): string {
  return `${nearPath(file)}:${line}:${column}`
}

export function rowsText(rows: unknown): string {
  return typeof rows === 'number' ? ` ${countText(rows, 'row')}` : ''
}
