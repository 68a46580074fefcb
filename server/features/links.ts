import type { Diagnostic, Span } from '#language'
import type { Analyzed } from '../analyses.ts'
import { isOnDisk } from '../file-names.ts'
import type { Workspace } from '../workspace.ts'
import { pathsIn } from './paths.ts'

/** A path that leads to a file when it is clicked; the span is what stands between its quotes. */
export interface Link extends Span {
  readonly target: string
}

/**
 * The paths of a document, but for those of which its diagnostics say that there is nothing. The disk is not asked: editors want links after
 * every pause in typing. What is kept on another machine has none.
 */
export function links({ analysis, file }: Analyzed, workspace: Workspace): Link[] {
  const missing = Map.groupBy(
    analysis.diagnostics.filter(diagnostic => diagnostic.file === file && missingPath(diagnostic) !== null),
    diagnostic => missingPath(diagnostic)!,
  )
  const tools = isOnDisk(file) ? workspace.path : null
  return pathsIn(analysis.file.tree).flatMap(({ path, isFolder, start, end }) => {
    const isMissing = missing.get(path)?.some(place => place.start <= start && end <= place.end)
    const target = isFolder || isMissing ? null : tools ? tools.resolve(tools.dirname(file), path) : workspace.resolve(file, path)
    return target === null ? [] : [{ start, end, target }]
  })
}

function missingPath(diagnostic: Diagnostic): string | null {
  switch (diagnostic.reason) {
    case 'import-not-found/file':
    case 'import-not-found/outside':
    case 'script-not-found/file':
    case 'script-not-found/outside':
      return diagnostic.data.path
    default:
      return null
  }
}
