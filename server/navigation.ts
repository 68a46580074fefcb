import {
  type CallHierarchyItem,
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  type Position,
  ResponseError,
  type WorkspaceEdit,
} from 'vscode-languageserver'
import type { Analyzed } from './analyses.ts'
import type { ClientAbilities } from './capabilities.ts'
import { type CallItemData, callItemOf, foundSymbolOf, linksOf, offsetOf, rangeOf, selectionRangeOf, workspaceEditOf } from './convert.ts'
import { neighboursOf, taskItemAt } from './features/call-hierarchy.ts'
import { pathEdits } from './features/file-rename.ts'
import { links } from './features/links.ts'
import { prepareRename, rename } from './features/rename/rename.ts'
import { selectionSteps } from './features/selection.ts'
import { findSymbols } from './features/workspace-symbols.ts'
import type { Project } from './project.ts'

/** How requests are answered: in their turn, with a cancellation heeded and a bug logged. */
export interface Answers {
  readonly project: Project
  /** Known from `initialize` on. */
  readonly client: () => ClientAbilities
  /** Looks whether files have changed on the disk, of which nobody may have told yet. */
  lookAgain(): void
  answer<R>(token: CancellationToken, compute: () => R): Promise<R>
  /** Null where the document is not open. */
  answerAbout<R>(uri: string, token: CancellationToken, compute: (analyzed: Analyzed) => R): Promise<R | null>
  answerAt<R>(
    uri: string,
    position: Position,
    token: CancellationToken,
    compute: (analyzed: Analyzed, offset: number) => R,
  ): Promise<R | null>
}

/** Serves the requests that lead through the files of a workspace, and that change names and paths in all of them. */
export function serveNavigation(connection: Connection, answers: Answers): void {
  const { project, client } = answers
  const { workspace } = project
  connection.onPrepareRename(({ textDocument, position }, token) =>
    answers.answerAt(textDocument.uri, position, token, (analyzed, offset) => {
      const found = prepareRename(analyzed, offset)
      if (found.kind === 'refused') throw refusal(found.message)
      return { range: rangeOf(analyzed.lines, found.span), placeholder: found.name }
    }),
  )
  connection.onRenameRequest(({ textDocument, position, newName }, token) => {
    answers.lookAgain()
    return answers.answerAt(textDocument.uri, position, token, (analyzed, offset) => {
      const found = rename(analyzed, offset, newName.trim(), project)
      if (found.kind === 'refused') throw refusal(found.message)
      return workspaceEditOf(workspace, found.edits, client().versionedEdits)
    })
  })
  connection.workspace.onWillRenameFiles(({ files }, token) =>
    answers.answer(token, (): WorkspaceEdit | null => {
      const moves = files.map(({ oldUri, newUri }) => ({ from: workspace.fileOf(oldUri), to: workspace.fileOf(newUri) }))
      const edits = workspace.path ? pathEdits(project.files.all(), moves, workspace.path) : []
      return edits.length === 0 ? null : workspaceEditOf(workspace, edits, client().versionedEdits)
    }),
  )
  connection.onWorkspaceSymbol(({ query }, token) =>
    answers.answer(token, () => {
      const files = project.files.all()
      const lines = new Map(files.map(each => [each.file, each.lines]))
      return findSymbols(files, query).map(symbol => foundSymbolOf(workspace, lines.get(symbol.file)!, symbol))
    }),
  )
  connection.onSelectionRanges(({ textDocument, positions }, token) =>
    answers.answerAt(textDocument.uri, positions[0] ?? { line: 0, character: 0 }, token, analyzed =>
      positions.map(position => selectionRangeOf(analyzed.lines, selectionSteps(analyzed, offsetOf(analyzed.lines, position)))),
    ),
  )
  connection.onDocumentLinks(({ textDocument }, token) =>
    answers.answerAbout(textDocument.uri, token, analyzed => linksOf(workspace, analyzed.lines, links(analyzed, workspace))),
  )
  serveCallHierarchy(connection, answers)
}

/** Incoming calls of a task are those that it waits for, outgoing ones those that wait for it. */
function serveCallHierarchy(connection: Connection, answers: Answers): void {
  const { callHierarchy } = connection.languages
  callHierarchy.onPrepare(({ textDocument, position }, token) =>
    answers.answerAt(textDocument.uri, position, token, (analyzed, offset) => {
      const item = taskItemAt(analyzed, offset)
      return item && [callItemOf(analyzed.uri, analyzed.lines, item)]
    }),
  )
  const neighbours = (item: CallHierarchyItem, token: CancellationToken, side: 'upstream' | 'downstream') =>
    answers.answer(token, () => {
      const { dag, name } = item.data as CallItemData
      // The document may be closed by now.
      const analyzed = answers.project.one(answers.project.workspace.fileOf(item.uri))
      const found = analyzed ? neighboursOf(analyzed, dag, name, side) : []
      return found.map(neighbour => ({
        task: callItemOf(item.uri, analyzed!.lines, neighbour.item),
        fromRanges: neighbour.places.map(span => rangeOf(analyzed!.lines, span)),
      }))
    })
  callHierarchy.onIncomingCalls(async ({ item }, token) =>
    (await neighbours(item, token, 'upstream')).map(({ task, fromRanges }) => ({ from: task, fromRanges })),
  )
  callHierarchy.onOutgoingCalls(async ({ item }, token) =>
    (await neighbours(item, token, 'downstream')).map(({ task, fromRanges }) => ({ to: task, fromRanges })),
  )
}

/** What is refused is told to the person who asked; it is no bug. */
const refusal = (message: string): ResponseError<void> => new ResponseError(LSPErrorCodes.RequestFailed, message)
