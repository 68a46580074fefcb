import { sha256 } from '@noble/hashes/sha2.js'

/** SHA-256 of a text, in base64 for URLs: the same as on Node. A browser's own one cannot be had without waiting. */
export function digest(text: string): string {
  const bytes = sha256(new TextEncoder().encode(text))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
