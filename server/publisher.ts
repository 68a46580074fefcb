import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver'
import type { Analyzed } from './analyses.ts'
import { diagnosticsByFile, type ShownDiagnostics } from './features/diagnostics.ts'
import type { Workspace } from './workspace.ts'

export interface PublisherOptions {
  readonly workspace: Workspace
  /** The client pulls those of open documents: only files that they import, and that are not open, are pushed. */
  readonly pulled: boolean
  readonly shown: () => ShownDiagnostics
  /** The newest analyses of all open documents. */
  readonly analyses: () => readonly Analyzed[]
  /** Scripts that are open, and whose diagnostics are not pulled. */
  readonly scripts: () => readonly ScriptDiagnostics[]
  readonly send: (params: PublishDiagnosticsParams) => void
}

/** What is said of an open script. */
export interface ScriptDiagnostics {
  readonly file: string
  readonly version: number
  readonly items: Diagnostic[]
}

/** Pushes diagnostics where the client does not pull them; sends what changed since the last time only. */
export class Publisher {
  readonly #options: PublisherOptions
  readonly #sent = new Map<string, string>()

  constructor(options: PublisherOptions) {
    this.#options = options
  }

  publish(): void {
    const { workspace, pulled, shown, analyses, scripts } = this.#options
    const all = new Map<string, { readonly version: number | undefined; readonly items: Diagnostic[] }>()
    for (const analyzed of analyses())
      for (const [file, items] of diagnosticsByFile(analyzed, workspace, shown())) {
        const isOwn = file === analyzed.file
        // An open document speaks for itself: what another says of it comes from the same text.
        if (isOwn ? pulled : workspace.isOpen(file)) continue
        all.set(file, { version: isOwn ? analyzed.version : undefined, items })
      }
    for (const { file, version, items } of scripts()) all.set(file, { version, items })
    for (const [file, { version, items }] of all) this.#send(file, version, items)
    for (const file of [...this.#sent.keys()]) if (!all.has(file)) this.#send(file, undefined, [])
  }

  #send(file: string, version: number | undefined, diagnostics: Diagnostic[]): void {
    const text = JSON.stringify(diagnostics)
    const key = `${version ?? ''} ${text}`
    if ((this.#sent.get(file) ?? ' []') === key) return
    if (diagnostics.length === 0 && version === undefined) this.#sent.delete(file)
    else this.#sent.set(file, key)
    this.#options.send({ uri: this.#options.workspace.uriOf(file), diagnostics, ...(version === undefined ? {} : { version }) })
  }
}
