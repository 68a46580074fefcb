import {
  type CallHierarchyItem,
  type CompletionItem,
  CompletionItemKind,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  FoldingRangeKind,
  type Hover,
  type InlayHint,
  InsertTextFormat,
  InsertTextMode,
  type Location,
  type LocationLink,
  type CodeAction as LspCodeAction,
  type Diagnostic as LspDiagnostic,
  MarkupKind,
  type Position,
  type Range,
  type SelectionRange,
  type SemanticTokensBuilder,
  type SymbolInformation,
  SymbolKind,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver'
import {
  type Code,
  codeOf,
  type Diagnostic,
  describe,
  describeRelated,
  type Edit,
  type FileSpan,
  type LineIndex,
  type Severity,
  type Span,
  severityOf,
} from '#language'
import type { Analyzed } from './analyses.ts'
import type { TaskItem } from './features/call-hierarchy.ts'
import type { CodeAction } from './features/code-actions/code-actions.ts'
import type { Completion } from './features/completion/completion.ts'
import type { Suggestion, SuggestionKind } from './features/completion/suggestion.ts'
import type { Definition } from './features/definition.ts'
import { editsByFile, type FileEdit } from './features/edits.ts'
import type { Fold } from './features/folding.ts'
import type { InlayHintText } from './features/inlay-hints.ts'
import type { Link } from './features/links.ts'
import type { Reference } from './features/references.ts'
import { type SemanticToken, tokenModifiers, tokenTypes } from './features/semantic-tokens.ts'
import type { Outline } from './features/symbols.ts'
import type { DeclaredSymbol } from './features/workspace-symbols.ts'
import type { Workspace } from './workspace.ts'

// Everything that turns the language's facts into those of LSP.

export function rangeOf(lines: LineIndex, span: Span): Range {
  const start = lines.position(span.start)
  const end = lines.position(span.end)
  return { start: { line: start.line, character: start.column }, end: { line: end.line, character: end.column } }
}

export function offsetOf(lines: LineIndex, position: Position): number {
  return lines.offset(position.line, position.character)
}

export function spanOf(lines: LineIndex, { start, end }: Range): Span {
  return { start: offsetOf(lines, start), end: offsetOf(lines, end) }
}

export function locationOf(workspace: Workspace, span: FileSpan): Location {
  return { uri: workspace.uriOf(span.file), range: rangeOf(workspace.lines(span.file), span) }
}

/** Links say which word leads there and how much of the target to show; plain locations are for clients that know no better. */
export function definitionsOf(
  workspace: Workspace,
  lines: LineIndex,
  { origin, found }: { readonly origin: Span; readonly found: readonly Definition[] },
  links: boolean,
): Location[] | LocationLink[] {
  if (!links) return found.map(({ name }) => locationOf(workspace, name))
  return found.map(({ name, whole }): LocationLink => {
    const target = workspace.lines(name.file)
    return {
      originSelectionRange: rangeOf(lines, origin),
      targetUri: workspace.uriOf(name.file),
      targetRange: rangeOf(target, { start: Math.min(whole.start, name.start), end: Math.max(whole.end, name.end) }),
      targetSelectionRange: rangeOf(target, name),
    }
  })
}

export function symbolsOf(lines: LineIndex, outline: readonly Outline[]): DocumentSymbol[] {
  return outline.map(({ name, detail, kind, span, nameSpan, children }) => ({
    name,
    ...(detail === '' ? {} : { detail }),
    kind: symbolKinds[kind],
    range: rangeOf(lines, span),
    selectionRange: rangeOf(lines, nameSpan),
    children: symbolsOf(lines, children),
  }))
}

/** The same without nesting, for clients that have none. */
export function flatSymbolsOf(uri: string, symbols: readonly DocumentSymbol[], container?: string): SymbolInformation[] {
  return symbols.flatMap(({ name, kind, range, children }) => [
    { name, kind, location: { uri, range }, ...(container === undefined ? {} : { containerName: container }) },
    ...flatSymbolsOf(uri, children ?? [], name),
  ])
}

const symbolKinds: Readonly<Record<Outline['kind'], SymbolKind>> = {
  dag: SymbolKind.Module,
  group: SymbolKind.Namespace,
  task: SymbolKind.Function,
  let: SymbolKind.Constant,
  input: SymbolKind.Variable,
  target: SymbolKind.Object,
  defaults: SymbolKind.Object,
  on: SymbolKind.Object,
  import: SymbolKind.File,
}

export function highlightsOf(lines: LineIndex, places: readonly Reference[]): DocumentHighlight[] {
  return places.map(place => ({
    range: rangeOf(lines, place),
    kind: place.isDeclaration ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }))
}

export function foldsOf(folds: readonly Fold[]): FoldingRange[] {
  return folds.map(({ startLine, endLine, kind }) => ({
    startLine,
    endLine,
    ...(kind === 'block' ? {} : { kind: kind === 'comment' ? FoldingRangeKind.Comment : FoldingRangeKind.Imports }),
  }))
}

export function textEditsOf(lines: LineIndex, edits: readonly Edit[]): TextEdit[] {
  return edits.map(edit => ({ range: rangeOf(lines, edit), newText: edit.text }))
}

export function hoverOf(
  lines: LineIndex,
  { span, markdown }: { readonly span: Span; readonly markdown: string },
  isMarkdown: boolean,
): Hover {
  return { range: rangeOf(lines, span), contents: { kind: isMarkdown ? MarkupKind.Markdown : MarkupKind.PlainText, value: markdown } }
}

export function inlayHintOf(lines: LineIndex, { offset, text, tooltip, padding }: InlayHintText): InlayHint {
  const { line, column } = lines.position(offset)
  return {
    position: { line, character: column },
    label: text,
    ...(tooltip === null ? {} : { tooltip }),
    ...(padding === 'left' ? { paddingLeft: true } : { paddingRight: true }),
  }
}

/** Tokens in order, as numbers by the legend. */
export function pushTokens(builder: SemanticTokensBuilder, lines: LineIndex, tokens: readonly SemanticToken[]): void {
  for (const { start, end, type, modifiers } of tokens) {
    const { line, column } = lines.position(start)
    const bits = modifiers.reduce((all, modifier) => all | (1 << tokenModifiers.indexOf(modifier)), 0)
    builder.push(line, column, end - start, tokenTypes.indexOf(type), bits)
  }
}

/** `related`: whether the client shows related places. */
export function diagnosticOf(workspace: Workspace, diagnostic: Diagnostic, related: boolean): LspDiagnostic {
  const code = codeOf(diagnostic)
  const relatedInformation = diagnostic.related.map(
    (place): DiagnosticRelatedInformation => ({ location: locationOf(workspace, place), message: describeRelated(place) }),
  )
  return {
    range: rangeOf(workspace.lines(diagnostic.file), diagnostic),
    severity: severities[severityOf(code)],
    code,
    source: 'dagline',
    message: describe(diagnostic),
    ...(unnecessary.has(code) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related && relatedInformation.length > 0 ? { relatedInformation } : {}),
  }
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
}

/** Codes of what could be left out: editors show it faded. */
const unnecessary: ReadonlySet<Code | 'unused-let' | 'redundant-edge'> = new Set(['unused-param', 'unused-let', 'redundant-edge'])

/** What the client can show of a completion. */
export interface CompletionAbilities {
  readonly snippets: boolean
  readonly markdown: boolean
  /** A command of the client's that completes again; null where it has none. */
  readonly again: string | null
}

/** `word`: what is replaced where the suggestion does not say. */
export function completionItemOf(suggestion: Suggestion, lines: LineIndex, word: Span, can: CompletionAbilities): CompletionItem {
  const { label, kind, detail, documentation, insert, snippet, span, rank = 5, goesOn } = suggestion
  const text = insert ?? label
  const isSnippet = snippet === true && can.snippets
  return {
    label,
    kind: completionKinds[kind],
    sortText: `${rank.toFixed(4).padStart(8, '0')} ${label}`,
    filterText: label,
    textEdit: { range: rangeOf(lines, span ?? word), newText: snippet && !isSnippet ? withoutStops(text) : text },
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(isSnippet && text.includes('\n') ? { insertTextMode: InsertTextMode.adjustIndentation } : {}),
    ...(detail === undefined || detail === '' ? {} : { detail }),
    ...(documentation ? { documentation: can.markdown ? { kind: MarkupKind.Markdown, value: documentation } : documentation } : {}),
    ...(goesOn && can.again !== null ? { command: { title: 'Complete', command: can.again } } : {}),
  }
}

/** The answer to a completion. */
export function completionOf(
  { word, suggestions, isPartial }: Completion,
  lines: LineIndex,
  can: CompletionAbilities,
): CompletionItem[] | { isIncomplete: true; items: CompletionItem[] } {
  const items = suggestions.map(suggestion => completionItemOf(suggestion, lines, word, can))
  return isPartial ? { isIncomplete: true, items } : items
}

/** A snippet's text with its first choices, for a client without snippets. */
function withoutStops(snippet: string): string {
  return snippet
    .replaceAll(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll(/\$\{?\d+\}?/g, '')
    .replaceAll(/\\([$}\\])/g, '$1')
    .replaceAll('\t', '  ')
}

const completionKinds: Readonly<Record<SuggestionKind, CompletionItemKind>> = {
  task: CompletionItemKind.Function,
  group: CompletionItemKind.Module,
  let: CompletionItemKind.Constant,
  input: CompletionItemKind.Variable,
  matrix: CompletionItemKind.Variable,
  root: CompletionItemKind.Module,
  entry: CompletionItemKind.Field,
  output: CompletionItemKind.Field,
  param: CompletionItemKind.Variable,
  function: CompletionItemKind.Function,
  property: CompletionItemKind.Property,
  required: CompletionItemKind.Property,
  engine: CompletionItemKind.Class,
  target: CompletionItemKind.Enum,
  type: CompletionItemKind.TypeParameter,
  word: CompletionItemKind.EnumMember,
  keyword: CompletionItemKind.Keyword,
  declaration: CompletionItemKind.Snippet,
  operator: CompletionItemKind.Operator,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
}

/** `versioned`: the client takes edits that say of which version of a document they are. */
export function workspaceEditOf(workspace: Workspace, edits: readonly FileEdit[], versioned: boolean): WorkspaceEdit {
  const byUri = [...editsByFile(edits)].map(([file, list]) => ({
    file,
    uri: workspace.uriOf(file),
    edits: list.map(edit => ({ range: rangeOf(workspace.lines(file), edit), newText: edit.text })),
  }))
  if (!versioned) return { changes: Object.fromEntries(byUri.map(({ uri, edits }) => [uri, edits])) }
  return {
    documentChanges: byUri.map(({ file, uri, edits }) => ({
      textDocument: { uri, version: workspace.documentOf(file)?.version ?? null },
      edits,
    })),
  }
}

export function selectionRangeOf(lines: LineIndex, steps: readonly Span[]): SelectionRange {
  const [outermost, ...inner] = steps.map(span => rangeOf(lines, span)).reverse()
  return inner.reduce<SelectionRange>((parent, range) => ({ range, parent }), { range: outermost! })
}

export function linksOf(workspace: Workspace, lines: LineIndex, links: readonly Link[]): DocumentLink[] {
  return links.map(link => ({ range: rangeOf(lines, link), target: workspace.uriOf(link.target) }))
}

/** `lines`: of the text that the symbol was found in. */
export function foundSymbolOf(
  workspace: Workspace,
  lines: LineIndex,
  { name, kind, container, file, ...span }: DeclaredSymbol & FileSpan,
): SymbolInformation {
  return {
    name,
    kind: symbolKinds[kind],
    location: { uri: workspace.uriOf(file), range: rangeOf(lines, span) },
    ...(container === '' ? {} : { containerName: container }),
  }
}

/** What finds the task of an item again. */
export interface CallItemData {
  readonly dag: string
  readonly name: string
}

export function callItemOf(uri: string, lines: LineIndex, { dag, name, engine, span, nameSpan }: TaskItem): CallHierarchyItem {
  const data: CallItemData = { dag, name }
  return {
    name,
    kind: SymbolKind.Function,
    detail: engine,
    uri,
    range: rangeOf(lines, span),
    selectionRange: rangeOf(lines, nameSpan),
    data,
  }
}

/** What the client can do with a code action. */
export interface CodeActionAbilities {
  /** It takes actions that are data, and not commands only. */
  readonly literals: boolean
  /** It asks for the edit when the action is chosen. */
  readonly resolves: boolean
  readonly preferred: boolean
  /** Its edits name the version of the text. */
  readonly versions: boolean
  /** An edit may make a file. */
  readonly creates: boolean
}

/** What finds an action again that was offered without its edit. */
export interface CodeActionData {
  readonly uri: string
  readonly version: number
  readonly range: Range
  readonly kind: string
  readonly title: string
}

/** `known`: the diagnostics that the client has there. Without `withEdit` the client asks for the edit of what mends no diagnostic. */
export function codeActionOf(
  action: CodeAction,
  analyzed: Analyzed,
  workspace: Workspace,
  range: Range,
  known: readonly LspDiagnostic[],
  can: CodeActionAbilities,
  withEdit: boolean,
): LspCodeAction {
  const { title, kind, diagnostic, isPreferred } = action
  const place = diagnostic && rangeOf(analyzed.lines, diagnostic)
  const mended = diagnostic
    ? known.filter(each => each.code === codeOf(diagnostic) && isSameRange(each.range, place!) && each.message === describe(diagnostic))
    : []
  const isWhole = withEdit || diagnostic !== null || !can.resolves
  const data: CodeActionData = { uri: analyzed.uri, version: analyzed.version, range, kind, title }
  return {
    title,
    kind,
    ...(mended.length > 0 ? { diagnostics: mended } : {}),
    ...(isPreferred && can.preferred ? { isPreferred } : {}),
    ...(isWhole ? { edit: actionEditOf(action, analyzed, workspace, can) } : { data }),
  }
}

function actionEditOf(action: CodeAction, analyzed: Analyzed, workspace: Workspace, can: CodeActionAbilities): WorkspaceEdit {
  const edits = textEditsOf(analyzed.lines, action.edits())
  if (!can.versions) return { changes: { [analyzed.uri]: edits } }
  const document = { textDocument: { uri: analyzed.uri, version: analyzed.version }, edits }
  if (action.creates === null) return { documentChanges: [document] }
  const made = { kind: 'create' as const, uri: workspace.uriOf(action.creates), options: { ignoreIfExists: true } }
  return { documentChanges: edits.length > 0 ? [made, document] : [made] }
}

function isSameRange(a: Range, b: Range): boolean {
  return (
    a.start.line === b.start.line &&
    a.start.character === b.start.character &&
    a.end.line === b.end.line &&
    a.end.character === b.end.character
  )
}
