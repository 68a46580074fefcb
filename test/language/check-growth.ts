import assert from 'node:assert/strict'

/** Processor time of this thread, in microseconds; what other processes do does not count. */
function timeOf(work: () => unknown, times: number): number {
  const before = process.threadCpuUsage()
  for (let i = 0; i < times; i++) work()
  const { user, system } = process.threadCpuUsage(before)
  return user + system
}

/** How often to do it so that the clock, which ticks in milliseconds, can tell. */
function timesFor(work: () => unknown): number {
  let times = 1
  while (timeOf(work, times) < 30_000) times *= 2
  return times
}

/** Four times as much takes less than six times as long; a chance disturbance gets another try. */
export function checkGrowth(size: number, work: (n: number) => () => unknown): void {
  const ratios: number[] = []
  const [small, large] = [work(size), work(4 * size)]
  const times = timesFor(small)
  for (let attempt = 0; attempt < 4; attempt++) {
    ratios.push(timeOf(large, times) / Math.max(timeOf(small, times), 1))
    if (ratios[attempt]! < 6) return
  }
  assert.fail(`grows too fast: ${ratios.map(ratio => ratio.toFixed(1)).join(', ')}`)
}
