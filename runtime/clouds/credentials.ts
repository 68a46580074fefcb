import { readFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import type { AuthClient, JWTInput } from 'google-auth-library'
import { type CloudService, type CloudTarget, isLoopback } from './cloud-target.ts'

/** All that the services we call ask for. */
const scopes = ['https://www.googleapis.com/auth/cloud-platform']

/**
 * The credentials of a target for one of its services: none on a loopback endpoint, else the key file that the target names, else
 * application default ones, as the service account that the target says to act as.
 *
 * @param folder of the `.dag` file, from which a relative path of a key file is meant.
 * @throws an error whose message says what is wrong with the key file, or what google-auth-library throws where there are no credentials.
 */
export async function authOf(target: CloudTarget, service: CloudService, folder: string): Promise<AuthClient> {
  const { GoogleAuth, Impersonated, JWT, PassThroughClient } = await import('google-auth-library')
  if (isLoopback(target.endpoints[service])) return new PassThroughClient()
  const keyFilename = target.credentials === null ? null : absolute(folder, target.credentials)
  const key = keyFilename === null ? null : await readKey(keyFilename, target.credentials!)
  let client: AuthClient
  if (key?.type === 'service_account') {
    const jwt = new JWT({ scopes })
    jwt.fromJSON(key)
    client = jwt
  } else client = await new GoogleAuth({ scopes, ...(keyFilename === null ? {} : { keyFilename }) }).getClient()
  if (target.impersonate === null) return client
  return new Impersonated({ sourceClient: client, targetPrincipal: target.impersonate, targetScopes: scopes, lifetime: 3600 })
}

function absolute(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path)
}

/** Messages of parsers quote what they do not understand, which here may be a part of a key: none is passed on. */
async function readKey(file: string, named: string): Promise<JWTInput> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (problem) {
    const missing = (problem as NodeJS.ErrnoException).code === 'ENOENT'
    throw new Error(missing ? `There is no key file ${named}.` : `The key file ${named} cannot be read.`)
  }
  const key = parsed(text)
  if (key === null) throw new Error(`The key file ${named} is no JSON object.`)
  if (key.type === 'service_account' && !(key.client_email && key.private_key))
    throw new Error(`The key file ${named} has no client_email and private_key.`)
  return key
}

function parsed(text: string): JWTInput | null {
  try {
    const key = JSON.parse(text) as JWTInput | null
    return typeof key === 'object' ? key : null
  } catch {
    return null
  }
}
