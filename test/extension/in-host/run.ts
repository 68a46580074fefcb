import { appendFileSync } from 'node:fs'
import { inspect } from 'node:util'
import type { HostResult } from './result.ts'
import { declared, type HostTest } from './test.ts'

/** Longest time for one test, so that one that waits in vain says so before the host is given up as a whole. */
const deadline = 30_000

/** What VS Code calls; it resolves in any case, since the outcome of each test travels through the file of results. */
export async function run(): Promise<void> {
  for (const test of declared) {
    tell({ type: 'started', name: test.name })
    const fault = await faultOf(test)
    tell(fault === undefined ? { type: 'passed', name: test.name } : { type: 'failed', name: test.name, fault })
  }
  tell({ type: 'ended', tests: declared.length })
}

async function faultOf({ body }: HostTest): Promise<string | undefined> {
  try {
    await Promise.race([body(), rejectAfterDeadline()])
    return undefined
  } catch (error) {
    return inspect(error)
  }
}

function rejectAfterDeadline(): Promise<never> {
  return new Promise((_resolve, reject) => {
    AbortSignal.timeout(deadline).addEventListener('abort', () => reject(new Error(`not done after ${deadline / 1000} s`)))
  })
}

function tell(result: HostResult): void {
  const file = process.env['DAGLINE_TEST_RESULTS']
  if (file === undefined) throw new Error('DAGLINE_TEST_RESULTS names no file for the results')
  appendFileSync(file, `${JSON.stringify(result)}\n`)
}
