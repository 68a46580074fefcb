import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { makeFolder } from '../workspace.ts'
import { dagline } from './dagline.ts'

const loose = 'dag d {\n task a:shell {run:"x"}\n}\n'
const neat = 'dag d {\n  task a: shell { run: "x" }\n}\n'
const main = fileURLToPath(new URL('../../../runtime/cli/main.ts', import.meta.url))

test('fmt formats files in place, and says which', async t => {
  const folder = makeFolder(t, { 'loose.dag': loose, 'neat.dag': neat, 'sub/other.dag': loose })
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  const file = join('sub', 'other.dag')
  assert.deepEqual(await dagline(t, folder, ['fmt', 'loose.dag', 'neat.dag', file]), {
    status: 0,
    out: `loose.dag: formatted\n${file}: formatted\n2 of 3 files formatted\n`,
    err: '',
  })
  assert.deepEqual([read('loose.dag'), read('neat.dag'), read(file)], [neat, neat, neat])
  assert.deepEqual(readdirSync(folder).sort(), ['loose.dag', 'neat.dag', 'sub'])
  assert.deepEqual(await dagline(t, folder, ['fmt', 'loose.dag']), { status: 0, out: 'loose.dag: unchanged\n', err: '' })
})

test('fmt --check changes nothing, and fails where something would change', async t => {
  const folder = makeFolder(t, { 'loose.dag': loose, 'neat.dag': neat })
  assert.deepEqual(await dagline(t, folder, ['fmt', '--check', 'loose.dag', 'neat.dag']), {
    status: 1,
    out: 'loose.dag: would be formatted\n1 of 2 files would be formatted\n',
    err: '',
  })
  assert.equal(readFileSync(join(folder, 'loose.dag'), 'utf8'), loose)
  assert.deepEqual(await dagline(t, folder, ['fmt', '--check', 'neat.dag']), { status: 0, out: 'neat.dag: unchanged\n', err: '' })
})

test('fmt keeps line ends, the byte order mark, the mode and the link', async t => {
  const folder = makeFolder(t, { 'real.dag': `\ufeff${loose.replaceAll('\n', '\r\n')}` })
  const real = join(folder, 'real.dag')
  if (process.platform !== 'win32') {
    chmodSync(real, 0o640)
    symlinkSync('real.dag', join(folder, 'link.dag'))
  }
  assert.equal((await dagline(t, folder, ['fmt', process.platform === 'win32' ? 'real.dag' : 'link.dag'])).status, 0)
  assert.equal(readFileSync(real, 'utf8'), `\ufeff${neat.replaceAll('\n', '\r\n')}`)
  if (process.platform !== 'win32') assert.equal(statSync(real).mode & 0o777, 0o640)
})

test('fmt leaves what a syntax error is in, says where, and fails', async t => {
  const folder = makeFolder(t, { 'half.dag': 'let a=1\nlet b=\nlet c=3\n', 'open.dag': 'dag d {\nlet a=1\n' })
  assert.deepEqual(await dagline(t, folder, ['fmt', 'half.dag', 'open.dag']), {
    status: 1,
    out: 'half.dag: formatted\n1 of 2 files formatted\n',
    err: [
      'half.dag:2:6: error syntax: expected a value, found `let`',
      'half.dag: what holds an error is left as it is',
      'open.dag:1:7: error syntax: this `{` has no `}`',
      'open.dag: left as it is',
      '',
    ].join('\n'),
  })
  assert.equal(readFileSync(join(folder, 'half.dag'), 'utf8'), 'let a = 1\nlet b=\nlet c = 3\n')
  assert.equal(readFileSync(join(folder, 'open.dag'), 'utf8'), 'dag d {\nlet a=1\n')
})

test('fmt --json is one document', async t => {
  const folder = makeFolder(t, { 'loose.dag': loose, 'open.dag': 'dag d {\n' })
  const { status, out } = await dagline(t, folder, ['fmt', '--check', '--json', 'loose.dag', 'open.dag'])
  assert.equal(status, 1)
  assert.deepEqual(JSON.parse(out), {
    files: [
      { file: 'loose.dag', changed: true, problems: [] },
      {
        file: 'open.dag',
        changed: false,
        problems: [
          {
            file: 'open.dag',
            line: 1,
            column: 7,
            endLine: 1,
            endColumn: 8,
            severity: 'error',
            code: 'syntax',
            message: 'this `{` has no `}`',
            related: [],
          },
        ],
      },
    ],
  })
})

test('fmt - formats standard input to standard output, and gives a text back in any case', async t => {
  const folder = makeFolder(t, {})
  const filter = async (source: string, ...args: readonly string[]): Promise<readonly unknown[]> => {
    const child = spawn(process.execPath, [main, 'fmt', '-', ...args], { cwd: folder, stdio: 'pipe' })
    child.stdin.end(source)
    const [out, err] = await Promise.all([buffer(child.stdout), buffer(child.stderr), once(child, 'close')])
    return [child.exitCode, out.toString(), err.toString()]
  }
  assert.deepEqual(await filter(`\ufeff${loose}`), [0, `\ufeff${neat}`, ''])
  assert.deepEqual(await filter('dag d {\n'), [
    1,
    'dag d {\n',
    '<standard input>:1:7: error syntax: this `{` has no `}`\n<standard input>: left as it is\n',
  ])
  assert.deepEqual(await filter(loose, '--check'), [1, '<standard input>: would be formatted\n', ''])
  assert.equal((await filter(loose, 'a.dag'))[0], 2)
  assert.equal((await filter(loose, '--json'))[0], 2)
})

test('fmt says what it cannot read or write, and formats the others', async t => {
  const folder = makeFolder(t, { 'loose.dag': loose })
  writeFileSync(join(folder, 'latin.dag'), Buffer.from([0x64, 0xe9, 0x66]))
  mkdirSync(join(folder, 'sub'))
  const { status, err, out } = await dagline(t, folder, ['fmt', 'none.dag', 'latin.dag', 'sub', 'loose.dag'])
  assert.equal(status, 2)
  assert.equal(err, 'There is no file none.dag.\nlatin.dag cannot be read: it is not UTF-8 text.\nsub cannot be read: it is a folder.\n')
  assert.equal(out, 'loose.dag: formatted\n')
  if (process.platform === 'win32' || process.getuid?.() === 0) return
  writeFileSync(join(folder, 'kept.dag'), loose, { mode: 0o444 })
  assert.deepEqual(await dagline(t, folder, ['fmt', 'kept.dag']), {
    status: 2,
    out: '',
    err: 'kept.dag cannot be written: no permission to write it, or to write in its folder.\n',
  })
  assert.equal(readFileSync(join(folder, 'kept.dag'), 'utf8'), loose)
})
