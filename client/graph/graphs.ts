import * as vscode from 'vscode'
import type { GraphResult } from '../../server/protocol.ts'
import { Signal } from '../signal.ts'
import { systemTimer } from '../timer.ts'
import { GraphFeed, type GraphView } from './graph-feed.ts'

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
    this.#disposables = [
      vscode.workspace.onDidOpenTextDocument(document => this.#open(document)),
      vscode.workspace.onDidCloseTextDocument(document => this.#close(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#feeds.get(document.uri.toString())?.touch()
      }),
      // Other files may import what was saved.
      vscode.workspace.onDidSaveTextDocument(document => {
        if (isDagline(document)) this.refresh()
      }),
    ]
    for (const document of vscode.workspace.textDocuments) this.#open(document)
  }

  /** What is known of a document's graph now. */
  view(document: vscode.TextDocument): GraphView | undefined {
    return this.#feeds.get(document.uri.toString())?.view
  }

  /** The graph of the document's text as it is now. */
  async fresh(document: vscode.TextDocument): Promise<GraphView | undefined> {
    return this.#feeds.get(document.uri.toString())?.fresh()
  }

  /** All are asked again: the server is new, or a file that they read has changed. */
  refresh(): void {
    for (const feed of this.#feeds.values()) feed.touch()
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
