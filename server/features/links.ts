import type { Span } from '#language'
import type { Analyzed } from '../analyses.ts'
import type { Workspace } from '../workspace.ts'
import { pathsIn } from './paths.ts'

/** A path that leads to a file when it is clicked; the span is what stands between its quotes. */
export interface Link extends Span {
  readonly target: string
}

/** The paths of a document whose files are there. What is kept on another machine has none. */
export function links({ analysis, file }: Analyzed, workspace: Workspace): Link[] {
  // Thousands of tasks may name the same script.
  const known = new Map<string, string | null>()
  const find = (path: string): string | null => {
    const found = workspace.resolve(file, path)
    return found !== null && workspace.stamp(found) !== null ? found : null
  }
  return pathsIn(analysis.file.tree).flatMap(({ path, isFolder, start, end }) => {
    if (isFolder) return []
    const kept = known.get(path)
    const target = kept === undefined ? find(path) : kept
    known.set(path, target)
    return target === null ? [] : [{ start, end, target }]
  })
}
