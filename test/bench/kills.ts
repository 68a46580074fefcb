import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { checkRecord } from '../runtime/kill/check-record.ts'
import { killOften } from '../runtime/kill/harness.ts'
import { type Group, median } from './measure.ts'

const entry = join(import.meta.dirname, '..', '..', 'dist', 'runtime.mjs')
const kills = 200
const tasks = 1200

/** A long run whose runtime is killed again and again: what is lost, what is repeated, and how soon it goes on. */
export const killed: Group = {
  name: 'kills',
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dagline-bench-'))
    try {
      const { run, end, recoveries, kills: made } = await killOften({ folder, entry, tasks, kills, between: 6, random: Math.random })
      if (end?.state !== 'success') {
        const failed = Object.entries(end?.tasks ?? {}).find(([, task]) => task.error !== undefined)
        throw new Error(`the run ended as ${end?.state ?? 'nothing'}: ${JSON.stringify(failed ?? end?.error)}`)
      }
      const database = new DatabaseSync(join(folder, '.dagline', 'dagline.db'), { readOnly: true })
      const { faults } = checkRecord(database, run, await readFile(join(folder, 'effects'), 'utf8'))
      database.close()
      if (faults.length > 0) throw new Error(faults.join('\n'))
      const note = `${made} SIGKILLs of the runtime in a run of ${tasks} tasks`
      return [
        { name: 'finished tasks lost or repeated', value: faults.length, unit: 'count', note },
        { name: 'recovery, median', value: median(recoveries), unit: 'ms', note: 'from the kill until the client has its run going on' },
        {
          name: 'recovery, longest',
          value: Math.max(...recoveries),
          unit: 'ms',
          note: 'from the last kill, where one came in the middle of a recovery',
        },
      ]
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
    }
  },
}
