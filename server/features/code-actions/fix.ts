import {
  type Code,
  type Diagnostic,
  type Edit,
  type Enclosing,
  enclosing,
  type FileModel,
  type Located,
  locate,
  type Reason,
  type tree,
} from '#language'
import type { Analyzed } from '../../analyses.ts'
import type { Workspace } from '../../workspace.ts'
import { Layout } from './layout.ts'

/** A way to mend a diagnostic. */
export interface Fix {
  readonly title: string
  readonly edits: readonly Edit[]
  /** It does not change what runs, so it may be done unasked with many others. */
  readonly safe?: boolean
  /** What stood in the way of other checks is gone with it: their diagnostics may appear, or only those of some codes. */
  readonly uncovers?: true | readonly Code[]
  /** It is one of several, none of which is the obvious one. */
  readonly choice?: boolean
  /** An empty file that it makes. */
  readonly creates?: string
}

export type Fact<R extends Reason> = Extract<Diagnostic, { reason: R }>
/** Finds ways to mend one reason of diagnostics. */
export type Fixer<R extends Reason> = (fact: Fact<R>, place: Places) => readonly Fix[]

/** What fixes ask of a document. */
export class Places {
  readonly analyzed: Analyzed
  readonly workspace: Workspace
  readonly layout: Layout

  constructor(analyzed: Analyzed, workspace: Workspace) {
    this.analyzed = analyzed
    this.workspace = workspace
    this.layout = new Layout(analyzed.text)
  }

  get text(): string {
    return this.analyzed.text
  }

  get file(): FileModel {
    return this.analyzed.analysis.file
  }

  get tree(): tree.Tree {
    return this.file.tree
  }

  /** What stands around an offset, and what it means. */
  at(offset: number): Located & Enclosing {
    const located = locate(this.tree, offset)
    return { ...located, ...enclosing(this.file, located.statements) }
  }

  sourceOf({ start, end }: { readonly start: number; readonly end: number }): string {
    return this.text.slice(start, end)
  }

  hasComments({ start, end }: { readonly start: number; readonly end: number }): boolean {
    return this.tree.comments.some(comment => comment.start >= start && comment.start < end)
  }
}
