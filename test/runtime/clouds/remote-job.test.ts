import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type CallFault,
  type RemoteEnd,
  type RemoteService,
  type RemoteStatus,
  remoteJobId,
  runRemoteJob,
  type Timing,
} from '../../../runtime/clouds/remote-job.ts'
import type { LeftJob, RemoteJob } from '../../../runtime/clouds/remote-journal.ts'
import { type MemoryJournal, memoryJournal } from './memory-journal.ts'

/** What goes wrong with one call. */
const mishaps = ['none', 'lost before', 'lost after', 'busy', 'late'] as const
type Mishap = (typeof mishaps)[number]

class Failed extends Error {
  readonly fault: CallFault
  constructor(fault: CallFault) {
    super(fault.kind)
    this.fault = fault
  }
}

interface Job {
  polls: number
  cancelled: boolean
}

/** A service with ids of the caller, whose calls go wrong as a list says; after that they go well. */
class Service implements RemoteService<RemoteStatus> {
  readonly name = 'bigquery'
  readonly jobs = new Map<string, Job>()
  readonly created: string[] = []
  readonly #mishaps: Mishap[]
  readonly #polls: number
  /** What was sent and comes later. */
  readonly #late: string[] = []
  onCall: () => void = () => undefined

  constructor(list: readonly Mishap[] = [], polls = 3) {
    this.#mishaps = [...list]
    this.#polls = polls
  }

  submit(job: RemoteJob): Promise<void> {
    return this.#call(
      'submit',
      () => this.#create(job.id),
      () => this.#late.push(job.id),
    )
  }

  async get(job: RemoteJob): Promise<RemoteStatus | null> {
    let status: RemoteStatus | null = null
    await this.#call('get', () => {
      const found = this.jobs.get(job.id)
      if (found === undefined) return
      found.polls++
      const over = found.cancelled || found.polls > this.#polls
      status = { ended: over ? 'DONE' : null, failed: found.cancelled }
    })
    return status
  }

  cancel(job: RemoteJob): Promise<void> {
    return this.#call('cancel', () => {
      const found = this.jobs.get(job.id)
      if (found) found.cancelled = true
    })
  }

  fault(problem: unknown): CallFault {
    if (problem instanceof Failed) return problem.fault
    throw problem
  }

  #create(id: string): void {
    if (this.jobs.has(id)) throw new Failed({ kind: 'exists' })
    this.jobs.set(id, { polls: 0, cancelled: false })
    this.created.push(id)
  }

  async #call(what: string, work: () => void, later: () => void = () => undefined): Promise<void> {
    this.onCall()
    await Promise.resolve()
    const mishap = this.#mishaps.shift() ?? 'none'
    const unknown = new Failed({ kind: 'unknown', message: `${what} was lost.` })
    if (mishap === 'lost before') throw unknown
    if (mishap === 'busy') throw new Failed({ kind: 'not-now', message: `${what}: too many requests.`, retryAfterMs: 5 })
    if (mishap === 'late') {
      later()
      throw unknown
    }
    // What was under way arrives with the next call that does.
    for (const id of this.#late.splice(0)) if (!this.jobs.has(id)) this.#create(id)
    work()
    if (mishap === 'lost after') throw unknown
  }
}

const timing: Partial<Timing> = { wait: () => Promise.resolve(), firstMs: 1, longestMs: 1, random: () => 0, cancelPatienceMs: 1e9 }

function run(
  service: Service,
  journal: MemoryJournal,
  more: { signal?: AbortSignal; attempt?: number; content?: string; lines?: string[] } = {},
): Promise<RemoteEnd<RemoteStatus>> {
  return runRemoteJob({
    run: 'r1',
    task: 'a.b[1]',
    attempt: more.attempt ?? 1,
    project: 'p',
    location: 'US',
    content: more.content ?? 'select 1',
    service,
    journal,
    signal: more.signal ?? new AbortController().signal,
    log: line => more.lines?.push(line),
    timing,
  })
}

const left = (id: string, more: Partial<LeftJob> = {}): LeftJob => ({
  service: 'bigquery',
  project: 'p',
  location: 'US',
  id,
  digest: 'other',
  sameRun: true,
  ...more,
})

test('a job is noted before it is sent, and its end after', async () => {
  const service = new Service()
  const journal = memoryJournal()
  const entriesAtFirstCall: string[][] = []
  service.onCall = () => entriesAtFirstCall.push([...journal.entries])
  const end = await run(service, journal)
  const id = remoteJobId('r1', 'a.b[1]', 1, 'select 1')
  assert.equal(end.kind, 'ended')
  assert.match(id, /^dagline-r1-a-b-1-[0-9a-f]{24}$/)
  assert.deepEqual(entriesAtFirstCall[0], [`begin ${id}`])
  assert.deepEqual(journal.entries, [`begin ${id}`, `ended ${id} DONE`])
})

