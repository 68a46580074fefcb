import * as vscode from 'vscode'
import type { GraphResultDag } from '../../server/protocol.ts'
import type { FromPicture, PictureGraph, PictureMemory, PicturePlan } from '../../webview/protocol.ts'
import { Coalescer } from '../coalescer.ts'
import { fileNameOf } from '../file-name.ts'
import type { GraphView } from '../graph/graph-feed.ts'
import type { Graphs } from '../graph/graphs.ts'
import { findTask, taskAt } from '../graph/places.ts'
import type { Plans } from '../plan/plans.ts'
import type { RunStore } from '../run/run-store.ts'
import type { TargetChoice } from '../run/target-choice.ts'
import { systemTimer } from '../timer.ts'
import { words } from '../words.ts'
import { type PictureContent, PictureFeed } from './picture-feed.ts'
import { pictureGraph, picturePlan, pictureState } from './picture-graph.ts'

/** What a panel needs of the rest. */
export interface PreviewContext {
  readonly graphs: Graphs
  readonly runs: RunStore
  readonly plans: Plans
  readonly targets: Pick<TargetChoice, 'of' | 'changed'>
  readonly log: vscode.LogOutputChannel
  /** Content of the webview. */
  readonly html: (webview: vscode.Webview) => string
}

/** One view of one document's graph. */
export class PreviewPanel {
  readonly panel: vscode.WebviewPanel
  readonly #context: PreviewContext
  readonly #feed: PictureFeed
  readonly #soon = new Coalescer(systemTimer, 50, () => this.#show())
  readonly #disposables: { dispose(): void }[]
  #memory: PictureMemory
  #document: vscode.TextDocument
  #view: GraphView | undefined
  #drawn: { readonly dags: readonly GraphResultDag[]; readonly pictures: readonly PictureGraph[] } | undefined
  #cursor: { readonly dag: string; readonly task: string } | null = null

