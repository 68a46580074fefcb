import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node'
import type { InitializeResult } from 'vscode-languageserver-protocol'

test('the server speaks over the channel of its parent, as the editor starts it, and ends with it', async () => {
  const child = fork(join(import.meta.dirname, '../../server/main.ts'), ['--node-ipc'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child))
  connection.listen()
  const answer: InitializeResult = await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} })
  assert.equal(answer.serverInfo?.name, 'dagline')
  const ended = once(child, 'exit')
  await connection.sendRequest('shutdown')
  await connection.sendNotification('exit')
  assert.deepEqual(await ended, [0, null])
  connection.dispose()
})
