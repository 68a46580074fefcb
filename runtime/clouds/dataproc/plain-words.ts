/** What a sentence of Dataproc means for the one who reads it. */
export interface PlainWords {
  readonly code: string
  readonly message: string
  /** Whether it may be otherwise a while later, with nothing done about it. */
  readonly passes: boolean
}

interface Meaning {
  readonly code: string
  readonly passes: boolean
  readonly pattern: RegExp
  readonly words: (found: RegExpExecArray) => string
}

/** Sentences that Dataproc and Compute Engine are known to say, the more special ones first. */
const meanings: readonly Meaning[] = [
  {
    code: 'cluster-missing',
    passes: false,
    pattern: /not found: cluster \S*?([a-z][\w-]*?)\W*$|cluster \S*?clusters\/([a-z][\w-]*).*(?:not found|does not exist)/i,
    words: ([, a, b]) =>
      `There is no cluster ${a ?? b}. Create it first, with an iac task before this one (action: create), or mend the name in \`cluster\` and the region.`,
  },
  {
    code: 'cluster-missing',
    passes: false,
    pattern: /task (?:was )?not found/i,
    words: () =>
      'The cluster was deleted while the job ran. Look for a task that deletes it without waiting for this one, and for a life time in its config (idleDeleteTtl, autoDeleteTtl) that is too short.',
  },
  {
    code: 'master-unreachable',
    passes: true,
    pattern:
      /task (?:was )?not acquired|no agent on master|unable to reach (?:the )?master|agent .*(?:not reachable|unreachable|not active)/i,
    words: () =>
      'The master of the cluster did not take the job: it is out of memory, or out of reach. Run fewer jobs on it at a time (a `limit` of the dag), give it a larger machine, or look at its serial console and the network.',
  },
  {
    code: 'stockout',
    passes: true,
    pattern: /ZONE_RESOURCE_POOL_EXHAUSTED|does not have enough resources available|stockout/i,
    words: () =>
      'The zone has no such machines left at the moment. Leave `zoneUri` out of the config so that Dataproc picks a zone, take another machine type, or try later.',
  },
  {
    code: 'quota',
    passes: false,
    pattern:
      /insufficient '?([A-Z][\w]*(?:\/[A-Z_]+)?)'? quota(?:.*?requested (\d+(?:\.\d+)?), available (\d+(?:\.\d+)?))?|quota '?([A-Z][\w]*)'? exceeded|quota exceeded/i,
    words: ([, quota, requested, available, other]) => {
      const name = quota ?? other
      const counts = requested === undefined ? '' : ` (asked for ${number(requested)}, left ${number(available)})`
      return `The project has no quota left${name === undefined ? '' : ` of ${name}`}${counts}. Make the cluster smaller, delete what is not used, or ask for more on the page Quotas of the console.`
    },
  },
  {
    code: 'cluster-network',
    passes: false,
    pattern: /only \d+ out of \d+ minimum required (?:data ?nodes|node ?managers)/i,
    words: () =>
      "The master of the cluster cannot reach its workers. Let the network's firewall pass TCP, UDP and ICMP between the machines of the cluster.",
  },
  {
    code: 'cluster-network',
    passes: false,
    pattern: /private google access/i,
    words: () =>
      'The machines have no external address, and their subnetwork has no Private Google Access. Turn it on for the subnetwork, or set `internalIpOnly: false` in the config.',
  },
  {
    code: 'initialization-action',
    passes: false,
    pattern: /initialization action failed\.?\s*(?:failed action '([^']+)')?/i,
    words: ([, action]) =>
      `The initialization action${action === undefined ? '' : ` ${action}`} of the cluster failed. Its output stands in the bucket that Dataproc names.`,
  },
  {
    code: 'permission',
    passes: false,
    pattern: /not authorized to act as service account|iam\.serviceAccounts\.actAs/i,
    words: () =>
      'Your account may not use the service account of the cluster. Grant it the role Service Account User on that account (iam.serviceAccounts.actAs).',
  },
  {
    code: 'permission',
    passes: false,
    pattern: /(?:required|permission) '([\w.]+)' (?:permission(?: for '([^']+)')?|denied on resource '([^']+)')/i,
    words: ([, permission, resource, other]) => {
      const where = resource ?? other
      return `The permission ${permission} is missing${where === undefined ? '' : ` on ${where}`}. Grant a role that holds it, or mend the project of the target.`
    },
  },
  {
    code: 'permission',
    passes: false,
    pattern: /has not been used in project (\S+) before or it is disabled|SERVICE_DISABLED/i,
    words: ([, project]) =>
      `The Dataproc API is not enabled${project === undefined ? '' : ` in project ${project}`}. \`gcloud services enable dataproc.googleapis.com\` enables it.`,
  },
  {
    code: 'cluster-state',
    passes: true,
    pattern:
      /(?:cluster|clusters\/)\s*'?([a-z][\w-]*)'?.*?\b(?:is|in)(?: in)?(?: state)?\s+'?(STOPPED|STOPPING|ERROR|DELETING|CREATING|STARTING)\b/i,
    words: ([, cluster, state]) =>
      `The cluster ${cluster} is in state ${state!.toUpperCase()}, in which it takes no jobs. An iac task before this one (action: ${state!.toUpperCase() === 'STOPPED' ? 'start' : 'create'}) brings it up.`,
  },
]

/** What such a sentence means, followed by the sentence itself; null of one that speaks for itself. */
export function plainWords(said: string): PlainWords | null {
  for (const { code, passes, pattern, words } of meanings) {
    const found = pattern.exec(said)
    if (found !== null) return { code, passes, message: `${words(found)} Dataproc says: ${said}` }
  }
  return null
}

function number(text: string | undefined): string {
  return String(Number(text))
}
