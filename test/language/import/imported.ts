import assert from 'node:assert/strict'
import { type Analysis, analyze, codeOf, describe, type Host, isError } from '#language'
import { type Imported, importPyDag } from '#language/import'
import { memoryHost, root } from '../memory-host.ts'

export type Success = Extract<Imported, { kind: 'imported' }>

/** Imports a document, or a value as JSON; fails where it is refused. */
export function imported(document: unknown): Success {
  const result = importPyDag(typeof document === 'string' ? document : JSON.stringify(document, null, 2))
  assert.ok(result.kind === 'imported', JSON.stringify(result.kind === 'refused' && result.notes))
  return result
}

/** A document with these tasks, and what else it says. */
export function document(tasks: readonly object[], facts: object = {}): object {
  return { dag: { dag_id: 'd', ...facts, tasks } }
}

/** A task of BigQuery. */
export function bqTask(facts: object = {}): object {
  return { task_id: 't', script: 'gcs.b.f.bq.n', params: '', dependencies: [], ...facts }
}

/** Lines of the imported file, without blanks at both ends. */
export function lines(result: Success): readonly string[] {
  return result.text.split('\n').map(line => line.trim())
}

/** The codes of the notes, in order. */
export function codes(result: Imported): readonly string[] {
  return result.notes.map(({ code }) => code)
}

export interface Checked {
  readonly analysis: Analysis
  readonly host: Host
}

/** What the language finds in the imported file, with the files that came with it. */
export function checked(result: Success, files: Readonly<Record<string, string>> = {}): Checked {
  const host = memoryHost({ ...Object.fromEntries(result.files.map(({ path, text }) => [path, text])), ...files })
  return { analysis: analyze(host, `${root}/main.dag`, result.text), host }
}

/** Fails where the imported file has an error. */
export function assertNoErrors(result: Success, files: Readonly<Record<string, string>> = {}): void {
  const { diagnostics } = checked(result, files).analysis
  assert.deepEqual(
    diagnostics.filter(isError).map(one => `${codeOf(one)}: ${describe(one)}`),
    [],
    result.text,
  )
}
