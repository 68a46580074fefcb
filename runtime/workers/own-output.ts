import children from 'node:child_process'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

type Call = (...args: unknown[]) => unknown
type Callback = (error: Error | null, ...results: unknown[]) => void
/** A part of the `stdio` of a child, and the stream of this thread that it was to be. */
type Taken = readonly [index: number, stream: NodeJS.WriteStream]

/**
 * Has what scripts write past `process.stdout` go through it as well. The descriptors 1 and 2 are the process's, not the
 * thread's: written there, by `fs` or by a child that inherits them, a line would miss its log and keep its secrets.
 */
export function takeDescriptors(): void {
  const functions = fs as unknown as Record<string, Call>
  for (const name of ['writeSync', 'writevSync'] as const) {
    takeOver(functions, name, original => (fd, data, ...rest) => {
      const stream = streamOf(fd)
      return stream === null ? original(fd, data, ...rest) : write(stream, data, rest)
    })
  }
  for (const name of ['write', 'writev'] as const) {
    takeOver(functions, name, original => (fd, data, ...rest) => {
      const stream = streamOf(fd)
      const done = rest.at(-1)
      if (stream === null || typeof done !== 'function') return original(fd, data, ...rest)
      const written = write(stream, data, rest.slice(0, -1))
      process.nextTick(() => (done as Callback)(null, written, data))
      return undefined
    })
  }
  for (const name of ['writeFileSync', 'appendFileSync'] as const) {
    takeOver(functions, name, original => (file, data, options) => {
      const stream = streamOf(file)
      if (stream === null) return original(file, data, options)
      write(stream, data, [null, encodingOf(options)])
      return undefined
    })
  }
  for (const name of ['writeFile', 'appendFile'] as const) {
    takeOver(functions, name, original => (file, data, ...rest) => {
      const stream = streamOf(file)
      const done = rest.at(-1)
      if (stream === null || typeof done !== 'function') return original(file, data, ...rest)
      write(stream, data, [null, encodingOf(rest[0])])
      process.nextTick(() => (done as Callback)(null))
      return undefined
    })
  }
  takeChildren()
  // `import { writeSync } from 'node:fs'` is another name of the same.
  syncBuiltinESMExports()
}

function takeChildren(): void {
  takeOver(
    children.ChildProcess.prototype as unknown as Record<string, Call>,
    'spawn',
    original =>
      function (this: children.ChildProcess, options: unknown) {
        const own = (options ?? {}) as { readonly stdio?: unknown }
        const { stdio, taken } = takeStdio(own.stdio)
        const answer = original.call(this, taken.length === 0 ? options : { ...own, stdio })
        for (const [index, stream] of taken) this.stdio?.[index]?.on('data', (chunk: Uint8Array) => stream.write(chunk))
        return answer
      },
  )
  const functions = children as unknown as Record<string, Call>
  const { spawnSync } = children
  takeOver(functions, 'spawnSync', original => (...args) => {
    const options = args.at(-1) as children.SpawnSyncOptions
    const { stdio, taken } = takeStdio(isOptions(options) ? options.stdio : undefined)
    if (taken.length === 0) return original(...args)
    return tellOutput(original(...args.slice(0, -1), captured(options, stdio)) as SyncEnd, taken)
  })
  for (const name of ['execSync', 'execFileSync'] as const) {
    takeOver(functions, name, original => (...args) => {
      const options = args.at(-1) as children.SpawnSyncOptions
      const { stdio, taken } = takeStdio(isOptions(options) ? options.stdio : undefined)
      if (taken.length === 0) return original(...args)
      const [command, list] = args as [string, unknown]
      const all = { ...captured(options, stdio), shell: name === 'execSync' ? (options.shell ?? true) : (options.shell ?? false) }
      const words = Array.isArray(list) ? (list as string[]) : []
      const end = tellOutput(spawnSync(command, words, all) as SyncEnd, taken)
      if (end.error !== undefined) throw end.error
      if (end.status !== 0) throw Object.assign(new Error(`Command failed: ${[command, ...words].join(' ')}`), end)
      return end.stdout
    })
  }
}

type SyncEnd = { -readonly [K in keyof children.SpawnSyncReturns<unknown>]: children.SpawnSyncReturns<unknown>[K] }

/** Hands on what was taken, and leaves the answer as it would have been. */
function tellOutput(end: SyncEnd, taken: readonly Taken[]): SyncEnd {
  for (const [index, stream] of taken) {
    const output = end.output?.[index]
    if (typeof output === 'string' || output instanceof Uint8Array) stream.write(output)
    if (end.output) end.output[index] = null
    if (index === 1) end.stdout = null
    if (index === 2) end.stderr = null
  }
  return end
}

function captured(options: children.SpawnSyncOptions, stdio: unknown): children.SpawnSyncOptions {
  // What was not to be kept was not to be bounded either.
  return { maxBuffer: Number.POSITIVE_INFINITY, ...options, stdio: stdio as children.StdioOptions }
}

function isOptions(value: unknown): value is children.SpawnSyncOptions {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function takeStdio(stdio: unknown): { readonly stdio: unknown; readonly taken: readonly Taken[] } {
  const list: unknown[] = stdio === 'inherit' ? ['inherit', 'inherit', 'inherit'] : Array.isArray(stdio) ? [...stdio] : []
  const taken = list.flatMap((one, index): Taken[] => {
    const stream = one === 'inherit' ? streamOf(index) : streamOf(one)
    return stream === null ? [] : [[index, stream]]
  })
  for (const [index] of taken) list[index] = 'pipe'
  return { stdio: list, taken }
}

function streamOf(fd: unknown): NodeJS.WriteStream | null {
  if (fd === 1 || fd === process.stdout) return process.stdout
  return fd === 2 || fd === process.stderr ? process.stderr : null
}

/** Answers how many bytes were written. `rest`: an offset and a length of bytes, or a place and an encoding of a text. */
function write(stream: NodeJS.WriteStream, data: unknown, rest: readonly unknown[]): number {
  const bytes = bytesOf(data, rest)
  stream.write(bytes)
  return bytes.length
}

function bytesOf(data: unknown, [first, second]: readonly unknown[]): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data.map(part => bytesOf(part, [])))
  if (!ArrayBuffer.isView(data)) return Buffer.from(String(data), typeof second === 'string' ? (second as BufferEncoding) : 'utf8')
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  const { offset = 0, length } = isOptions(first) ? (first as { offset?: number; length?: number }) : { offset: first ?? 0, length: second }
  const start = Number(offset)
  return bytes.subarray(start, typeof length === 'number' ? start + length : undefined)
}

function encodingOf(options: unknown): unknown {
  return typeof options === 'string' ? options : isOptions(options) ? options.encoding : undefined
}

/** Puts another function in the place of one; what stands on it, as the promise's form does, stays. */
function takeOver(owner: Record<string, Call>, name: string, make: (original: Call) => Call): void {
  const original = owner[name]!
  const own = make(original)
  Object.defineProperties(own, Object.getOwnPropertyDescriptors(original))
  owner[name] = own
}
