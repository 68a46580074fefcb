import type { Analysis } from './analyze.ts'
import { CheckContext } from './checks/check-context.ts'
import { type Abstract, known } from './evaluate/abstract.ts'
import type { Frame } from './evaluate/context.ts'
import { evaluate } from './evaluate/evaluate.ts'
import type { Instance } from './graph/matrix.ts'
import type { Host } from './host.ts'
import { type Effective, type Version, versionOf } from './model/effective.ts'
import type { InputModel, LetModel, Scope, TaskModel } from './model/model.ts'
import { propertyValue } from './model/property-value.ts'
import { resolveValue } from './model/resolve.ts'
import { engineNamed, propertiesOfEngine } from './schema/engines.ts'
import type { Expression, Reference } from './tree.ts'
import type { Value } from './values.ts'
import { walk } from './walk.ts'

/**
 * For each instance of a task a short word that changes exactly when what it runs changes, on any target: its engine, the
 * engine's properties, params and `when`, all that they name, and the files. Comments, spacing, names of lets and places do
 * not count, nor do properties that only say how often or when it is tried. `digest` makes a long text short; `inputs` are
 * the values of those that are not left at their defaults.
 */
export function fingerprints(
  analysis: Analysis,
  host: Host,
  digest: (text: string) => string,
  inputs: ReadonlyMap<string, Value> = new Map(),
): ReadonlyMap<string, string> {
  const finder = new WorkWriter(analysis, host, digest, inputs)
  const found = new Map<string, string>()
  for (const dag of analysis.file.dags)
    for (const task of dag.tasks) {
      const work = finder.workOf(task)
      for (const instance of analysis.instances.get(task)?.list ?? [])
        found.set(`${dag.name}/${instance.name}`, digest(`${work}\n${finder.instanceText(instance)}`))
    }
  return found
}

class WorkWriter {
  readonly #analysis: Analysis
  readonly #host: Host
  readonly #digest: (text: string) => string
  readonly #inputs: ReadonlyMap<string, Value>
  readonly #context: CheckContext
  readonly #files = new Map<string, string>()

  constructor(analysis: Analysis, host: Host, digest: (text: string) => string, inputs: ReadonlyMap<string, Value>) {
    this.#analysis = analysis
    this.#host = host
    this.#digest = digest
    this.#inputs = inputs
    this.#context = new CheckContext(analysis.file, host, 'local', () => {})
  }

