import { choice, type PropertySchema, property, shapes } from './schema.ts'

export const triggers = ['all_success', 'none_failed', 'all_done', 'any_success', 'any_failed'] as const

/** Properties that a task of every engine has. */
export const taskProperties: readonly PropertySchema[] = [
  property('description', shapes.string, 'What the task does, in a sentence. Shown and searchable.'),
  property('owner', shapes.string, 'Who answers for the task.'),
  property('tags', shapes.strings, 'Words to find the task by.'),
  property('after', { kind: 'tasks' }, 'Tasks and groups that must end before this one starts: `after: [a, b]` is `[a, b] -> task`.', {
    phase: 'static',
  }),
  property(
    'params',
    shapes.map,
    'The data of the script. In SQL, `@name` binds a typed parameter and `{name}` is replaced by text; `shell` and `python` read environment variables; `js` gets them as its argument.',
  ),
  property('matrix', { kind: 'matrix' }, 'One instance of the task for each combination: `matrix: { year: [2021, 2022] }`.', {
    phase: 'start',
  }),
  property('when', shapes.boolean, 'Where this is false when the task could start, it is skipped.'),
  property(
    'trigger',
    { kind: 'word', words: triggers },
    'Which ends of the tasks upstream start this one: `all_success` (the default), `none_failed` (skips pass), `all_done`, `any_success`, `any_failed`.',
    { phase: 'static' },
  ),
  property('retries', { kind: 'count', least: 0 }, 'How often a failed attempt is tried again (0).', { snippet: '$' + '{1:2}' }),
  property('retry_delay', shapes.duration, 'The wait before the first retry (`5s`), with jitter.', { snippet: '$' + '{1:5s}' }),
  property('retry_backoff', { kind: 'number', least: 1 }, 'By how much each wait is longer than the one before (2).', {
    snippet: '$' + '{1:2}',
  }),
  property(
    'on_interrupt',
    { kind: 'word', words: ['rerun', 'fail'] },
    'What becomes of an attempt that was running when the runtime died: `rerun` (the default of `bq`, `js`, `iac`, `spark`) or `fail`.',
  ),
  property('timeout', shapes.timeout, 'An attempt that lasts longer is stopped, and fails.'),
  property(
    'cache',
    shapes.durationOrBoolean,
    'Reuse the result while nothing that the task is made of has changed, and it is no older: `true` or `1d` (`false`).',
    {
      snippet: '$' + '{1:true}',
    },
  ),
  property(
    'slots',
    { kind: 'count', least: 0 },
    'Processors that the task occupies: 1 for local work, 0 for work that waits on a remote service.',
    {
      snippet: '$' + '{1:1}',
    },
  ),
  property('limit', { kind: 'limit' }, 'A limit that the dag declares: `limits: { warehouse: 4 }`, and `limit: "warehouse"` on its tasks.'),
  property('duration', shapes.duration, 'How long the task is expected to last, for the schedule until there is history.'),
  property('reads', shapes.strings, 'Tables that the task reads and that cannot be seen in its script.', { phase: 'start' }),
  property('writes', shapes.strings, 'Tables that the task writes and that cannot be seen in its script.', { phase: 'start' }),
]

export const dagProperties: readonly PropertySchema[] = [
  property('description', shapes.string, 'What the dag does, in a sentence.', { phase: 'start' }),
  property('owner', shapes.string, 'Who answers for the dag.', { phase: 'start' }),
  property('tags', shapes.strings, 'Words to find the dag by.', { phase: 'start' }),
  property('schedule', { kind: 'cron' }, 'When the dag runs: a cron schedule of five fields, in `timezone`.', {
    phase: 'static',
    snippet: '"$' + '{1:0 6 * * *}"',
  }),
  property('start', shapes.date, 'From when on the schedule holds.', { phase: 'start', snippet: '$' + '{1:2026-01-01}' }),
  property('timezone', { kind: 'timezone' }, 'The zone of `schedule` and of dates without a time (`UTC`).', {
    phase: 'start',
    snippet: '"$' + '{1:UTC}"',
  }),
  property('catchup', shapes.boolean, 'Whether intervals that were missed since `start` are run.', { phase: 'start' }),
  property(
    'parallelism',
    { kind: 'word', words: ['auto'], types: ['number'] },
    'How many processors the run may use: a number, or `auto` (the machine’s).',
    { phase: 'start', snippet: '$' + '{1:4}' },
  ),
  property('limits', { kind: 'map', of: 'number', least: 1 }, 'Named limits for tasks that share a service: `limits: { warehouse: 4 }`.', {
    phase: 'start',
  }),
  property(
    'on_failure',
    { kind: 'word', words: ['stop', 'continue'] },
    'After a failure, `stop` starts nothing more; `continue` (the default) goes on with what does not depend on it.',
    {
      phase: 'start',
      snippet: choice(['stop', 'continue']),
    },
  ),
  property('budget', shapes.size, 'The most bytes that the queries of a run may bill.', { phase: 'start' }),
  property('script_cache', shapes.duration, 'How long the text of a remote script may be reused without asking.', { phase: 'start' }),
  property('timeout', shapes.timeout, 'A run that lasts longer is stopped, and fails.', { phase: 'start' }),
  property('retries', { kind: 'count', least: 0 }, 'The default of its tasks: how often a failed attempt is tried again.', {
    phase: 'start',
    snippet: '$' + '{1:2}',
  }),
  property('cache', shapes.durationOrBoolean, 'The default of its tasks: reuse results.', { phase: 'start', snippet: '$' + '{1:true}' }),
]

export const groupProperties: readonly PropertySchema[] = [
  property('description', shapes.string, 'What the group is, in a sentence.'),
  property('owner', shapes.string, 'Who answers for the group.'),
  property('tags', shapes.strings, 'Words to find the group by.'),
  property('after', { kind: 'tasks' }, 'Tasks and groups that must end before the group starts.', { phase: 'static' }),
  property('when', shapes.boolean, 'Each task of the group has this `when` besides its own.'),
]

export const targetProperties: readonly PropertySchema[] = [
  property('project', shapes.string, 'The Google Cloud project.', { phase: 'start' }),
  property('location', shapes.string, 'Where BigQuery’s data is: `US`, `EU`, `europe-west1` …', { phase: 'start' }),
  property('region', shapes.string, 'The region of Dataproc: `us-central1` …', { phase: 'start' }),
  property('credentials', shapes.string, 'The path of a key file; without it, application default credentials.', { phase: 'start' }),
  property('impersonate', shapes.string, 'The service account to act as: `name@project.iam.gserviceaccount.com`.', { phase: 'start' }),
  property('staging', shapes.string, 'A bucket for scripts.', { phase: 'start' }),
  property('logs', shapes.string, 'A place for logs: `gs://bucket/path`.', { phase: 'start' }),
  property('secrets', { kind: 'word', words: ['gcp'] }, 'Where secrets are looked up last: `gcp` is Secret Manager.', {
    phase: 'start',
    snippet: '"gcp"',
  }),
  property('confirm', shapes.boolean, 'Whether the target’s name must be typed before a run.', { phase: 'start' }),
  property('bigquery_endpoint', shapes.string, 'The URL of BigQuery’s API, for an emulator.', { phase: 'start' }),
  property('dataproc_endpoint', shapes.string, 'The address of Dataproc’s API, for an emulator.', { phase: 'start' }),
  property('storage_endpoint', shapes.string, 'The URL of Cloud Storage’s API, for an emulator.', { phase: 'start' }),
]
