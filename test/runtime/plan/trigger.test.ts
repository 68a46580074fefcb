import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Trigger } from '#language'
import { decideTrigger } from '../../../runtime/plan/trigger.ts'

/** s success, f failed, k skipped, c cancelled, . not ended. What follows: start, skipped, upstream_failed, wait. */
const table: Record<Trigger, Record<string, string>> = {
  all_success: {
    '': 'start',
    s: 'start',
    ss: 'start',
    's.': 'wait',
    'f.': 'wait',
    f: 'upstream_failed',
    sf: 'upstream_failed',
    k: 'skipped',
    sk: 'skipped',
    kf: 'upstream_failed',
    c: 'upstream_failed',
    ck: 'upstream_failed',
  },
  none_failed: {
    '': 'start',
    s: 'start',
    sk: 'start',
    kk: 'start',
    'k.': 'wait',
    f: 'upstream_failed',
    kf: 'upstream_failed',
    c: 'upstream_failed',
  },
  all_done: { '': 'start', s: 'start', f: 'start', k: 'start', c: 'start', sfkc: 'start', 'sf.': 'wait' },
  any_success: { '': 'start', 's.': 'start', '.': 'wait', 'f.': 'wait', ff: 'skipped', k: 'skipped', c: 'skipped', fs: 'start' },
  any_failed: { '': 'start', 'f.': 'start', 's.': 'wait', ss: 'skipped', k: 'skipped', c: 'skipped', sf: 'start' },
}

for (const [trigger, rows] of Object.entries(table)) {
  test(`trigger ${trigger}`, () => {
    for (const [upstreams, expected] of Object.entries(rows)) {
      const count = (letter: string): number => upstreams.split(letter).length - 1
      const counts = {
        total: upstreams.length,
        ended: upstreams.length - count('.'),
        succeeded: count('s'),
        skipped: count('k'),
        failed: count('f'),
      }
      assert.equal(decideTrigger(trigger as Trigger, counts), expected, `${trigger} of "${upstreams}"`)
    }
  })
}
