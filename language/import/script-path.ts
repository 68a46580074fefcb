import type { JsonNode } from './json.ts'

/** What `script` of a pyDag task names: "storage.bucket.folder.engine.name". */
export interface ScriptPath {
  readonly storage: 'local' | 'gcs' | 's3' | 'database'
  readonly engine: 'bq' | 'spark' | 'iac'
  readonly bucket: string
  readonly folder: string
  readonly name: string
  /** More than five parts: a bucket may have dots in it, the others not. */
  readonly dotted: boolean
}

const storages = ['local', 'gcs', 's3', 'database'] as const
/** The engines of pyDag, with the endings that it gives to their scripts. */
const endings = { bq: '.sql', spark: '.py', iac: '.iac' } as const

/** Null where the text is no such path. */
export function readScriptPath(node: JsonNode | undefined): ScriptPath | null {
  if (node?.kind !== 'string') return null
  const parts = node.value.trim().split('.')
  if (parts.length < 5 || parts.includes('')) return null
  const storage = storages.find(one => one === parts[0])
  const [folder, engine, name] = parts.slice(-3) as [string, string, string]
  if (storage === undefined || !(engine === 'bq' || engine === 'spark' || engine === 'iac')) return null
  return { storage, engine, folder, name, bucket: parts.slice(1, -3).join('.'), dotted: parts.length > 5 }
}

/** Where the script is, as `script` says it: a URL, or a path relative to the `.dag` file. */
export function scriptUrl({ storage, engine, bucket, folder, name }: ScriptPath): string {
  const path = `${bucket}/${folder}/${name}${endings[engine]}`
  switch (storage) {
    case 'gcs':
      return `gs://${path}`
    case 's3':
      return `s3://${path}`
    case 'database':
      return `db://${path}`
    case 'local':
      return path
  }
}

const actions: readonly (readonly [action: string, words: RegExp])[] = [
  ['delete', /^(delete|destroy|remove|drop|teardown|terminate)/],
  ['stop', /^(stop|shutdown|pause|suspend)/],
  ['start', /^(start|resume|restart|wake)$/],
]

/** What an `iac` script does with a cluster, by the words of its name: it creates one, unless a word says otherwise. */
export function actionOf({ name }: ScriptPath): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/)
  return actions.find(([, form]) => words.some(word => form.test(word)))?.[0] ?? 'create'
}
