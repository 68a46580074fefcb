import type { RefusedDiagnostic, RefusedRun } from '../protocol.ts'
import { findingLine } from './finding.ts'
import { exit, nearPath, warn } from './output.ts'

/** Says why a run did not start: a line for each diagnostic, or the sentence. */
export function warnRefused({
  message,
  diagnostics,
}: {
  readonly message: string
  readonly diagnostics?: readonly RefusedDiagnostic[]
}): void {
  if (diagnostics === undefined) warn(message)
  else
    for (const diagnostic of diagnostics) {
      const related = diagnostic.related.map(place => ({ ...place, file: nearPath(place.file) }))
      warn(findingLine({ ...diagnostic, file: nearPath(diagnostic.file), related }))
    }
}

/** Says why a run does not start, or would not; answers the exit status. */
export function refused(answer: RefusedRun): number {
  warnRefused(answer)
  switch (answer.reason) {
    case 'diagnostics':
    case 'engine-not-ready':
      return exit.failed
    case 'already-running':
      warn(`dagline runs attach ${answer.run ?? ''} follows it, dagline runs cancel ${answer.run ?? ''} ends it.`)
      return exit.failed
    case 'confirm':
      warn('With --yes it is not asked for.')
      return exit.usage
    case 'unreadable':
    case 'usage':
      return exit.usage
    default:
      return answer.reason satisfies never
  }
}
