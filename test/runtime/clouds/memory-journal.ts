import type { LeftJob, RemoteJob, RemoteJournal } from '../../../runtime/clouds/remote-journal.ts'

/** A journal that is kept in memory, and what was written in it in order. */
export interface MemoryJournal extends RemoteJournal {
  readonly entries: readonly string[]
  /** What the next attempt finds. */
  readonly jobs: LeftJob[]
}

export function memoryJournal(left: readonly LeftJob[] = []): MemoryJournal {
  const entries: string[] = []
  const jobs = [...left]
  const remove = (job: RemoteJob): void => {
    const at = jobs.findIndex(one => one.id === job.id)
    if (at >= 0) jobs.splice(at, 1)
  }
  return {
    entries,
    jobs,
    left: service => jobs.filter(job => job.service === service),
    begin: job => {
      entries.push(`begin ${job.id}`)
      jobs.unshift({ ...job, sameRun: true })
    },
    adopt: job => entries.push(`adopt ${job.id}`),
    ended: (job, state) => {
      entries.push(`ended ${job.id} ${state}`)
      remove(job)
    },
  }
}
