import * as vscode from 'vscode'
import type { PictureMemory } from '../../webview/protocol.ts'
import { fileNameOf } from '../file-name.ts'
import { isDagline } from '../graph/graphs.ts'
import { words } from '../words.ts'
import { type PreviewContext, PreviewPanel } from './preview-panel.ts'

const viewType = 'dagline.preview'

/** All previews of the window: at most one that follows the active editor, and any number that stay with their document. */
export class Previews implements vscode.Disposable {
  readonly #context: PreviewContext
  readonly #extension: vscode.Uri
  readonly #open = new Set<PreviewPanel>()
  readonly #disposables: vscode.Disposable[]

  constructor(extension: vscode.Uri, context: PreviewContext) {
    this.#extension = extension
    this.#context = context
    this.#disposables = [
      vscode.window.registerWebviewPanelSerializer(viewType, {
        deserializeWebviewPanel: (panel, state: unknown) => this.#restore(panel, state),
      }),
      vscode.window.onDidChangeActiveTextEditor(editor => {
        if (editor && isDagline(editor.document)) this.#following()?.follow(editor.document)
      }),
    ]
  }

  /** Shows a document's graph beside it; a view of it that is there already comes to the front. */
  show(document: vscode.TextDocument, dag: string | null): void {
    const there = this.of(document) ?? this.#following()
    if (there) {
      there.panel.reveal(undefined, true)
      if (there.document !== document) there.follow(document)
      if (dag !== null) there.select(dag)
      return
    }
    const panel = vscode.window.createWebviewPanel(
      viewType,
      words.preview.title(fileNameOf(document.uri), false),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      this.#options(),
    )
    this.#add(panel, document, { uri: document.uri.toString(), dag, locked: false })
  }

  /** The preview that shows a document. */
  of(document: vscode.TextDocument): PreviewPanel | undefined {
    return [...this.#open].find(preview => preview.document === document)
  }

  /** The preview that has the focus. */
  active(): PreviewPanel | undefined {
    return [...this.#open].find(preview => preview.panel.active)
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose()
  }

  #following(): PreviewPanel | undefined {
    return [...this.#open].find(preview => !preview.locked)
  }

  #options(): vscode.WebviewOptions & vscode.WebviewPanelOptions {
    return { enableScripts: true, enableFindWidget: false, localResourceRoots: [vscode.Uri.joinPath(this.#extension, 'dist')] }
  }

  async #restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const memory = memoryOf(state)
    if (!memory) {
      panel.dispose()
      return
    }
    panel.webview.options = this.#options()
    const uri = vscode.Uri.parse(memory.uri)
    try {
      this.#add(panel, await vscode.workspace.openTextDocument(uri), memory)
    } catch (error) {
      this.#context.log.warn(`preview of ${memory.uri}: ${String(error)}`)
      panel.webview.html = words.preview.cannotOpen(fileNameOf(uri))
    }
  }

  #add(panel: vscode.WebviewPanel, document: vscode.TextDocument, memory: PictureMemory): void {
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.#extension, 'client/icons/file-light.svg'),
      dark: vscode.Uri.joinPath(this.#extension, 'client/icons/file-dark.svg'),
    }
    const preview = new PreviewPanel(panel, document, memory, this.#context)
    this.#open.add(preview)
    panel.onDidDispose(() => this.#open.delete(preview))
  }
}

/** The webview's state is whatever it kept; only what we gave it counts. */
function memoryOf(state: unknown): PictureMemory | null {
  if (typeof state !== 'object' || state === null || !('memory' in state)) return null
  const memory = state.memory
  if (typeof memory !== 'object' || memory === null || !('uri' in memory) || typeof memory.uri !== 'string') return null
  const dag = 'dag' in memory && typeof memory.dag === 'string' ? memory.dag : null
  const parts = 'parts' in memory && Array.isArray(memory.parts) ? memory.parts : []
  return {
    uri: memory.uri,
    dag,
    locked: 'locked' in memory && memory.locked === true,
    parts: (['plan', 'timeline'] as const).filter(part => parts.includes(part)),
  }
}
