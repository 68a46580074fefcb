import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attach, start } from '../../process/runtime-process.ts'
import { cloudFolder } from './cloud-folder.ts'

test('a query is a job in its project and location, with its figures', async t => {
  const { folder, file, server } = await cloudFolder(t, 'task a: bq { sql: "select 1 as x union all select 2" }')
  const connection = await attach(t, folder)
  const { finished } = await start(connection, { file, target: 'prod' })
  const end = await finished
  assert.equal(end.state, 'success')
  assert.equal(server.jobs.length, 1)
})
