import { hash } from 'node:crypto'
import type { AttemptFailure } from '../engines/engine.ts'
import type { LeftJob, RemoteJob, RemoteJournal, RemoteServiceName } from './remote-journal.ts'

/** What is known of a job. */
export interface RemoteStatus {
  /** The service's word for the state in which it is over. */
  readonly ended: string | null
  /** Whether it is over without having done its work. */
  readonly failed: boolean
}

/** Why a call of a service did not do what was asked. */
export type CallFault =
  /** There is a job of that id already. */
  | { readonly kind: 'exists' }
  /** The call may have been carried out or not. */
  | { readonly kind: 'unknown'; readonly message: string; readonly retryAfterMs?: number }
  /** It was not carried out, and may be later. */
  | { readonly kind: 'not-now'; readonly message: string; readonly retryAfterMs?: number }
  /** It was not carried out, and it would not be later. */
  | { readonly kind: 'refused'; readonly failure: AttemptFailure }

/** A service that runs jobs under ids that we choose, and refuses a second one of the same id. Calls have time limits of their own. */
export interface RemoteService<Status extends RemoteStatus> {
  readonly name: RemoteServiceName
  /** Sends the job. It is called again only when the service has said that it does not know the id. */
  submit(job: RemoteJob): Promise<void>
  /** Null where the service does not know the id. */
  get(job: RemoteJob): Promise<Status | null>
  /** Asks for the end of the job, which may come later. */
  cancel(job: RemoteJob): Promise<void>
  /** What an error of one of these calls says. */
  fault(problem: unknown): CallFault
  /** Told once for each status that was fetched, before the next one. */
  watch?(job: RemoteJob, status: Status): Promise<void> | void
}

export interface RemoteJobRequest<Status extends RemoteStatus> {
  readonly run: string
  readonly task: string
  readonly attempt: number
  readonly project: string
  readonly location: string
  /** All that is sent: equal contents are the same work. */
  readonly content: string
  readonly service: RemoteService<Status>
  readonly journal: RemoteJournal
  /** Aborted on cancel and timeout: the job is then cancelled, and its end awaited. */
  readonly signal: AbortSignal
  log(line: string): void
  readonly timing?: Partial<Timing>
}

/** Lengths in milliseconds. */
export interface Timing {
  /** Wait before the second question; each is longer than the one before, up to `longestMs`. */
  readonly firstMs: number
  readonly longestMs: number
  /** How long a service may be out of reach before the attempt gives up on knowing. */
  readonly patienceMs: number
  /** How long the end of a cancelled job is awaited. */
  readonly cancelPatienceMs: number
  now(): number
  /** Settles early, without an error, when the signal is aborted. */
  wait(ms: number, signal: AbortSignal | null): Promise<void>
  random(): number
}

export type RemoteEnd<Status> =
  | { readonly kind: 'ended'; readonly job: RemoteJob; readonly status: Status }
  | { readonly kind: 'failure'; readonly failure: AttemptFailure }
  /** The attempt was stopped; the job has ended, or was never there, or its end could not be seen. */
  | { readonly kind: 'stopped' }

/** So often a service must say that it does not know an id before what was sent under it is taken for lost. */
const denials = 3

/** Of services whose jobs take seconds to hours. */
export const usualTiming: Timing = {
  firstMs: 250,
  longestMs: 10_000,
  patienceMs: 15 * 60_000,
  cancelPatienceMs: 5 * 60_000,
  now: () => Date.now(),
  wait: (ms, signal) =>
    new Promise(done => {
      if (signal?.aborted) {
        done()
        return
      }
      const settle = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', settle)
        done()
      }
      const timer = setTimeout(settle, ms)
      signal?.addEventListener('abort', settle, { once: true })
    }),
  random: Math.random,
}

/** Waits that grow, each somewhere in its upper half so that many tasks do not ask at once. */
export function growingPauses({ firstMs, longestMs, random }: Timing): { next(): number } {
  let length = firstMs
  return {
    next: () => {
      const wait = length * (0.5 + random() / 2)
      length = Math.min(longestMs, length * 1.5)
      return wait
    },
  }
}

