import { Children } from '../processes/children.ts'
import { EnvironmentReader } from '../processes/environments.ts'
import { realKillSystem } from '../processes/kill-tree.ts'
import { endLeftovers, spawnerVariable } from '../processes/leftovers.ts'
import type { FromSpawner, SentToSpawner } from '../processes/messages.ts'
import { launchByNode } from '../processes/node-child.ts'
import { Outbox } from '../processes/outbox.ts'
import { posixLauncher } from '../processes/posix-children.ts'
import { loadPosixSpawn } from '../processes/posix-spawn.ts'

/**
 * A small process that starts the tasks' processes for the runtime: forking is fast from a small one, whatever the
 * runtime has grown to. When the runtime is gone, however it went, this ends all children, what has left their groups, and
 * then itself: nobody may come to the folder again for days.
 */
const name = process.argv[2]!
const outbox = new Outbox<FromSpawner>((messages, sent) => {
  if (process.connected) process.send?.(messages, sent)
  else sent()
})
const loading = loadPosixSpawn().then(spawn =>
  spawn === null
    ? new Children(outbox, launchByNode)
    : new Children(outbox, posixLauncher(spawn), { system: { ...realKillSystem, kill: (pid, signal) => spawn.signal(pid, signal) } }),
)
const environments = new EnvironmentReader()

process.on('message', (messages: readonly SentToSpawner[]) => {
  void loading.then(children => {
    for (const message of messages)
      children.take(
        message.type === 'start' ? { ...message, env: { ...environments.read(message.env), [spawnerVariable]: name } } : message,
      )
  })
})
process.on('disconnect', () => {
  void loading
    .then(children => children.endAll(2000))
    .then(() => endLeftovers({ spawner: name }, 0))
    .finally(() => process.exit(0))
})
// The runtime decides when to end; what reaches its whole process group must not end the children unrecorded.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)
