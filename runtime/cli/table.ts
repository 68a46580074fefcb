import { styleText } from 'node:util'
import { createLogUpdate } from 'log-update'
import stringWidth from 'string-width'
import type { RunEvent, TaskState } from '../events.ts'
import { errorText, type RunView, resumedText, rowsText, summaryText } from './follow.ts'
import { columns, lengthText, oneLine, stateText } from './output.ts'

interface Row {
  readonly name: string
  state: TaskState
  /** When the running attempt began. */
  since: number | null
  seconds: number | null
  note: string
}

const frameMs = 100
/** So many last lines of a failed task are shown below the table. */
const shownLines = 10

/** A table of tasks that is redrawn in place, and stays when the run is over. */
export class LiveTable implements RunView {
  readonly #screen: NodeJS.WriteStream
  readonly #draw: ReturnType<typeof createLogUpdate>
  readonly #rows = new Map<string, Row>()
  readonly #lines = new Map<string, string[]>()
  readonly #failures: string[] = []
  #title = ''
  #timer: NodeJS.Timeout | undefined

  constructor(screen: NodeJS.WriteStream = process.stdout) {
    this.#screen = screen
    this.#draw = createLogUpdate(screen, { showCursor: false })
  }

  show(event: RunEvent): void {
    switch (event.type) {
      case 'run-started':
        this.#title = `${event.dag} on ${event.target} · run ${event.run}${resumedText(event)}`
        for (const { name } of event.tasks) this.#rows.set(name, { name, state: 'waiting', since: null, seconds: null, note: '' })
        this.#failures.push(...(event.warnings ?? []))
        this.#timer = setInterval(() => this.#frame(), frameMs)
        this.#frame()
        break
      case 'task-state': {
        const row = this.#rows.get(event.task)
        if (row === undefined) break
        row.state = event.state
        // What an attempt before has written explains nothing.
        if (event.state === 'running') this.#lines.delete(event.task)
        row.since = event.state === 'running' ? Date.parse(event.at) : null
        row.seconds = event.seconds ?? null
        row.note = oneLine(event.error?.message ?? event.reason ?? rowsText(event.outputs?.['rows']))
        if (event.state === 'failed' && event.error !== undefined) this.#failed(event.task, errorText(event.error))
        break
      }
      case 'task-log': {
        const lines = this.#lines.get(event.task) ?? []
        this.#lines.set(event.task, lines)
        lines.push(event.text)
        if (lines.length > shownLines) lines.shift()
        break
      }
      case 'run-finished':
        this.#failures.push(...(event.warnings ?? []))
        this.#finish()
        this.#screen.write(`${summaryText(event)}\n`)
        break
      default:
        event satisfies never
    }
  }

  /** Said below the table, once it stays. */
  note(message: string): void {
    if (this.#timer === undefined) this.#screen.write(`${message}\n`)
    else this.#failures.push(message)
  }

  end(): void {
    if (this.#timer !== undefined) this.#finish()
  }

  #failed(task: string, error: string): void {
    this.#failures.push(`${styleText('red', task)}: ${error}`, ...(this.#lines.get(task) ?? []).map(line => `  ${styleText('dim', line)}`))
  }

  #finish(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#draw([this.#title, ...this.#table([...this.#rows.values()])].join('\n'))
    this.#draw.done()
    for (const line of this.#failures) this.#screen.write(`${line}\n`)
  }

  #frame(): void {
    const height = Math.max(3, (this.#screen.rows || 24) - 3)
    const rows = [...this.#rows.values()]
    const shown = rows.length <= height ? rows : mostTelling(rows, height)
    const hidden = rows.length - shown.length
    const more = hidden > 0 ? [styleText('dim', `… and ${hidden} more ${hidden === 1 ? 'task' : 'tasks'}`)] : []
    this.#draw([this.#title, ...this.#table(shown), ...more].join('\n'))
  }

  #table(rows: readonly Row[]): string[] {
    const now = Date.now()
    const width = this.#screen.columns || 80
    const cells = rows.map(row => {
      const seconds = row.since === null ? row.seconds : (now - row.since) / 1000
      return [` ${stateText(row.state)}`, row.name, seconds === null ? '' : lengthText(Math.max(0, seconds)), row.note]
    })
    return columns(cells, stringWidth).map(line => cut(line, width))
  }
}

/** What runs and what went wrong first; then what ended last. */
function mostTelling(rows: readonly Row[], count: number): Row[] {
  const rank: Record<TaskState, number> = {
    running: 0,
    retrying: 0,
    failed: 1,
    interrupted: 1,
    ready: 2,
    waiting: 3,
    cancelled: 4,
    upstream_failed: 4,
    skipped: 5,
    success: 5,
    cached: 5,
  }
  const chosen = new Set([...rows].sort((a, b) => rank[a.state] - rank[b.state]).slice(0, count))
  return rows.filter(row => chosen.has(row))
}

/** A line longer than the terminal would wrap, and the table could not be redrawn over it. */
function cut(line: string, width: number): string {
  if (stringWidth(line) < width) return line
  let text = line
  while (text !== '' && stringWidth(text) >= width - 1) text = text.slice(0, -1)
  return `${text}…\u001B[0m`
}
