import type { GraphResultDag, ProtocolRange } from '../../server/protocol.ts'
import { compare, type Position } from '../graph/places.ts'

/** A piece of text that was replaced, as editors tell it. */
export interface TextChange {
  readonly range: ProtocolRange
  readonly text: string
}

/**
 * Where the declarations of one document stand. A new graph says it; between two graphs, edits move the places, so that a
 * result never jumps to a neighbour's line while a person types.
 */
export class DeclaredLines {
  #places = new Map<string, Position>()

  /** A complete graph of the document as it is now: what is not in it is deleted. */
  reset(dags: readonly GraphResultDag[]): void {
    this.#places = new Map(dags.flatMap(dag => dag.tasks.map(task => [keyOf(dag.name, task.declaration), task.nameRange.start])))
  }

  /** An edit; changes count from the end of the text to its start, or do not overlap, as editors promise. */
  edit(changes: readonly TextChange[]): void {
    for (const change of [...changes].sort((a, b) => compare(b.range.start, a.range.start)))
      for (const [key, place] of this.#places) {
        const moved = move(place, change)
        if (moved) this.#places.set(key, moved)
        else this.#places.delete(key)
      }
  }

  /** The line of a declaration, from 0; undefined where it is deleted. */
  line(dag: string, declaration: string): number | undefined {
    return this.#places.get(keyOf(dag, declaration))?.line
  }
}

/** Where a place is after a change; undefined where the change replaced what was there. */
function move(place: Position, { range, text }: TextChange): Position | undefined {
  if (compare(place, range.start) < 0) return place
  if (compare(place, range.end) < 0) return undefined
  const lines = text.split('\n')
  const line = place.line - range.end.line + range.start.line + lines.length - 1
  if (place.line > range.end.line) return { line, character: place.character }
  const before = lines.length === 1 ? range.start.character + text.length : lines.at(-1)!.length
  return { line, character: place.character - range.end.character + before }
}

function keyOf(dag: string, declaration: string): string {
  return `${dag}\n${declaration}`
}
