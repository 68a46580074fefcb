import type { Diagnostic } from '../diagnostics.ts'
import { type Abstract, anything, unknown } from '../evaluate/abstract.ts'
import type { Context } from '../evaluate/context.ts'
import { evaluate } from '../evaluate/evaluate.ts'
import type { FileText, Host } from '../host.ts'
import type { FileModel, InputModel, LetModel } from '../model/model.ts'

/** A value that stands for an input instead of its default, where there is one. */
export type GivenInput = (input: InputModel) => Abstract | undefined

/**
 * Surroundings of a check on one target: defaults stand for inputs, and what only a run knows is an unknown of its type, so
 * that nothing is reported of it. `target: null`: some target that is not known.
 */
export class CheckContext implements Context {
  readonly lets = new Map<LetModel, Abstract>()
  work = 0
  readonly report: (diagnostic: Diagnostic) => void
  readonly #file: FileModel
  readonly #host: Host
  readonly #target: string | null
  readonly #targetValues = new Map<string, Abstract>()
  readonly #inputs = new Map<InputModel, Abstract>()
  readonly #given: GivenInput

  constructor(
    file: FileModel,
    host: Host,
    target: string | null,
    report: (diagnostic: Diagnostic) => void,
    given: GivenInput = () => undefined,
  ) {
    this.#file = file
    this.#host = host
    this.#target = target
    this.report = report
    this.#given = given
  }

  target(entry: string): Abstract {
    if (this.#target === null) return anything
    if (entry === 'name') return { type: 'string', value: this.#target }
    const before = this.#targetValues.get(entry)
    if (before) return before
    this.#targetValues.set(entry, anything)
    const model = this.#file.targets.get(this.#target)
    const property = model?.properties.get(entry)
    let value: Abstract = anything
    if (model && property)
      value = evaluate(property.value, {
        file: model.file.file,
        scope: model.file.scope,
        context: this,
        matrix: new Map(),
        typesOnly: false,
      })
    else if (entry === 'project' && this.#target === 'local') value = { type: 'string', value: 'local' }
    this.#targetValues.set(entry, value)
    return value
  }

  input(input: InputModel): Abstract {
    const before = this.#inputs.get(input) ?? this.#given(input)
    if (before) return before
    const type = input.node.type
    const byType = type === null ? anything : unknown(type)
    this.#inputs.set(input, byType)
    let value: Abstract = byType
    if (input.node.value) {
      const found = evaluate(input.node.value, {
        file: input.dag.file.file,
        scope: input.dag.scope,
        context: this,
        matrix: new Map(),
        typesOnly: false,
      })
      // A default of another type is reported at the input, and its uses are not.
      if (type === null || found.type === type) value = found
    }
    this.#inputs.set(input, value)
    return value
  }

  run(entry: string): Abstract {
    switch (entry) {
      case 'id':
        return unknown('string')
      case 'date':
      case 'end':
        return unknown('date')
      case 'attempt':
        return unknown('number')
      default:
        return anything
    }
  }

  env(): Abstract {
    return unknown('string')
  }

  secret(): Abstract {
    return unknown('string')
  }

  outputs(): Abstract {
    return anything
  }

  read(from: string, path: string): FileText | { readonly kind: 'outside' } {
    const file = this.#host.resolve(from, path)
    return file === null ? { kind: 'outside' } : this.#host.read(file)
  }

  fileOf(from: string, path: string): string | null {
    return this.#host.resolve(from, path)
  }
}
