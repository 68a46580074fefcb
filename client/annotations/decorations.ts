import * as vscode from 'vscode'
import type { TaskState } from '../../runtime/events.ts'
import type { Annotation } from './annotate.ts'
import { stateIcon } from './state-icons.ts'

/** Theme colours of results; a result that is out of date is as dim as code that does nothing. */
const colours: Readonly<Record<TaskState, string>> = {
  waiting: 'editorCodeLens.foreground',
  ready: 'editorCodeLens.foreground',
  running: 'editorInfo.foreground',
  retrying: 'editorWarning.foreground',
  success: 'charts.green',
  cached: 'charts.green',
  failed: 'testing.iconFailed',
  skipped: 'editorCodeLens.foreground',
  upstream_failed: 'editorCodeLens.foreground',
  cancelled: 'editorCodeLens.foreground',
  interrupted: 'editorWarning.foreground',
}
/** Every theme has it; the colour of ghost text is transparent in the high contrast themes. */
const fadedColour = 'disabledForeground'

/** Draws annotations into editors: a text at the end of the line, and an icon in the gutter. */
export class Decorations implements vscode.Disposable {
  readonly #types = new Map<string, vscode.TextEditorDecorationType>()

  /** Replaces what the editor shows. */
  draw(editor: vscode.TextEditor, annotations: readonly Annotation[]): void {
    const options = new Map<string, vscode.DecorationOptions[]>()
    for (const annotation of annotations) {
      if (annotation.line >= editor.document.lineCount) continue
      const key = annotation.faded ? 'faded' : annotation.state
      options.set(key, [...(options.get(key) ?? []), optionsOf(annotation, editor.document.lineAt(annotation.line).range)])
      if (!this.#types.has(key)) this.#types.set(key, typeOf(annotation))
    }
    for (const [key, type] of this.#types) editor.setDecorations(type, options.get(key) ?? [])
  }

  dispose(): void {
    for (const type of this.#types.values()) type.dispose()
  }
}

function typeOf({ state, faded }: Annotation): vscode.TextEditorDecorationType {
  const rangeBehavior = vscode.DecorationRangeBehavior.ClosedClosed
  if (faded) return vscode.window.createTextEditorDecorationType({ rangeBehavior })
  const icon = (ground: 'dark' | 'light'): vscode.ThemableDecorationRenderOptions => ({
    gutterIconPath: vscode.Uri.parse(stateIcon(state, ground)),
    gutterIconSize: '85%',
  })
  return vscode.window.createTextEditorDecorationType({ rangeBehavior, dark: icon('dark'), light: icon('light') })
}

function optionsOf(annotation: Annotation, range: vscode.Range): vscode.DecorationOptions {
  const { run, dag, declaration, text, hasRows, reasons, faded, state } = annotation
  const hover = new vscode.MarkdownString(undefined, true)
  hover.isTrusted = { enabledCommands: ['dagline.showLog', 'dagline.showResult'] }
  const argument = encodeURIComponent(JSON.stringify([{ run, dag, task: declaration }]))
  hover.appendText(text)
  for (const reason of reasons) if (!text.includes(reason)) hover.appendMarkdown('\n\n').appendText(reason)
  hover.appendMarkdown(`\n\n[$(output) Log](command:dagline.showLog?${argument})`)
  if (hasRows) hover.appendMarkdown(` · [$(table) Rows](command:dagline.showResult?${argument})`)
  return {
    range,
    hoverMessage: hover,
    renderOptions: {
      after: {
        contentText: text,
        margin: '0 0 0 2.5em',
        fontStyle: faded ? 'italic' : 'normal',
        color: new vscode.ThemeColor(faded ? fadedColour : colours[state]),
      },
    },
  }
}
