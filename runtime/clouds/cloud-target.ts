import type { Value } from '#language'
import type { EngineTarget } from '../engines/engine.ts'

/** What a target says of its cloud; what it does not say is null. */
export interface CloudTarget {
  readonly name: string
  readonly project: string | null
  /** Of BigQuery's data: `US`. */
  readonly location: string | null
  /** Of Dataproc: `us-central1`. */
  readonly region: string | null
  /** Path of a key file as written. */
  readonly credentials: string | null
  /** The service account to act as. */
  readonly impersonate: string | null
  /** A bucket for scripts, without `gs://`. */
  readonly staging: string | null
  /** `gs://bucket/path`. */
  readonly logs: string | null
  readonly endpoints: Readonly<Record<CloudService, string | null>>
}

export type CloudService = 'bigquery' | 'dataproc' | 'storage'

export function cloudTarget({ name, properties }: EngineTarget): CloudTarget {
  const text = (property: string): string | null => textOf(properties.get(property))
  return {
    name,
    project: text('project'),
    location: text('location'),
    region: text('region'),
    credentials: text('credentials'),
    impersonate: text('impersonate'),
    staging:
      text('staging')
        ?.replace(/^gs:\/\//, '')
        .replace(/\/+$/, '') ?? null,
    logs: text('logs'),
    endpoints: { bigquery: text('bigquery_endpoint'), dataproc: text('dataproc_endpoint'), storage: text('storage_endpoint') },
  }
}

/** Whether an endpoint is on this very machine: no credentials are asked for there, and none are sent. */
export function isLoopback(endpoint: string | null): boolean {
  if (endpoint === null) return false
  const host = hostOf(endpoint)
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

function hostOf(endpoint: string): string {
  try {
    return new URL(/^[a-z][a-z\d+.-]*:\/\//i.test(endpoint) ? endpoint : `http://${endpoint}`).hostname
  } catch {
    return ''
  }
}

function textOf(value: Value | undefined): string | null {
  return value?.type === 'string' && value.value !== '' ? value.value : null
}
