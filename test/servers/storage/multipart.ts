import { invalid } from './errors.ts'

export interface Upload {
  /** What is said of the object. */
  readonly metadata: Readonly<Record<string, unknown>>
  readonly type: string
  readonly bytes: Buffer
}

/** The two parts of an upload of `multipart/related`. */
export function uploadOf(body: Buffer, contentType: string): Upload {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1]
  if (boundary === undefined) throw invalid('Multipart body has no boundary.')
  const mark = Buffer.from(`--${boundary}`)
  const parts: Part[] = []
  for (let at = body.indexOf(mark); at >= 0; ) {
    const next = body.indexOf(mark, at + mark.length)
    if (next < 0) break
    parts.push(partOf(body.subarray(at + mark.length, next)))
    at = next
  }
  const [first, second] = parts
  if (first === undefined || second === undefined || parts.length !== 2) throw invalid('Multipart body must have two parts.')
  return { metadata: JSON.parse(first.bytes.toString()) as Record<string, unknown>, type: second.type, bytes: second.bytes }
}

interface Part {
  readonly type: string
  readonly bytes: Buffer
}

/** Of a piece between two boundaries: a line end, headers, an empty line, the bytes, a line end. */
function partOf(piece: Buffer): Part {
  const head = piece.indexOf('\r\n\r\n')
  if (head < 0) throw invalid('A part has no end of its headers.')
  const type = /content-type:\s*([^\r\n]+)/i.exec(piece.subarray(0, head).toString())?.[1] ?? 'application/octet-stream'
  return { type, bytes: piece.subarray(head + 4, piece.length - 2) }
}
