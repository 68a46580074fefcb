import { Children } from '../processes/children.ts'
import type { ToSpawner } from '../processes/messages.ts'

/**
 * A small process that starts the tasks' processes for the runtime: forking is fast from a small one, whatever the
 * runtime has grown to. When the runtime is gone, however it went, this ends all children and then itself.
 */
const children = new Children((message, sent) => {
  if (process.connected) process.send?.(message, () => sent?.())
  else sent?.()
})

process.on('message', (message: ToSpawner) => children.take(message))
process.on('disconnect', () => {
  void children.endAll(2000).then(() => process.exit(0))
})
// The runtime decides when to end; what reaches its whole process group must not end the children unrecorded.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)
