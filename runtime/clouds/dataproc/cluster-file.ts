import protosJson from '@google-cloud/dataproc/build/protos/protos.json' with { type: 'json' }
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Pair, type ParsedNode, parseDocument, type Scalar } from 'yaml'
import { type Field, type MessageType, messageType, type Shape, type TypeJson } from './message-types.ts'

/** A message as the client takes it: enums by name, durations and times as seconds and nanoseconds. */
export type Message = { readonly [field: string]: MessageValue }
export type MessageValue = string | number | boolean | Message | readonly MessageValue[]

/** What is wrong with a file, and where, from 1. */
export interface FileFault {
  readonly message: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** The message of Dataproc that describes a cluster. */
export const clusterType: MessageType = messageType(protosJson as unknown as TypeJson, 'google.cloud.dataproc.v1.Cluster')

/**
 * A YAML file as `gcloud dataproc clusters export` writes it, as a cluster. Names may be in snake case too; what only Dataproc
 * itself can say of a cluster (its status, its machines' names) is left out, so that a description of a cluster serves as well.
 */
export function readClusterFile(text: string): { readonly cluster: Message } | { readonly fault: FileFault } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [problem] = document.errors
  if (problem !== undefined) return { fault: faultAt(lines, problem.message.split('\n')[0] ?? '', problem.pos[0], problem.pos[1]) }
  const root = document.contents
  try {
    if (root === null || (isScalar(root) && root.value === null))
      throw new Fault('The file is empty; a cluster is described under `config`.', null)
    return { cluster: new Reader(document).message(root, clusterType) }
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault
    const [start, end] = fault.node?.range ?? [0, 1]
    return { fault: faultAt(lines, fault.message, start, end) }
  }
}

class Fault extends Error {
  readonly node: ParsedNode | null

  constructor(message: string, node: ParsedNode | null) {
    super(message)
    this.node = node
  }
}

class Reader {
  readonly #document: Document.Parsed

  constructor(document: Document.Parsed) {
    this.#document = document
  }

  message(given: ParsedNode, type: MessageType): Message {
    const node = this.#resolved(given)
    if (!isMap(node)) throw new Fault(`${shortName(type)} is a map of properties.`, given)
    const message: Record<string, MessageValue> = {}
    const written = new Set<string>()
    for (const pair of node.items as Pair<ParsedNode, ParsedNode | null>[]) {
      const field = fieldOf(pair.key, type)
      if (written.has(field.name)) throw new Fault(`${field.name} is given twice.`, pair.key)
      written.add(field.name)
      const other = type.alternatives.find(names => names.includes(field.name))?.find(name => name !== field.name && written.has(name))
      if (other !== undefined) throw new Fault(`Only one of ${other} and ${field.name} can be given.`, pair.key)
      if (field.outputOnly || isNothing(pair.value)) continue
      message[field.name] = this.#field(pair.value!, field)
    }
    return message
  }

  #field(given: ParsedNode, field: Field): MessageValue {
    const node = this.#resolved(given)
    if (field.many === 'one') return this.#value(given, field.shape, field.name)
    if (field.many === 'list') {
      if (!isSeq(node)) throw new Fault(`${field.name} is a list.`, given)
      return (node.items as ParsedNode[]).map(item => this.#value(item, field.shape, field.name))
    }
    if (!isMap(node)) throw new Fault(`${field.name} is a map.`, given)
    const entries = (node.items as Pair<ParsedNode, ParsedNode | null>[]).map(({ key, value }): [string, MessageValue] => {
      const name = textOfScalar(key)
      if (isNothing(value)) return [name, '']
      return [name, this.#value(value!, field.shape, name)]
    })
    return Object.fromEntries(entries)
  }

  #value(given: ParsedNode, shape: Shape, name: string): MessageValue {
    if (shape.kind === 'message') return this.message(given, shape.type)
    const node = this.#resolved(given)
    if (!isScalar(node)) throw new Fault(`${name} is one ${words[shape.kind]}.`, given)
    const value = scalarValue(node, shape)
    if (value === null)
      throw new Fault(
        `${name} is no ${words[shape.kind]}${shape.kind === 'enum' ? `; it is one of ${listed(shape.words)}` : examples[shape.kind]}.`,
        given,
      )
    return value
  }

  #resolved(node: ParsedNode): ParsedNode {
    if (!isAlias(node)) return node
    const target = node.resolve(this.#document)
    if (target === undefined) throw new Fault(`There is nothing that is called ${node.source}.`, node)
    return target as ParsedNode
  }
}

const words: Readonly<Record<Exclude<Shape['kind'], 'message'>, string>> = {
  enum: 'word',
  duration: 'duration',
  timestamp: 'time',
  string: 'text',
  boolean: 'boolean',
  integer: 'whole number',
  number: 'number',
}

const examples: Readonly<Record<Exclude<Shape['kind'], 'message' | 'enum'>, string>> = {
  duration: ', such as 1800s',
  timestamp: ', such as 2026-01-31T06:00:00Z',
  string: '',
  boolean: ': true or false',
  integer: '',
  number: '',
}

function fieldOf(key: ParsedNode, type: MessageType): Field {
  const written = textOfScalar(key)
  const field = type.fields.get(written) ?? type.fields.get(camelCase(written))
  if (field !== undefined) return field
  const inConfig = type === clusterType && configHas(camelCase(written)) ? ' It belongs under `config`.' : ''
  const names = [...type.fields.values()].filter(one => !one.outputOnly).map(one => one.name)
  throw new Fault(`Dataproc knows no ${written} in ${shortName(type)}.${inConfig === '' ? ` There are ${listed(names)}.` : inConfig}`, key)
}

function configHas(name: string): boolean {
  const config = clusterType.fields.get('config')?.shape
  return config?.kind === 'message' && config.type.fields.has(name)
}

function scalarValue(node: Scalar, shape: Exclude<Shape, { kind: 'message' }>): MessageValue | null {
  // What is a number for YAML may be a text for Dataproc: 2.10 is a version.
  const text = textOfScalar(node)
  switch (shape.kind) {
    case 'string':
      return text
    case 'boolean':
      return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : null
    case 'integer':
      return /^-?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : null
    case 'enum': {
      const word = text.toUpperCase().replaceAll('-', '_')
      return shape.words.includes(word) ? word : null
    }
    case 'duration':
      return durationOf(text)
    case 'timestamp':
      return timestampOf(text)
    default:
      return shape satisfies never
  }
}

/** Of `1800s`, or with the units that gcloud takes: `1d2h30m`. */
function durationOf(text: string): Message | null {
  const match = /^(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)(?:\.(\d{1,9}))?s)?$/.exec(text)
  if (match === null) return null
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)
  return { seconds: whole, nanos: Number(fraction.padEnd(9, '0')) }
}

function timestampOf(text: string): Message | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)) return null
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? null : { seconds: Math.floor(ms / 1000), nanos: (((ms % 1000) + 1000) % 1000) * 1e6 }
}

function isNothing(node: ParsedNode | null): boolean {
  return node === null || (isScalar(node) && node.value === null)
}

function textOfScalar(node: unknown): string {
  if (!isScalar(node)) return ''
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value))
}

function camelCase(name: string): string {
  return name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function shortName({ name }: MessageType): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

function listed(names: readonly string[]): string {
  return names.join(', ')
}

function faultAt(lines: LineCounter, message: string, start: number, end: number): FileFault {
  const from = lines.linePos(start)
  const to = lines.linePos(Math.max(end, start + 1))
  return { message, line: from.line, column: from.col, endLine: to.line, endColumn: to.col }
}
