import {
  type CompletionItem,
  CompletionItemKind,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentSymbol,
  type FoldingRange,
  FoldingRangeKind,
  type Hover,
  InsertTextFormat,
  InsertTextMode,
  type Location,
  type LocationLink,
  type Diagnostic as LspDiagnostic,
  MarkupKind,
  type Position,
  type Range,
  type SymbolInformation,
  SymbolKind,
  type TextEdit,
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
import type { Suggestion, SuggestionKind } from './features/completion/suggestion.ts'
import type { Definition } from './features/definition.ts'
import type { Fold } from './features/folding.ts'
import type { Reference } from './features/references.ts'
import type { Outline } from './features/symbols.ts'
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
