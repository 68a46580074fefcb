import { randomUUID } from 'node:crypto'
import { protos } from '@google-cloud/dataproc'
import { status } from '@grpc/grpc-js'
import type { Fault } from '../faults.ts'
import { Refusal } from './answers.ts'
import type { Place } from './place.ts'

type Cluster = protos.google.cloud.dataproc.v1.ICluster
export type Operation = protos.google.longrunning.IOperation
type State = keyof typeof protos.google.cloud.dataproc.v1.ClusterStatus.State

/** What a request for a cluster may hold. */
export interface ClusterRequest {
  readonly projectId?: string
  readonly region?: string
  readonly clusterName?: string
  readonly clusterUuid?: string
  readonly requestId?: string
  readonly cluster?: Cluster | null
  readonly updateMask?: { readonly paths?: readonly string[] } | null
}

interface Work {
  readonly name: string
  readonly cluster: Cluster
  readonly type: string
  /** Questions until it is over. */
  left: number
  error: string | null
  done: boolean
  end(): void
}

/** The clusters of a place. Each operation takes `polls` questions. */
export class Clusters {
  /** How many questions an operation takes; it may be changed while operations go on, which then take as many from there. */
  polls = 1
  /** The names of clusters, in the order in which they were made. */
  readonly created: string[] = []
  readonly #place: Place
  readonly #clusters = new Map<string, Cluster>()
  readonly #works = new Map<string, Work>()
  readonly #requests = new Map<string, Work>()

  constructor(place: Place) {
    this.#place = place
  }

  /** A cluster that is there without anybody having asked for it. */
  put(clusterName: string, state: State, more: Cluster = {}): Cluster {
    const cluster: Cluster = {
      projectId: this.#place.project,
      clusterName,
      clusterUuid: randomUUID(),
      config: {},
      ...more,
      status: { state, ...more.status },
    }
    this.#clusters.set(clusterName, cluster)
    return cluster
  }

  state(name: string): string | null {
    return stateOf(this.#clusters.get(name)) ?? null
  }

  find(name: string): Cluster | null {
    return this.#clusters.get(name) ?? null
  }

  list(request: ClusterRequest): { clusters: Cluster[] } {
    this.#place.check(request, 'clusters.list')
    return { clusters: [...this.#clusters.values()] }
  }

  get(request: ClusterRequest): Cluster {
    this.#place.check(request, 'clusters.get')
    for (const work of this.#works.values()) if (work.cluster.clusterName === request.clusterName) this.#ask(work)
    return this.#existing(request)
  }

  operation({ name }: { readonly name?: string }, fault: Fault | null): Operation {
    const work = this.#works.get(name ?? '')
    if (work === undefined) throw new Refusal(status.NOT_FOUND, `Not found: Operation ${name}`)
    if (fault?.kind !== 'slow-poll') this.#ask(work)
    return operationOf(work, fault?.kind === 'slow-poll')
  }

  create(request: ClusterRequest, fault: Fault | null): Operation {
    return this.#once(request, 'create', () => {
      const { clusterName, config, labels } = request.cluster ?? {}
      if (!clusterName || !/^[a-z]([-a-z0-9]{0,49}[a-z0-9])?$/.test(clusterName))
        throw new Refusal(status.INVALID_ARGUMENT, `Invalid cluster name '${clusterName}'.`)
      if (this.#clusters.has(clusterName))
        throw new Refusal(status.ALREADY_EXISTS, `Already exists: Failed to create cluster: Cluster ${this.#path(clusterName)}`)
      this.created.push(clusterName)
      const cluster = this.put(clusterName, 'CREATING', {
        config: filledIn(config ?? {}, this.#place),
        labels: { ...labels, 'goog-dataproc-cluster-name': clusterName },
      })
      const error = fault?.kind === 'job-failure' ? (fault.reason ?? 'Internal error') : null
      return this.#begin('CREATE', cluster, error, () => {
        if (error === null) cluster.status = { state: 'RUNNING' }
        else cluster.status = { state: 'ERROR', detail: error }
      })
    })
  }

  delete(request: ClusterRequest): Operation {
    return this.#once(request, 'delete', () => {
      const cluster = this.#existing(request)
      if (stateOf(cluster) === 'DELETING')
        throw new Refusal(
          status.FAILED_PRECONDITION,
          `Cannot delete cluster '${cluster.clusterName}' when it has other pending delete operations.`,
        )
      for (const work of this.#works.values()) {
        if (work.cluster !== cluster || work.done) continue
        work.done = true
        work.error = 'Operation was cancelled: the cluster is deleted.'
      }
      cluster.status = { state: 'DELETING' }
      return this.#begin('DELETE', cluster, null, () => this.#clusters.delete(cluster.clusterName!))
    })
  }

  start(request: ClusterRequest): Operation {
    return this.#change(request, 'START', 'STOPPED', 'STARTING', 'RUNNING')
  }

  stop(request: ClusterRequest): Operation {
    return this.#change(request, 'STOP', 'RUNNING', 'STOPPING', 'STOPPED')
  }

