import { lineWidth } from './write.ts'

/** What a task waits for, by names. */
export interface Waiting {
  readonly name: string
  readonly upstreams: readonly string[]
}

interface Product {
  readonly from: readonly string[]
  readonly to: string[]
}

/**
 * Dependencies as lines of edges. Tasks that wait for the same ones share a line, and a line goes on with those that wait for exactly its
 * last ones: `[a, b] -> c -> [d, e]`. Both mean the same as an edge for each dependency.
 */
export function edgeLines(tasks: readonly Waiting[], indent: string): readonly string[] {
  const place = new Map(tasks.map(({ name }, index) => [name, index]))
  const keyOf = (names: readonly string[]): string =>
    names
      .map(name => place.get(name)!)
      .sort((a, b) => a - b)
      .join(' ')
  const products = new Map<string, Product>()
  for (const { name, upstreams } of tasks) {
    if (upstreams.length === 0) continue
    const key = keyOf(upstreams)
    const product = products.get(key)
    if (product) product.to.push(name)
    else products.set(key, { from: upstreams, to: [name] })
  }
  const next = (product: Product): Product | undefined => products.get(keyOf(product.to))
  const followed = new Set([...products.values()].map(next))
  const written = new Set<Product>()
  const chain = (first: Product): string => {
    const parts = [first.from]
    for (let product: Product | undefined = first; product && !written.has(product); product = next(product)) {
      written.add(product)
      parts.push(product.to)
    }
    return chainText(parts, indent)
  }
  const all = [...products.values()]
  // What is left after those that nothing comes before goes round in circles.
  return [...all.filter(product => !followed.has(product)), ...all].flatMap(product => (written.has(product) ? [] : [chain(product)]))
}

function chainText(parts: readonly (readonly string[])[], indent: string): string {
  const texts = parts.map(names => (names.length === 1 ? names[0]! : `[${names.join(', ')}]`))
  const line = indent + texts.join(' -> ')
  if (line.length <= lineWidth) return line
  const inner = `${indent}  `
  return texts.map((text, i) => (i === 0 ? indent : `${inner}-> `) + broken(text, parts[i]!, i === 0 ? indent : inner)).join('\n')
}

/** The nodes, a line each where they do not fit on one. */
function broken(text: string, names: readonly string[], indent: string): string {
  if (names.length === 1 || text.length + indent.length + 3 <= lineWidth) return text
  return `[\n${names.map(name => `${indent}  ${name},`).join('\n')}\n${indent}]`
}
