import { hash } from 'node:crypto'

/** A UUID that follows from its parts, so that a call that is made again is known for the same one. */
export function requestId(...parts: readonly (string | number)[]): string {
  const digest = hash('sha256', JSON.stringify(parts))
  // As RFC 9562 marks a UUID whose bits are the maker's own (version 8).
  const variant = ((Number.parseInt(digest[16]!, 16) & 0x3) | 0x8).toString(16)
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}

/** A text as the value of a label: small letters, digits, dashes and underlines, at most 63. */
export function labelValue(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '')
    .slice(0, 63)
    .replace(/[-_]+$/, '')
}
