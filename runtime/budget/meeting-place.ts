import { createHash } from 'node:crypto'
import { posix, win32 } from 'node:path'
import { realSocketSystem, type SocketSystem } from '../process/address.ts'

/** Where the runtimes of one user on one machine meet. */
export interface MeetingPlace {
  /** A folder of the user's own, for the lock. */
  readonly folder: string
  readonly socket: string
  /** Whether the socket is a file, which a killed process leaves behind. */
  readonly isFile: boolean
}

/**
 * The meeting place; null where there is none, or where `DAGLINE_BUDGET=off` says not to share. It does not depend on
 * `XDG_RUNTIME_DIR` or `TMPDIR`: an editor, a terminal and a cron job of one user must come to the same one.
 */
export function meetingPlace(system: SocketSystem = realSocketSystem()): MeetingPlace | null {
  const { platform, env, temporary, user } = system
  const stated = env['DAGLINE_BUDGET'] ?? ''
  if (stated === 'off') return null
  if (platform === 'win32') {
    const folder = stated === '' ? win32.join(temporary, 'dagline') : win32.resolve(stated)
    const hash = createHash('sha256').update(folder.toLowerCase()).digest('hex').slice(0, 20)
    return system.makePrivate(folder) ? { folder, socket: `\\\\.\\pipe\\dagline-budget-${hash}`, isFile: false } : null
  }
  const folder = stated === '' ? `/tmp/dagline-${user}` : posix.resolve(stated)
  return system.makePrivate(folder) ? { folder, socket: posix.join(folder, 'budget.sock'), isFile: true } : null
}
