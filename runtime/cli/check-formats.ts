import { isAbsolute, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Severity } from '#language'
import { type Finding, findingLine, messageOf } from './finding.ts'
import { version } from './version.ts'

/** The formats of `dagline check`: findings as one text, without its last line end. */
export const writers = {
  text: (findings: readonly Finding[]): string => findings.map(findingLine).join('\n'),
  json: (findings: readonly Finding[]): string =>
    JSON.stringify({ diagnostics: findings, errors: count(findings, 'error'), warnings: count(findings, 'warning') }),
  github: (findings: readonly Finding[]): string => findings.map(workflowCommand).join('\n'),
  sarif: (findings: readonly Finding[]): string => JSON.stringify(sarifLog(findings), null, 2),
} as const

const count = (findings: readonly Finding[], severity: Severity): number => findings.filter(finding => finding.severity === severity).length

/** A workflow command of GitHub Actions: it shows the finding beside its line in a pull request. */
function workflowCommand(finding: Finding): string {
  const { file, line, column, endLine, endColumn, severity, code } = finding
  const level = severity === 'error' || severity === 'warning' ? severity : 'notice'
  // An end column beside an end line that is another line is refused there.
  const end = endLine === line ? `,endLine=${endLine},endColumn=${Math.max(column, endColumn - 1)}` : `,endLine=${endLine}`
  return `::${level} file=${property(slashes(file))},line=${line},col=${column}${end},title=${property(code)}::${data(messageOf(finding))}`
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note', hint: 'note' }

/** SARIF 2.1.0. Its columns count UTF-16 units here, as editors do, and ends are the first place after, as they are here. */
function sarifLog(findings: readonly Finding[]): unknown {
  const rules = [...new Set(findings.map(finding => finding.code))].sort()
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'dagline', version, rules: rules.map(id => ({ id })) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map(finding => ({
          ruleId: finding.code,
          ruleIndex: rules.indexOf(finding.code),
          level: levels[finding.severity],
          message: { text: finding.message },
          locations: [location(finding.file, region(finding))],
          ...(finding.related.length === 0
            ? {}
            : {
                relatedLocations: finding.related.map((related, id) => ({
                  id,
                  ...location(related.file, { startLine: related.line, startColumn: related.column }),
                  message: { text: related.message },
                })),
              }),
        })),
      },
    ],
  }
}

const region = ({ line, column, endLine, endColumn }: Finding) => ({ startLine: line, startColumn: column, endLine, endColumn })

function location(file: string, region: object): { readonly physicalLocation: unknown } {
  return { physicalLocation: { artifactLocation: { uri: uriOf(file) }, region } }
}

/** A path below the current folder stays relative, so that the log fits any checkout; another becomes a whole URI. */
function uriOf(file: string): string {
  if (isAbsolute(file) || file.startsWith(`..${sep}`)) return pathToFileURL(resolve(file)).href
  return slashes(file).split('/').map(encodeURIComponent).join('/')
}

const slashes = (file: string): string => (sep === '/' ? file : file.split(sep).join('/'))
