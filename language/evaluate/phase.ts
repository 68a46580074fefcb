import type { Declared, LetModel, Scope, TaskModel } from '../model/model.ts'
import { resolveValue } from '../model/resolve.ts'
import type { Phase } from '../schema/schema.ts'
import type { Expression, Reference, StringPart } from '../tree.ts'
import { walk } from '../walk.ts'

const rank: Readonly<Record<Phase, number>> = { static: 0, start: 1, running: 2 }

/** The later of two phases. */
export const later = (a: Phase, b: Phase): Phase => (rank[a] >= rank[b] ? a : b)
export const isLater = (a: Phase, than: Phase): boolean => rank[a] > rank[than]

/** What an expression needs: when it can be known, which lets it names, and which outputs it reads itself. */
export interface Needs {
  /** Of the expression without its lets. */
  readonly own: Phase
  readonly lets: readonly { readonly node: Reference; readonly declared: LetModel }[]
  readonly outputs: readonly { readonly node: Reference; readonly task: TaskModel }[]
  /** Whether a matrix variable is named. */
  readonly matrix: boolean
  /** Whether `secret` is called. */
  readonly secret: boolean
  /** Whether a `"""` text is in it. */
  readonly text: boolean
  /** Whether anything depends on the chosen target. */
  readonly target: boolean
}

/** No part of a node's content: whoever compares nodes passes it over. */
const remembered = Symbol('needs')

/** A node remembers what it needs in the latest scope that was asked for: trees outlive the models that are made from them. */
interface Remembering {
  [remembered]?: { readonly scope: Scope; readonly needs: Needs } | null
}

const noLetUses: Needs['lets'] = []
const noOutputs: Needs['outputs'] = []
const nothing: Needs = { own: 'static', lets: noLetUses, outputs: noOutputs, matrix: false, secret: false, text: false, target: false }
const onlyText: Needs = { ...nothing, text: true }

/** Whether an expression is a value that says all by itself. */
function isConstant(node: Expression): boolean {
  if (node.kind === 'string') return node.parts.length === 1 ? node.parts[0]!.kind === 'characters' : node.parts.every(isCharacters)
  return node.kind === 'literal' || node.kind === 'text' || node.kind === 'missing'
}

const isCharacters = ({ kind }: StringPart): boolean => kind === 'characters'

/** Needs of an expression where it stands; computed once for each node. */
export function needsOf(expression: Expression, scope: Scope): Needs {
  if (isConstant(expression)) return expression.kind === 'text' ? onlyText : nothing
  const before = (expression as Remembering)[remembered]
  if (before?.scope === scope) return before.needs
  let own: Phase = 'static'
  let lets: { node: Reference; declared: LetModel }[] | null = null
  let outputs: { node: Reference; task: TaskModel }[] | null = null
  let matrix = false
  let secret = false
  let text = false
  let target = false
  walk(expression, node => {
    if (node.kind === 'text') text = true
    else if (node.kind === 'call') {
      own = later(own, phaseOfCall(node.name.text))
      secret ||= node.name.text === 'secret'
    }
    if (node.kind !== 'ref') return
    const found = resolveValue(scope, node)
    if (!found.ok) return
    const { declared } = found
    if (declared.kind === 'let') {
      if (lets) lets.push({ node, declared })
      else lets = [{ node, declared }]
    } else if (declared.kind === 'task') {
      if (outputs) outputs.push({ node, task: declared })
      else outputs = [{ node, task: declared }]
    }
    if (declared.kind === 'matrix') matrix = true
    else if (declared.kind === 'target') target = true
    own = later(own, phaseOfName(declared, node))
  })
  const needs: Needs = { own, lets: lets ?? noLetUses, outputs: outputs ?? noOutputs, matrix, secret, text, target }
  ;(expression as Remembering)[remembered] = { scope, needs }
  return needs
}

function phaseOfCall(name: string): Phase {
  return name === 'env' ? 'start' : name === 'secret' ? 'running' : 'static'
}

