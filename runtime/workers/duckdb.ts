import { parentPort } from 'node:worker_threads'
import { forgetMarkers, readMarkers } from '../sql/attempt-marker.ts'
import { FolderDatabase } from '../sql/database.ts'
import type { SqlAnswer, SqlRequest } from '../sql/messages.ts'
import { readTable } from '../sql/read-table.ts'
import { type Cancellation, runScript } from '../sql/run-script.ts'
import { readHistories } from '../sql/table-versions.ts'

/** The thread that holds DuckDB: an instance for each folder, a connection for each script. */

const databases = new Map<string, FolderDatabase>()
interface Cancelling extends Cancellation {
  cancelled: boolean
  again: NodeJS.Timeout | undefined
}

const cancellations = new Map<number, Cancelling>()

/** DuckDB forgets an interrupt that comes before a statement has begun to run, so it is told until the script has ended. */
const interruptEveryMs = 50

parentPort?.on('message', (request: SqlRequest) => {
  void handle(request).catch((problem: unknown) => {
    answer({ kind: 'failed', id: request.id, message: problem instanceof Error ? (problem.stack ?? problem.message) : String(problem) })
  })
})

async function handle(request: SqlRequest): Promise<void> {
  switch (request.kind) {
    case 'run': {
      const cancellation: Cancelling = { cancelled: false, connection: undefined, again: undefined }
      cancellations.set(request.id, cancellation)
      try {
        const log = (line: string): void => answer({ kind: 'log', id: request.id, line })
        const result = await runScript(request.script, databaseOf(request.script.folder), cancellation, log)
        answer({ kind: 'ran', id: request.id, result })
      } finally {
        clearInterval(cancellation.again)
        cancellations.delete(request.id)
      }
      return
    }
    case 'cancel': {
      const cancellation = cancellations.get(request.id)
      if (!cancellation || cancellation.cancelled) return
      cancellation.cancelled = true
      cancellation.connection?.interrupt()
      cancellation.again = setInterval(() => cancellation.connection?.interrupt(), interruptEveryMs)
      return
    }
    case 'read-table':
      answer({ kind: 'table', id: request.id, rows: await readTable(databaseOf(request.folder), request.table, request.limit) })
      return
    case 'table-histories':
      answer({ kind: 'table-histories', id: request.id, histories: await readHistories(databaseOf(request.folder), request.tables) })
      return
    case 'committed':
      answer({ kind: 'committed', id: request.id, attempts: await readMarkers(databaseOf(request.folder), request.run) })
      return
    case 'forget':
      await forgetMarkers(databaseOf(request.folder), request.run)
      answer({ kind: 'forgotten', id: request.id })
      return
    case 'close':
      for (const database of databases.values()) await database.close()
      databases.clear()
      answer({ kind: 'closed', id: request.id })
      parentPort?.close()
      return
    default:
      request satisfies never
  }
}

function databaseOf(folder: string): FolderDatabase {
  const known = databases.get(folder)
  if (known) return known
  const database = new FolderDatabase(folder)
  databases.set(folder, database)
  return database
}

function answer(message: SqlAnswer): void {
  parentPort?.postMessage(message)
}
