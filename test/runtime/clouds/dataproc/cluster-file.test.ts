import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { clusterDifferences, isWorkerCount } from '../../../../runtime/clouds/dataproc/cluster-differences.ts'
import { type Message, readClusterFile } from '../../../../runtime/clouds/dataproc/cluster-file.ts'

function clusterOf(text: string): Message {
  const read = readClusterFile(text)
  if ('fault' in read) throw new Error(`${read.fault.line}:${read.fault.column}: ${read.fault.message}`)
  return read.cluster
}

function faultOf(text: string): string {
  const read = readClusterFile(text)
  return 'fault' in read ? `${read.fault.line}:${read.fault.column}: ${read.fault.message}` : 'no fault'
}

test('an exported cluster becomes what the client sends', () => {
  const text = `config:
  gce_cluster_config:
    zoneUri: us-central1-a
    internalIpOnly: FALSE
    metadata:
      key: 1.0
  masterConfig:
    numInstances: '1'
    disk_config:
      bootDiskSizeGb: 100
      bootDiskProvisionedIops: "3000"
  secondaryWorkerConfig:
    preemptibility: non-preemptible
  softwareConfig:
    imageVersion: 2.10
    optionalComponents:
    - JUPYTER
    - zeppelin
    properties:
      dataproc:dataproc.allow.zero.workers: true
  lifecycleConfig:
    idleDeleteTtl: 1800.5s
    autoDeleteTime: 2026-01-31T06:00:00.250Z
  autoscalingConfig:
labels: {}
`
  assert.deepEqual(clusterOf(text), {
    config: {
      gceClusterConfig: { zoneUri: 'us-central1-a', internalIpOnly: false, metadata: { key: '1.0' } },
      masterConfig: { numInstances: 1, diskConfig: { bootDiskSizeGb: 100, bootDiskProvisionedIops: 3000 } },
      secondaryWorkerConfig: { preemptibility: 'NON_PREEMPTIBLE' },
      softwareConfig: {
        imageVersion: '2.10',
        optionalComponents: ['JUPYTER', 'ZEPPELIN'],
        properties: { 'dataproc:dataproc.allow.zero.workers': 'true' },
      },
      lifecycleConfig: {
        idleDeleteTtl: { seconds: 1800, nanos: 500_000_000 },
        autoDeleteTime: { seconds: 1769839200, nanos: 250_000_000 },
      },
    },
    labels: {},
  })
})

test('the cluster of the example can be read', () => {
  const file = join(import.meta.dirname, '../../../../examples/pydag/scripts/cluster.yaml')
  const { config } = clusterOf(readFileSync(file, 'utf8'))
  assert.deepEqual((config as Message)['lifecycleConfig'], {
    idleDeleteTtl: { seconds: 1800, nanos: 0 },
    autoDeleteTtl: { seconds: 14400, nanos: 0 },
  })
})

test('durations are read in seconds and in the units of gcloud', () => {
  const seconds = (text: string): unknown => {
    const config = clusterOf(`config: { lifecycleConfig: { idleDeleteTtl: ${text} } }`)['config'] as Message
    return ((config['lifecycleConfig'] as Message)['idleDeleteTtl'] as Message)['seconds']
  }
  assert.deepEqual(['0s', '90s', '30m', '2h', '1d2h3m4s'].map(seconds), [0, 90, 1800, 7200, 93784])
})

test('what only Dataproc says of a cluster is left out', () => {
  const text =
    'clusterName: c-1\nclusterUuid: x\nstatus: { state: RUNNING }\nconfig: { masterConfig: { instanceNames: [a] }, endpointConfig: { httpPorts: { a: b } } }\n'
  assert.deepEqual(clusterOf(text), { clusterName: 'c-1', config: { masterConfig: {}, endpointConfig: {} } })
})

test('aliases of YAML stand for what they name', () => {
  const { config } = clusterOf('config:\n  masterConfig: &a\n    machineTypeUri: n2-standard-4\n  workerConfig: *a\n')
  assert.deepEqual((config as Message)['workerConfig'], { machineTypeUri: 'n2-standard-4' })
})

