import { createHash } from 'node:crypto'

/** SHA-256 of a text, in base64 for URLs. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