/** A name that only this attempt with this content has; letters, digits and dashes, at most 100. */
export function remoteJobId(run: string, task: string, attempt: number, content: string): string {
  const name = task
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 30)
  const digest = hash('sha256', JSON.stringify([run, task, attempt, content])).slice(0, 24)
  return `dagline-${run.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 30)}-${name}-${digest}`
}

/**
 * Has a service run a job exactly once, and waits for its end. The id is on the disk before the job is sent; when the outcome
 * of sending is not known, the service is asked for that id; a job that a dead runtime has left is waited for and not sent again.
 */
export async function runRemoteJob<Status extends RemoteStatus>(request: RemoteJobRequest<Status>): Promise<RemoteEnd<Status>> {
  return await new Submission(request).run()
}

/** Thrown within this file to leave what cannot go on. */
class Refused extends Error {
  readonly failure: AttemptFailure

  constructor(failure: AttemptFailure) {
    super(failure.error.message)
    this.failure = failure
  }
}

class Submission<Status extends RemoteStatus> {
  readonly #request: RemoteJobRequest<Status>
  readonly #timing: Timing

  constructor(request: RemoteJobRequest<Status>) {
    this.#request = request
    this.#timing = { ...usualTiming, ...request.timing }
  }

  async run(): Promise<RemoteEnd<Status>> {
    const { signal } = this.#request
    let job: RemoteJob | null = null
    try {
      const left = await this.#adopted()
      const found = left === null ? null : await this.#ask(left, null)
      if (signal.aborted && left === null) return { kind: 'stopped' }
      if (left !== null && (left.sameRun || !found?.failed)) job = left
      else if (left !== null && found !== null) this.#request.journal.ended(left, found.ended ?? '')
      job ??= this.#begin()
      const status = found !== null && job === left ? found : await this.#submit(job)
      const end = status === null ? null : await this.#follow(job, status, signal)
      if (end === null) return await this.#stop(job)
      return { kind: 'ended', job, status: end }
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem
      return { kind: 'failure', failure: problem.failure }
    }
  }

