import { type CloudTarget, isLoopback } from '../cloud-target.ts'

/** Where calls go, and whether they are encrypted and signed. */
export interface Endpoint {
  readonly host: string
  readonly port: number
  /** On this very machine there is nothing to hide, and nobody to show credentials to. */
  readonly insecure: boolean
}

/** The endpoint of a region, or the one that the target names. Null where a region or an endpoint is none. */
export function dataprocEndpoint(target: CloudTarget, region: string): Endpoint | null {
  const stated = target.endpoints.dataproc
  // A region is part of the host's name: what is none must not lead elsewhere.
  if (stated === null) return isRegion(region) ? { host: `${region}-dataproc.googleapis.com`, port: 443, insecure: false } : null
  const url = parsed(stated)
  if (url === null) return null
  const insecure = isLoopback(stated)
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? (insecure ? 80 : 443) : Number(url.port), insecure }
}

export function isRegion(text: string): boolean {
  return /^[a-z]+(-[a-z0-9]+)*$/.test(text)
}

function parsed(endpoint: string): URL | null {
  try {
    // By a scheme whose usual port is not left out.
    return new URL(`grpc://${endpoint.replace(/^[a-z][a-z\d+.-]*:\/\//i, '')}`)
  } catch {
    return null
  }
}
