/**
 * The words of everything that an import has to say, in one place. The key is the note's code; the value makes the sentence from the
 * note's data. The union of notes (`notes.ts`) is derived from this table.
 */

/** What keeps a document from being imported at all. */
export const refusals = {
  json: (d: { what: string }) => `this is no JSON: ${d.what}`,
  nesting: (d: { limit: number }) => `nested deeper than ${d.limit}`,
  'no-document': (d: { found: string }) => `expected a pyDag document, an object with \`dag_id\` and \`tasks\`, found ${d.found}`,
  'no-tasks': () => 'the document has no tasks; `tasks` is a list with an object for each',
} satisfies Record<string, (data: never) => string>

/** What a person should look at after an import. */
export const warnings = {
  'no-counterpart': (d: { key: string }) => `\`${d.key}\` has no counterpart; it is kept as a comment`,
  'not-understood': (d: { key: string; expected: string }) => `\`${d.key}\` should be ${d.expected}; it is kept as a comment`,
  'repeated-key': (d: { key: string }) => `\`${d.key}\` is given again further on, which counts; this one is kept as a comment`,
  'assumed-zone': (d: { text: string }) => `"${d.text}" has no time zone; it is taken as UTC`,
  'unlimited-cache': () => 'pyDag keeps these scripts for ever; `script_cache` wants a length of time, such as 1d',
  'unused-concurrency': () => '`concurrency` became `parallelism`, though pyDag did not heed it',
  renamed: (d: { what: string; id: string; name: string }) => `"${d.id}" cannot be the name of ${d.what} here; it is called \`${d.name}\``,
  unnamed: (d: { what: string; name: string }) => `${d.what} has no id; it is called \`${d.name}\``,
  'no-task': (d: { found: string }) =>
    `expected a task, an object with \`task_id\` and \`script\`, found ${d.found}; it is kept as a comment`,
  'unknown-dependency': (d: { id: string }) => `there is no task "${d.id}" to wait for; it is kept as a comment`,
  'self-dependency': (d: { id: string }) => `"${d.id}" would wait for itself; that is kept as a comment`,
  'repeated-dependency': (d: { id: string }) => `"${d.id}" is waited for already`,
  'no-script': (d: { name: string }) =>
    `\`${d.name}\` has no script "storage.bucket.folder.engine.name" that is understood; its task fails until it has an engine and a script`,
  'dotted-script': (d: { bucket: string }) => `the script has more than five parts; "${d.bucket}" is taken as the bucket`,
  'local-script': (d: { path: string }) => `the script must lie at "${d.path}", beside the .dag file`,
  'stored-script': (d: { name: string }) => `put the script into the metadata database: dagline script put ${d.name} FILE`,
  'convert-script': (d: { script: string; config: string; action: string }) =>
    `${d.script} is a Python template: carry the cluster that it describes over to ${d.config} (\`action: ${d.action}\` follows from its name)`,
  'check-action': (d: { script: string; action: string }) =>
    `${d.script} is a Python template: \`action: ${d.action}\` follows from its name; check that it did no more`,
  'no-cluster': (d: { task: string; input: string }) =>
    `\`${d.task}\` has no \`cluster_name\`; the input \`${d.input}\` asks for it when a run starts`,
  connection: (d: { name: string }) =>
    `pyDag put a key file's path from its config.cfg into \`${d.name}\`; here \`credentials\` of a target names it, and the param keeps the document's value`,
  'different-variable': (d: { name: string; declared: string }) =>
    `the variable \`*${d.name}\` has another value in another task; here it is \`${d.declared}\``,
  'clashing-param': (d: { key: string; name: string }) => `there is a param \`${d.name}\` beside \`${d.key}\`, which keeps its mark`,
  'params-text': () => 'the params are not JSON in single quotes, so pyDag could not read them; they are read as Python writes them',
  'unreadable-params': () => 'the params cannot be read; they are kept as a comment',
  'big-number': (d: { text: string }) => `${d.text} is too large for a number; it is kept as a string`,
  'broken-character': () => 'half a character (a lone surrogate) cannot be written in a file; it became U+FFFD',
  'spark-config': () =>
    'pyDag also gave its Spark scripts `id` and the entries of [SPARK-CONFIG] in config.cfg, which are not in this document; add what the scripts read to `params`, and `spark.jars` to `jars`',
  'another-project': (d: { project: string; target: string }) =>
    `the target \`${d.target}\` has another project than "${d.project}", which is kept in the params only`,
} satisfies Record<string, (data: never) => string>

/** Comments that an import writes into a file. */
export const comments = {
  leftovers: 'Of the pyDag document, without a counterpart here:',
  variables: 'Variables of pyDag. One that a run should be given is an `input` in place of the `let`.',
  asked: 'Not in the pyDag document: a run asks for it.',
  target: 'Google Cloud, as the tasks of the pyDag document name it.',
  convert: (config: string): string => `A Python template: carry the cluster that it makes over to ${config}.`,
  check: 'A Python template: check that it did no more than this.',
  noScript: 'No engine and script were found; until there are, the task fails.',
} as const
