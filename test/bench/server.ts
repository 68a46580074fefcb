import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node'
import { bigFile, type Group, time } from './measure.ts'

const root = join(import.meta.dirname, '..', '..')

/** From the start of the server's process to the first diagnostics of a document. */
async function firstDiagnostics(text: string, folder: string): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'bin', 'dagline.mjs'), 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise(settle => child.on('exit', settle))
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin))
  connection.listen()
  const uri = pathToFileURL(join(folder, 'big.dag')).href
  const found = new Promise<void>((settle, fail) => {
    connection.onNotification('textDocument/publishDiagnostics', (params: { uri: string; diagnostics: readonly unknown[] }) => {
      if (params.uri === uri)
        params.diagnostics.length === 1 ? settle() : fail(new Error(`${params.diagnostics.length} diagnostics instead of one`))
    })
  })
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: pathToFileURL(folder).href, capabilities: {} })
  await connection.sendNotification('initialized', {})
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'dagline', version: 1, text } })
  await found
  await connection.sendRequest('shutdown')
  await connection.sendNotification('exit')
  await ended
  connection.dispose()
}

export const server: Group = {
  name: 'server',
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dagline-bench-'))
    try {
      const results = []
      for (const tasks of [10, 1000, 10_000]) {
        const text = bigFile(tasks).replace('task_3]', 'nobody]')
        const value = await time(5, () => firstDiagnostics(text, folder))
        results.push({
          name: `server start to first diagnostics, ${tasks} tasks`,
          value,
          unit: 'ms' as const,
          note: 'process start to shutdown, pushed',
        })
      }
      return results
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
