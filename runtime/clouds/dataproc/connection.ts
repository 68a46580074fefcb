import type { ClusterControllerClient, JobControllerClient, protos } from '@google-cloud/dataproc'
import type { AuthClient } from 'google-auth-library'
import type { CloudTarget } from '../cloud-target.ts'
import { authOf } from '../credentials.ts'
import { dataprocEndpoint } from './endpoint.ts'
import { CredentialsProblem, codes, isNotFound } from './faults.ts'

export type Job = protos.google.cloud.dataproc.v1.IJob
export type Cluster = protos.google.cloud.dataproc.v1.ICluster
export type Operation = protos.google.longrunning.IOperation

/** How long a call may take, in milliseconds; what it was sent for takes its own time. */
const callMs = 60_000

interface Clients {
  readonly jobs: JobControllerClient
  readonly clusters: ClusterControllerClient
}

interface Opened {
  readonly clients: Promise<Clients>
  /** Those that are under way. */
  calls: number
}

/** What each call of the client is given. */
interface CallOptions {
  /** Milliseconds. */
  readonly timeout: number
  /** The client's own retries are off. */
  readonly retry: null
}

type ClientOptions = NonNullable<ConstructorParameters<typeof JobControllerClient>[0]>

/**
 * The calls of Dataproc that we need, in one project and region. Each is made once, within a time limit; errors are the
 * client's, for `callFault`. A call that was refused because its credentials are not valid any more is made again with fresh ones.
 */
export class DataprocConnection {
  readonly target: CloudTarget
  readonly project: string
  readonly region: string
  readonly #folder: string
  #opened: Opened | null = null

  constructor(target: CloudTarget, project: string, region: string, folder: string) {
    this.target = target
    this.project = project
    this.region = region
    this.#folder = folder
  }

  submitJob(job: Job, requestId: string): Promise<Job> {
    return this.#call(async ({ jobs }, options) => (await jobs.submitJob({ ...this.#place, job, requestId }, options))[0])
  }

  /** Null where there is no such job. */
  getJob(jobId: string): Promise<Job | null> {
    return orNull(this.#call(async ({ jobs }, options) => (await jobs.getJob({ ...this.#place, jobId }, options))[0]))
  }

  cancelJob(jobId: string): Promise<Job> {
    return this.#call(async ({ jobs }, options) => (await jobs.cancelJob({ ...this.#place, jobId }, options))[0])
  }

  /** Null where there is no such cluster. */
  getCluster(clusterName: string): Promise<Cluster | null> {
    return orNull(this.#call(async ({ clusters }, options) => (await clusters.getCluster({ ...this.#place, clusterName }, options))[0]))
  }

  /** Fails where clusters cannot be listed: wrong project or region, no permission, API not enabled. */
  async probe(): Promise<void> {
    await this.#call(({ clusters }, options) => clusters.listClusters({ ...this.#place, pageSize: 1 }, { ...options, autoPaginate: false }))
  }

  /** These answer with the name of the operation that was begun. */
  createCluster(cluster: Cluster, requestId: string): Promise<string> {
    return this.#begin(({ clusters }, options) => clusters.createCluster({ ...this.#place, cluster, requestId }, options))
  }

  /** @param paths of what is changed: `config.worker_config.num_instances`. */
  updateCluster(clusterName: string, cluster: Cluster, paths: string[], requestId: string): Promise<string> {
    const request = { ...this.#place, clusterName, cluster, updateMask: { paths }, requestId }
    return this.#begin(({ clusters }, options) => clusters.updateCluster(request, options))
  }

  /** With the cluster's own id, so that a call that comes late does not meet another cluster of the same name. */
  deleteCluster(clusterName: string, clusterUuid: string, requestId: string): Promise<string> {
    return this.#begin(({ clusters }, options) => clusters.deleteCluster({ ...this.#place, clusterName, clusterUuid, requestId }, options))
  }

  startCluster(clusterName: string, clusterUuid: string, requestId: string): Promise<string> {
    return this.#begin(({ clusters }, options) => clusters.startCluster({ ...this.#place, clusterName, clusterUuid, requestId }, options))
  }

  stopCluster(clusterName: string, clusterUuid: string, requestId: string): Promise<string> {
    return this.#begin(({ clusters }, options) => clusters.stopCluster({ ...this.#place, clusterName, clusterUuid, requestId }, options))
  }

  getOperation(name: string): Promise<Operation> {
    return this.#call(async ({ clusters }, options) => {
      // Its types name a request that has every field.
      const request = { name } as protos.google.longrunning.GetOperationRequest
      return (await clusters.operationsClient.getOperation(request, options))[0]
    })
  }

  /** Called when no call is under way. */
  async close(): Promise<void> {
    const opened = this.#opened
    this.#opened = null
    if (opened !== null) await closeClients(opened)
  }

  get #place(): { readonly projectId: string; readonly region: string } {
    return { projectId: this.project, region: this.region }
  }

