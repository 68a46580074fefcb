import { enableCompileCache } from 'node:module'
import type { StartMessage } from './messages.ts'

/**
 * The runtime process of one workspace: `main FOLDER`. What it needs is imported only now, so that a Node without
 * `node:sqlite`, or a broken installation, becomes a sentence instead of a stack trace in a log.
 */
async function main(): Promise<void> {
  const [folder] = process.argv.slice(2)
  if (folder === undefined) throw new Error('the folder of the workspace is missing')
  // Compiling takes longer than loading what was compiled before.
  enableCompileCache()
  const { serve } = await import('./serve.ts')
  const outcome = await serve(folder)
  report({ type: outcome })
  // Whoever starts a runtime most often wants to run something; the language is loaded while they connect.
  if (outcome === 'ready') setImmediate(() => void import('../load.ts').then(({ loadLanguage }) => loadLanguage()))
}

function report(message: StartMessage): void {
  if (process.send === undefined || !process.connected) return
  process.send(message, () => {
    if (process.connected) process.disconnect()
  })
}

main().catch((problem: unknown) => {
  const message = problem instanceof Error ? problem.message : String(problem)
  const sqlite = /node:sqlite/.test(message) ? ` Dagline needs the SQLite of Node 24; this is Node ${process.versions.node}.` : ''
  process.stderr.write(`${new Date().toISOString()} ${problem instanceof Error ? (problem.stack ?? message) : message}\n`)
  process.exitCode = 1
  report({ type: 'failed', message: message + sqlite })
})
