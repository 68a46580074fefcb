import { workLimit } from '../checks/blocks.ts'
import { CheckContext, type GivenInput } from '../checks/check-context.ts'
import type { Diagnostic } from '../diagnostics.ts'
import type { Host } from '../host.ts'
import type { FileModel } from '../model/model.ts'

/** The surroundings of a file's checks, one for each target; all report to one place, which may change. */
export class Contexts {
  /** The target that is chosen where nothing else is said. */
  readonly chosen: string
  readonly #file: FileModel
  readonly #host: Host
  readonly #given: GivenInput | undefined
  readonly #byTarget = new Map<string | null, CheckContext>()
  #report: (diagnostic: Diagnostic) => void = () => {}

  constructor(file: FileModel, host: Host, chosen: string, given?: GivenInput) {
    this.#file = file
    this.#host = host
    this.chosen = chosen
    this.#given = given
  }

  /** `null`: of a target that is not known. */
  of(target: string | null): CheckContext {
    let context = this.#byTarget.get(target)
    if (!context) {
      context = new CheckContext(this.#file, this.#host, target, diagnostic => this.#report(diagnostic), this.#given)
      this.#byTarget.set(target, context)
    }
    return context
  }

  reportTo(report: (diagnostic: Diagnostic) => void): void {
    this.#report = report
  }

  /** Whether so much was evaluated that later checks may have looked at less. */
  get isNearLimit(): boolean {
    return [...this.#byTarget.values()].some(context => context.work > workLimit / 2)
  }
}
