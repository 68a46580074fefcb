import protosJson from '@google-cloud/dataproc/build/protos/protos.json' with { type: 'json' }
import { type GrpcObject, loadPackageDefinition, Server, ServerCredentials, type ServiceClientConstructor } from '@grpc/grpc-js'
import { fromJSON } from '@grpc/proto-loader'
import { type Fault, FaultSchedule } from '../faults.ts'
import { Answers } from './answers.ts'
import { type ClusterRequest, Clusters } from './clusters.ts'
import type { ServerStorage } from './driver.ts'
import { type JobRequest, Jobs } from './jobs.ts'
import { Place } from './place.ts'
import { openRelay } from './relay.ts'

export interface DataprocServerOptions {
  readonly project?: string
  readonly region?: string
  readonly storage?: ServerStorage
  readonly bucket?: string
  readonly faults?: readonly Fault[]
  readonly program?: readonly string[]
  readonly chunkBytes?: number
}

export interface DataprocServer {
  /** `127.0.0.1:PORT`. */
  readonly endpoint: string
  readonly faults: FaultSchedule
  readonly clusters: Clusters
  readonly jobs: Jobs
  close(): Promise<void>
}

/** Starts Dataproc on loopback. */
export async function startDataprocServer(options: DataprocServerOptions = {}): Promise<DataprocServer> {
  const { project = 'p-1', region = 'us-central1', bucket = 'dataproc-bucket', program = ['python3'], chunkBytes = 1_000_000 } = options
  const place = new Place(project, region)
  const storage = options.storage ?? { read: () => Promise.resolve(null), write: () => Promise.resolve() }
  const clusters = new Clusters(place)
  const jobs = new Jobs({ place, clusters, storage, bucket, program, chunkBytes })
  const faults = new FaultSchedule(options.faults ?? [])
  const server = new Server()
  let cut = (): void => undefined
  const answers = new Answers(faults, () => cut())
  server.addService(serviceOf('google.cloud.dataproc.v1.ClusterController'), {
    getCluster: answers.method<ClusterRequest, unknown>('getCluster', request => clusters.get(request)),
    listClusters: answers.method<ClusterRequest, unknown>('listClusters', request => clusters.list(request)),
    createCluster: answers.method<ClusterRequest, unknown>('createCluster', (request, fault) => clusters.create(request, fault)),
    updateCluster: answers.method<ClusterRequest, unknown>('updateCluster', request => clusters.update(request)),
    deleteCluster: answers.method<ClusterRequest, unknown>('deleteCluster', request => clusters.delete(request)),
    startCluster: answers.method<ClusterRequest, unknown>('startCluster', request => clusters.start(request)),
    stopCluster: answers.method<ClusterRequest, unknown>('stopCluster', request => clusters.stop(request)),
  })
  server.addService(serviceOf('google.cloud.dataproc.v1.JobController'), {
    submitJob: answers.method<JobRequest, unknown>('submitJob', (request, fault) => jobs.submit(request, fault)),
    getJob: answers.method<JobRequest, unknown>('getJob', (request, fault) => jobs.get(request, fault)),
    cancelJob: answers.method<JobRequest, unknown>('cancelJob', request => jobs.cancel(request)),
  })
  server.addService(serviceOf('google.longrunning.Operations'), {
    getOperation: answers.method<{ name?: string }, unknown>('getOperation', (request, fault) => clusters.operation(request, fault)),
  })
  const port = await new Promise<number>((done, fail) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (problem, bound) => (problem ? fail(problem) : done(bound)))
  })
  const relay = await openRelay(port)
  cut = relay.cut
  return {
    endpoint: `127.0.0.1:${relay.port}`,
    faults,
    clusters,
    jobs,
    close: async () => {
      await jobs.close()
      await relay.close()
      server.forceShutdown()
    },
  }
}

const packages = loadPackageDefinition(
  fromJSON(protosJson as Parameters<typeof fromJSON>[0], { keepCase: false, longs: String, enums: String, defaults: true, oneofs: true }),
)

function serviceOf(name: string): ServiceClientConstructor['service'] {
  let at: GrpcObject[string] = packages
  for (const part of name.split('.')) at = (at as GrpcObject)[part]!
  return (at as ServiceClientConstructor).service
}
