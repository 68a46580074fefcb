import type { HostResult } from '../in-host/result.ts'

/** What a part of the suite came to. */
export interface Outcome {
  readonly passed: number
  readonly failed: number
}

/** Ends in a line feed, or the last line is still being written. */
export function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1)
}

/** Reads what the suite inside VS Code wrote; a test without an end, and a suite without an end or without tests, have failed. */
export function readResults(text: string): { readonly outcome: Outcome; readonly lines: readonly string[] } {
  const results = wholeLines(text)
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as HostResult)
  const lines: string[] = []
  let passed = 0
  let failed = 0
  let open: string | undefined
  let ended = false
  for (const result of results) {
    switch (result.type) {
      case 'started':
        open = result.name
        break
      case 'passed':
        open = undefined
        passed += 1
        lines.push(`  ✔ ${result.name}`)
        break
      case 'failed':
        open = undefined
        failed += 1
        lines.push(`✖ ${result.name}`, result.fault.replaceAll(/^(?=.)/gm, '    '))
        break
      case 'ended':
        ended = true
        if (result.tests === 0) fail('there is no test in the suite')
        break
      default:
        throw new Error(`unknown result ${JSON.stringify(result satisfies never)}`)
    }
  }
  if (!ended) fail(open === undefined ? 'the suite did not run to its end' : `the host ended during "${open}"`)
  return { outcome: { passed, failed }, lines }

  function fail(fault: string): void {
    failed += 1
    lines.push(`✖ ${fault}`)
  }
}
