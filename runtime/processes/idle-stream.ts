import type { Readable } from 'node:stream'

/** In so long the event loop has come to what could be read. */
const turnMs = 5

/**
 * Destroys a stream of a pipe once it has given nothing for a turn of the event loop: then the pipe was empty. One that is
 * paused has more to give. Called again for the same stream, does nothing.
 */
export function destroyWhenIdle(stream: Readable): void {
  if (stream.destroyed || waiting.has(stream)) return
  waiting.add(stream)
  let quiet = false
  stream.on('data', () => {
    quiet = false
  })
  stream.on('pause', () => {
    quiet = false
  })
  const look = (): void => {
    if (stream.destroyed) return
    if (quiet) {
      stream.destroy()
      return
    }
    quiet = !stream.isPaused()
    // An immediate comes after the loop has looked for what can be read, a timer before.
    setTimeout(() => setImmediate(look), turnMs)
  }
  look()
}

const waiting = new WeakSet<Readable>()
