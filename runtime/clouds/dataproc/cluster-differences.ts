import type { Message, MessageValue } from './cluster-file.ts'
import { clusterType } from './cluster-file.ts'
import type { Field, MessageType, Shape } from './message-types.ts'

/** Something that is asked for and is otherwise. */
export interface Difference {
  /** `config.workerConfig.numInstances`. */
  readonly path: string
  readonly wanted: string
  readonly found: string
}

/** A point of time and a life time that each cluster has of its own. */
const ofItsOwn: ReadonlySet<string> = new Set([
  'projectId',
  'clusterName',
  'config.lifecycleConfig.autoDeleteTime',
  'config.lifecycleConfig.autoDeleteTtl',
])

/** Lists whose order says nothing, and to which Dataproc adds some of its own. */
const extended: ReadonlySet<string> = new Set(['config.gceClusterConfig.serviceAccountScopes', 'config.gceClusterConfig.tags'])

const workers = /^config\.(?:worker|secondaryWorker)Config\.numInstances$/

/**
 * What of `wanted` a cluster has not. Of what is not asked for nothing is said, since Dataproc fills in much by itself; a name and
 * its full address are one, and so are a version and the release of it that Dataproc has picked.
 */
export function clusterDifferences(wanted: Message, found: Message): Difference[] {
  const differences: Difference[] = []
  compareMessages(wanted, found, clusterType, '', differences)
  // With a policy the number of workers is the policy's.
  const scales = textAt(found, 'config', 'autoscalingConfig', 'policyUri') !== ''
  return scales ? differences.filter(({ path }) => !workers.test(path)) : differences
}

/** Whether Dataproc can change it while the cluster runs. */
export function isWorkerCount({ path }: Difference): boolean {
  return workers.test(path)
}

function compareMessages(wanted: Message, found: Message | null, type: MessageType, at: string, into: Difference[]): void {
  for (const [name, value] of Object.entries(wanted)) {
    const field = type.fields.get(name)
    const path = at === '' ? name : `${at}.${name}`
    if (field === undefined || field.outputOnly || ofItsOwn.has(path)) continue
    compareField(value, found?.[name] ?? null, field, path, into)
  }
}

function compareField(wanted: MessageValue, found: MessageValue | null, field: Field, path: string, into: Difference[]): void {
  if (field.many === 'map') {
    for (const [key, value] of Object.entries(wanted as Message)) {
      const there = isMessage(found) && Object.hasOwn(found, key) ? found[key]! : null
      if (there === null || !alike(value, there, field.shape, '')) into.push(difference(`${path}.${key}`, value, there))
    }
    return
  }
  if (field.many === 'list') {
    const list = Array.isArray(found) ? (found as readonly MessageValue[]) : []
    const items = wanted as readonly MessageValue[]
    const all = items.every(item => list.some(other => alike(item, other, field.shape, field.name)))
    if (!all || (!extended.has(path) && items.length !== list.length)) into.push(difference(path, wanted, found))
    return
  }
  if (field.shape.kind === 'message') compareMessages(wanted as Message, isMessage(found) ? found : null, field.shape.type, path, into)
  else if (!alike(wanted, found, field.shape, field.name)) into.push(difference(path, wanted, found))
}

function alike(wanted: MessageValue, found: MessageValue | null, shape: Shape, name: string): boolean {
  switch (shape.kind) {
    case 'message': {
      const inside: Difference[] = []
      compareMessages(wanted as Message, isMessage(found) ? found : null, shape.type, '', inside)
      return inside.length === 0
    }
    case 'duration':
    case 'timestamp':
      return secondsOf(wanted) === secondsOf(found)
    case 'integer':
    case 'number':
      // Zero is not sent, and 64 bits come as text.
      return Number(wanted) === Number(found ?? 0)
    case 'boolean':
      return wanted === (found ?? false)
    case 'enum':
      return wanted === (found ?? shape.words[0])
    case 'string':
      return alikeTexts(String(wanted), String(found ?? ''), name)
    default:
      return shape satisfies never
  }
}

function alikeTexts(wanted: string, found: string, name: string): boolean {
  if (wanted === found) return true
  // 2.2-debian12 has become 2.2.46-debian12, 2.2 the same.
  if (name === 'imageVersion') {
    const [version = '', system] = wanted.split('-', 2)
    const [release = '', itsSystem] = found.split('-', 2)
    return (release === version || release.startsWith(`${version}.`)) && (system === undefined || system === itsSystem)
  }
  if (name === 'serviceAccountScopes') return scope(wanted) === scope(found)
  // `us-central1-a` is the end of its full address.
  return (
    found !== '' &&
    /Ur[il]$/.test(name) &&
    (found.endsWith(`/${wanted}`) || wanted.endsWith(`/${found}`) || pathOf(wanted) === pathOf(found))
  )
}

function pathOf(address: string): string {
  return address.replace(/^https:\/\/[^/]*googleapis\.com\/compute\/[^/]+\//, '')
}

/** gcloud knows scopes by short names as well. */
function scope(text: string): string {
  return text.replace(/^https:\/\/www\.googleapis\.com\/auth\//, '')
}

function secondsOf(value: MessageValue | null): number | null {
  if (!isMessage(value)) return null
  return Number(value['seconds'] ?? 0) + Number(value['nanos'] ?? 0) / 1e9
}

function isMessage(value: MessageValue | null): value is Message {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function textAt(message: Message, ...path: readonly string[]): string {
  let value: MessageValue | null = message
  for (const name of path) value = isMessage(value) ? (value[name] ?? null) : null
  return typeof value === 'string' ? value : ''
}

function difference(path: string, wanted: MessageValue, found: MessageValue | null): Difference {
  return { path, wanted: shown(wanted), found: shown(found) }
}

function shown(value: MessageValue | null): string {
  if (value === null || value === '') return 'not set'
  const seconds = secondsOf(value)
  if (seconds !== null && isMessage(value) && 'seconds' in value) return `${seconds}s`
  return typeof value === 'string' ? value : JSON.stringify(value)
}
