import type { AttemptFailure } from '../../engines/engine.ts'
import { type CallFault, growingPauses, type Timing, usualTiming } from '../remote-job.ts'
import { clusterDifferences, type Difference, isWorkerCount } from './cluster-differences.ts'
import type { Message } from './cluster-file.ts'
import type { Cluster, DataprocConnection } from './connection.ts'
import { callFault, isAboutCredentials, isFailedPrecondition, isNotFound } from './faults.ts'
import { type OperationEnd, operationEnd } from './operation.ts'
import { plainWords } from './plain-words.ts'
import { requestId } from './request-id.ts'

export type ClusterAction = 'create' | 'delete' | 'start' | 'stop'

export interface ClusterRequest {
  readonly connection: DataprocConnection
  readonly action: ClusterAction
  readonly cluster: string
  /** What the cluster is to be; of `create`. */
  readonly wanted: Message
  readonly run: string
  readonly task: string
  readonly attempt: number
  readonly signal: AbortSignal
  log(line: string): void
  readonly timing?: Partial<Timing>
}

export type ClusterEnd =
  /** `state`: Dataproc's word; `DELETED` of a cluster that is not there. */
  | { readonly kind: 'done'; readonly state: string }
  | { readonly kind: 'failure'; readonly failure: AttemptFailure }
  /** The attempt was stopped. */
  | { readonly kind: 'stopped' }

/** The label of a cluster by which the task of the run knows it for its own. */
const ownerLabel = 'dagline-owner'

/** So often Dataproc must say that it does not know a cluster before one that was asked for is taken for never made. */
const denials = 3

/**
 * Brings a cluster into the state that an action wants. Its state is asked for before each step, so the action may be begun again
 * at any time: what is under way already is awaited, what is as it is wanted is left, and a call whose outcome is not known is
 * repeated under the same request id, which Dataproc takes for the same operation.
 */
export async function bringCluster(request: ClusterRequest): Promise<ClusterEnd> {
  return await new Bringing(request).run()
}

/** Thrown within this file to leave what cannot go on. */
class Refused extends Error {
  readonly failure: AttemptFailure

  constructor(failure: AttemptFailure) {
    super(failure.error.message)
    this.failure = failure
  }
}

class Bringing {
  readonly #request: ClusterRequest
  readonly #timing: Timing
  /** How many clusters this attempt has asked for, deleted and so on: each call of them has an id of its own. */
  readonly #steps = new Map<string, number>()
  #asked = false
  #resized = false
  /** Something was begun, whose end is to be seen even where credentials have to be renewed for that. */
  #begun = false
  #told = ''
  /** The state in which the last step found the cluster. */
  #seen = ''

  constructor(request: ClusterRequest) {
    this.#request = request
    this.#timing = { ...usualTiming, ...request.timing }
  }

  async run(): Promise<ClusterEnd> {
    const { signal } = this.#request
    const pauses = growingPauses(this.#timing)
    try {
      for (;;) {
        if (signal.aborted) return await this.#stop()
        const cluster = await this.#look(signal)
        if (signal.aborted) return await this.#stop()
        const next = await this.#step(cluster)
        if (next === 'wait') await this.#timing.wait(pauses.next(), signal)
        else if (next !== 'again') return next
      }
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem
      return { kind: 'failure', failure: problem.failure }
    }
  }

  /** One step towards what is wanted, from the state that the cluster is in. */
  async #step(cluster: Cluster | null): Promise<ClusterEnd | 'wait' | 'again'> {
    const { action, cluster: name } = this.#request
    if (cluster === null) {
      if (action === 'delete') return { kind: 'done', state: 'DELETED' }
      if (action === 'create') return await this.#create()
      const message = `There is no cluster ${name} to ${action}. Create it first, with an iac task before this one (action: create).`
      return failure('cluster-missing', message, 'never')
    }
    const state = stateOf(cluster)
    this.#seen = state
    if (action === 'delete') return state === 'DELETING' ? this.#await(state) : await this.#delete(cluster)
    switch (state) {
      case 'RUNNING':
      case 'ERROR_DUE_TO_UPDATE':
        if (action === 'stop') return await this.#send('stop', id => this.#connection.stopCluster(name, uuidOf(cluster), id))
        return action === 'create' ? await this.#reconcile(cluster) : { kind: 'done', state }
      case 'STOPPED':
        if (action === 'stop') return { kind: 'done', state }
        return await this.#send('start', id => this.#connection.startCluster(name, uuidOf(cluster), id))
      case 'ERROR': {
        const cause = cluster.status?.detail ?? ''
        // One that this very attempt has made would fail again; an older one is in the way.
        if (action !== 'create' || this.#asked) return inError(name, cause)
        this.#log(`The cluster ${name} is in state ERROR; it is deleted and made anew.`)
        return await this.#delete(cluster)
      }
      default:
        return this.#await(state)
    }
  }

  #await(state: string): 'wait' {
    const { cluster } = this.#request
    if (this.#told !== state) this.#log(`The cluster ${cluster} is in state ${state}; waits.`)
    this.#told = state
    return 'wait'
  }

  async #create(): Promise<ClusterEnd | 'wait' | 'again'> {
    const { cluster: clusterName, wanted, run, task } = this.#request
    const labels = { ...(wanted['labels'] as Message | undefined), [ownerLabel]: requestId(run, task) }
    this.#asked = true
    // The same object in the words of the client.
    const cluster = { ...wanted, projectId: this.#connection.project, clusterName, labels } as Cluster
    return await this.#send('create', id => this.#connection.createCluster(cluster, id))
  }

  async #delete(cluster: Cluster): Promise<ClusterEnd | 'wait' | 'again'> {
    return await this.#send('delete', id => this.#connection.deleteCluster(this.#request.cluster, uuidOf(cluster), id))
  }

