import { type Abstract, type FunctionSchema, known, type Shape, show, type tree } from '#language'

/** The text of a property that is a string without interpolation. */
export function textOfProperty(property: tree.Property | undefined): string | null {
  const value = property?.value
  if (value?.kind === 'text') return value.value
  if (value?.kind !== 'string' || value.parts.some(part => part.kind === 'interpolated')) return null
  return value.parts.map(part => (part.kind === 'characters' ? part.value : '')).join('')
}

/** `replace(string: string, what: string, with: string): string` */
export function signatureOf({ name, parameters, optional, result }: FunctionSchema): string {
  const list = parameters.map((parameter, i) => {
    const types = parameter.types === 'any' ? '' : `: ${parameter.types.join(' | ')}`
    return `${parameter.name}${i >= optional ? '?' : ''}${types}`
  })
  return `${name}(${list.join(', ')})${result === null ? '' : `: ${result}`}`
}

/** What a property takes, in a few words. */
export function shapeText(shape: Shape): string {
  switch (shape.kind) {
    case 'value':
      return shape.types.join(' or ')
    case 'word':
      return [...shape.words, ...(shape.types ?? [])].join(' | ')
    case 'count':
      return `whole number from ${shape.least}`
    case 'number':
      return `number from ${shape.least}`
    case 'list':
      return `list of ${shape.of}s`
    case 'numbers':
      return 'number or list of numbers'
    case 'map':
      return shape.of ? `map of ${shape.of}s` : 'map'
    case 'path':
      return shape.remote ? 'path or address' : 'path'
    case 'cron':
      return 'cron schedule'
    case 'timezone':
      return 'time zone'
    case 'tasks':
      return 'list of tasks and groups'
    case 'matrix':
      return 'map of lists'
    case 'limit':
      return 'name of a limit'
    case 'duration':
    case 'size':
    case 'engine':
      return shape.kind
  }
}

const longest = 200

/** A value as it would be written; null where it is not known. */
export function valueText(value: Abstract): string | null {
  const settled = known(value)
  if (settled === null) return null
  const text = written(settled)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

function written(value: Abstract): string {
  switch (value.type) {
    case 'string':
      return JSON.stringify(value.value)
    case 'list':
      return `[${value.items.slice(0, longest).map(written).join(', ')}]`
    case 'map':
      return `{ ${[...value.entries].map(([key, entry]) => `${key}: ${written(entry)}`).join(', ')} }`
    case 'unknown':
      return '…'
    default:
      return show(value) ?? value.type
  }
}
