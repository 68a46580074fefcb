import { relative } from 'node:path'
import { run } from 'node:test'
import { judge, type TestOutcome } from './outcome.ts'
import type { Tally } from './tally.ts'

/** How to run files of tests. */
export interface NodeTests {
  readonly root: string
  readonly files: readonly string[]
  /** How many files at once. */
  readonly concurrency: number
}

/** Longest time for one file: a test that waits for an event that never comes must end the suite some day. */
const fileTimeout = 10 * 60_000

/** Runs test files, each in a process of its own; prints a line for each file and what failed. */
export async function runNodeTests({ root, files, concurrency }: NodeTests): Promise<Tally> {
  let passed = 0
  let failed = 0
  const counts = new Map<string, number>()
  for await (const event of run({ files: [...files], cwd: root, concurrency, timeout: fileTimeout })) {
    if (event.type === 'test:pass' || event.type === 'test:fail') {
      const outcome = judge(event)
      if (outcome === undefined) continue
      counts.set(outcome.file, (counts.get(outcome.file) ?? 0) + 1)
      if (outcome.fault === undefined) passed += 1
      else {
        failed += 1
        report(root, outcome)
      }
    } else if (event.type === 'test:stderr' || event.type === 'test:stdout') {
      process.stderr.write(event.data.message)
    }
  }
  for (const file of files.filter(name => !counts.has(name))) {
    failed += 1
    report(root, { file, name: file, fault: 'said nothing about any test' })
  }
  for (const [file, count] of [...counts].sort()) process.stdout.write(`  ${relative(root, file)}: ${count}\n`)
  return { passed, failed }
}

function report(root: string, { file, name, fault }: TestOutcome): void {
  process.stdout.write(`✖ ${relative(root, file)}: ${name}\n${indent(fault ?? '')}\n`)
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '    ')
}