function phaseOfName(declared: Declared, node: Reference): Phase {
  switch (declared.kind) {
    case 'task':
    case 'group':
      return 'running'
    case 'params':
      return phaseOfParam(declared.task, node.path[1]?.text)
    case 'run':
    case 'input':
    case 'target':
      return 'start'
    case 'matrix':
      return phaseOf(declared.entry.value, declared.task.scope.parent!)
    case 'let':
      return 'static'
  }
}

/** Of a task's own param, in its `when`. */
function phaseOfParam(task: TaskModel, name: string | undefined): Phase {
  const params = task.properties.get('params')?.value
  if (!params) return 'running'
  const entry = params.kind === 'map' ? params.entries.find(candidate => candidate.key.text === name) : undefined
  return phaseOf(entry?.value ?? params, task.scope)
}

/**
 * Lets that an expression names, directly or through others, each before those that name it. Iterative, so that a chain of
 * any length is fine; a let that depends on itself appears once. `done` ones, and what only they name, are left out.
 */
export function letsOf(expression: Expression, scope: Scope, done: (declared: LetModel) => boolean): readonly LetModel[] {
  if (needsOf(expression, scope).lets.every(use => done(use.declared))) return noLets
  const order: LetModel[] = []
  const seen = new Set<LetModel>()
  const stack: { readonly lets: readonly LetModel[]; next: number; readonly owner: LetModel | null }[] = []
  const enter = (inside: Expression, where: Scope, owner: LetModel | null): void => {
    stack.push({ lets: needsOf(inside, where).lets.map(use => use.declared), next: 0, owner })
  }
  enter(expression, scope, null)
  while (stack.length > 0) {
    const frame = stack[stack.length - 1]!
    const declared = frame.lets[frame.next++]
    if (!declared) {
      stack.pop()
      if (frame.owner) order.push(frame.owner)
    } else if (!seen.has(declared) && !done(declared)) {
      seen.add(declared)
      enter(declared.node.value, declared.scope, declared)
    }
  }
  return order
}

const noLets: readonly LetModel[] = []
const phases = new WeakMap<LetModel, Phase>()
const outputsOfLet = new WeakMap<LetModel, ReadonlySet<TaskModel>>()
const none: ReadonlySet<TaskModel> = new Set()

function settle(expression: Expression, scope: Scope): void {
  for (const declared of letsOf(expression, scope, declared => phases.has(declared))) {
    const needs = needsOf(declared.node.value, declared.scope)
    let phase = needs.own
    const outputs = new Set(needs.outputs.map(output => output.task))
    for (const use of needs.lets) {
      phase = later(phase, phases.get(use.declared) ?? 'static')
      for (const task of outputsOfLet.get(use.declared) ?? none) outputs.add(task)
    }
    phases.set(declared, phase)
    outputsOfLet.set(declared, outputs.size === 0 ? none : outputs)
  }
}

const isSettled = (use: Needs['lets'][number]): boolean => phases.has(use.declared)

/** When the expression's value can be known: the latest of its parts, through its lets. */
export function phaseOf(expression: Expression, scope: Scope): Phase {
  const needs = needsOf(expression, scope)
  if (needs.lets.length === 0) return needs.own
  if (!needs.lets.every(isSettled)) settle(expression, scope)
  let phase = needs.own
  for (const { declared } of needs.lets) phase = later(phase, phases.get(declared) ?? 'static')
  return phase
}

/** Tasks whose outputs the expression reads, each with the reference that says so; through lets, the let's reference. */
export function outputsOf(expression: Expression, scope: Scope): readonly { readonly node: Reference; readonly task: TaskModel }[] {
  const needs = needsOf(expression, scope)
  if (needs.lets.length === 0) return needs.outputs
  if (!needs.lets.every(isSettled)) settle(expression, scope)
  if (needs.lets.every(use => (outputsOfLet.get(use.declared) ?? none).size === 0)) return needs.outputs
  return [
    ...needs.outputs,
    ...needs.lets.flatMap(use => [...(outputsOfLet.get(use.declared) ?? none)].map(task => ({ node: use.node, task }))),
  ]
}
