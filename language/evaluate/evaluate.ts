import type { LetModel, TaskModel } from '../model/model.ts'
import { resolveValue } from '../model/resolve.ts'
import { nearestKey } from '../near.ts'
import { show } from '../show.ts'
import type { BinaryNode, ConditionalNode, Expression, MapNode, PrefixNode, Reference, StringNode } from '../tree.ts'
import { type Abstract, anything, forget, sizeOf, typeOf, unknown, valueLimit } from './abstract.ts'
import { type Context, type Frame, fail } from './context.ts'
import { callFunction } from './functions.ts'
import { arithmetic, comparison, negate } from './operators.ts'
import { letsOf, needsOf } from './phase.ts'

const noMatrix: Frame['matrix'] = new Map()

/** The value of an expression. What is wrong is reported to the context, once, and is an unknown from there on. */
export function evaluate(expression: Expression, frame: Frame): Abstract {
  // Lets first, each after those it names: the depth of the recursion does not depend on the length of their chain.
  for (const { declared } of needsOf(expression, frame.scope).lets)
    if (!frame.context.lets.has(declared)) {
      evaluateLets(expression, frame)
      break
    }
  return compute(expression, frame)
}

function evaluateLets(expression: Expression, { scope, context }: Frame): void {
  for (const declared of letsOf(expression, scope, declared => context.lets.has(declared))) evaluateLet(declared, context)
}

function evaluateLet(declared: LetModel, context: Context): void {
  const value = compute(declared.node.value, {
    file: declared.file.file,
    scope: declared.scope,
    context,
    matrix: noMatrix,
    typesOnly: false,
  })
  context.lets.set(declared, value)
}

function compute(node: Expression, frame: Frame): Abstract {
  switch (node.kind) {
    case 'literal':
      return frame.typesOnly ? forget(node.value) : node.value
    case 'text':
      return limited({ type: 'string', value: node.value }, node, frame)
    case 'string':
      return interpolate(node, frame)
    case 'list':
      return limited({ type: 'list', items: node.items.map(item => compute(item, frame)) }, node, frame)
    case 'map':
      return limited({ type: 'map', entries: entriesOf(node, frame) }, node, frame)
    case 'parenthesized':
      return compute(node.inner, frame)
    case 'call':
      return limited(callFunction(node, frame, compute), node, frame)
    case 'prefix':
      return prefix(node, frame)
    case 'binary':
      return binary(node, frame)
    case 'conditional':
      return conditional(node, frame)
    case 'ref':
      return reference(node, frame)
    case 'missing':
      return anything
  }
}

function entriesOf(node: MapNode, frame: Frame): Map<string, Abstract> {
  const found = new Map<string, Abstract>()
  for (const entry of node.entries) found.set(entry.key.text, compute(entry.value, frame))
  return found
}

function limited(value: Abstract, node: Expression, frame: Frame): Abstract {
  if (value.type !== 'string' && value.type !== 'list' && value.type !== 'map') return value
  const size = sizeOf(value)
  frame.context.work += size
  if (size <= valueLimit) return value
  fail(frame, node, { reason: 'wrong-type/too-big', data: { limit: '1 MB' } })
  return unknown(value.type)
}

function interpolate(node: StringNode, frame: Frame): Abstract {
  let text: string | null = ''
  for (const part of node.parts) {
    if (part.kind === 'characters') {
      if (text !== null) text += part.value
      continue
    }
    const value = compute(part.expression, frame)
    const type = typeOf(value)
    if (type === 'null' || type === 'list' || type === 'map') {
      fail(frame, part.expression, { reason: 'wrong-type/interpolation', data: { found: type } })
      text = null
    } else if (value.type === 'unknown' || value.type === 'list' || value.type === 'map') text = null
    else if (text !== null) text += show(value) ?? ''
  }
  return text === null ? unknown('string') : limited({ type: 'string', value: text }, node, frame)
}

function prefix(node: PrefixNode, frame: Frame): Abstract {
  let value = compute(node.operand, frame)
  for (let i = node.operators.length - 1; i >= 0; i--) {
    const operator = node.operators[i]!.text
    const negated = negate(operator, value)
    if (negated === null) {
      fail(
        frame,
        { start: node.operators[i]!.start, end: node.end },
        { reason: 'wrong-type/operand', data: { operator, found: typeOf(value) ?? 'value' } },
      )
      return operator === '!' ? unknown('boolean') : anything
    }
    value = negated
  }
  return value
}

function binary(node: BinaryNode, frame: Frame): Abstract {
  if (node.operator === '&&' || node.operator === '||') return logic(node, frame)
  let value = compute(node.operands[0]!, frame)
  for (let i = 0; i < node.operators.length; i++) {
    const operator = node.operators[i]!.text
    const right = compute(node.operands[i + 1]!, frame)
    const isArithmetic = operator === '+' || operator === '-' || operator === '*' || operator === '/' || operator === '%'
    const result = isArithmetic ? arithmetic(operator, value, right) : comparison(operator, value, right)
    const span = { start: node.start, end: node.operands[i + 1]!.end }
    if (result.ok) value = limited(result.value, node, frame)
    else {
      if (result.problem === 'division') fail(frame, node.operands[i + 1]!, { reason: 'wrong-type/division', data: {} })
      else if (result.problem === 'overflow') fail(frame, span, { reason: 'wrong-type/overflow', data: {} })
      else
        fail(frame, span, {
          reason: 'wrong-type/operands',
          data: { operator, left: typeOf(value) ?? 'value', right: typeOf(right) ?? 'value' },
        })
      value = isArithmetic ? anything : unknown('boolean')
    }
  }
  return value
}

