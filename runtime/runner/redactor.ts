import type { Json } from '#language'
import type { RunError } from '../events.ts'
import { formsOf } from './secret-forms.ts'

const mask = '***'
/** So much of the beginning of a secret is masked where a text was cut off in it. */
const shortestBeginning = 4
/** What is shorter stands by chance in other words: it is masked only as a word of its own. */
export const shortestSecret = 6
/** Engines cut off messages that are longer than this. */
const longMessage = 500

/** V8 quotes some characters of a text around what makes it no JSON, and so cuts a secret in pieces. */
const excerptEnd = ' is not valid JSON'
const jsonExcerpt = /(?<=, (?:\.{3})?")[^\n]{1,80}?(?="(?:\.{3})? is not valid JSON)/g

/** Takes secrets out of all that leaves a run: logs, outputs, errors. What it has been told once it never lets through again. */
export class Redactor {
  readonly #texts = new Set<string>()
  #pattern: RegExp | null = null
  #longest = 0

  constructor(secrets: Iterable<string> = []) {
    for (const secret of secrets) this.add(secret)
  }

  /** Length of the longest text that is masked; 0 where there is none. */
  get longest(): number {
    return this.#longest
  }

  /** A secret's value. Its lines, and the forms in which scripts print it, are secret too. */
  add(secret: string): void {
    const known = this.#texts.size
    for (const text of formsOf(secret)) {
      this.#texts.add(text)
      this.#longest = Math.max(this.#longest, text.length)
    }
    if (this.#texts.size > known) this.#pattern = null
  }

  /** Whether a secret stands in a text. */
  finds(text: string): boolean {
    return this.text(text) !== text
  }

  text(text: string): string {
    if (this.#texts.size === 0) return text
    const masked = text.replace(this.#matcher(), mask)
    return masked.includes(excerptEnd)
      ? masked.replace(jsonExcerpt, (excerpt: string) => (this.#hasPart(excerpt) ? mask : excerpt))
      : masked
  }

  /** A place near `wanted` at which no secret is cut in two. */
  cutAt(text: string, wanted: number): number {
    if (this.#texts.size === 0) return wanted
    for (const { 0: found, index } of text.matchAll(this.#matcher())) {
      if (index >= wanted) break
      if (index + found.length > wanted) return index
    }
    return wanted
  }

  /** Values, and of the keys what is surely a secret: by short words an output would lose its name. */
  json(json: Json): Json {
    if (this.#texts.size === 0) return json
    if (typeof json === 'string') return json.endsWith('…') ? `${this.#cutOff(json.slice(0, -1))}…` : this.text(json)
    if (json === null || typeof json !== 'object') return json
    if (Array.isArray(json)) return json.map(item => this.json(item as Json))
    return Object.fromEntries(Object.entries(json as { [key: string]: Json }).map(([key, value]) => [this.#key(key), this.json(value)]))
  }

  /** The values of something whose own keys are no data. */
  entries<T extends object>(json: T): T {
    return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, this.json(value as Json)])) as T
  }

  error(error: RunError): RunError {
    const { message } = error
    return { ...error, message: message.length >= longMessage ? this.#cutOff(message) : this.text(message) }
  }

  /** Of a text that was cut off, perhaps in the middle of a secret. */
  #cutOff(text: string): string {
    const masked = this.text(text)
    for (const secret of this.#texts) {
      for (let length = Math.min(secret.length - 1, masked.length); length >= shortestBeginning; length--)
        if (masked.endsWith(secret.slice(0, length))) return masked.slice(0, -length) + mask
    }
    return masked
  }

  /** Whether a part of a secret stands in a text. */
  #hasPart(text: string): boolean {
    for (let at = 0; at + shortestBeginning <= text.length; at++) {
      const part = text.slice(at, at + shortestBeginning)
      for (const secret of this.#texts) if (secret.includes(part)) return true
    }
    return false
  }

  #key(key: string): string {
    return key.replace(this.#matcher(), found => (found.length < shortestSecret ? found : mask))
  }

  #matcher(): RegExp {
    this.#pattern ??= new RegExp(
      [...this.#texts]
        // The longest first, so that no rest of a secret stays.
        .sort((a, b) => b.length - a.length)
        .map(secret => {
          const pattern = secret.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
          if (secret.length >= shortestSecret) return pattern
          return `${/^\w/.test(secret) ? '(?<!\\w)' : ''}${pattern}${/\w$/.test(secret) ? '(?!\\w)' : ''}`
        })
        .join('|'),
      'g',
    )
    return this.#pattern
  }
}