  workOf(task: TaskModel): string {
    const targets = new Set([...task.overrides.map(override => override.target), ...this.#analysis.file.targets.keys()])
    const text = new CanonicalText(this.#analysis, this.#inputs)
    const versions = [null, ...[...targets].sort()].map(target => {
      const version = versionOf(task, target)
      return `${target ?? ''}: ${version.engine ?? ''} ${this.#properties(version, text)}`
    })
    const whens = (task.group?.lineage ?? []).flatMap(group => {
      const when = group.properties.get('when')
      return when ? [text.of(when.value, group.scope)] : []
    })
    // A version that says the same as the task itself on every target adds nothing.
    return [...new Set(versions), ...whens, ...text.definitions()].join('\n')
  }

  /** What differs between instances: their values, and the files that they name. */
  instanceText(instance: Instance): string {
    const values = [...instance.values].map(([variable, value]) => `${variable.name}=${abstractText(value)}`)
    return [...values, ...this.#filesOf(instance)].join('\n')
  }

  #properties(version: Version, text: CanonicalText): string {
    return workProperties(version)
      .map(property => `${property.name}=${text.of(property.value, property.scope)}`)
      .join(';')
  }

  #filesOf(instance: Instance): string[] {
    const { task } = instance
    const found = new Set<string>()
    for (const target of [null, ...task.overrides.map(override => override.target)]) {
      const version = versionOf(task, target)
      const schemas = version.engine === null ? undefined : propertiesOfEngine(version.engine)
      for (const property of workProperties(version)) {
        const frame: Frame = {
          file: property.file.file,
          scope: property.scope,
          context: this.#context,
          matrix: instance.values,
          typesOnly: false,
        }
        const shape = schemas?.get(property.name)?.shape
        if (shape?.kind === 'path') found.add(this.#fileText(property.file.file, propertyValue(shape, property.value, frame)))
        walk(property.value, node => {
          if (node.kind === 'call' && node.name.text === 'file' && node.args[0])
            found.add(this.#fileText(property.file.file, evaluate(node.args[0], frame)))
        })
      }
    }
    return [...found]
  }

  #fileText(from: string, path: Abstract): string {
    if (path.type !== 'string') return '?'
    const file = this.#host.resolve(from, path.value)
    if (file === null) return path.value
    const before = this.#files.get(file)
    if (before !== undefined) return before
    const text = this.#host.read(file)
    const result = text.kind === 'text' ? this.#digest(text.text) : text.kind
    this.#files.set(file, result)
    return result
  }
}

/** The properties that decide what is run, by name. */
function workProperties(version: Version): Effective[] {
  const own = (version.engine === null ? undefined : engineNamed(version.engine))?.properties.map(schema => schema.name) ?? []
  return ['params', 'when', ...own].sort().flatMap(name => version.properties.get(name) ?? [])
}

/** Writes expressions in one way for one meaning. Lets, inputs and targets are numbered as they are met, and defined after. */
class CanonicalText {
  readonly #analysis: Analysis
  readonly #inputs: ReadonlyMap<string, Value>
  readonly #numbers = new Map<LetModel | InputModel | string, number>()
  readonly #waiting: (() => string)[] = []

  constructor(analysis: Analysis, inputs: ReadonlyMap<string, Value>) {
    this.#analysis = analysis
    this.#inputs = inputs
  }

  of(node: Expression, scope: Scope): string {
    const inner = (expression: Expression): string => this.of(expression, scope)
    switch (node.kind) {
      case 'literal':
        return abstractText(node.value)
      case 'text':
        return JSON.stringify(node.value)
      case 'string':
        return node.parts.every(part => part.kind === 'characters')
          ? JSON.stringify(node.parts.map(part => part.value).join(''))
          : `join(${node.parts.map(part => (part.kind === 'characters' ? JSON.stringify(part.value) : inner(part.expression))).join()})`
      case 'list':
        return `[${node.items.map(inner).join()}]`
      case 'map':
        return `{${node.entries
          .map(entry => `${JSON.stringify(entry.key.text)}:${inner(entry.value)}`)
          .sort()
          .join()}}`
      case 'call':
        return `${node.name.text}(${node.args.map(inner).join()})`
      case 'binary':
        return `(${node.operands.map((operand, i) => (i === 0 ? '' : node.operators[i - 1]!.text) + inner(operand)).join('')})`
      case 'prefix':
        return `${node.operators.map(operator => operator.text).join('')}${inner(node.operand)}`
      case 'conditional':
        return `(${node.branches.map(branch => `${inner(branch.test)}?${inner(branch.value)}:`).join('')}${inner(node.otherwise)})`
      case 'parenthesized':
        return inner(node.inner)
      case 'ref':
        return this.#reference(node, scope)
      case 'missing':
        return '?'
    }
  }

  /** What the expressions so far name, each once. */
  definitions(): string[] {
    const lines: string[] = []
    // Writing one may meet the next.
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) lines.push(next())
    return lines
  }

  #reference(node: Reference, scope: Scope): string {
    const path = node.path.map(name => name.text)
    const found = resolveValue(scope, node)
    if (!found.ok) return path.join('.')
    const rest = path.slice(found.rest).map(name => `.${name}`)
    const { declared } = found
    switch (declared.kind) {
      case 'let':
        return `#${this.#number(declared, () => this.of(declared.node.value, declared.scope))}${rest.join('')}`
      case 'input':
        return `#${this.#number(declared, () => this.#input(declared))}${rest.join('')}`
      case 'matrix':
        return `matrix.${declared.name}${rest.join('')}`
      case 'target':
        return `#${this.#number(`target${rest[0] ?? ''}`, () => this.#targetValues(path[1] ?? ''))}${rest.slice(1).join('')}`
      case 'task':
      case 'group':
        return `${declared.path}${rest.join('')}`
      case 'run':
      case 'params':
        return path.join('.')
    }
  }

  #number(of: LetModel | InputModel | string, define: () => string): number {
    const before = this.#numbers.get(of)
    if (before !== undefined) return before
    const number = this.#numbers.size
    this.#numbers.set(of, number)
    this.#waiting.push(() => `#${number}: ${define()}`)
    return number
  }

  #input(input: InputModel): string {
    const given = this.#inputs.get(input.name)
    const value = given ? abstractText(given) : input.node.value ? this.of(input.node.value, input.dag.scope) : ''
    return `input ${input.name} ${input.node.typeName?.text ?? ''} ${value}`
  }

  #targetValues(entry: string): string {
    const values = [...this.#analysis.file.targets.values()].map(target => {
      const property = target.properties.get(entry)
      return `${target.name}=${property ? this.of(property.value, target.file.scope) : ''}`
    })
    return `target.${entry} ${values.sort().join(';')}`
  }
}

function abstractText(value: Abstract | Value): string {
  const settled = known(value)
  return settled === null ? '?' : JSON.stringify(settled, (_, part: unknown) => (part instanceof Map ? [...part] : part))
}
