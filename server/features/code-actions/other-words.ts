// What people who come from other tools write, and the word of the language for it.

const engines: Readonly<Record<string, string>> = {
  bash: 'shell',
  sh: 'shell',
  cmd: 'shell',
  bigquery: 'bq',
  sql: 'bq',
  py: 'python',
  javascript: 'js',
  node: 'js',
  pyspark: 'spark',
  dataproc: 'spark',
  rest: 'http',
  https: 'http',
}

const properties: Readonly<Record<string, string>> = {
  depends_on: 'after',
  dependencies: 'after',
  needs: 'after',
  requires: 'after',
  upstream: 'after',
  upstreams: 'after',
  cmd: 'run',
  command: 'run',
  query: 'sql',
  file: 'script',
  path: 'script',
  parameters: 'params',
  environment: 'env',
  cron: 'schedule',
  schedule_interval: 'schedule',
  start_date: 'start',
  tz: 'timezone',
  concurrency: 'parallelism',
  retry: 'retries',
  max_retries: 'retries',
  trigger_rule: 'trigger',
  condition: 'when',
  if: 'when',
}

const functions: Readonly<Record<string, string>> = {
  length: 'len',
  size: 'len',
  count: 'len',
  uppercase: 'upper',
  lowercase: 'lower',
  strip: 'trim',
  strftime: 'format',
  format_date: 'format',
  getenv: 'env',
  get_env: 'env',
  get: 'at',
}

const values: Readonly<Record<string, string>> = {
  True: 'true',
  False: 'false',
  None: 'null',
  NULL: 'null',
  nil: 'null',
  undefined: 'null',
}

const lookUp = (words: Readonly<Record<string, string>>, word: string): string | null => (Object.hasOwn(words, word) ? words[word]! : null)

export const engineFor = (word: string): string | null => lookUp(engines, word.toLowerCase())
export const propertyFor = (word: string): string | null => lookUp(properties, word.toLowerCase())
export const functionFor = (word: string): string | null => lookUp(functions, word.toLowerCase())
export const valueFor = (word: string): string | null => lookUp(values, word)

/** Five fields for a name that other schedulers have. */
export const cronFor = (text: string): string | null =>
  lookUp(
    {
      '@hourly': '0 * * * *',
      '@daily': '0 0 * * *',
      '@midnight': '0 0 * * *',
      '@weekly': '0 0 * * 0',
      '@monthly': '0 0 1 * *',
      '@yearly': '0 0 1 1 *',
      '@annually': '0 0 1 1 *',
    },
    text.trim().toLowerCase(),
  )
