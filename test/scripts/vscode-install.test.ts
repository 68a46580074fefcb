import assert from 'node:assert/strict'
import { delimiter, dirname } from 'node:path'
import { test } from 'node:test'
import { installEnvironment } from '../extension/host/vscode-install.ts'

test('the install of VS Code for the tests takes our Node for its own, and nothing of the npm script around it', () => {
  const environment = installEnvironment(
    {
      PATH: '/usr/bin',
      HOME: '/home/me',
      npm_config_user_agent: 'npm/11.0.0 node/v20.0.0 linux x64',
      npm_config_cache: '/cache',
      npm_lifecycle_event: 'test',
      npm_node_execpath: '/usr/bin/node',
    },
    '/host',
  )
  assert.equal(environment['PATH'], [dirname(process.execPath), '/usr/bin'].join(delimiter))
  assert.equal(environment['npm_config_cache'], '/cache')
  for (const name of ['npm_config_user_agent', 'npm_lifecycle_event', 'npm_node_execpath']) assert.equal(environment[name], undefined)
})
