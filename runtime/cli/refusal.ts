import type { RefusedDiagnostic } from '../protocol.ts'
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
    for (const { file, line, column, severity, code, message: text } of diagnostics)
      warn(`${nearPath(file)}:${line}:${column}: ${severity} ${code}: ${text}`)
}