  constructor(panel: vscode.WebviewPanel, document: vscode.TextDocument, memory: PictureMemory, context: PreviewContext) {
    this.panel = panel
    this.#document = document
    this.#memory = memory
    this.#context = context
    this.#feed = new PictureFeed(message => void panel.webview.postMessage(message))
    this.#disposables = [
      panel.webview.onDidReceiveMessage((message: FromPicture) => this.#receive(message)),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#feed.hide()
      }),
      context.graphs.changed.on(({ document: changed, view }) => {
        if (changed === this.#document) this.#take(view)
      }),
      context.runs.changed.on(({ progress, event }) => {
        if (event !== 'task-log' && this.#isShown(progress.file, progress.dag)) this.#soon.soon()
      }),
      context.plans.changed.on(() => this.#soon.soon()),
      context.targets.changed.on(() => this.#soon.soon()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#moveCursor(textEditor)),
    ]
    panel.onDidDispose(() => this.#dispose())
    panel.webview.html = context.html(panel.webview)
    this.follow(document)
  }

  get document(): vscode.TextDocument {
    return this.#document
  }

  get locked(): boolean {
    return this.#memory.locked
  }

  /** Shows that document from now on. */
  follow(document: vscode.TextDocument): void {
    const uri = document.uri.toString()
    if (uri !== this.#memory.uri) this.#memory = { ...this.#memory, uri, dag: null }
    this.#document = document
    this.#cursor = null
    this.#view = this.#context.graphs.view(document)
    this.#retitle()
    if (!this.#view) void this.#context.graphs.fresh(document)
    const editor = vscode.window.visibleTextEditors.find(candidate => candidate.document === document)
    if (editor) this.#moveCursor(editor)
    this.#show()
  }

  /** Shows that dag of the document. */
  select(dag: string): void {
    this.#memory = { ...this.#memory, dag }
    this.#show()
  }

  toggleLock(): void {
    this.#memory = { ...this.#memory, locked: !this.#memory.locked }
    this.#retitle()
    this.#show()
  }

  #retitle(): void {
    this.panel.title = words.preview.title(fileNameOf(this.#document.uri), this.#memory.locked)
  }

  #take(view: GraphView): void {
    this.#view = view
    const editor = vscode.window.visibleTextEditors.find(candidate => candidate.document === this.#document)
    if (editor) this.#moveCursor(editor)
    this.#soon.soon()
  }

  #moveCursor(editor: vscode.TextEditor): void {
    if (editor.document !== this.#document) return
    // Places are right for their own version only; the graph of a newer text asks again.
    if (!this.#view || this.#view.latest.version !== this.#document.version) return
    const found = taskAt(this.#view.latest.dags, editor.selection.active)
    this.#cursor = found ? { dag: found.dag.name, task: found.task.declaration } : null
    if (found && found.dag.name !== this.#memory.dag) this.#memory = { ...this.#memory, dag: found.dag.name }
    this.#soon.soon()
  }

  #show(): void {
    if (this.#view) this.#feed.show(this.#content(this.#view))
  }

  #content(view: GraphView): PictureContent {
    const dag = view.shown.find(candidate => candidate.name === this.#memory.dag) ?? view.shown[0]
    const run = dag && this.#context.runs.newest(this.#document.uri.fsPath, dag.name)
    const states = run ? [...run.tasks.values()].map(task => [task.name, pictureState(task)] as const) : []
    return {
      version: view.latest.version,
      dags: this.#pictures(view.shown),
      dag: dag?.name ?? null,
      states: Object.fromEntries(states),
      cursor: this.#cursor?.dag === dag?.name ? (this.#cursor?.task ?? null) : null,
      run: run ? { run: run.run, state: run.state, started: run.started, seconds: run.seconds, predicted: run.predictedSeconds } : null,
      // The view says that it shows an older graph; errors that hide nothing are the editor's to show.
      problems: view.shown === view.latest.dags ? 0 : (view.latest.errors ?? 1),
      plan: dag ? this.#plan(dag.name) : null,
      memory: this.#memory,
    }
  }

  #plan(dag: string): PicturePlan | null {
    const { uri } = this.#document
    if ((this.#memory.parts ?? []).length === 0 || !vscode.workspace.isTrusted || uri.scheme !== 'file') return null
    return picturePlan(this.#context.plans.of({ file: uri.fsPath, dag, target: this.#context.targets.of(this.#document) }))
  }

  /** The same graph gives the same pictures, so that a run's events need not compare them. */
  #pictures(dags: readonly GraphResultDag[]): readonly PictureGraph[] {
    if (this.#drawn?.dags !== dags) this.#drawn = { dags, pictures: dags.map(pictureGraph) }
    return this.#drawn.pictures
  }

  #receive(message: FromPicture): void {
    const uri = this.#document.uri.toString()
    switch (message.type) {
      case 'ready':
        this.#feed.ready()
        this.#show()
        return
      case 'reveal':
        void this.#reveal(message.dag, message.task, message.focus)
        return
      case 'select-dag':
        this.select(message.dag)
        return
      case 'show-part': {
        const others = (this.#memory.parts ?? []).filter(part => part !== message.part)
        this.#memory = { ...this.#memory, parts: message.on ? [...others, message.part] : others }
        this.#show()
        return
      }
      case 'run':
        void vscode.commands.executeCommand('dagline.run', { uri, dag: message.dag })
        return
      case 'cancel':
        void vscode.commands.executeCommand('dagline.cancel', { run: message.run })
        return
      case 'show-log':
        void vscode.commands.executeCommand('dagline.showLog', { uri, dag: message.dag, task: message.task })
        return
      case 'problem':
        this.#context.log.error(`preview of ${uri}: ${message.message}`)
        return
      default:
        message satisfies never
    }
  }

  async #reveal(dag: string, name: string, focus: boolean): Promise<void> {
    const view = this.#view
    const task = view && (findTask(view.latest.dags, dag, name) ?? findTask(view.shown, dag, name))
    if (!task) return
    const { start } = task.nameRange
    const place = new vscode.Position(start.line, start.character)
    const editor = vscode.window.visibleTextEditors.find(candidate => candidate.document === this.#document)
    const beside = this.panel.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One
    await vscode.window.showTextDocument(this.#document, {
      viewColumn: editor?.viewColumn ?? beside,
      preserveFocus: !focus,
      selection: new vscode.Range(place, place),
    })
  }

  #isShown(file: string, dag: string): boolean {
    return this.#context.runs.newest(this.#document.uri.fsPath, dag)?.file === file
  }

  #dispose(): void {
    this.#feed.hide()
    this.#soon.dispose()
    for (const disposable of this.#disposables) disposable.dispose()
  }
}
