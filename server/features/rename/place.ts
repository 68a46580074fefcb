import type { Span } from '#language'
import type { Analyzed } from '../../analyses.ts'

/** A place in words: `sales.dag:7`. `file`: where it is another one, of which only the name is known. */
export function placeOf(analyzed: Analyzed, { start }: Span, file = analyzed.file): string {
  return file === analyzed.file ? `${nameOfFile(file)}:${analyzed.lines.position(start).line + 1}` : nameOfFile(file)
}

export function nameOfFile(file: string): string {
  return file.replace(/^.*[/\\:]/, '')
}