test('an answer that is lost after the job was made is asked for, and not sent again', async () => {
  const service = new Service(['lost after'])
  const end = await run(service, memoryJournal())
  assert.equal(end.kind, 'ended')
  assert.equal(service.created.length, 1)
})

test('a job that never arrived is sent again under the same id, once the service denies it', async () => {
  const service = new Service(['lost before'])
  const end = await run(service, memoryJournal())
  assert.equal(end.kind, 'ended')
  assert.deepEqual(service.created, [remoteJobId('r1', 'a.b[1]', 1, 'select 1')])
})

test('a refusal is a failure, and nothing is left to look for', async () => {
  const service = new Service()
  service.submit = () =>
    Promise.reject(
      new Failed({ kind: 'refused', failure: { kind: 'failure', error: { code: 'sql-error', message: 'No.' }, retry: 'never' } }),
    )
  const journal = memoryJournal()
  const end = await run(service, journal)
  assert.deepEqual(end.kind === 'failure' && end.failure.error.message, 'No.')
  assert.deepEqual(journal.jobs, [])
})

test('what a dead runtime has sent is waited for', async () => {
  const service = new Service()
  service.jobs.set('old', { polls: 0, cancelled: false })
  const journal = memoryJournal([left('old')])
  const end = await run(service, journal, { attempt: 2 })
  assert.equal(end.kind === 'ended' && end.job.id, 'old')
  assert.deepEqual(service.created, [])
  assert.deepEqual(journal.entries, ['adopt old', 'ended old DONE'])
})

test('what a dead runtime had noted and not sent is sent under that id', async () => {
  const service = new Service()
  const end = await run(service, memoryJournal([left('old')]), { attempt: 2 })
  assert.equal(end.kind, 'ended')
  assert.deepEqual(service.created, ['old'])
})

test('a resumed run whose script has changed cancels the old job first', async () => {
  const service = new Service()
  service.jobs.set('old', { polls: 0, cancelled: false })
  const journal = memoryJournal([left('old', { sameRun: false })])
  const end = await run(service, journal)
  assert.equal(end.kind, 'ended')
  assert.equal(service.jobs.get('old')?.cancelled, true)
  assert.equal(service.created.length, 1)
  assert.deepEqual(journal.entries.slice(0, 2), ['adopt old', 'ended old DONE'])
})

test('a resumed run does not take over a failure', async () => {
  const service = new Service()
  service.jobs.set('old', { polls: 0, cancelled: true })
  const { createHash } = await import('node:crypto')
  const digest = createHash('sha256').update('select 1').digest('hex')
  const end = await run(service, memoryJournal([left('old', { sameRun: false, digest })]))
  assert.equal(end.kind === 'ended' && end.status.failed, false)
  assert.equal(service.created.length, 1)
})

test('a cancel that the service loses is asked for until the job is over', async () => {
  const stop = new AbortController()
  const service = new Service(['none', 'none', 'none', 'lost before', 'busy', 'none', 'lost before'], 1e6)
  let calls = 0
  service.onCall = () => {
    if (++calls === 3) stop.abort()
  }
  const journal = memoryJournal()
  const end = await run(service, journal, { signal: stop.signal })
  assert.equal(end.kind, 'stopped')
  assert.deepEqual(
    [...service.jobs.values()].map(job => job.cancelled),
    [true],
  )
  assert.deepEqual(journal.jobs, [])
})

test('whatever is lost and whenever the runtime dies, there is one job, and it is told', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...mishaps), { maxLength: 30 }),
      fc.array(fc.nat(12), { maxLength: 4 }),
      async (list, deaths) => {
        const service = new Service(list)
        const journal = memoryJournal()
        let end: RemoteEnd<RemoteStatus> | null = null
        for (const [i, calls] of [...deaths, Number.POSITIVE_INFINITY].entries()) {
          let called = 0
          const died = new Promise<null>(done => {
            service.onCall = () => {
              if (called++ < calls) return
              done(null)
              throw new Error('the runtime is dead')
            }
          })
          const work = run(service, journal, { attempt: i + 1 }).catch(() => null)
          end = await Promise.race([work, died])
          // What died says nothing any more; its last call may still arrive, as it would.
          await work
          if (end !== null) break
        }
        assert.equal(end?.kind, 'ended')
        assert.equal(service.created.length, 1)
      },
    ),
    { seed: 7, numRuns: 1000 },
  )
})
