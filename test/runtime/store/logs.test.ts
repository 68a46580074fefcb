import assert from 'node:assert/strict'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { LogFile, lastNumber, readLog } from '../../../runtime/store/log-files.ts'
import type { LogLimits } from '../../../runtime/store/log-parts.ts'
import { mergedLog } from '../../../runtime/store/merged-log.ts'
import { makeStateFolder } from '../../../runtime/store/state-folder.ts'
import type { LogPlace } from '../../../runtime/store/store.ts'
import { makeFolder } from '../workspace.ts'

const at = '2026-01-01T00:00:00.000Z'

async function writeLog(
  stateFolder: string,
  task: string,
  position: number,
  numbers: readonly number[],
  limits?: LogLimits,
): Promise<LogPlace> {
  const log = new LogFile(stateFolder, 'r', position, task, 1, limits)
  for (const number of numbers) {
    log.write(number, { type: 'task-log', run: 'r', at, task, attempt: 1, stream: 'stdout', text: `${task}${number}` })
    // Parts change between writes, and what is written at once is one.
    if (limits !== undefined) await log.flush()
  }
  await log.close()
  return { task, attempt: 1, log: log.place }
}

const filesIn = (stateFolder: string): string[] => readdirSync(join(stateFolder, 'logs', 'r')).sort()
const state = (t: TestContext): string => makeStateFolder(makeFolder(t))
/** A part for each line. */
const tiny: LogLimits = { partBytes: 1, parts: 3 }

test('the lines of many attempts come in the order of their numbers', async t => {
  const stateFolder = state(t)
  const places = [
    await writeLog(stateFolder, 'a', 0, [1, 4, 9]),
    await writeLog(stateFolder, 'b', 1, [2, 3, 11]),
    await writeLog(stateFolder, 'empty', 2, []),
    await writeLog(stateFolder, 'c', 3, [5]),
    { task: 'gone', attempt: 1, log: 'logs/r/9999-gone.1.jsonl' },
  ]
  const texts = (until?: number): string[] => [...mergedLog(stateFolder, places, until)].map(line => line.text)
  assert.deepEqual(texts(), ['a1', 'b2', 'b3', 'a4', 'c5', 'a9', 'b11'])
  assert.deepEqual(texts(5), ['a1', 'b2', 'b3', 'a4'])
  assert.deepEqual([...mergedLog(stateFolder, places.slice(0, 1))][0], { at, stream: 'stdout', text: 'a1', task: 'a', attempt: 1 })
})

test('a stream that is left early, and thousands of attempts, leave no file open', async t => {
  const stateFolder = state(t)
  const places: LogPlace[] = []
  for (let i = 0; i < 3000; i++) {
    const log = `logs/r/${i}.1.jsonl`
    if (i === 0) await writeLog(stateFolder, 'x', 9999, [0])
    writeFileSync(join(stateFolder, log), `${JSON.stringify({ number: 2 * i, at, stream: 'stdout', text: `${i}` })}\n`)
    places.push({ task: `t${i}`, attempt: 1, log })
  }
  const open = (): number => (process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0)
  const before = open()
  let most = before
  let count = 0
  for (const line of mergedLog(stateFolder, places)) {
    assert.equal(line.text, String(count++))
    if (count % 100 === 0) most = Math.max(most, open())
    if (count === 2500) break
  }
  assert.ok(most <= before + 2, `${most - before} files were open at once`)
  assert.equal(open(), before)
})

test('a log that gets too long is cut at its beginning, and says so', async t => {
  const stateFolder = state(t)
  const place = await writeLog(stateFolder, 'a', 0, [1, 2, 3, 4, 5], tiny)
  assert.deepEqual(filesIn(stateFolder), ['0000-a.1.part3.jsonl', '0000-a.1.part4.jsonl', '0000-a.1.part5.jsonl'])
  assert.deepEqual(
    [...mergedLog(stateFolder, [place])].map(({ stream, text }) => `${stream} ${text}`),
    ['system What came before is gone: the log had become too long.', 'stdout a3', 'stdout a4', 'stdout a5'],
  )
  assert.deepEqual(
    (await readLog(stateFolder, 'r', place, 4)).map(one => one.number),
    [4, 5],
  )
  assert.equal(await lastNumber(stateFolder, place), 5)
})

test('a log of several parts that is all there is read whole', async t => {
  const stateFolder = state(t)
  const place = await writeLog(stateFolder, 'a', 0, [1, 2, 3], tiny)
  assert.deepEqual(
    [...mergedLog(stateFolder, [place])].map(line => line.text),
    ['a1', 'a2', 'a3'],
  )
  rmSync(join(stateFolder, 'logs', 'r'), { recursive: true })
  assert.deepEqual([[...mergedLog(stateFolder, [place])], await lastNumber(stateFolder, place)], [[], -1])
})
