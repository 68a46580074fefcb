import { StringDecoder } from 'node:string_decoder'

/** A line longer than this is told in pieces, so that one line cannot fill the memory. */
export const longestLine: number = 64 * 1024

/** Cuts a stream of bytes into lines without their line ends (`\n`, `\r\n`). Characters split between chunks stay whole. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8')
  #rest = ''

  push(chunk: Buffer): string[] {
    return this.#cut(this.#decoder.write(chunk))
  }

  /** The last line, where it had no line end. */
  end(): string[] {
    const lines = this.#cut(this.#decoder.end())
    if (this.#rest !== '') lines.push(this.#rest)
    this.#rest = ''
    return lines
  }

  #cut(text: string): string[] {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    const whole = lines.map(line => (line.endsWith('\r') ? line.slice(0, -1) : line)).flatMap(pieces)
    while (this.#rest.length > longestLine) {
      whole.push(this.#rest.slice(0, longestLine))
      this.#rest = this.#rest.slice(longestLine)
    }
    return whole
  }
}

function pieces(line: string): string[] {
  if (line.length <= longestLine) return [line]
  return Array.from({ length: Math.ceil(line.length / longestLine) }, (_, i) => line.slice(i * longestLine, (i + 1) * longestLine))
}
