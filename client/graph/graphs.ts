import * as vscode from 'vscode'
import type { GraphResult } from '../../server/protocol.ts'
import { Signal } from '../signal.ts'
import { systemTimer } from '../timer.ts'
import { GraphFeed, type GraphView } from './graph-feed.ts'

/** Files that graphs are made of: imports, and scripts, whose contents are part of what a task is. */
const readFiles = '**/*.{dag,sql,py,sh,bash,ps1,bat,js,mjs,cjs,ts,mts,cts,yaml,yml}'

/** Who answers for graphs: the language server, or a stand-in. */
export interface GraphSource {
  graph(uri: string): Promise<GraphResult | null>
}

/** Whether a document is one of ours and not an old version of one. */
export function isDagline(document: vscode.TextDocument): boolean {
  return document.languageId === 'dagline' && document.uri.scheme !== 'git'
}

/** The graphs of all open documents. */
export class Graphs implements vscode.Disposable {
  readonly changed = new Signal<{ readonly document: vscode.TextDocument; readonly view: GraphView }>()
  readonly #source: GraphSource
  readonly #feeds = new Map<string, GraphFeed>()
  readonly #disposables: vscode.Disposable[]

  constructor(source: GraphSource) {
    this.#source = source
    const watcher = vscode.workspace.createFileSystemWatcher(readFiles)
    this.#disposables = [
      watcher,
      vscode.workspace.onDidOpenTextDocument(document => this.#open(document)),
      vscode.workspace.onDidCloseTextDocument(document => this.#close(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#feeds.get(document.uri.toString())?.touch()
      }),
      watcher.onDidChange(() => this.refresh()),
      watcher.onDidCreate(() => this.refresh()),
      watcher.onDidDelete(() => this.refresh()),
    ]
    for (const document of vscode.workspace.textDocuments) this.#open(document)
  }

  /** What is known of a document's graph now. */
  view(document: vscode.TextDocument): GraphView | undefined {
    return this.#feeds.get(document.uri.toString())?.view
  }

  /** The graph of the document's text as it is now; `again` asks even if it is known. */
  async fresh(document: vscode.TextDocument, again = false): Promise<GraphView | undefined> {
    return this.#feeds.get(document.uri.toString())?.fresh(again)
  }

  /** All are asked again, or one: the server is new, or a file that they read has changed. */
  refresh(uri?: string): void {
    for (const [of, feed] of this.#feeds) if (uri === undefined || uri === of) feed.touch()
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose()
    for (const feed of this.#feeds.values()) feed.dispose()
  }

  #open(document: vscode.TextDocument): void {
    const uri = document.uri.toString()
    if (!isDagline(document) || this.#feeds.has(uri)) return
    const feed = new GraphFeed({ version: () => document.version, request: () => this.#source.graph(uri) }, systemTimer)
    feed.changed.on(view => this.changed.fire({ document, view }))
    this.#feeds.set(uri, feed)
    feed.touch()
  }

  #close(document: vscode.TextDocument): void {
    const uri = document.uri.toString()
    this.#feeds.get(uri)?.dispose()
    this.#feeds.delete(uri)
  }
}
