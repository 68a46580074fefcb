import {
  anyEngineProperties,
  childrenOf,
  type DagModel,
  dagProperties,
  engineNamed,
  type FileModel,
  functionNamed,
  type GroupModel,
  groupProperties,
  type PropertySchema,
  propertiesOfEngine,
  resolveTask,
  resolveValue,
  type Scope,
  type Shape,
  type Span,
  type TaskModel,
  targetProperties,
  type tree,
  versionOf,
  wordOf,
} from '#language'
import type { Analyzed } from '../analyses.ts'
import { nodesInRange, statementsInRange } from './in-range.ts'
import { placeholderTokens } from './placeholder-tokens.ts'

/** Kinds of words, by their standard names in LSP; their order is the legend. */
export const tokenTypes = ['namespace', 'class', 'type', 'enum', 'enumMember', 'function', 'variable', 'parameter', 'property'] as const
/** The last one is our own: a name that means nothing. */
export const tokenModifiers = ['declaration', 'readonly', 'defaultLibrary', 'unresolved'] as const

export type TokenType = (typeof tokenTypes)[number]
export type TokenModifier = (typeof tokenModifiers)[number]

/** A word, and what it means. It stands on one line. */
export interface SemanticToken {
  readonly start: number
  readonly end: number
  readonly type: TokenType
  readonly modifiers: readonly TokenModifier[]
}

/** The words of a part of a document by what they mean, in order. Statements outside of the part cost next to nothing. */
export function semanticTokens({ analysis }: Analyzed, range: Span): SemanticToken[] {
  const finder = new TokenFinder(range)
  finder.file(analysis.file)
  const inside = finder.found.filter(token => token.start <= range.end && token.end >= range.start)
  return inside.sort((a, b) => a.start - b.start)
}

const named = (schemas: readonly PropertySchema[]): ReadonlyMap<string, PropertySchema> =>
  new Map(schemas.map(schema => [schema.name, schema]))
const ofDag = named(dagProperties)
const ofGroup = named(groupProperties)
const ofTarget = named(targetProperties)

type Schemas = ReadonlyMap<string, PropertySchema>

class TokenFinder {
  readonly found: SemanticToken[] = []
  readonly #range: Span

  constructor(range: Span) {
    this.#range = range
  }

