import type { EndStatus, StopReason, TaskStatus } from '../plan/types.ts'

/** What a person is told of states and stops; all such words of the runner stand here. */

/** Why a task came to this state; empty where the state says it all. */
export function why(status: EndStatus | (TaskStatus & { state: 'retrying' })): string {
  switch (status.state) {
    case 'retrying':
      return `Attempt ${status.attempt} starts in ${(status.delayMs / 1000).toFixed(1)} s.`
    case 'success':
    case 'failed':
      return ''
    case 'cached':
      return 'Nothing it depends on has changed.'
    case 'skipped':
      return skipReasons[status.why]
    case 'upstream_failed':
      return 'A task that it starts after has not succeeded.'
    case 'cancelled':
      return cancelReasons[status.why]
    default:
      return status satisfies never
  }
}

const skipReasons = {
  when: 'Its `when` is false.',
  upstream: 'A task that it starts after was skipped.',
  never: 'None of the tasks that it starts after ended as its trigger wants.',
} as const

const cancelReasons = {
  cancel: 'The run was cancelled.',
  task: 'Somebody has cancelled this task.',
  timeout: 'The run lasted too long.',
  failure: 'Another task had failed, and the dag says `on_failure: stop`.',
} as const

export function othersCanRead(file: string, mode: number): string {
  return `Others on this machine can read the secrets in ${file} (mode ${mode.toString(8)}). \`chmod 600\` makes them yours alone.`
}

export function shortSecret(name: string, shortest: number): string {
  return `The secret ${name} has fewer than ${shortest} characters: it is masked only where it stands as a word of its own.`
}

/** Why a running attempt was stopped; `killed`: it had not ended when it was asked to. */
export function stopMessage(reason: StopReason, killed: boolean): string {
  const message = stopMessages[reason]
  return killed ? `${message} It did not end when it was asked to, and was killed (SIGKILL).` : message
}

const stopMessages: Readonly<Record<StopReason, string>> = {
  cancel: 'Cancelled while it was running.',
  timeout: 'It lasted longer than its timeout, and was stopped.',
  'run-timeout': 'The run lasted longer than its timeout, and was stopped.',
}
