import { basename } from 'node:path'
import type { Attempt, AttemptFailure } from '../../engines/engine.ts'
import { locateInPython } from '../../engines/python.ts'
import type { Job } from './connection.ts'
import { plainWords } from './plain-words.ts'

/**
 * Why a job has failed: what its driver said last, at its line of the script, else what Dataproc says, in plain words where it
 * is known for saying something else than what it means.
 *
 * @param lines the last ones of the driver's output.
 * @param file the script as a local file, null where there is none.
 */
export function jobFailure(job: Job, lines: readonly string[], file: string | null, attempt: Attempt): AttemptFailure {
  const details = job.status?.details ?? ''
  const place = attempt.placeOf('script')
  const id = job.reference?.jobId ?? ''
  if (job.status?.state === 'CANCELLED')
    return { kind: 'failure', error: { code: 'cancelled-elsewhere', message: `Somebody has cancelled job ${id} at Dataproc.`, place } }
  const script = job.pysparkJob?.mainPythonFileUri ?? ''
  // Without a file of ours there is still the exception.
  const located = locateInPython(ontoLocal(lines, basename(script), file ?? script), file ?? '', undefined, attempt)
  if (located?.message !== undefined)
    return {
      kind: 'failure',
      error: { code: 'exception', message: `The Spark job has failed: ${located.message.slice(0, 500)}`, place: located.place ?? place },
    }
  const known = plainWords(details.replace(/\s+/g, ' ').trim())
  if (known !== null) {
    const error = { code: known.code, message: known.message, place: attempt.placeOf('cluster') }
    return known.passes ? { kind: 'failure', error } : { kind: 'failure', error, retry: 'never' }
  }
  const cause = causeOf(details) ?? lastWord(lines)
  const message =
    cause === null ? `The Spark job ${id} has failed, and neither Dataproc nor its driver says why.` : `The Spark job has failed: ${cause}`
  return { kind: 'failure', error: { code: 'job-failed', message: message.slice(0, 1000), place } }
}

/** A traceback names the script as it lies on the cluster, in a folder of the job; a library's file of that name is another one. */
function ontoLocal(lines: readonly string[], name: string, file: string): string[] {
  return lines.map(line => {
    const frame = /^( {2}File ")([^"]+)(", line \d+.*)$/.exec(line)
    if (frame === null) return line
    const [, begin, path, end] = frame
    return path!.split('/').at(-1) === name && !/\/(site-packages|dist-packages|lib\/python[\d.]*|lib\/spark)\//.test(path!)
      ? `${begin}${file}${end}`
      : line
  })
}

/** Of `Job failed with message [CAUSE]. Additional details can be found at: …` the cause. */
function causeOf(details: string): string | null {
  const told = /failed with message \[(.*?)\]\.(?:\s|$)/s.exec(details)?.[1] ?? details.split('\n')[0]
  const cause = told?.trim() ?? ''
  // What stands for any failure says nothing.
  return cause === '' || /agent reports job failure/i.test(cause) ? null : cause
}

/** The last line that is no note of how Spark comes along. */
function lastWord(lines: readonly string[]): string | null {
  return lines.findLast(line => line.trim() !== '' && !/^[\d/-]+ [\d:.,]+ (INFO|WARN|DEBUG) /.test(line))?.trim() ?? null
}
