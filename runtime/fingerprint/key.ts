import { hash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Makes digests that only this workspace can make: what is kept of a secret in the database must not let anyone try
 * guesses. The key is a file of its own, for its owner's eyes; without it nothing that was kept is recognized.
 */
export function workspaceDigest(stateFolder: string): (text: string) => string {
  const key = readKey(join(stateFolder, 'fingerprint.key'))
  // SHA-256 over a secret of fixed length and the text: nobody without the key can compute one for a text of his choice.
  return text => hash('sha256', `${key}${text}`, 'base64url')
}

function readKey(file: string): string {
  try {
    const key = readFileSync(file, 'utf8').trim()
    if (/^[0-9a-f]{64}$/.test(key)) return key
  } catch {
    // It is made below.
  }
  const key = randomBytes(32).toString('hex')
  writeFileSync(file, `${key}\n`, { mode: 0o600 })
  return key
}
