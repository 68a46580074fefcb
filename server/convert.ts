import {
  type CompletionItem,
  CompletionItemKind,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  InsertTextFormat,
  InsertTextMode,
  type Location,
  type Diagnostic as LspDiagnostic,
  MarkupKind,
  type Position,
  type Range,
} from 'vscode-languageserver'
import {
  type Code,
  codeOf,
  type Diagnostic,
  describe,
  describeRelated,
  type FileSpan,
  type LineIndex,
  type Severity,
  type Span,
  severityOf,
} from '#language'
import type { Suggestion, SuggestionKind } from './features/completion/suggestion.ts'
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

export function locationOf(workspace: Workspace, span: FileSpan): Location {
  return { uri: workspace.uriOf(span.file), range: rangeOf(workspace.lines(span.file), span) }
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