  file(file: FileModel): void {
    for (const item of statementsInRange(file.tree.items, this.#range)) this.#statement(item, file.scope, ofTarget)
    for (const dag of file.dags) if (this.#isSeen(dag.node)) this.#dag(dag)
    for (const task of file.duplicates) if (this.#isSeen(task.node)) this.#task(task)
  }

  #dag(dag: DagModel): void {
    this.#name(dag.node.name, 'namespace', 'declaration')
    for (const item of statementsInRange(dag.node.body.items, this.#range)) this.#statement(item, dag.scope, ofDag)
    for (const group of dag.groups) if (this.#isSeen(group.node)) this.#group(group)
    for (const task of nodesInRange(dag.tasks, this.#range)) this.#task(task)
  }

  #group(group: GroupModel): void {
    this.#name(group.node.name, 'namespace', 'declaration')
    for (const item of statementsInRange(group.node.body.items, this.#range)) this.#statement(item, group.scope, ofGroup)
  }

  /** What stands in a file, dag or group, but for what has a model of its own. */
  #statement(item: tree.Statement, scope: Scope, schemas: Schemas): void {
    if (!this.#isSeen(item)) return
    switch (item.kind) {
      case 'let':
        this.#name(item.name, 'variable', 'declaration', 'readonly')
        this.#expression(item.value, scope)
        return
      case 'input':
        this.#name(item.name, 'parameter', 'declaration')
        this.#name(item.typeName, 'type', ...(item.type === null ? (['unresolved'] as const) : (['defaultLibrary'] as const)))
        if (item.value) this.#expression(item.value, scope)
        return
      case 'target':
        this.#name(item.name, 'enum', 'declaration')
        for (const inner of item.body.items) this.#statement(inner, scope, ofTarget)
        return
      case 'defaults':
        this.#engine(item.engine)
        for (const inner of item.body.items) this.#statement(inner, scope, anyEngineProperties)
        return
      case 'edges':
        for (const nodes of item.chain) for (const ref of nodes.refs) this.#reference(ref, scope, 'tasks')
        return
      case 'property':
        this.#property(item, scope, schemas)
        return
      case 'import':
      case 'dag':
      case 'group':
      case 'task':
      case 'on':
      case 'junk':
        return
    }
  }

  #task(task: TaskModel): void {
    this.#name(task.node.name, 'function', 'declaration')
    this.#engine(task.node.engine)
    for (const item of task.node.body.items) {
      if (item.kind === 'property') this.#ofTask(item, task, task.engine, null)
      if (item.kind !== 'on' || !this.#isSeen(item)) continue
      this.#name(item.target, 'enum')
      const target = item.target?.text ?? null
      const { engine } = versionOf(task, target)
      for (const inner of item.body.items) if (inner.kind === 'property') this.#ofTask(inner, task, engine, target)
    }
  }

  #ofTask(property: tree.Property, task: TaskModel, engine: string | null, target: string | null): void {
    if (!this.#isSeen(property)) return
    const key = property.key.text
    if (key === 'engine' && target !== null && property.value.kind === 'ref') {
      this.#name(property.key, 'property')
      this.#engine(property.value.path[0]!)
      return
    }
    const scope = key === 'when' ? task.whenScope : key === 'matrix' || key === 'after' ? task.scope.parent! : task.scope
    this.#property(property, scope, (engine === null ? undefined : propertiesOfEngine(engine)) ?? anyEngineProperties)
    if (key === 'sql' && engine === 'bq') this.found.push(...placeholderTokens(property.value, task, target))
  }

  #property({ key, value }: tree.Property, scope: Scope, schemas: Schemas): void {
    this.#name(key, 'property')
    const shape = (schemas.get(key.text) ?? anyEngineProperties.get(key.text))?.shape
    if (shape?.kind === 'tasks') this.#tasks(value, scope)
    else if (shape?.kind === 'matrix' && value.kind === 'map')
      for (const entry of value.entries) {
        this.#name(entry.key, 'variable', 'declaration')
        if (!entry.shorthand) this.#expression(entry.value, scope)
      }
    else if (isWord(shape, value)) this.#name(value.path[0]!, 'enumMember')
    else this.#expression(value, scope)
  }

  #tasks(value: tree.Expression, scope: Scope): void {
    for (const item of value.kind === 'list' ? value.items : [value])
      if (item.kind === 'ref') this.#reference(item, scope, 'tasks')
      else this.#expression(item, scope)
  }

  #expression(node: tree.Expression, scope: Scope): void {
    if (!this.#isSeen(node)) return
    if (node.kind === 'ref') this.#reference(node, scope, 'values')
    else if (node.kind === 'call') this.#name(node.name, 'function', functionNamed(node.name.text) ? 'defaultLibrary' : 'unresolved')
    else if (node.kind === 'map') for (const entry of node.entries) if (!entry.shorthand) this.#name(entry.key, 'property')
    for (const child of childrenOf(node)) this.#expression(child, scope)
  }

  #reference(ref: tree.Reference, scope: Scope, of: 'tasks' | 'values'): void {
    const resolved = of === 'tasks' ? resolveTask(scope, ref) : resolveValue(scope, ref)
    if (!resolved.ok) {
      if (resolved.reason === null) return
      for (const name of ref.path.slice(0, resolved.index)) this.#name(name, 'namespace')
      this.#name(ref.path[resolved.index]!, resolved.reason === 'name' ? 'variable' : 'function', 'unresolved')
      return
    }
    for (const [i, declared] of resolved.parts.entries()) {
      const name = ref.path[i]!
      switch (declared.kind) {
        case 'task':
          this.#name(name, 'function')
          break
        case 'group':
          this.#name(name, 'namespace')
          break
        case 'let':
          this.#name(name, 'variable', 'readonly')
          break
        case 'input':
          this.#name(name, 'parameter')
          break
        case 'matrix':
          this.#name(name, 'variable')
          break
        case 'run':
        case 'target':
        case 'params':
          this.#name(name, 'variable', 'readonly', 'defaultLibrary')
          break
      }
    }
    for (const name of ref.path.slice(resolved.rest)) this.#name(name, 'property', 'readonly')
  }

  #engine(name: tree.Name | null): void {
    this.#name(name, 'class', name && engineNamed(name.text) ? 'defaultLibrary' : 'unresolved')
  }

  #name(name: tree.Name | null, type: TokenType, ...modifiers: readonly TokenModifier[]): void {
    if (name && name.end > name.start) this.found.push({ start: name.start, end: name.end, type, modifiers })
  }

  #isSeen({ start, end }: Span): boolean {
    return start <= this.#range.end && end >= this.#range.start
  }
}

/** A bare word of a property's list; where values are allowed besides, another name is one. */
function isWord(shape: Shape | undefined, value: tree.Expression): value is tree.Reference {
  if (value.kind !== 'ref' || value.path.length !== 1) return false
  return shape?.kind === 'word' && (!shape.types || shape.words.includes(wordOf(value) ?? ''))
}
