import { readFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import type { AuthClient } from 'google-auth-library'
import { type CloudService, type CloudTarget, isLoopback } from './cloud-target.ts'

/** All that the services we call ask for. */
const scopes = ['https://www.googleapis.com/auth/cloud-platform']

/**
 * The credentials of a target for one of its services: none on a loopback endpoint, else the key file that the target names, else
 * application default ones, as the service account that the target says to act as.
 *
 * @param folder of the `.dag` file, from which a relative path of a key file is meant.
 * @throws what google-auth-library throws where there are no credentials; `credentialsFault` has words for it.
 */
export async function authOf(target: CloudTarget, service: CloudService, folder: string): Promise<AuthClient> {
  const { Impersonated, PassThroughClient } = await import('google-auth-library')
  if (isLoopback(target.endpoints[service])) return new PassThroughClient()
  const keyFile = target.credentials
  const client = await clientOf(keyFile === null || isAbsolute(keyFile) ? keyFile : join(folder, keyFile))
  if (target.impersonate === null) return client
  return new Impersonated({ sourceClient: client, targetPrincipal: target.impersonate, targetScopes: scopes, lifetime: 3600 })
}

async function clientOf(keyFile: string | null): Promise<AuthClient> {
  const { GoogleAuth, JWT } = await import('google-auth-library')
  if (keyFile === null) return new GoogleAuth({ scopes }).getClient()
  const { type, client_email: email, private_key: key, private_key_id: keyId } = await keyIn(keyFile)
  // The library reads key files too, but warns of it on the console each time.
  if (type === 'service_account' && email !== undefined && key !== undefined)
    return new JWT({ email, key, scopes, ...(keyId === undefined ? {} : { keyId }) })
  return new GoogleAuth({ scopes, keyFilename: keyFile }).getClient()
}

interface KeyFile {
  readonly type?: string
  readonly client_email?: string
  readonly private_key?: string
  readonly private_key_id?: string
}

/** What JSON.parse says of a fault would show a part of the key. */
async function keyIn(keyFile: string): Promise<KeyFile> {
  const text = await readFile(keyFile, 'utf8')
  try {
    return JSON.parse(text) as KeyFile
  } catch {
    throw new Error(`The key file ${keyFile} is no JSON.`)
  }
}
