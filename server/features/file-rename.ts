import type { DagFile } from '../dag-files.ts'
import type { PathTools } from '../disk.ts'
import { isOnDisk } from '../file-names.ts'
import type { FileEdit } from './edits.ts'
import type { PathReference } from './paths.ts'

/** A file or folder that gets another place. */
export interface Move {
  readonly from: string
  readonly to: string
}

/** The edits, in files as they are before, that keep paths leading where they lead when files and folders move. */
export function pathEdits(files: readonly Pick<DagFile, 'file' | 'paths'>[], moves: readonly Move[], tools: PathTools): FileEdit[] {
  const real = moves.filter(({ from, to }) => isOnDisk(from) && isOnDisk(to))
  if (real.length === 0) return []
  return files.flatMap(({ file, paths }) => (isOnDisk(file) ? paths.flatMap(path => pathEdit(file, path, real, tools) ?? []) : []))
}

function pathEdit(file: string, reference: PathReference, moves: readonly Move[], tools: PathTools): FileEdit | null {
  const { path, isFolder, start, end } = reference
  const folder = tools.dirname(moved(file, moves, tools))
  const target = moved(tools.resolve(tools.dirname(file), path), moves, tools)
  if (tools.resolve(folder, path) === target) return null
  const text = written(path, folder, target, tools)
  // On Windows there is no way from one drive to another.
  if (text === null) return null
  return { file, start, end, text: quotable(isFolder ? `${text}/` : text) }
}

/** Where something is after the moves; the innermost of them counts. */
function moved(path: string, moves: readonly Move[], { isInside, join, relative }: PathTools): string {
  const around = moves.filter(({ from }) => isInside(from, path)).sort((a, b) => b.from.length - a.from.length)[0]
  return around ? join(around.to, relative(around.from, path)) : path
}

/** The path to a file, in the manner of the one before. */
function written(before: string, folder: string, target: string, { isAbsolute, relative, sep }: PathTools): string | null {
  if (isAbsolute(before)) return target.split(sep).join('/')
  const way = relative(folder, target)
  if (isAbsolute(way)) return null
  const path = way === '' ? '.' : way.split(sep).join('/')
  return before.startsWith('./') && !path.startsWith('.') ? `./${path}` : path
}

function quotable(path: string): string {
  return path.replaceAll(/["\\]|\$(?=\{)/g, '\\$&')
}
