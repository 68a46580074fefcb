import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RowsPreview } from '../protocol.ts'

/** Keeps the first rows of a task's result beside the run's logs, so that they go when these go. */
export async function writeResult(stateFolder: string, run: string, task: string, rows: RowsPreview): Promise<void> {
  mkdirSync(join(stateFolder, 'logs', run), { recursive: true })
  // It is only shown: a full disk must not fail the task.
  await writeFile(resultFile(stateFolder, run, task), JSON.stringify({ task, ...rows })).catch(() => undefined)
}

/** What `writeResult` kept; null where there is nothing, or nothing whole. */
export async function readResult(stateFolder: string, run: string, task: string): Promise<RowsPreview | null> {
  try {
    const { columns, rows, total } = JSON.parse(await readFile(resultFile(stateFolder, run, task), 'utf8')) as RowsPreview
    return { columns, rows, total }
  } catch {
    return null
  }
}

/** A task's name may be too long for a file, or not differ from another one as a file's name. */
function resultFile(stateFolder: string, run: string, task: string): string {
  return join(stateFolder, 'logs', run, `rows-${createHash('sha256').update(task).digest('hex').slice(0, 24)}.json`)
}