  async #begin(
    what: (clients: Clients, options: CallOptions) => Promise<readonly [{ readonly name?: string }, ...unknown[]]>,
  ): Promise<string> {
    return this.#call(async (clients, options) => (await what(clients, options))[0].name ?? '')
  }

  async #call<T>(what: (clients: Clients, options: CallOptions) => Promise<T>): Promise<T> {
    const opened = this.#open()
    try {
      return await this.#callWith(opened, what)
    } catch (problem) {
      if ((problem as { code?: unknown }).code !== codes.unauthenticated) throw problem
      // It was refused at the door, so nothing was done. A key may have been renewed, a token have come to its end.
      if (this.#opened === opened) this.#opened = null
      return await this.#callWith(this.#open(), what)
    }
  }

  async #callWith<T>(opened: Opened, what: (clients: Clients, options: CallOptions) => Promise<T>): Promise<T> {
    opened.calls++
    try {
      return await what(await opened.clients, callOptions())
    } finally {
      opened.calls--
      // They were given up for new ones, and other calls were under way with them.
      if (opened !== this.#opened && opened.calls === 0) void closeClients(opened)
    }
  }

  #open(): Opened {
    if (this.#opened !== null) return this.#opened
    const clients = this.#make()
    const opened: Opened = { clients, calls: 0 }
    clients.catch(() => {
      if (this.#opened === opened) this.#opened = null
    })
    this.#opened = opened
    return opened
  }

  async #make(): Promise<Clients> {
    const endpoint = dataprocEndpoint(this.target, this.region)
    if (endpoint === null) throw new Error(`There is no endpoint for the region ${this.region}.`)
    // Each client by its own file: the package's door loads the descriptions of all its messages, which take a second.
    const [{ JobControllerClient }, { ClusterControllerClient }, grpc] = await Promise.all([
      import('@google-cloud/dataproc/build/src/v1/job_controller_client.js'),
      import('@google-cloud/dataproc/build/src/v1/cluster_controller_client.js'),
      import('@grpc/grpc-js'),
    ])
    const options: ClientOptions = {
      servicePath: endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host,
      port: endpoint.port,
      // Of a newer release of the library than the client's own; they agree in what is used.
      authClient: (await this.#credentials()) as unknown as NonNullable<ClientOptions['authClient']>,
      // In front of ours there are no retries of gRPC either.
      'grpc.enable_retries': 0,
      ...(endpoint.insecure ? { sslCreds: grpc.credentials.createInsecure() } : {}),
    }
    return { jobs: new JobControllerClient(options), clusters: new ClusterControllerClient(options) }
  }

  async #credentials(): Promise<AuthClient> {
    try {
      return await authOf(this.target, 'dataproc', this.#folder)
    } catch (problem) {
      throw new CredentialsProblem(problem)
    }
  }
}

async function closeClients({ clients }: Opened): Promise<void> {
  const made = await clients.catch(() => null)
  if (made !== null) await Promise.allSettled([made.jobs.close(), made.clusters.close()])
}

function callOptions(): CallOptions {
  return { timeout: callMs, retry: null }
}

async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call
  } catch (problem) {
    if (isNotFound(problem)) return null
    throw problem
  }
}