  /** A cluster that runs is compared with what is wanted; the number of its workers is changed, other differences are told. */
  async #reconcile(cluster: Cluster): Promise<ClusterEnd | 'wait' | 'again'> {
    const { cluster: name, wanted } = this.#request
    const differences = clusterDifferences(wanted, cluster as Message)
    const state = stateOf(cluster)
    if (differences.length === 0) return { kind: 'done', state }
    const fixed = differences.filter(one => !isWorkerCount(one))
    if (fixed.length > 0 || this.#resized || state !== 'RUNNING') return differs(name, fixed.length > 0 ? fixed : differences)
    const groups = differences.map(({ path }) => path.split('.')[1]!)
    this.#log(`Resizes the cluster ${name}: ${describe(differences)}.`)
    const config = wanted['config'] as Message
    const change = Object.fromEntries(groups.map(group => [group, { numInstances: (config[group] as Message)['numInstances'] }]))
    const paths = groups.map(group => `config.${group === 'workerConfig' ? 'worker_config' : 'secondary_worker_config'}.num_instances`)
    const next = await this.#send('update', id =>
      this.#connection.updateCluster(
        name,
        { projectId: this.#connection.project, clusterName: name, config: change as Cluster['config'] & object },
        paths,
        id,
      ),
    )
    if (next === 'again') this.#resized = true
    return next
  }

  /** Has an operation begun and waits for its end. `wait`: whether it was begun is not known. */
  async #send(what: ClusterAction | 'update', begin: (id: string) => Promise<string>): Promise<ClusterEnd | 'wait' | 'again'> {
    const { run, task, attempt, cluster, signal } = this.#request
    const count = this.#steps.get(what) ?? 0
    let operation: string
    this.#begun = true
    try {
      operation = await begin(requestId(run, task, attempt, cluster, what, count))
    } catch (problem) {
      // Somebody else was faster; what there is to do now, the next look says.
      if (what !== 'create' && (isNotFound(problem) || (isFailedPrecondition(problem) && (await this.#hasMoved())))) return 'again'
      const fault = callFault(problem)
      if (fault.kind === 'refused') return { kind: 'failure', failure: fault.failure }
      // The next look at the cluster says whether it was begun.
      if (fault.kind !== 'exists') await this.#pause(fault, signal)
      return 'wait'
    }
    this.#log(`${verbs[what]} the cluster ${cluster}.`)
    const end = await this.#operation(operation)
    if (end === null) return 'wait'
    this.#steps.set(what, count + 1)
    if (end.kind === 'done') return 'again'
    return operationFailure(what, cluster, end)
  }

  async #hasMoved(): Promise<boolean> {
    const cluster = await this.#look(this.#request.signal)
    return cluster === null || stateOf(cluster) !== this.#seen
  }

  /** Null where it is the cluster's state that tells the end: the operation is not known any more, or the attempt was stopped. */
  async #operation(name: string): Promise<OperationEnd | null> {
    const { connection, signal } = this.#request
    const pauses = growingPauses(this.#timing)
    const until = this.#until()
    while (!signal.aborted) {
      try {
        const end = operationEnd(await connection.getOperation(name))
        if (end !== null) return end
        await this.#timing.wait(pauses.next(), signal)
      } catch (problem) {
        const fault = callFault(problem)
        if (fault.kind === 'refused' || fault.kind === 'exists' || this.#timing.now() >= until) return null
        await this.#pause(fault, signal)
      }
    }
    return null
  }

  /** The cluster as it is now, null where there is none; asked for until Dataproc answers. */
  async #look(signal: AbortSignal | null): Promise<Cluster | null> {
    const { connection, cluster } = this.#request
    const until = this.#until()
    for (;;) {
      try {
        return await connection.getCluster(cluster)
      } catch (problem) {
        const fault = this.#begun && isAboutCredentials(problem) ? unseen(callFault(problem)) : callFault(problem)
        if (fault.kind === 'refused') throw new Refused(fault.failure)
        if (fault.kind === 'exists' || signal?.aborted || this.#timing.now() >= until)
          throw new Refused({
            kind: 'failure',
            error: { code: 'service', message: 'message' in fault ? fault.message : 'Dataproc gave no answer.' },
          })
        await this.#pause(fault, signal)
      }
    }
  }

  /**
   * A cluster that this task was creating is deleted, since nobody would use it; others are left, and what was begun on them goes
   * on at Dataproc.
   */
  async #stop(): Promise<ClusterEnd> {
    const { action, cluster: name, run, task } = this.#request
    if (action !== 'create') {
      if (this.#begun) this.#log(`What was begun on the cluster ${name} goes on.`)
      return { kind: 'stopped' }
    }
    const pauses = growingPauses(this.#timing)
    const until = this.#timing.now() + this.#timing.cancelPatienceMs
    const owner = requestId(run, task)
    let mine = this.#asked
    for (let denied = 0; this.#timing.now() < until; ) {
      const cluster = await this.#look(null).catch(() => undefined)
      if (cluster === null) {
        // A call may be on its way still.
        if (!mine || ++denied >= denials) return { kind: 'stopped' }
      } else if (cluster !== undefined) {
        const state = stateOf(cluster)
        if (cluster.labels?.[ownerLabel] !== owner || !(mine || state === 'CREATING')) return { kind: 'stopped' }
        mine = true
        if (state !== 'DELETING') {
          this.#log(`Deletes the cluster ${name}, which was being created.`)
          const id = requestId(run, task, this.#request.attempt, name, 'undo', uuidOf(cluster))
          await this.#connection.deleteCluster(name, uuidOf(cluster), id).catch(() => undefined)
        }
      }
      await this.#timing.wait(pauses.next(), null)
    }
    this.#log(`The cluster ${name} may be there still: its end could not be seen.`)
    return { kind: 'stopped' }
  }

  async #pause(fault: CallFault, signal: AbortSignal | null): Promise<void> {
    if (fault.kind !== 'unknown' && fault.kind !== 'not-now') return
    if (this.#told !== fault.message) this.#log(`${fault.message} It is tried again.`)
    this.#told = fault.message
    await this.#timing.wait(fault.retryAfterMs ?? this.#timing.firstMs, signal)
  }

  #until(): number {
    return this.#timing.now() + this.#timing.patienceMs
  }

  #log(line: string): void {
    this.#request.log(line)
  }

  get #connection(): DataprocConnection {
    return this.#request.connection
  }
}

const verbs: Readonly<Record<ClusterAction | 'update', string>> = {
  create: 'Creates',
  delete: 'Deletes',
  start: 'Starts',
  stop: 'Stops',
  update: 'Changes',
}

function unseen(fault: CallFault): CallFault {
  return fault.kind === 'refused' ? { kind: 'unknown', message: fault.failure.error.message } : fault
}

function stateOf(cluster: Cluster): string {
  return String(cluster.status?.state ?? 'UNKNOWN')
}

function uuidOf(cluster: Cluster): string {
  return cluster.clusterUuid ?? ''
}

function failure(code: string, message: string, retry?: 'never'): ClusterEnd {
  return { kind: 'failure', failure: { kind: 'failure', error: { code, message }, ...(retry === undefined ? {} : { retry }) } }
}

function differs(name: string, differences: readonly Difference[]): ClusterEnd {
  const message = `The cluster ${name} is there already, and other than its config says: ${describe(differences)}. Delete it first (action: delete), give this one another name, or mend the config.`
  return failure('cluster-differs', message, 'never')
}

function describe(differences: readonly Difference[]): string {
  return differences.map(({ path, wanted, found }) => `${path} is ${found}, not ${wanted}`).join('; ')
}

function inError(name: string, cause: string): ClusterEnd {
  if (cause === '')
    return failure('cluster-error', `The cluster ${name} is in state ERROR, and Dataproc does not say why. Its page in the console may.`)
  const known = plainWords(cause)
  return failure(known?.code ?? 'cluster-error', known?.message ?? `The cluster ${name} is in state ERROR. Dataproc says: ${cause}`)
}

function operationFailure(what: ClusterAction | 'update', name: string, { message }: OperationEnd & { kind: 'failed' }): ClusterEnd {
  const known = plainWords(message)
  if (known !== null) return failure(known.code, known.message, known.passes ? undefined : 'never')
  return failure('cluster-error', `To ${what} the cluster ${name} has failed. Dataproc says: ${message}`)
}
