import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { dropScripts } from './script-files.ts'
import type { Retention } from './settings.ts'
import type { Store } from './store.ts'

/** So many runs are tidied at a time: it happens beside what the runtime is for. */
const mostAtOnce = 20

/**
 * Removes what is older than it is to be kept, of some runs; answers whether that was all. First go logs, first rows of results
 * and events, much later the rows of the run. What runs stays, and so does what may yet be used again.
 */
export function tidy(store: Store, stateFolder: string, retention: Retention, now: number): boolean {
  const before = (days: number): string => new Date(now - days * 86_400_000).toISOString()
  const old = store.past.withLogsBeyond(retention.logRuns, before(retention.logDays), mostAtOnce)
  for (const run of old) {
    // The files first: where that is cut off, the rows still tell what is to be removed.
    rmSync(join(stateFolder, 'logs', run), { recursive: true, force: true, maxRetries: 2 })
    store.transaction(() => store.past.dropLogs(run))
  }
  const forgotten = store.past.beyond(retention.historyRuns, before(retention.historyDays), mostAtOnce)
  for (const run of forgotten) store.transaction(() => store.past.drop(run))
  const done = old.length < mostAtOnce && forgotten.length < mostAtOnce
  // An error that is still told may stand in such a text.
  if (done) dropScripts(stateFolder, store.remoteScripts.forgetBefore(before(retention.logDays)), now - retention.logDays * 86_400_000)
  return done
}
