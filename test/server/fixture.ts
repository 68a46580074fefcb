import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Analyses, type Analyzed } from '../../server/analyses.ts'
import { type Disk, nodeDisk } from '../../server/disk.ts'
import { Project } from '../../server/project.ts'
import { Workspace } from '../../server/workspace.ts'

/** A document with marks taken out: `$0` is the cursor. Beside it lie other files, in memory. */
export interface Fixture {
  readonly analyzed: Analyzed
  readonly workspace: Workspace
  readonly project: Project
  /** Where `$0` was; -1 without one. */
  readonly offset: number
  readonly text: string
}

export const folder = join(import.meta.dirname, 'workspace')

/** Opens `source` as `main.dag`. `files`: other files by their path beside it. */
export function fixture(source: string, files: Readonly<Record<string, string>> = {}): Fixture {
  const offset = source.indexOf('$0')
  const text = source.replace('$0', '')
  const workspace = new Workspace(memoryDisk(files))
  const document = { uri: workspace.uriOf(join(folder, 'main.dag')), version: 1, getText: () => text }
  workspace.setFolders([pathToFileURL(folder).href])
  workspace.opened(document)
  const analyses = new Analyses(workspace)
  return { analyzed: analyses.of(document), workspace, project: new Project(workspace, analyses), offset, text }
}

/** Spans that are underlined by `//^^^` lines, in order; the lines stay in the text as comments. */
export function underlined(text: string): { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = []
  let above = 0
  let at = 0
  for (const line of text.split('\n')) {
    const marks = /^\s*\/\/[ ^]*$/.test(line) ? [...line.matchAll(/\^+/g)] : []
    for (const mark of marks) found.push({ start: above + mark.index, end: above + mark.index + mark[0].length })
    if (marks.length === 0) above = at
    at += line.length + 1
  }
  return found
}

function memoryDisk(files: Readonly<Record<string, string>>): Disk {
  const texts = new Map(Object.entries(files).map(([name, text]) => [join(folder, name), text]))
  return {
    ...nodeDisk,
    read: file => {
      const text = texts.get(file)
      return text === undefined ? { kind: 'missing' } : { kind: 'text', text }
    },
    stamp: file => (texts.has(file) || file === folder || [...texts.keys()].some(name => name.startsWith(join(file, '/'))) ? '1' : null),
    resolve: (_workspace, from, path) => {
      const file = resolve(from, path)
      return file.startsWith(folder) ? file : null
    },
    workspaceOf: () => folder,
    list: at => {
      const prefix = join(at, '/')
      const inside = [...texts.keys()].filter(name => name.startsWith(prefix)).map(name => name.slice(prefix.length))
      return [...new Set(inside.map(name => name.split(/[\\/]/, 1)[0]!))].map(name => ({ name, isFolder: !inside.includes(name) }))
    },
  }
}
