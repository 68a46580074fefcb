/** A service of a cloud that runs jobs. */
export type RemoteServiceName = 'bigquery' | 'dataproc'

/** A job of a remote service. The place and the id name it for ever. */
export interface RemoteJob {
  readonly service: RemoteServiceName
  readonly project: string
  /** Location or region. */
  readonly location: string
  readonly id: string
  /** Of all that is sent with it, so that a job that would do something else is not taken for it. */
  readonly digest: string
}

/** A job that an earlier attempt of the task has begun and whose end that attempt did not live to tell. */
export interface LeftJob extends RemoteJob {
  /** Whether it was begun by this very run; else by one that this run goes on with. */
  readonly sameRun: boolean
}

/**
 * What an attempt has had remote services do. Each method has written to the disk when it returns, so that a runtime that is
 * killed at any instant finds every job that it may have sent.
 */
export interface RemoteJournal {
  /** Jobs that are left of earlier attempts of the task, in this run and those that it goes on with, the newest first. */
  left(service: RemoteServiceName): readonly LeftJob[]
  /** Notes a job before it is sent. */
  begin(job: RemoteJob): void
  /** The attempt waits from now on for a job that was left. */
  adopt(job: RemoteJob): void
  /** Notes the state in which a job ended. */
  ended(job: RemoteJob, state: string): void
}
