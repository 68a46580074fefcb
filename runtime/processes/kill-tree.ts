import { spawn } from 'node:child_process'

/** What ending a tree of processes needs of the system; injected in tests. */
export interface KillSystem {
  readonly platform: NodeJS.Platform
  /** As `process.kill`: a negative id is a process group. */
  kill(pid: number, signal: NodeJS.Signals): void
  /** Throws `ESRCH` where there is no such process or group; otherwise does nothing, or throws something else. */
  probe(pid: number): void
  /** Starts a program and forgets it. */
  launch(command: string, args: readonly string[]): void
}

export const realKillSystem: KillSystem = {
  platform: process.platform,
  kill: (pid, signal) => {
    process.kill(pid, signal)
  },
  probe: pid => {
    process.kill(pid, 0)
  },
  launch: (command, args) => {
    spawn(command, args, { stdio: 'ignore', windowsHide: true }).on('error', () => undefined)
  },
}

/**
 * Signals a child with all its children. POSIX: its process group, which outlives it while a member does. Windows knows no
 * groups and no SIGTERM that a console program would see: `taskkill` walks the tree, at once and by force.
 */
export function killTree(pid: number, signal: 'SIGTERM' | 'SIGKILL', system: KillSystem = realKillSystem): void {
  if (system.platform === 'win32') {
    system.launch('taskkill', ['/PID', String(pid), '/T', '/F'])
    return
  }
  try {
    system.kill(-pid, signal)
  } catch {
    // Nobody of the group is left.
  }
}

/** Whether nobody is left in the process group that a child led. Windows has none, and cannot tell. */
export function isTreeGone(pid: number, system: KillSystem = realKillSystem): boolean {
  if (system.platform === 'win32') return false
  try {
    system.probe(-pid)
    return false
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
