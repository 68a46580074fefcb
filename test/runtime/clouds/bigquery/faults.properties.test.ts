import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunFinished } from '../../../../runtime/events.ts'
import type { ServedJob } from '../../../servers/bigquery/job.ts'
import { type Fault, type FaultKind, seededFaults } from '../../../servers/faults.ts'
import { block, type CloudRuntime, cloudRuntime } from './cloud-folder.ts'

/** `DAGLINE_TEST_RUNS=500` plays as many schedules; `DAGLINE_TEST_SEED` begins with another one. */
const schedules = Number(process.env['DAGLINE_TEST_RUNS'] ?? 100)
const firstSeed = Number(process.env['DAGLINE_TEST_SEED'] ?? 1)
const atOnce = 25

const lost: readonly FaultKind[] = ['unavailable-before', 'unavailable-after', 'lost-response', 'reset', 'too-many', 'expired-credentials']

function scheduleOf(seed: number): Fault[] {
  return seededFaults({
    seed,
    kinds: {
      'jobs.insert': [...lost, 'exists', 'job-failure', 'half-written'],
      'jobs.get': [...lost, 'slow-poll'],
      'jobs.list': lost,
      'jobs.getQueryResults': lost,
    },
    calls: 12,
    part: 0.3,
    reasons: ['backendError', 'jobInternalError', 'rateLimitExceeded', 'quotaExceeded', 'resourcesExceeded'],
  })
}

/** Tables of the schedule's own: rows that are there say how often each statement was run. */
const dagOf = (n: number): string => `
  task make: bq { sql: "create table demo.a${n} as select x from unnest([1, 2, 3]) as x" retries: 2 retry_delay: 0s }
  task add: bq { sql: "insert into demo.a${n} values (4)" retries: 2 retry_delay: 0s }
  task script: bq { sql: ${block(`create table demo.b${n} (x int64);\ninsert into demo.b${n} values (1);`)} retries: 2 retry_delay: 0s }
  task sum: bq { sql: "select (select count(*) from demo.a${n}) as a, (select count(*) from demo.b${n}) as b" retries: 2 retry_delay: 0s }
  make -> [add, script] -> sum`

const passing = new Set(['backendError', 'jobInternalError', 'rateLimitExceeded'])

/** Holds what a run says of itself against what the server knows. */
async function check({ server, workspace }: CloudRuntime, n: number, end: RunFinished, happened: readonly Fault[]): Promise<void> {
  const jobs = server.jobs.filter(job => job.configuration.labels?.['run'] === end.run)
  const of = (task: string): ServedJob[] => jobs.filter(job => job.configuration.labels?.['task'] === task)
  assert.equal(new Set(jobs.map(job => job.id)).size, jobs.length)
  assert.ok(jobs.every(job => job.state === 'DONE'))
  assert.deepEqual(workspace.runtime.store.remoteJobs.open(end.run), [])
  const unauthorized = happened.filter(fault => fault.kind === 'expired-credentials' && fault.method === 'jobs.insert').length
  for (const [task, { state, attempts, error, outputs }] of Object.entries(end.tasks)) {
    const own = of(task)
    const last = own.at(-1)
    assert.ok(own.length <= attempts, `${task}: ${own.length} jobs in ${attempts} attempts`)
    if (state === 'success') {
      assert.equal(last?.error, null)
      assert.equal(outputs?.['job_id'], last.id)
      // Those before failed, and for a reason that passes.
      assert.ok(own.slice(0, -1).every(job => job.error !== null && passing.has(job.error.reason)))
    } else if (state === 'failed') {
      if (error?.code === 'credentials') assert.ok(unauthorized >= 3)
      else {
        assert.ok(last?.error, `${task}: ${JSON.stringify(error)}`)
        const isFinal = !passing.has(last.error.reason) || last.parts.some(part => part.isDone)
        assert.equal(attempts, isFinal ? own.length : 3)
      }
    } else assert.deepEqual([state, own.length], ['upstream_failed', 0])
  }
  assert.equal(end.state, Object.values(end.tasks).every(task => task.state === 'success') ? 'success' : 'failed')
  const count = async (table: string): Promise<number> =>
    (await server.query(`select x from \`acme-dev.demo.${table}${n}\``).catch(() => [])).length
  const isDone = (task: string): boolean => end.tasks[task]?.state === 'success'
  assert.equal(await count('a'), (isDone('make') ? 3 : 0) + (isDone('add') ? 1 : 0))
  assert.equal(await count('b'), isDone('script') ? 1 : 0)
}

test(`over ${schedules} schedules of faults each job is made at most once, and each run ends as its jobs did`, async t => {
  const runtime = await cloudRuntime(t)
  const seeds = Array.from({ length: schedules }, (_, i) => firstSeed + i)
  const ends = { success: 0, failed: 0 }
  const next = async (): Promise<void> => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      const { endpoint, faults } = await runtime.server.door(scheduleOf(seed))
      const end = await (await runtime.start(dagOf(seed), 'prod', endpoint)).finished
      await check(runtime, seed, end, faults.happened).catch((problem: unknown) => {
        const told = JSON.stringify({ seed, happened: faults.happened, tasks: end.tasks }, null, 1)
        throw new Error(`DAGLINE_TEST_SEED=${seed}: ${problem instanceof Error ? problem.message : String(problem)}\n${told}`)
      })
      if (end.state === 'success' || end.state === 'failed') ends[end.state]++
    }
  }
  await Promise.all(Array.from({ length: atOnce }, next))
  // Schedules that are all alike in their ends would show little.
  assert.ok(ends.success >= schedules / 5 && ends.failed >= schedules / 10, JSON.stringify(ends))
})
