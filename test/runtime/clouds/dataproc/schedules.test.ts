import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { cloudTarget } from '../../../../runtime/clouds/cloud-target.ts'
import { bringCluster, type ClusterAction, type ClusterEnd } from '../../../../runtime/clouds/dataproc/cluster-actions.ts'
import { DataprocConnection } from '../../../../runtime/clouds/dataproc/connection.ts'
import { JobService } from '../../../../runtime/clouds/dataproc/job-service.ts'
import { runRemoteJob, type Timing } from '../../../../runtime/clouds/remote-job.ts'
import { type FaultKind, seededFaults } from '../../../servers/faults.ts'
import { atEnd } from '../../workspace.ts'
import { memoryJournal } from '../memory-journal.ts'
import { startServers } from './prod.ts'

const seeds = Array.from({ length: 12 }, (_, i) => i + 1)

const anywhere: readonly FaultKind[] = [
  'unavailable-before',
  'unavailable-after',
  'lost-response',
  'reset',
  'too-many',
  'expired-credentials',
]
const asking: readonly FaultKind[] = [...anywhere, 'slow-poll']
const making: readonly FaultKind[] = ['unavailable-before', 'unavailable-after', 'lost-response', 'reset', 'too-many', 'exists']

/** As fast as the server answers. */
const timing: Partial<Timing> = { firstMs: 1, longestMs: 5 }

async function openThere(t: TestContext, faults: ReturnType<typeof seededFaults>) {
  const { dataproc, storage, target } = await startServers(t, { faults })
  const properties = new Map(Object.entries(target).map(([name, value]) => [name, { type: 'string', value } as const]))
  const connection = new DataprocConnection(cloudTarget({ name: 'prod', properties }), 'p-1', 'us-central1', '/')
  atEnd(t, () => connection.close())
  return { dataproc, storage, connection }
}

test('whatever goes wrong with calls, a job is made once, and its end is seen', async t => {
  const kinds = { submitJob: making, getJob: asking }
  for (const seed of seeds) {
    await t.test(`seed ${seed}`, async t => {
      const { dataproc, storage, connection } = await openThere(t, seededFaults({ seed, kinds, calls: 12, part: 0.4 }))
      dataproc.clusters.put('c-1', 'RUNNING')
      storage.put('gs://staging-1/job.py', 'print(1)\n')
      const journal = memoryJournal()
      const job = { placement: { clusterName: 'c-1' }, pysparkJob: { mainPythonFileUri: 'gs://staging-1/job.py' } }
      const end = await runRemoteJob({
        run: `r${seed}`,
        task: 'a',
        attempt: 1,
        project: 'p-1',
        location: 'us-central1',
        content: 'x',
        service: new JobService(connection, job, () => Promise.resolve()),
        journal,
        signal: new AbortController().signal,
        log: () => undefined,
        timing,
      })
      assert.equal(end.kind === 'ended' && end.status.ended, 'DONE')
      assert.deepEqual([...dataproc.jobs.created.values()], [1])
      assert.deepEqual(journal.jobs, [])
    })
  }
})

test('whatever goes wrong with calls, a cluster is made once and comes to the state that is wanted', async t => {
  const kinds = {
    createCluster: making,
    stopCluster: making,
    startCluster: making,
    deleteCluster: making,
    getCluster: asking,
    getOperation: asking,
  }
  for (const seed of seeds) {
    await t.test(`seed ${seed}`, async t => {
      // The very first question fails where credentials are not good: nothing is begun then.
      const faults = seededFaults({ seed, kinds, calls: 12, part: 0.3 }).filter(
        ({ method, kind }) => method !== 'getCluster' || kind !== 'expired-credentials',
      )
      const { dataproc, connection } = await openThere(t, faults)
      const bring = async (action: ClusterAction): Promise<ClusterEnd> =>
        bringCluster({
          connection,
          action,
          cluster: 'c-1',
          wanted: { config: { masterConfig: { numInstances: 1 } } },
          run: `r${seed}`,
          task: action,
          attempt: 1,
          signal: new AbortController().signal,
          log: () => undefined,
          timing,
        })
      const states: unknown[] = []
      for (const action of ['create', 'create', 'stop', 'start', 'delete', 'delete'] as const) {
        const end = await bring(action)
        states.push(end.kind === 'done' ? end.state : end)
      }
      assert.deepEqual(states, ['RUNNING', 'RUNNING', 'STOPPED', 'RUNNING', 'DELETED', 'DELETED'])
      assert.deepEqual(dataproc.clusters.created, ['c-1'])
    })
  }
})
