import {
  BulkRegistration,
  CompletionRequest,
  DefinitionRequest,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  HoverRequest,
  TextDocumentSyncKind,
} from 'vscode-languageserver'
import type { ClientAbilities } from './capabilities.ts'
import { diagnosticOf } from './convert.ts'
import { scriptDiagnostics } from './features/script-files/diagnostics.ts'
import { isScriptFile, type ScriptFile, usersOf } from './features/script-files/users.ts'
import type { Project } from './project.ts'
import type { ScriptDiagnostics } from './publisher.ts'
import type { OpenDocument } from './workspace.ts'

export interface ScriptDocumentsOptions {
  readonly project: Project
  /** Known from `initialize` on. */
  readonly client: () => ClientAbilities
  /** All that are open, of whatever language. */
  readonly documents: () => readonly OpenDocument[]
}

/** Documents that are scripts of tasks, and of other languages: which tasks run them. */
export class ScriptDocuments {
  readonly #options: ScriptDocumentsOptions
  /** Files of tasks that may run a script. */
  readonly #naming = new Map<string, readonly string[]>()

  constructor(options: ScriptDocumentsOptions) {
    this.#options = options
  }

  /** As it is now; without users where no `.dag` file names it. */
  of(document: OpenDocument): ScriptFile {
    const { project, client } = this.#options
    // Nobody tells then of files that change beside the editor.
    if (!client().watches) this.forget()
    const file = project.workspace.fileOf(document.uri)
    const naming = this.#naming.get(file) ?? project.naming(file)
    this.#naming.set(file, naming)
    return { file, text: document.getText(), users: usersOf(file, project.some(naming)) }
  }

  areOpen(): boolean {
    return this.#options.documents().some(({ uri }) => isScriptFile(uri))
  }

  /** What is said of all that are open. */
  open(): ScriptDiagnostics[] {
    const documents = this.#options.documents().filter(({ uri }) => isScriptFile(uri))
    return documents.map(document => {
      const script = this.of(document)
      return { file: script.file, version: document.version, items: this.diagnostics(script) }
    })
  }

  diagnostics(script: ScriptFile): Diagnostic[] {
    const { project, client } = this.#options
    return scriptDiagnostics(script).map(each => diagnosticOf(project.workspace, each, client().related))
  }

  /** Some `.dag` file may name other scripts now. The folders of a workspace are not looked through at each letter. */
  forget(): void {
    this.#naming.clear()
  }
}

/**
 * What a client is asked to tell and to ask about scripts, and nothing else: their formatting, symbols and the like belong to other
 * extensions, so these documents are not among those that the server's other abilities are announced for.
 */
export function scriptRegistrations(schemes: readonly string[], pulls: boolean): BulkRegistration {
  const documentSelector = schemes.map(scheme => ({ scheme, pattern: '**/*.{sql,py}' }))
  const registrations = BulkRegistration.create()
  registrations.add(DidOpenTextDocumentNotification.type, { documentSelector })
  registrations.add(DidChangeTextDocumentNotification.type, { documentSelector, syncKind: TextDocumentSyncKind.Incremental })
  registrations.add(DidCloseTextDocumentNotification.type, { documentSelector })
  registrations.add(HoverRequest.type, { documentSelector })
  registrations.add(DefinitionRequest.type, { documentSelector })
  registrations.add(CompletionRequest.type, { documentSelector, triggerCharacters: ['{', '@'] })
  if (pulls)
    registrations.add(DocumentDiagnosticRequest.type, {
      documentSelector,
      identifier: 'dagline',
      interFileDependencies: true,
      workspaceDiagnostics: false,
    })
  return registrations
}
