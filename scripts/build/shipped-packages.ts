import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'
import { externalPackages, packageFolder } from './contexts.ts'
import { standardText } from './licences.ts'

/** A package whose code reaches users, inside a bundle or beside it. */
export interface ShippedPackage {
  readonly name: string
  readonly version: string
  readonly licence: string
  readonly source: string
  /** The texts of its licence and notice files. */
  readonly texts: readonly string[]
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly author?: string | { readonly name?: string }
  readonly repository?: string | { readonly url?: string }
  readonly homepage?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** All packages that ship: those in bundles, by what esbuild says, and those installed beside, with what they need. */
export function shippedPackages(root: string): readonly ShippedPackage[] {
  const folders = new Set([...bundledFolders(root), ...installedFolders(root)])
  const packages = [...folders].map(folder => describe(root, folder))
  const once = new Map(packages.map(one => [`${one.name} ${one.version}`, one]))
  return [...once.values()].sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version))
}

/** The folders of the packages that are installed beside the bundles, with all that they depend on and that is on this machine. */
export function installedFolders(root: string): readonly string[] {
  const found = new Set<string>()
  const visit = (name: string): void => {
    const folder = `node_modules/${name}`
    if (found.has(folder) || !existsSync(join(root, folder, 'package.json'))) return
    found.add(folder)
    const { dependencies, optionalDependencies } = manifestOf(root, folder)
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) visit(needed)
  }
  for (const name of externalPackages) visit(name)
  return [...found]
}

function bundledFolders(root: string): readonly string[] {
  const path = join(root, 'dist', 'metafile.json')
  if (!existsSync(path)) throw new Error('dist/metafile.json is missing: run npm run build first')
  const metafiles = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Metafile>
  const inputs = Object.values(metafiles)
    .flatMap(metafile => Object.entries(metafile.outputs))
    .filter(([output]) => !output.startsWith('dist/test/'))
    .flatMap(([, { inputs }]) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([input]) => packageFolder(root, input))
  return inputs.filter(folder => folder !== undefined)
}

function describe(root: string, folder: string): ShippedPackage {
  const manifest = manifestOf(root, folder)
  // The bindings of koffi leave the text of their licence to the package that is made of them.
  const texts = join(root, folder.replace(/@koromix\/koffi-.*/, 'koffi'))
  const licence = manifest.license ?? 'unknown'
  const author = (typeof manifest.author === 'string' ? manifest.author : manifest.author?.name) ?? `the authors of ${manifest.name}`
  const files = readdirSync(texts).filter(name => /^(licen[cs]e|copying|notice)(\.(md|txt))?$/i.test(name))
  return {
    // The binding of each platform is the same code under the same licence; the notices are the same on all of them.
    name: manifest.name.replace(/^(@duckdb\/node-bindings|@koromix\/koffi)-.*/, '$1-<platform>'),
    version: manifest.version,
    licence,
    source: sourceOf(manifest),
    texts:
      files.length === 0
        ? standardText(root, licence, author)
        : files.sort(compare).map(name => readFileSync(join(texts, name), 'utf8').replaceAll('\r\n', '\n').trim()),
  }
}

function manifestOf(root: string, folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest
}

function sourceOf({ repository, homepage }: Manifest): string {
  const url = (typeof repository === 'string' ? repository : repository?.url) ?? homepage ?? ''
  const plain = url
    .replace(/^git\+/, '')
    .replace(/\.git$/, '')
    .replace(/^(git|ssh):\/\/(git@)?/, 'https://')
  return /^[\w.-]+\/[\w.-]+$/.test(plain) ? `https://github.com/${plain}` : plain.replace(/^github:/, 'https://github.com/')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
