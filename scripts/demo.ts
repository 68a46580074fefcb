// `npm run demo`: checks, draws and runs the example on the embedded engine, then shows the rows of its fact table.
import { spawn } from 'node:child_process'
import { mkdirSync, openSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import stringWidth from 'string-width'
import { columns } from '../runtime/cli/output.ts'
import { createBqEngine } from '../runtime/engines/bq.ts'
import { connectRuntime } from '../runtime/process/connect.ts'
import { runtimeEntry } from '../runtime/process/entry.ts'
import type { RowsPreview } from '../runtime/protocol.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, 'examples', 'pydag')
const file = join(folder, 'sales_facts.dag')
const picture = join(folder, '.dagline', 'sales_facts.svg')
const mostRows = 1000

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Runs the command line as a user would; ends the demo where it fails. */
async function dagline(args: readonly string[], output: 'inherit' | number = 'inherit'): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'bin', 'dagline.mjs'), ...args], { cwd: root, stdio: ['inherit', output, 'inherit'] })
  const status = await new Promise<number>((settle, fail) => {
    child.on('error', fail)
    child.on('exit', code => settle(code ?? 1))
  })
  if (status !== 0) process.exit(status)
}

/** The runtime holds the tables' file for a while after a run; it is asked to let go. */
async function endRuntime(): Promise<void> {
  const connection = await connectRuntime({ folder, entry: runtimeEntry, start: false })
  if (connection === null) return
  const closed = new Promise<void>(settle => connection.onClose(settle))
  await connection.request('shutdown', { force: false }).catch(() => null)
  await closed
}

async function showFacts(): Promise<void> {
  const engine = createBqEngine()
  try {
    const table = await engine.readTable?.(folder, 'local.datasettest.mytable3', mostRows)
    if (!table) throw new Error('The run made no fact table.')
    const rows = [table.columns.map(column => column.name), ...inOrder(table.rows).map(row => row.map(value => value ?? 'NULL'))]
    for (const line of sideBySide(columns(rows, stringWidth))) say(`  ${line}`)
    say(`  ${table.total} rows`)
  } finally {
    await engine.dispose?.()
  }
}

/** Rows have no order of their own. */
function inOrder(rows: RowsPreview['rows']): RowsPreview['rows'] {
  return [...rows].sort((a, b) => Number(a[0]) - Number(b[0]) || String(a).localeCompare(String(b)))
}

/** A long table in as many columns as the terminal has room for, each under its own header. */
function sideBySide([header = '', ...lines]: readonly string[]): string[] {
  const width = Math.max(...[header, ...lines].map(line => stringWidth(line)))
  const count = Math.max(1, Math.floor(((process.stdout.columns ?? 100) - 2) / (width + 4)))
  const height = Math.ceil(lines.length / count)
  const across = (row: number): string =>
    Array.from({ length: count }, (_, i) => (row < 0 ? header : (lines[i * height + row] ?? '')).padEnd(width + 4))
      .join('')
      .trimEnd()
  return Array.from({ length: height + 1 }, (_, row) => across(row - 1))
}

const name = relative(root, file)
say(`Check ${name}`)
await dagline(['check', name])
say('Draw it')
mkdirSync(dirname(picture), { recursive: true })
rmSync(picture, { force: true })
await dagline(['graph', name, '--format', 'svg'], openSync(picture, 'w'))
say('Run it')
await dagline(['run', name])
say('The fact table, local.datasettest.mytable3:')
await endRuntime()
await showFacts()
say(`The picture: ${picture}`)
