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
  const { GoogleAuth, Impersonated, PassThroughClient } = await import('google-auth-library')
  if (isLoopback(target.endpoints[service])) return new PassThroughClient()
  const keyFile = target.credentials
  const auth = new GoogleAuth({
    scopes,
    ...(keyFile === null ? {} : { keyFilename: isAbsolute(keyFile) ? keyFile : join(folder, keyFile) }),
  })
  const client = await auth.getClient()
  if (target.impersonate === null) return client
  return new Impersonated({ sourceClient: client, targetPrincipal: target.impersonate, targetScopes: scopes, lifetime: 3600 })
}