test('what Dataproc does not know is told at its place', () => {
  const faults: readonly (readonly [text: string, fault: RegExp])[] = [
    ['', /^1:1: The file is empty/],
    ['a: [1', /^\d+:\d+: /],
    ['- a\n', /^1:1: Cluster is a map/],
    ['config:\n  machine: 1\n', /^2:3: Dataproc knows no machine in ClusterConfig\. There are configBucket, .*masterConfig/],
    ['masterConfig: {}\n', /^1:1: Dataproc knows no masterConfig in Cluster\. It belongs under `config`\.$/],
    ['config:\n  masterConfig:\n    numInstances: two\n', /^3:19: numInstances is no whole number/],
    ['config:\n  masterConfig:\n    numInstances: 1\n    num_instances: 2\n', /^4:5: numInstances is given twice/],
    ['config:\n  lifecycleConfig:\n    idleDeleteTtl: 1800\n', /^3:20: idleDeleteTtl is no duration, such as 1800s/],
    [
      'config:\n  lifecycleConfig:\n    autoDeleteTtl: 1s\n    autoDeleteTime: 2026-01-31T06:00:00Z\n',
      /^4:5: Only one of autoDeleteTtl and autoDeleteTime/,
    ],
    ['config:\n  softwareConfig:\n    optionalComponents: [JUPITER]\n', /^3:26: optionalComponents is no word; it is one of .*JUPYTER/],
    ['config:\n  softwareConfig:\n    optionalComponents: JUPYTER\n', /^3:25: optionalComponents is a list/],
    ['config:\n  gceClusterConfig:\n    internalIpOnly: maybe\n', /^3:21: internalIpOnly is no boolean: true or false/],
    ['labels: [a]\n', /^1:9: labels is a map/],
    ['config: *nothing\n', /^1:9: /],
  ]
  for (const [text, fault] of faults) assert.match(faultOf(text), fault, text)
})

test('only what is asked for is compared, and two names of one thing are one', () => {
  const wanted = clusterOf(`config:
  gceClusterConfig: { zoneUri: us-central1-a, serviceAccountScopes: [cloud-platform] }
  masterConfig: { machineTypeUri: n2-standard-4, numInstances: 1 }
  workerConfig: { numInstances: 2 }
  softwareConfig: { imageVersion: 2.2-debian12, properties: { a: b } }
  lifecycleConfig: { idleDeleteTtl: 1800s, autoDeleteTtl: 14400s }
  initializationActions: [{ executableFile: gs://b/init.sh }]
labels: { team: data }
`)
  const compute = 'https://www.googleapis.com/compute/v1/projects/p/zones/us-central1-a'
  const found = (more: Message = {}, workers = 2): Message => ({
    config: {
      configBucket: 'b',
      gceClusterConfig: { zoneUri: compute, serviceAccountScopes: ['https://www.googleapis.com/auth/cloud-platform', 'x'] },
      masterConfig: { machineTypeUri: `${compute}/machineTypes/n2-standard-4`, numInstances: 1, diskConfig: { bootDiskSizeGb: 1000 } },
      workerConfig: { numInstances: workers },
      softwareConfig: { imageVersion: '2.2.46-debian12', properties: { a: 'b', c: 'd' } },
      lifecycleConfig: { idleDeleteTtl: { seconds: '1800', nanos: 0 }, autoDeleteTime: { seconds: '5', nanos: 0 } },
      initializationActions: [{ executableFile: 'gs://b/init.sh', executionTimeout: { seconds: '600', nanos: 0 } }],
      ...more,
    },
    labels: { team: 'data', 'goog-dataproc-cluster-name': 'c' },
  })
  assert.deepEqual(clusterDifferences(wanted, found()), [])
  const differences = clusterDifferences(
    wanted,
    found({ softwareConfig: { imageVersion: '2.1.9-debian12' }, initializationActions: [] }, 5),
  )
  assert.deepEqual(
    differences.map(({ path, found: there }) => `${path} ${there}`),
    [
      'config.workerConfig.numInstances 5',
      'config.softwareConfig.imageVersion 2.1.9-debian12',
      'config.softwareConfig.properties.a not set',
      'config.initializationActions []',
    ],
  )
  assert.deepEqual(differences.map(isWorkerCount), [true, false, false, false])
  assert.deepEqual(clusterDifferences(wanted, found({ autoscalingConfig: { policyUri: 'projects/p/policy' } }, 5)), [])
})
