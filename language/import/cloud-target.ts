import { comments } from './messages.ts'
import type { Note } from './notes.ts'
import type { Param } from './task-params.ts'
import { property, quoted, text } from './write.ts'

const name = 'gcp'

/** The target that the tasks of a document run on: the project and region that they name in their params. */
export class CloudTarget {
  readonly #note: Note
  #project: string | null = null
  /** Where no task says in which project it runs: the project of its tables. */
  #tables: string | null = null
  #region: string | null = null

  constructor(note: Note) {
    this.#note = note
  }

  see(params: readonly Param[]): void {
    for (const { key, string, entry } of params) {
      if (string === null) continue
      if (key === 'project_name') {
        if (this.#project === null) this.#project = string
        else if (this.#project !== string)
          this.#note({ code: 'another-project', data: { project: string, target: name }, start: entry.place.start, end: entry.value.end })
      } else if (key === 'project') this.#tables ??= string
      else if (key === 'region') this.#region ??= string
    }
  }

  /** The declaration; empty where the tasks name neither. */
  text(): string {
    const facts = { project: this.#project ?? this.#tables, region: this.#region }
    const properties = Object.entries(facts).flatMap(([key, value]) => (value === null ? [] : [property(key, text(quoted(value)), '  ')]))
    return properties.length === 0 ? '' : [`/// ${comments.target}`, `target ${name} {`, ...properties, '}', ''].join('\n')
  }
}
