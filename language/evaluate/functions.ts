import { formatDate } from '../format-date.ts'
import { nearest, nearestKey } from '../near.ts'
import { show } from '../show.ts'
import type { CallNode, Expression } from '../tree.ts'
import type { ValueType } from '../values.ts'
import { type Abstract, anything, typeOf, unknown, valueLimit } from './abstract.ts'
import { type Frame, fail } from './context.ts'

/** A function of the language. */
export interface FunctionSchema {
  readonly name: string
  /** Types of its parameters; those from `optional` on may be left out. `any`: any type. */
  readonly parameters: readonly { readonly name: string; readonly types: readonly ValueType[] | 'any' }[]
  readonly optional: number
  readonly result: ValueType | null
  readonly documentation: string
}

const parameter = (name: string, ...types: ValueType[]): FunctionSchema['parameters'][number] => ({
  name,
  types: types.length ? types : 'any',
})
const row = (
  name: string,
  parameters: FunctionSchema['parameters'],
  result: ValueType | null,
  documentation: string,
  optional = parameters.length,
): FunctionSchema => ({ name, parameters, optional, result, documentation })

/** Every function, in the order in which they are offered. */
export const functions: readonly FunctionSchema[] = [
  row(
    'env',
    [parameter('name', 'string'), parameter('fallback')],
    'string',
    'An environment variable, or the fallback where it is not set.',
    1,
  ),
  row(
    'secret',
    [parameter('name', 'string')],
    'string',
    'A secret: from `DAGLINE_SECRET_<NAME>`, the editor or `.dagline/secrets.env`. Never stored or shown.',
  ),
  row('file', [parameter('path', 'string')], 'string', 'The text of a file of the workspace, up to 1 MB.'),
  row(
    'range',
    [parameter('from', 'number'), parameter('to', 'number')],
    'list',
    'Whole numbers, both ends included; empty where `to` is less.',
  ),
  row(
    'format',
    [parameter('date', 'date'), parameter('pattern', 'string')],
    'string',
    'A date by a Unicode pattern such as `yyyy-MM-dd`, in UTC.',
  ),
  row('join', [parameter('list', 'list'), parameter('separator', 'string')], 'string', 'The entries of a list as one string.'),
  row('split', [parameter('string', 'string'), parameter('separator', 'string')], 'list', 'The parts of a string.'),
  row(
    'at',
    [parameter('of', 'list', 'map'), parameter('index', 'number', 'string')],
    null,
    'An entry of a list, counted from 0, or of a map by its key.',
  ),
  row('lower', [parameter('string', 'string')], 'string', 'In small letters.'),
  row('upper', [parameter('string', 'string')], 'string', 'In capitals.'),
  row('trim', [parameter('string', 'string')], 'string', 'Without blanks at both ends.'),
  row(
    'replace',
    [parameter('string', 'string'), parameter('what', 'string'), parameter('with', 'string')],
    'string',
    'With every occurrence replaced.',
  ),
  row('len', [parameter('of', 'string', 'list', 'map')], 'number', 'Code points of a string, or entries of a list or map.'),
]

const byName: ReadonlyMap<string, FunctionSchema> = new Map(functions.map(schema => [schema.name, schema]))
export const functionNamed = (name: string): FunctionSchema | undefined => byName.get(name)
export const nearFunction = (name: string): string | null => nearest(name, byName.keys())

const string = (value: string): Abstract => ({ type: 'string', value })
const number = (value: number): Abstract => ({ type: 'number', value })

/** Calls a function; `evaluate` gives the value of an argument. An unknown function has been reported by its name already. */
export function callFunction(node: CallNode, frame: Frame, evaluate: (argument: Expression, frame: Frame) => Abstract): Abstract {
  const args = node.args.map(argument => evaluate(argument, frame))
  const schema = byName.get(node.name.text)
  if (!schema) return anything
  const result = schema.result === null ? anything : unknown(schema.result)
  if (args.length < schema.optional || args.length > schema.parameters.length) {
    fail(frame, node.name, { reason: 'wrong-type/arguments', data: { name: schema.name, expected: countOf(schema), found: args.length } })
    return result
  }
  let fits = true
  args.forEach((argument, i) => {
    const { types } = schema.parameters[i]!
    const type = typeOf(argument)
    if (types === 'any' || type === null || types.includes(type)) return
    fits = false
    fail(frame, node.args[i]!, {
      reason: 'wrong-type/argument',
      data: { name: schema.name, expected: types.map(t => `a ${t}`).join(' or '), found: `a ${type}` },
    })
  })
  return fits ? compute(schema.name, node, args, frame, result) : result
}

function countOf(schema: FunctionSchema): string {
  const most = schema.parameters.length
  const range = schema.optional === most ? String(most) : `${schema.optional} or ${most}`
  return `${range} ${most === 1 ? 'argument' : 'arguments'}`
}

