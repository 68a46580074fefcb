import { Worker } from 'node:worker_threads'
import type { TableHistory } from '../cache/table-versions.ts'
import type { CommittedAttempt, Preview, ScriptRequest, ScriptResult, SqlAnswer, SqlRequest, TableName } from './messages.ts'

interface Pending {
  readonly settle: (answer: SqlAnswer) => void
  readonly reject: (problem: Error) => void
  readonly log?: (line: string) => void
}

/** The runtime's side of the thread that holds DuckDB. The thread starts with the first script, and again if it broke. */
export class SqlThread {
  readonly #file: string
  #worker: Worker | undefined
  readonly #pending = new Map<number, Pending>()
  #next = 1

  constructor(workerFile: string) {
    this.#file = workerFile
  }

  /** Runs a script to its end. After an abort it settles once DuckDB has let go. */
  async run(script: ScriptRequest, signal: AbortSignal, log: (line: string) => void): Promise<ScriptResult> {
    const id = this.#next++
    const cancel = (): void => this.#worker?.postMessage({ kind: 'cancel', id } satisfies SqlRequest)
    if (signal.aborted)
      return { kind: 'failure', code: 'cancelled', message: 'The script was cancelled.', span: { start: 0, end: 0 }, transient: true }
    signal.addEventListener('abort', cancel, { once: true })
    try {
      const answer = await this.#ask({ kind: 'run', id, script }, log)
      if (answer.kind === 'ran') return answer.result
      throw new Error(answer.kind === 'failed' ? answer.message : `the SQL thread answered "${answer.kind}"`)
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }

  /** The first rows of a table; null where there is none. */
  async readTable(folder: string, table: TableName, limit: number): Promise<Preview | null> {
    const answer = await this.#ask({ kind: 'read-table', id: this.#next++, folder, table, limit })
    if (answer.kind === 'table') return answer.rows
    throw new Error(answer.kind === 'failed' ? answer.message : `the SQL thread answered "${answer.kind}"`)
  }

  /** Who has written these tables. */
  async tableHistories(folder: string, tables: readonly string[]): Promise<ReadonlyMap<string, TableHistory>> {
    const answer = await this.#ask({ kind: 'table-histories', id: this.#next++, folder, tables })
    if (answer.kind === 'table-histories') return answer.histories
    throw new Error(answer.kind === 'failed' ? answer.message : `the SQL thread answered "${answer.kind}"`)
  }

  /** What the attempts of a run have committed, by `run/task/number`. */
  async committed(folder: string, run: string): Promise<ReadonlyMap<string, CommittedAttempt>> {
    const answer = await this.#ask({ kind: 'committed', id: this.#next++, folder, run })
    if (answer.kind === 'committed') return answer.attempts
    throw new Error(answer.kind === 'failed' ? answer.message : `the SQL thread answered "${answer.kind}"`)
  }

  /** Lets go of what is kept of a run's attempts. */
  async forget(folder: string, run: string): Promise<void> {
    await this.#ask({ kind: 'forget', id: this.#next++, folder, run })
  }

  /** Closes all files and ends the thread. */
  async dispose(): Promise<void> {
    const worker = this.#worker
    if (!worker) return
    await this.#ask({ kind: 'close', id: this.#next++ }).catch(() => undefined)
    this.#worker = undefined
    await worker.terminate()
  }

  #ask(request: SqlRequest, log?: (line: string) => void): Promise<SqlAnswer> {
    return new Promise((settle, reject) => {
      this.#pending.set(request.id, log ? { settle, reject, log } : { settle, reject })
      this.#start().postMessage(request)
    })
  }

  #start(): Worker {
    if (this.#worker) return this.#worker
    const worker = new Worker(this.#file, { execArgv: [] })
    worker.on('message', (answer: SqlAnswer) => {
      const pending = this.#pending.get(answer.id)
      if (answer.kind === 'log') return pending?.log?.(answer.line)
      this.#pending.delete(answer.id)
      pending?.settle(answer)
    })
    const lost = (problem: Error): void => {
      if (this.#worker !== worker) return
      this.#worker = undefined
      const waiting = [...this.#pending.values()]
      this.#pending.clear()
      for (const { reject } of waiting) reject(problem)
    }
    worker.on('error', problem => lost(problem instanceof Error ? problem : new Error(String(problem))))
    worker.on('exit', code => lost(new Error(`the SQL thread ended (${code})`)))
    this.#worker = worker
    return worker
  }
}
