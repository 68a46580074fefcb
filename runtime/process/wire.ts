import type { Socket } from 'node:net'
import {
  AbstractMessageWriter,
  createMessageConnection,
  type Message,
  type MessageConnection,
  type MessageWriter,
  StreamMessageReader,
} from 'vscode-jsonrpc/node'

/** JSON-RPC over a socket, for both of its ends. */
export function connectionOver(socket: Socket): MessageConnection {
  const reader = new StreamMessageReader(socket)
  // It only tells of messages that come slowly, and where one is cut off by the socket's end it would keep the process alive for ever.
  reader.partialMessageTimeout = 0
  return createMessageConnection(reader, new SocketWriter(socket))
}

/** Writes each message at once: the library's own writer takes two turns and two writes for it. */
class SocketWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #socket: Socket

  constructor(socket: Socket) {
    super()
    this.#socket = socket
    socket.on('error', problem => this.fireError(problem))
    socket.on('close', () => this.fireClose())
  }

  async write(message: Message): Promise<void> {
    const body = Buffer.from(JSON.stringify(message))
    const text = Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body])
    await new Promise<void>((resolve, reject) => {
      this.#socket.write(text, problem => {
        if (problem) reject(problem)
        else resolve()
      })
    })
  }

  end(): void {
    // The socket is its owner's.
  }
}