/** `&&` and `||` stop early: what is not reached is only checked for its types. */
function logic(node: BinaryNode, frame: Frame): Abstract {
  const stops = node.operator === '||'
  let decided: boolean | null = !stops
  let reached = true
  for (const operand of node.operands) {
    const value = compute(operand, reached ? frame : { ...frame, typesOnly: true })
    const type = typeOf(value)
    if (type !== null && type !== 'boolean') {
      fail(frame, operand, { reason: 'wrong-type/value', data: { expected: 'a boolean', found: `a ${type}` } })
      decided = decided === stops && !reached ? decided : null
    } else if (reached) {
      if (value.type !== 'boolean') decided = null
      else if (value.value === stops) {
        // With an unknown before it, a deciding operand decides too.
        decided = stops
        reached = false
      }
    }
  }
  return decided === null ? unknown('boolean') : frame.typesOnly ? unknown('boolean') : { type: 'boolean', value: decided }
}

function conditional(node: ConditionalNode, frame: Frame): Abstract {
  const types = { ...frame, typesOnly: true }
  let chosen: Abstract | null = null
  let open = true
  const possible: Abstract[] = []
  for (const branch of node.branches) {
    const test = compute(branch.test, open ? frame : types)
    const type = typeOf(test)
    if (type !== null && type !== 'boolean')
      fail(frame, branch.test, { reason: 'wrong-type/value', data: { expected: 'a boolean', found: `a ${type}` } })
    const truth = test.type === 'boolean' ? test.value : null
    const value = compute(branch.value, open && truth === true ? frame : types)
    if (!open || truth === false) continue
    if (truth === true) {
      if (possible.length === 0) chosen = value
      open = false
    }
    possible.push(value)
  }
  const last = compute(node.otherwise, open && possible.length === 0 ? frame : types)
  if (chosen) return chosen
  if (open) possible.push(last)
  if (possible.length === 1) return possible[0]!
  const type = typeOf(possible[0]!)
  return type !== null && possible.every(value => typeOf(value) === type) ? unknown(type) : anything
}

function reference(node: Reference, frame: Frame): Abstract {
  const found = resolveValue(frame.scope, node)
  if (!found.ok) return anything
  const { declared, rest } = found
  switch (declared.kind) {
    case 'let':
      // One that is not there yet depends on itself, and has been reported as a cycle.
      return entries(frame.context.lets.get(declared) ?? anything, node, rest, frame)
    case 'input':
      return entries(frame.context.input(declared), node, rest, frame)
    case 'matrix':
      return entries(frame.matrix.get(declared) ?? anything, node, rest, frame)
    case 'run':
    case 'target': {
      const entry = node.path[1]
      if (!entry) {
        fail(frame, node, { reason: 'wrong-type/name-value', data: { name: declared.name } })
        return anything
      }
      return entries(declared.kind === 'run' ? frame.context.run(entry.text) : frame.context.target(entry.text), node, 2, frame)
    }
    case 'params': {
      if (!frame.params) return anything
      if (node.path.length < 2) {
        fail(frame, node, { reason: 'wrong-type/name-value', data: { name: 'params' } })
        return anything
      }
      return entries(evaluate(frame.params.expression, { ...frame, scope: frame.params.scope, params: null }), node, 1, frame)
    }
    case 'group':
      fail(frame, node, { reason: 'wrong-type/task-value', data: { name: declared.name, kind: 'group' } })
      return anything
    case 'task':
      return output(declared, node, rest, frame)
  }
}

function output(task: TaskModel, node: Reference, rest: number, frame: Frame): Abstract {
  if (node.path.length === rest) {
    fail(frame, node, { reason: 'wrong-type/task-value', data: { name: task.name, kind: 'task' } })
    return anything
  }
  if (frame.typesOnly) return anything
  return frame.context.outputs(task, node, rest, frame)
}

/** The entry of an entry: `m.a.b`. */
export function entries(value: Abstract, node: Reference, from: number, frame: Frame): Abstract {
  let at = value
  for (let i = from; i < node.path.length; i++) {
    const name = node.path[i]!
    if (name.text === '') return anything
    if (at.type === 'map') {
      const entry = at.entries.get(name.text)
      if (!entry) {
        const of = node.path
          .slice(0, i)
          .map(part => part.text)
          .join('.')
        fail(frame, name, { reason: 'unknown-name/member', data: { name: name.text, of, near: nearestKey(name.text, at.entries) } })
        return anything
      }
      at = entry
    } else {
      const type = typeOf(at)
      if (type !== null && type !== 'map') fail(frame, name, { reason: 'wrong-type/field', data: { name: name.text, found: type } })
      return anything
    }
  }
  return frame.typesOnly ? forget(at) : at
}
