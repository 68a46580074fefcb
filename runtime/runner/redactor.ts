import type { Json } from '#language'
import type { RunError } from '../events.ts'

const mask = '***'

/** Takes secrets out of all that leaves a run: logs, outputs, errors. What it has been told once it never lets through again. */
export class Redactor {
  readonly #texts = new Set<string>()
  #pattern: RegExp | null = null

  /** A secret's value. Its lines, and the forms in which scripts print it (JSON, URL, base64), are secret too. */
  add(secret: string): void {
    const lines = secret.split(/\r?\n/).map(line => line.trim())
    // A short line of a long secret (a brace, a blank) would mask half of every log.
    const parts = [secret, secret.trim(), ...(lines.length > 1 ? lines.filter(line => line.length >= 8) : [])]
    const known = this.#texts.size
    for (const part of parts) {
      for (const text of [
        part,
        JSON.stringify(part).slice(1, -1),
        encodeURIComponent(part.toWellFormed()),
        Buffer.from(part).toString('base64'),
      ]) {
        if (text !== '') this.#texts.add(text)
      }
    }
    if (this.#texts.size > known) this.#pattern = null
  }

  text(text: string): string {
    if (this.#texts.size === 0) return text
    this.#pattern ??= new RegExp(
      [...this.#texts]
        // The longest first, so that no rest of a secret stays.
        .sort((a, b) => b.length - a.length)
        .map(secret => secret.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
        .join('|'),
      'g',
    )
    return text.replace(this.#pattern, mask)
  }

  json(json: Json): Json {
    if (this.#texts.size === 0) return json
    if (typeof json === 'string') return this.text(json)
    if (json === null || typeof json !== 'object') return json
    if (Array.isArray(json)) return json.map(item => this.json(item as Json))
    return Object.fromEntries(Object.entries(json as { [key: string]: Json }).map(([key, value]) => [this.text(key), this.json(value)]))
  }

  error(error: RunError): RunError {
    return { ...error, message: this.text(error.message) }
  }
}
