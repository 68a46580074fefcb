import { keywords } from '../tokens.ts'

const reserved: ReadonlySet<string> = new Set(keywords)

/** Whether a text can stand as the name of a declaration. */
export function isName(text: string): boolean {
  return isKey(text) && !reserved.has(text)
}

/** Whether a text can stand as a key without quotes. */
export function isKey(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text)
}

/** Gives names of one block. Ids that are names already keep theirs, whatever comes before them. */
export class Names {
  readonly #kept: Set<string>
  readonly #taken = new Set<string>()
  /** The number that a name was last told apart by: counting from 2 each time would be slow for thousands. */
  readonly #numbers = new Map<string, number>()

  constructor(ids: Iterable<string>) {
    this.#kept = new Set([...ids].filter(isName))
  }

  /** The name for an id; `noun` stands where nothing of the id can. */
  claim(id: string, noun: string): string {
    if (!this.#kept.has(id) || this.#taken.has(id)) return this.invent(id, noun)
    this.#taken.add(id)
    return id
  }

  /** A name that is none of the ids, as near to the hint as can be. */
  invent(hint: string, noun: string): string {
    const name = this.#free(nameFrom(hint, noun))
    this.#taken.add(name)
    return name
  }

  #free(name: string): string {
    const isFree = (one: string): boolean => !this.#taken.has(one) && !this.#kept.has(one)
    if (isFree(name)) return name
    let number = (this.#numbers.get(name) ?? 1) + 1
    while (!isFree(`${name}_${number}`)) number++
    this.#numbers.set(name, number)
    return `${name}_${number}`
  }
}

/** The name that is nearest to an id: letters without their accents, and `_` for what no name has. */
export function nameFrom(id: string, noun: string): string {
  if (isName(id)) return id
  if (reserved.has(id)) return `${id}_`
  const plain = id
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '')
  if (plain === '') return isName(noun) ? noun : `${noun}_1`
  return isName(plain) ? plain : `${noun}_${plain}`
}
