import type { Attempt, AttemptFailure } from '../../engines/engine.ts'
import { readText } from '../../file-host.ts'
import { type Message, readClusterFile } from './cluster-file.ts'

/** The cluster that a `config` file describes, or what is wrong with the file, at its place. */
export function readClusterConfig(attempt: Attempt, config: string): { readonly cluster: Message } | { readonly failure: AttemptFailure } {
  const missing = (message: string): { failure: AttemptFailure } => ({
    failure: { kind: 'failure', error: { code: 'script-not-found', message, place: attempt.placeOf('config') }, retry: 'never' },
  })
  const file = attempt.resolve(config)
  if (file === null) return missing(`The file ${config} is outside the workspace.`)
  const text = readText(file)
  if (text.kind === 'missing') return missing(`There is no file ${config}.`)
  if (text.kind !== 'text') return missing(`${config} cannot be read.`)
  const read = readClusterFile(text.text)
  if ('cluster' in read) return read
  const { message, ...at } = read.fault
  return {
    failure: { kind: 'failure', error: { code: 'config', message: `${config}: ${message}`, place: { file, ...at } }, retry: 'never' },
  }
}
