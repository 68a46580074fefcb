import { parseDocument } from 'yaml'

/** What is wrong with a text of YAML, and where, from 1; null where it is well. */
export interface YamlFault {
  readonly message: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

export function yamlFault(text: string): YamlFault | null {
  const [problem] = parseDocument(text).errors
  if (problem === undefined) return null
  const [start, end] = problem.linePos ?? []
  const line = start?.line ?? 1
  const column = start?.col ?? 1
  return { message: problem.message.split('\n')[0] ?? '', line, column, endLine: end?.line ?? line, endColumn: end?.col ?? column + 1 }
}