  #begin(): RemoteJob {
    const { run, task, attempt, project, location, content, service, journal } = this.#request
    const id = remoteJobId(run, task, attempt, content)
    const job: RemoteJob = { service: service.name, project, location, id, digest: hash('sha256', content) }
    journal.begin(job)
    return job
  }

  /** The job that a dead runtime has left and that is the work of this attempt; those that are not are ended first. */
  async #adopted(): Promise<LeftJob | null> {
    const { project, location, content, service, journal, log } = this.#request
    const digest = hash('sha256', content)
    let adopted: LeftJob | null = null
    for (const left of journal.left(service.name)) {
      const fits = left.project === project && left.location === location && (left.sameRun || left.digest === digest)
      if (adopted === null && fits) {
        adopted = left
        journal.adopt(left)
        log(`Waits for job ${left.id}, which was sent before the runtime ended.`)
      } else {
        journal.adopt(left)
        log(`Ends job ${left.id}, which was sent before the runtime ended and is not wanted any more.`)
        await this.#stop(left)
      }
    }
    return adopted
  }

  /** Sends the job until the service has it. Null where the attempt was stopped. */
  async #submit(job: RemoteJob): Promise<Status | null> {
    const { service, signal, log } = this.#request
    const pauses = this.#pauses()
    const until = this.#timing.now() + this.#timing.patienceMs
    for (;;) {
      if (signal.aborted) return null
      let wait: number | undefined
      try {
        await service.submit(job)
      } catch (problem) {
        const fault = service.fault(problem)
        switch (fault.kind) {
          case 'refused':
            // It was never there, so there is nothing to look for later.
            this.#request.journal.ended(job, 'REFUSED')
            throw new Refused(fault.failure)
          case 'not-now':
            if (this.#timing.now() >= until) {
              this.#request.journal.ended(job, 'REFUSED')
              throw new Refused(this.#gaveUp(`${fault.message} The job was not sent.`))
            }
            log(`${fault.message} It is tried again.`)
            wait = fault.retryAfterMs ?? pauses.next()
            await this.#timing.wait(wait, signal)
            continue
          case 'unknown':
            log(`${fault.message} Whether job ${job.id} has begun is asked for.`)
            wait = fault.retryAfterMs
            break
          case 'exists':
            break
          default:
            fault satisfies never
        }
      }
      if (wait !== undefined) await this.#timing.wait(wait, signal)
      const status = await this.#askFirmly(job)
      if (status !== null) return status
      if (this.#timing.now() >= until) throw new Refused(this.#gaveUp(`The service does not know job ${job.id}, though it was sent.`))
    }
  }

  /** Null only when the service has said often enough that it does not know the job. Goes on when the attempt is stopped. */
  async #askFirmly(job: RemoteJob): Promise<Status | null> {
    const pauses = this.#pauses()
    for (let denied = 1; ; denied++) {
      const status = await this.#ask(job, null)
      if (status !== null || denied === denials) return status
      await this.#timing.wait(pauses.next(), null)
    }
  }

  /** Asks until the service answers. */
  async #ask(job: RemoteJob, signal: AbortSignal | null): Promise<Status | null> {
    const { service, log } = this.#request
    const pauses = this.#pauses()
    const until = this.#timing.now() + this.#timing.patienceMs
    let told = false
    for (;;) {
      try {
        return await service.get(job)
      } catch (problem) {
        const fault = service.fault(problem)
        if (fault.kind === 'refused') throw new Refused(this.#lost(job, fault.failure.error.message))
        const message = fault.kind === 'exists' ? 'The service answered in an unknown way.' : fault.message
        if (this.#timing.now() >= until) throw new Refused(this.#lost(job, message))
        if (!told) log(`${message} Job ${job.id} goes on; its state is asked for again.`)
        told = true
        await this.#timing.wait(fault.kind === 'exists' ? pauses.next() : (fault.retryAfterMs ?? pauses.next()), signal)
      }
    }
  }

  /** The status in which the job ended. Null where the signal came first. */
  async #follow(job: RemoteJob, first: Status, signal: AbortSignal | null): Promise<Status | null> {
    const { service, journal } = this.#request
    const pauses = this.#pauses()
    let status = first
    for (;;) {
      await service.watch?.(job, status)
      if (status.ended !== null) {
        journal.ended(job, status.ended)
        return status
      }
      if (signal?.aborted) return null
      await this.#timing.wait(pauses.next(), signal)
      const next = await this.#ask(job, signal)
      if (next === null) throw new Refused(this.#lost(job, 'The service does not know it any more.'))
      status = next
    }
  }

  /** Cancels the job, and waits until it is over. */
  async #stop(job: RemoteJob): Promise<RemoteEnd<Status>> {
    const { service, journal, log } = this.#request
    const pauses = this.#pauses()
    const until = this.#timing.now() + this.#timing.cancelPatienceMs
    let said = ''
    for (let denied = 0; this.#timing.now() < until; ) {
      try {
        const status = await service.get(job)
        if (status !== null) {
          await service.watch?.(job, status)
          if (status.ended !== null) {
            journal.ended(job, status.ended)
            return { kind: 'stopped' }
          }
          await service.cancel(job)
        } else if (++denied >= denials) {
          journal.ended(job, 'ABSENT')
          return { kind: 'stopped' }
        }
      } catch (problem) {
        const fault = service.fault(problem)
        said = fault.kind === 'refused' ? fault.failure.error.message : fault.kind === 'exists' ? '' : fault.message
      }
      await this.#timing.wait(pauses.next(), null)
    }
    log(`Job ${job.id} may still run: its end could not be seen.${said === '' ? '' : ` ${said}`}`)
    return { kind: 'stopped' }
  }

  #pauses(): { next(): number } {
    return growingPauses(this.#timing)
  }

  #gaveUp(message: string): AttemptFailure {
    return { kind: 'failure', error: { code: 'service', message } }
  }

  /** Another attempt would send it a second time, so there is none: a person, or a resumed run, finds out. */
  #lost(job: RemoteJob, message: string): AttemptFailure {
    return {
      kind: 'failure',
      error: { code: 'job-unknown', message: `What became of job ${job.id} in ${job.location} cannot be told. ${message}` },
      retry: 'never',
    }
  }
}
