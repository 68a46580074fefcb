import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AttemptSuccess } from '../engines/engine.ts'
import type { RowsPreview } from '../protocol.ts'

/** The first rows that a task answered; of one that only changed tables, the table that it wrote last. */
export type KeptResult = RowsPreview | { readonly table: string }

/** What is to be kept of a task's result. */
export function keptResult({ preview, tables }: AttemptSuccess): KeptResult | null {
  const table = Object.keys(tables?.writes ?? {}).at(-1)
  return preview ?? (table === undefined ? null : { table })
}

/** Keeps a task's result beside the run's logs, so that it goes when these go. */
export async function writeResult(stateFolder: string, run: string, task: string, rows: KeptResult): Promise<void> {
  mkdirSync(join(stateFolder, 'logs', run), { recursive: true })
  // It is only shown: a full disk must not fail the task.
  await writeFile(resultFile(stateFolder, run, task), JSON.stringify({ task, ...rows })).catch(() => undefined)
}

/** What `writeResult` kept; null where there is nothing, or nothing whole. */
export async function readResult(stateFolder: string, run: string, task: string): Promise<KeptResult | null> {
  try {
    const kept = JSON.parse(await readFile(resultFile(stateFolder, run, task), 'utf8')) as KeptResult
    if ('table' in kept) return { table: kept.table }
    const { columns, rows, total } = kept
    return { columns, rows, total }
  } catch {
    return null
  }
}

/** A task's name may be too long for a file, or not differ from another one as a file's name. */
function resultFile(stateFolder: string, run: string, task: string): string {
  return join(stateFolder, 'logs', run, `rows-${createHash('sha256').update(task).digest('hex').slice(0, 24)}.json`)
}
