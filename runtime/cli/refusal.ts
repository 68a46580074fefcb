import type { RefusedDiagnostic } from '../protocol.ts'
import { findingLine } from './finding.ts'
import { nearPath, warn } from './output.ts'

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
