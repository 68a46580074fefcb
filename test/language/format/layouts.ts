import fc from 'fast-check'
import { parse } from '#language'

/** A file that has all there is to lay out, in few lines. */
export const dense = `import "lib.dag" let a = x + 1 * -2 > 3 && !b ? [1, 2] : { k: v, w }
let long = join(["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"], at({ x: [1, 2, 3] }, "cccccccccccccccc"))
/// Documented.
dag d { input n: list = [1, 2] // one
  /* two */ task a: bq { sql: """
  select 1
    from x

  """ params: { x: 1, y: 2 } // dagline-ignore unused-param: later
  matrix: { n, m: [{ u: 1 }] }, retries: 2 on prod { retries: 1 } }
  group g {
    // dagline-ignore unused-param: later
    task b: bq { sql: "select 1", params: { x: 1 } }
    task c: js { script: "a.mjs" when: a.rows > 0 &&
      b.n == 1 } }
  [a, g] -> g.b -> [
    g.c ] a -> g
  let e = trim("""
    x
    """) }
target prod {} defaults bq { location: "US" }
`

const blank = fc.constantFrom('', ' ', '  ', '\t', '\n', '\n', '\n\n', '\n\n\n', '\r\n', '\n    ', '\n\t')
const comment = fc.constantFrom(
  ' // c\n',
  '    // c\n',
  '\n// own\n',
  '\n/// doc\n',
  ' /* x */ ',
  '\n/* a\n   b */',
  '/*1*//*2*/',
  '   // dagline-ignore unused-param: why\n',
  '\n// dagline-ignore unused-let: why\n',
  '\n// dagline-ignore redundant-edge: why\n\n',
)
const fault = fc.constantFrom(',', ',\n', '@', '\n@\n', '->', '\nlet z = \n', '\r', '"', '{', ']')

/** Texts with the tokens of given ones, but with other gaps: blanks, line ends, comments, and here and there something wrong. */
export function layoutsOf(texts: readonly string[]): fc.Arbitrary<string> {
  const gap = fc.oneof({ weight: 12, arbitrary: blank }, { weight: 3, arbitrary: comment }, { weight: 1, arbitrary: fault })
  return fc
    .record({
      text: fc.constantFrom(...texts),
      gaps: fc.array(gap, { minLength: 1, maxLength: 30 }),
      places: fc.oneof(fc.constant(null), fc.array(fc.nat(400), { maxLength: 40 })),
      windows: fc.boolean(),
    })
    .map(({ text, gaps, places, windows }) => {
      const written = places
        ? withGaps(text, i => (places.includes(i) ? gaps[i % gaps.length]! : null))
        : withGaps(text, i => everyThird(i, gaps))
      return windows ? written.replaceAll(/\r?\n/g, '\r\n') : written
    })
}

const everyThird = (i: number, gaps: readonly string[]): string | null => (i % 3 === 0 ? gaps[i % gaps.length]! : null)

/** The text with another gap before some of its tokens and comments. */
function withGaps(text: string, gapBefore: (i: number) => string | null): string {
  const { tokens, comments } = parse(text)
  let at = 0
  let written = ''
  for (const [i, { start, image }] of [...tokens, ...comments].sort((a, b) => a.start - b.start).entries()) {
    written += (gapBefore(i) ?? text.slice(at, start)) + image
    at = start + image.length
  }
  return written + text.slice(at)
}
