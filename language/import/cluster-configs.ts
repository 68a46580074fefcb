import { entryText, jsonText, stringNode } from './json.ts'
import type { Param } from './task-params.ts'

/** A file that an imported `.dag` file names, to be written beside it. */
export interface ImportedFile {
  /** Relative to the `.dag` file, with slashes. */
  readonly path: string
  readonly text: string
}

interface Config {
  readonly path: string
  readonly script: string
  readonly uses: { readonly task: string; readonly params: readonly Param[] }[]
}

/** The descriptions of clusters that Python templates made: one a script, to be completed by a person. */
export class ClusterConfigs {
  readonly #configs = new Map<string, Config>()
  readonly #paths = new Set<string>()

  /** The path of the description for a script. */
  use(script: string, name: string, task: string, params: readonly Param[]): string {
    const config = this.#configs.get(script) ?? { path: this.#freePath(name), script, uses: [] }
    this.#configs.set(script, config)
    config.uses.push({ task, params })
    return config.path
  }

  files(): readonly ImportedFile[] {
    return [...this.#configs.values()].map(config => ({ path: config.path, text: yamlOf(config) }))
  }

  #freePath(name: string): string {
    // What every file system takes, and nothing that leads out of the folder.
    const stem = name.replace(/[^A-Za-z0-9_-]+/g, '_') || 'cluster'
    let path = `${stem}.yaml`
    for (let number = 2; this.#paths.has(path.toLowerCase()); number++) path = `${stem}_${number}.yaml`
    this.#paths.add(path.toLowerCase())
    return path
  }
}

function yamlOf({ script, uses }: Config): string {
  const params = uses.flatMap(({ task, params }) => [
    `# Params of ${task}:`,
    ...params.map(({ entry }) => `#   ${entryText(entry.key, entry.value)}`),
  ])
  return [
    '# A cluster as `gcloud dataproc clusters export` writes it. Without more it is one as Dataproc makes it by itself.',
    `# Carry over the config of ${jsonText(stringNode(script))}: master_config there is masterConfig here, and so on.`,
    ...params,
    'config: {}',
    '',
  ].join('\n')
}