  update(request: ClusterRequest): Operation {
    return this.#once(request, 'update', () => {
      const cluster = this.#existing(request)
      if (stateOf(cluster) !== 'RUNNING') throw wrongState(cluster)
      const groups = {
        'config.worker_config.num_instances': 'workerConfig',
        'config.secondary_worker_config.num_instances': 'secondaryWorkerConfig',
      } as const
      const paths = request.updateMask?.paths ?? []
      for (const path of paths) if (!(path in groups)) throw new Refusal(status.INVALID_ARGUMENT, `Cannot update ${path}.`)
      cluster.status = { state: 'UPDATING' }
      return this.#begin('UPDATE', cluster, null, () => {
        const config = cluster.config ?? {}
        cluster.config = config
        for (const path of paths) {
          const group = groups[path as keyof typeof groups]
          config[group] = { ...config[group], numInstances: request.cluster?.config?.[group]?.numInstances ?? 0 }
        }
        cluster.status = { state: 'RUNNING' }
      })
    })
  }

  #change(request: ClusterRequest, type: string, from: State, through: State, to: State): Operation {
    return this.#once(request, type, () => {
      const cluster = this.#existing(request)
      if (stateOf(cluster) !== from) throw wrongState(cluster)
      cluster.status = { state: through }
      return this.#begin(type, cluster, null, () => {
        cluster.status = { state: to }
      })
    })
  }

  /** A request id that was there before stands for the operation that it began. */
  #once(request: ClusterRequest, action: string, begin: () => Work): Operation {
    this.#place.check(request, `clusters.${action.toLowerCase()}`)
    const { requestId = '' } = request
    if (!/^[A-Za-z0-9_-]{0,40}$/.test(requestId)) throw new Refusal(status.INVALID_ARGUMENT, `Invalid request id '${requestId}'.`)
    const key = `${action} ${requestId}`
    const work = (requestId === '' ? undefined : this.#requests.get(key)) ?? begin()
    this.#requests.set(key, work)
    return operationOf(work, false)
  }

  #begin(type: string, cluster: Cluster, error: string | null, end: () => void): Work {
    const name = `projects/${this.#place.project}/regions/${this.#place.region}/operations/${randomUUID()}`
    const work: Work = { name, cluster, type, left: this.polls, error, done: false, end }
    this.#works.set(name, work)
    return work
  }

  #ask(work: Work): void {
    if (work.done) return
    work.left = Math.min(work.left, this.polls)
    if (work.left-- > 0) return
    work.done = true
    work.end()
  }

  #existing({ clusterName = '', clusterUuid = '' }: ClusterRequest): Cluster {
    const cluster = this.#clusters.get(clusterName)
    if (cluster === undefined || (clusterUuid !== '' && clusterUuid !== cluster.clusterUuid))
      throw new Refusal(status.NOT_FOUND, `Not found: Cluster ${this.#path(clusterName)}`)
    return cluster
  }

  #path(name: string): string {
    return `projects/${this.#place.project}/regions/${this.#place.region}/clusters/${name}`
  }
}

/** As Dataproc does: names become addresses, versions releases, and what is not said is chosen. */
function filledIn(config: NonNullable<Cluster['config']>, { project, region }: Place): NonNullable<Cluster['config']> {
  const compute = `https://www.googleapis.com/compute/v1/projects/${project}`
  const zone = (config.gceClusterConfig?.zoneUri || `${region}-a`).replace(/^.*\//, '')
  const group = (given: typeof config.workerConfig, numInstances: number): NonNullable<typeof config.workerConfig> => ({
    ...given,
    numInstances: given?.numInstances || numInstances,
    machineTypeUri: `${compute}/zones/${zone}/machineTypes/${(given?.machineTypeUri || 'n2-standard-4').replace(/^.*\//, '')}`,
  })
  const image = config.softwareConfig?.imageVersion || '2.2-debian12'
  const [version, system = 'debian12'] = image.split('-')
  return {
    ...config,
    configBucket: config.configBucket || `dataproc-staging-${region}`,
    gceClusterConfig: { ...config.gceClusterConfig, zoneUri: `${compute}/zones/${zone}` },
    masterConfig: group(config.masterConfig, 1),
    ...(config.workerConfig ? { workerConfig: group(config.workerConfig, 2) } : {}),
    softwareConfig: {
      ...config.softwareConfig,
      imageVersion: /^\d+\.\d+$/.test(version!) ? `${version}.46-${system}` : image,
      properties: { 'core:fs.defaultFS': 'hdfs://m', ...config.softwareConfig?.properties },
    },
  }
}

function stateOf(cluster: Cluster | undefined): string | undefined {
  return cluster?.status?.state as string | undefined
}

function wrongState(cluster: Cluster): Refusal {
  return new Refusal(
    status.FAILED_PRECONDITION,
    `Cluster '${cluster.clusterName}' is in state ${stateOf(cluster)}, which does not allow this.`,
  )
}

function operationOf({ name, cluster, type, done, error }: Work, hidden: boolean): Operation {
  const { Cluster: ClusterMessage, ClusterOperationMetadata } = protos.google.cloud.dataproc.v1
  const over = done && !hidden
  const metadata = ClusterOperationMetadata.fromObject({
    clusterName: cluster.clusterName,
    clusterUuid: cluster.clusterUuid,
    operationType: type,
    status: { state: over ? 'DONE' : 'RUNNING' },
  })
  return {
    name,
    done: over,
    metadata: {
      type_url: 'type.googleapis.com/google.cloud.dataproc.v1.ClusterOperationMetadata',
      value: ClusterOperationMetadata.encode(metadata).finish(),
    },
    ...(over && error !== null ? { error: { code: status.FAILED_PRECONDITION, message: error } } : {}),
    ...(over && error === null && type !== 'DELETE'
      ? {
          response: {
            type_url: 'type.googleapis.com/google.cloud.dataproc.v1.Cluster',
            value: ClusterMessage.encode(ClusterMessage.fromObject(cluster)).finish(),
          },
        }
      : {}),
  }
}