/** The types of the arguments hold already. */
function compute(name: string, node: CallNode, args: readonly Abstract[], frame: Frame, result: Abstract): Abstract {
  const [a, b, c] = args
  if (frame.typesOnly) return result
  switch (name) {
    case 'env':
      return env(a, b, frame)
    case 'secret':
      return a?.type === 'string' ? frame.context.secret(a.value, { file: frame.file, start: node.start, end: node.end }) : result
    case 'file':
      return a?.type === 'string' ? readFile(a.value, node, frame) : result
    case 'range':
      return a?.type === 'number' && b?.type === 'number' ? range(a.value, b.value, node, frame) : result
    case 'format':
      return a?.type === 'date' && b?.type === 'string' ? format(a.ms, b.value, node, frame) : result
    case 'join':
      return a?.type === 'list' && b?.type === 'string' ? join(a.items, b.value, node, frame) : result
    case 'split':
      return a?.type === 'string' && b?.type === 'string'
        ? { type: 'list', items: (b.value === '' ? [...a.value] : a.value.split(b.value)).map(string) }
        : result
    case 'at':
      return a && b ? at(a, b, node, frame) : result
    case 'lower':
      return a?.type === 'string' ? string(a.value.toLowerCase()) : result
    case 'upper':
      return a?.type === 'string' ? string(a.value.toUpperCase()) : result
    case 'trim':
      return a?.type === 'string' ? string(a.value.trim()) : result
    case 'replace':
      return a?.type === 'string' && b?.type === 'string' && c?.type === 'string' ? replace(a.value, b.value, c.value, node, frame) : result
    case 'len':
      return a?.type === 'string'
        ? number([...a.value].length)
        : a?.type === 'list'
          ? number(a.items.length)
          : a?.type === 'map'
            ? number(a.entries.size)
            : result
    default:
      return result
  }
}

/** A fallback of another type makes the type unknown, until the variable is looked up. */
function env(name: Abstract | undefined, fallback: Abstract | undefined, frame: Frame): Abstract {
  const found = name?.type === 'string' ? frame.context.env(name.value) : unknown('string')
  if (found?.type !== 'unknown') return found ?? fallback ?? string('')
  return !fallback || typeOf(fallback) === 'string' ? found : anything
}

function readFile(path: string, node: CallNode, frame: Frame): Abstract {
  const where = node.args[0]!
  const text = frame.context.read(frame.file, path)
  switch (text.kind) {
    case 'text':
      if (text.text.length <= valueLimit) return string(text.text)
      fail(frame, where, { reason: 'script-not-found/too-big', data: { path } })
      break
    case 'missing':
      fail(frame, where, { reason: 'script-not-found/file', data: { path } })
      break
    case 'outside':
      fail(frame, where, { reason: 'script-not-found/outside', data: { path } })
      break
    case 'unreadable':
      fail(frame, where, { reason: 'script-not-found/unreadable', data: { path, reason: text.reason } })
      break
    case 'pending':
      break
  }
  return unknown('string')
}

function range(from: number, to: number, node: CallNode, frame: Frame): Abstract {
  const wrong = [from, to].findIndex(end => !Number.isSafeInteger(end))
  if (wrong >= 0) {
    fail(frame, node.args[wrong]!, { reason: 'wrong-type/argument', data: { name: 'range', expected: 'a whole number', found: 'another' } })
    return unknown('list')
  }
  if ((to - from + 1) * 9 > valueLimit) {
    fail(frame, node, { reason: 'wrong-type/too-big', data: { limit: '1 MB' } })
    return unknown('list')
  }
  return { type: 'list', items: Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => number(from + i)) }
}

function format(ms: number, pattern: string, node: CallNode, frame: Frame): Abstract {
  const result = formatDate(ms, pattern)
  if ('text' in result) return string(result.text)
  fail(frame, node.args[1]!, { reason: 'wrong-type/pattern', data: { letter: result.letter } })
  return unknown('string')
}

function join(items: readonly Abstract[], separator: string, node: CallNode, frame: Frame): Abstract {
  const parts: string[] = []
  for (const item of items) {
    if (item.type === 'unknown' || item.type === 'list' || item.type === 'map') {
      const type = typeOf(item)
      if (type === 'list' || type === 'map') fail(frame, node.args[0]!, { reason: 'wrong-type/interpolation', data: { found: type } })
      return unknown('string')
    }
    const text = show(item)
    if (text === null) {
      fail(frame, node.args[0]!, { reason: 'wrong-type/interpolation', data: { found: item.type } })
      return unknown('string')
    }
    parts.push(text)
  }
  return string(parts.join(separator))
}

function at(of: Abstract, index: Abstract, node: CallNode, frame: Frame): Abstract {
  const wants = typeOf(of) === 'list' ? 'number' : typeOf(of) === 'map' ? 'string' : null
  const type = typeOf(index)
  if (wants !== null && type !== null && type !== wants) {
    fail(frame, node.args[1]!, { reason: 'wrong-type/argument', data: { name: 'at', expected: `a ${wants}`, found: `a ${type}` } })
    return anything
  }
  if (of.type === 'list' && index.type === 'number') {
    const item = Number.isInteger(index.value) && index.value >= 0 ? of.items[index.value] : undefined
    if (item) return item
    fail(frame, node.args[1]!, { reason: 'wrong-type/index', data: { index: String(index.value), length: of.items.length } })
  } else if (of.type === 'map' && index.type === 'string') {
    const entry = of.entries.get(index.value)
    if (entry) return entry
    fail(frame, node.args[1]!, { reason: 'wrong-type/key', data: { key: index.value, near: nearestKey(index.value, of.entries) } })
  }
  return anything
}

function replace(text: string, what: string, by: string, node: CallNode, frame: Frame): Abstract {
  if (what === '') return string(text)
  const parts = text.split(what)
  if (text.length + (parts.length - 1) * (by.length - what.length) <= valueLimit) return string(parts.join(by))
  fail(frame, node, { reason: 'wrong-type/too-big', data: { limit: '1 MB' } })
  return unknown('string')
}
