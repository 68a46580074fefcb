import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { endLeftovers, type LeftoverSystem, pidsInList } from '../../../runtime/processes/leftovers.ts'

test('what ends by itself is waited for, what does not is killed', async () => {
  const told: string[] = []
  const system = (endsAfter: number): LeftoverSystem => {
    let asked = 0
    return {
      withVariables: variables => {
        if (asked++ === 0) told.push(variables.join(' '))
        return Promise.resolve(asked <= endsAfter ? [7] : [])
      },
      kill: pid => {
        told.push(`kill ${pid}`)
        endsAfter = 0
      },
      wait: () => Promise.resolve(),
    }
  }
  await endLeftovers({ run: 'r' }, 300, system(0))
  await endLeftovers({ run: 'r' }, 300, system(5))
  await endLeftovers({ run: 'r', attempt: { task: 'a', number: 2 } }, 300, system(1000))
  assert.deepEqual(told, ['DAGLINE_RUN_ID=r', 'DAGLINE_RUN_ID=r', 'DAGLINE_RUN_ID=r DAGLINE_TASK=a DAGLINE_ATTEMPT=2', 'kill 7'])
})

test('processes are known by a variable of their environment, as `ps` lists it', () => {
  const text =
    '    1 /sbin/launchd\n  42 sh run.sh PATH=/bin DAGLINE_RUN_ID=r-1 A=b\n  43 sh DAGLINE_RUN_ID=r-12\n  44 sh X=y DAGLINE_RUN_ID=r-1\n'
  assert.deepEqual(pidsInList(text, ['DAGLINE_RUN_ID=r-1']), [42, 44])
  assert.deepEqual(pidsInList(text, ['DAGLINE_RUN_ID=r-1', 'X=y']), [44])
})

if (process.platform !== 'win32')
  test('a process of the run is found and killed, and one of another run stays', async () => {
    const start = (run: string) =>
      spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => undefined, 1e6)'], {
        env: { DAGLINE_RUN_ID: run },
        stdio: ['ignore', 'pipe', 'ignore'],
      })
    const [own, other] = [start('left-1'), start('left-12')]
    await Promise.all([own, other].map(child => once(child.stdout, 'data')))
    const ended = once(own, 'exit')
    await endLeftovers({ run: 'left-1' })
    assert.deepEqual(await ended, [null, 'SIGKILL'])
    assert.equal(other.exitCode, null)
    other.kill('SIGKILL')
    await once(other, 'exit')
  })
