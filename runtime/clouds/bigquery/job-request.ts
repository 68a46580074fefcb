import type { Value } from '#language'
import type { CloudTarget } from '../cloud-target.ts'
import { jobLabels } from './labels.ts'
import type { QueryParameter } from './query-parameters.ts'
import type { RenderedScript } from './rendered-script.ts'

/** `configuration` of jobs.insert, as far as we fill it in. Whole numbers are texts there. */
export interface JobConfiguration {
  readonly query: QueryConfiguration
  readonly labels?: Record<string, string>
  readonly jobTimeoutMs?: string
  readonly dryRun?: boolean
}

interface QueryConfiguration {
  readonly query: string
  readonly useLegacySql: false
  readonly parameterMode?: 'NAMED'
  readonly queryParameters?: QueryParameter[]
  readonly maximumBytesBilled?: string
  readonly priority?: 'INTERACTIVE' | 'BATCH'
  readonly destinationTable?: { readonly projectId: string; readonly datasetId: string; readonly tableId: string }
  readonly createDisposition?: 'CREATE_IF_NEEDED'
  readonly writeDisposition?: 'WRITE_TRUNCATE'
}

export interface JobSketch {
  readonly target: CloudTarget
  readonly properties: ReadonlyMap<string, Value>
  readonly script: RenderedScript
  /** What the job is a part of: `dag`, `task`, `run`. */
  readonly labels: Readonly<Record<string, string>>
  readonly timeoutMs: number | null
}

export interface JobRequest {
  readonly project: string
  readonly location: string
  readonly configuration: JobConfiguration
  /** What decides about the work that is done: equal ones do the same. */
  readonly content: string
}

/** What keeps a job from being sent, and the property that mends it. */
export interface JobRefusal {
  readonly code: 'missing-project' | 'missing-location' | 'wrong-type' | 'wrong-label' | 'sql-unsupported'
  readonly message: string
  readonly property: string
}

/** What is sent for a task; or what its properties or its target lack. */
export function jobRequest({ target, properties, script, labels, timeoutMs }: JobSketch): JobRequest | JobRefusal {
  const refuse = (code: JobRefusal['code'], property: string, message: string): JobRefusal => ({ code, property, message })
  const { project } = target
  if (project === null)
    return refuse('missing-project', 'location', `The target ${target.name} has no project. Add \`project: "…"\` to it: the one that pays.`)
  const location = textOf(properties, 'location') ?? target.location
  if (location === null) return refuse('missing-location', 'location', missingLocation(target.name))
  if (textOf(properties, 'dialect') === 'duckdb')
    return refuse('sql-unsupported', 'dialect', `\`dialect: duckdb\` runs on the target local only, not on ${target.name}.`)
  const marked = jobLabels(labels, properties.get('labels'))
  if (!marked.ok) return refuse('wrong-label', 'labels', marked.message)
  const destination = textOf(properties, 'destination')
  const table = destination === undefined ? null : tableName(destination, project)
  if (destination !== undefined && table === null)
    return refuse('wrong-type', 'destination', `${destination} is no table: write "dataset.table" or "project.dataset.table".`)
  const most = properties.get('maximum_bytes_billed')
  const query: QueryConfiguration = {
    query: script.sql,
    useLegacySql: false,
    ...(script.parameters.length === 0 ? {} : { parameterMode: 'NAMED', queryParameters: [...script.parameters] }),
    ...(most?.type === 'size' ? { maximumBytesBilled: String(Math.floor(most.bytes)) } : {}),
    ...(textOf(properties, 'priority') === 'batch' ? { priority: 'BATCH' } : { priority: 'INTERACTIVE' }),
    // The result takes the place of what was there, so that another run of the task leaves the same.
    ...(table === null ? {} : { destinationTable: table, createDisposition: 'CREATE_IF_NEEDED', writeDisposition: 'WRITE_TRUNCATE' }),
  }
  return {
    project,
    location,
    configuration: { query, labels: marked.labels, ...(timeoutMs === null ? {} : { jobTimeoutMs: String(Math.ceil(timeoutMs)) }) },
    // Neither the price nor the labels nor the hurry change what is done.
    content: JSON.stringify([query.query, query.queryParameters ?? [], table]),
  }
}

export function missingLocation(target: string): string {
  return `It is not said where the data is, and BigQuery would guess. Add \`location: "US"\`, or where it is, to the target ${target} or to the task.`
}

/** `dataset.table` or `project.dataset.table`, with or without backticks. */
function tableName(text: string, project: string): { projectId: string; datasetId: string; tableId: string } | null {
  const parts = text.replaceAll('`', '').split('.')
  const [tableId = '', datasetId = ''] = parts.slice(-2).reverse()
  const projectId = parts.length > 2 ? parts.slice(0, -2).join('.') : project
  return parts.length < 2 || tableId === '' || datasetId === '' || projectId === '' ? null : { projectId, datasetId, tableId }
}

function textOf(properties: ReadonlyMap<string, Value>, name: string): string | undefined {
  const value = properties.get(name)
  return value?.type === 'string' && value.value !== '' ? value.value : undefined
}
