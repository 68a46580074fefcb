import { Cron } from 'croner'
import { type Abstract, typeOf } from '../evaluate/abstract.ts'
import { type Frame, fail } from '../evaluate/context.ts'
import { nearest } from '../near.ts'
import { engines } from '../schema/engines.ts'
import type { Shape } from '../schema/schema.ts'
import type { Expression } from '../tree.ts'
import type { ValueType } from '../values.ts'

/** Checks a value against what its property takes; reports at the shortest expression that is wrong. */
export function checkShape(shape: Shape, value: Abstract, node: Expression, frame: Frame): void {
  const type = typeOf(value)
  if (type === null || (shape.kind === 'value' && type !== 'duration' && shape.types.includes(type))) return
  const expect = (types: readonly ValueType[]): boolean => {
    if (types.includes(type)) return true
    fail(frame, node, { reason: 'wrong-type/value', data: { expected: types.map(article).join(' or '), found: article(type) } })
    return false
  }
  const range = (isFine: boolean, what: string): void => {
    if (!isFine) fail(frame, node, { reason: 'wrong-type/range', data: { what } })
  }
  switch (shape.kind) {
    case 'value':
      if (expect(shape.types) && value.type === 'duration') range(value.ms >= 0, 'a duration that is not negative')
      return
    case 'word':
      checkWord(shape, value, node, frame)
      return
    case 'count':
      if (expect(['number']) && value.type === 'number')
        range(Number.isInteger(value.value) && value.value >= shape.least, `a whole number from ${shape.least}`)
      return
    case 'number':
      if (expect(['number']) && value.type === 'number') range(value.value >= shape.least, `a number from ${shape.least}`)
      return
    case 'duration':
      if (expect(['duration']) && value.type === 'duration') {
        if (shape.positive) range(value.ms > 0, 'a duration longer than 0s')
        else range(value.ms >= 0, 'a duration that is not negative')
      }
      return
    case 'size':
      if (expect(['size']) && value.type === 'size') range(value.bytes >= 0, 'a size that is not negative')
      return
    case 'list':
      if (expect(['list'])) checkItems(value, node, frame, shape.of)
      return
    case 'numbers':
      if (expect(['number', 'list'])) checkItems(value, node, frame, 'number')
      return
    case 'map':
      if (expect(['map']) && shape.of) checkEntries(value, node, frame, shape.of, shape.least)
      return
    case 'path':
    case 'limit':
      expect(['string'])
      return
    case 'cron':
      if (expect(['string']) && value.type === 'string') checkCron(value.value, node, frame)
      return
    case 'timezone':
      if (expect(['string']) && value.type === 'string' && !isTimezone(value.value))
        fail(frame, node, { reason: 'wrong-type/timezone', data: { name: value.value } })
      return
    case 'engine':
    case 'tasks':
    case 'matrix':
      return
  }
}

const article = (type: string): string => (type === 'null' ? 'null' : `a ${type}`)

function checkItems(value: Abstract, node: Expression, frame: Frame, of: ValueType): void {
  if (value.type !== 'list') return
  value.items.forEach((item, i) => {
    const type = typeOf(item)
    const place = node.kind === 'list' ? (node.items[i] ?? node) : node
    if (type !== null && type !== of)
      fail(frame, place, { reason: 'wrong-type/value', data: { expected: article(of), found: article(type) } })
  })
}

function checkEntries(value: Abstract, node: Expression, frame: Frame, of: ValueType, least?: number): void {
  if (value.type !== 'map') return
  for (const [key, item] of value.entries) {
    const type = typeOf(item)
    const place = node.kind === 'map' ? (node.entries.find(entry => entry.key.text === key)?.value ?? node) : node
    if (type !== null && type !== of)
      fail(frame, place, { reason: 'wrong-type/value', data: { expected: article(of), found: article(type) } })
    else if (least !== undefined && item.type === 'number' && !(Number.isInteger(item.value) && item.value >= least))
      fail(frame, place, { reason: 'wrong-type/range', data: { what: `a whole number from ${least}` } })
  }
}

function checkWord(shape: Extract<Shape, { kind: 'word' }>, value: Abstract, node: Expression, frame: Frame): void {
  const type = typeOf(value)
  if (type !== null && type !== 'string') {
    if (shape.types?.includes(type)) {
      if (value.type === 'number' && !(Number.isInteger(value.value) && value.value >= 1))
        fail(frame, node, { reason: 'wrong-type/range', data: { what: 'a whole number from 1' } })
      return
    }
    const expected = [...shape.words.map(word => `\`${word}\``), ...(shape.types ?? []).map(article)].join(', ')
    fail(frame, node, { reason: 'wrong-type/value', data: { expected, found: article(type) } })
  } else if (value.type === 'string' && !shape.words.includes(value.value))
    fail(frame, node, {
      reason: 'wrong-type/word',
      data: { word: value.value, allowed: shape.words, near: nearest(value.value, shape.words) },
    })
}

/** Five fields; the library's own extensions (seconds, years, names such as `@daily`) are not part of the language. */
function checkCron(text: string, node: Expression, frame: Frame): void {
  const reason = cronProblem(text)
  if (reason !== null) fail(frame, node, { reason: 'invalid-cron/pattern', data: { text, reason } })
}

export function cronProblem(text: string): string | null {
  const fields = text.trim().split(/\s+/)
  if (fields.length !== 5 || text.trim() === '')
    return `it has ${text.trim() === '' ? 0 : fields.length} ${fields.length === 1 ? 'field' : 'fields'}`
  try {
    new Cron(text.trim(), { mode: '5-part', paused: true })
    return null
  } catch (problem) {
    return problem instanceof Error ? problem.message.replace(/^CronPattern: /, '').toLowerCase() : 'it cannot be read'
  }
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Names of all engines, for suggestions. */
export const engineNames: readonly string[] = engines.map(engine => engine.name)
