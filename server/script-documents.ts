import {
  BulkRegistration,
  CompletionRequest,
  DefinitionRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  HoverRequest,
  TextDocumentSyncKind,
} from 'vscode-languageserver'
import { type ScriptFile, usersOf } from './features/script-files/users.ts'
import type { Project } from './project.ts'
import type { OpenDocument } from './workspace.ts'

/** Documents that are scripts of tasks, and of other languages: which tasks run them. */
export class ScriptDocuments {
  readonly #project: Project
  /** Files of tasks that may run a script. */
  readonly #naming = new Map<string, readonly string[]>()

  constructor(project: Project) {
    this.#project = project
  }

  /** As it is now; without users where no `.dag` file names it. */
  of(document: OpenDocument): ScriptFile {
    const file = this.#project.workspace.fileOf(document.uri)
    const naming = this.#naming.get(file) ?? this.#project.naming(file)
    this.#naming.set(file, naming)
    return { file, text: document.getText(), users: usersOf(file, this.#project.some(naming)) }
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
