import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { test } from 'node:test'

const root = resolve(import.meta.dirname, '../..')
const rooms = '{bin,client,docs,examples,language,runtime,scripts,server,syntaxes,test,webview}'
const documents = globSync(['*.md', `${rooms}/**/*.md`], { cwd: root })

test('every link between the documents leads somewhere', () => {
  const broken = documents.flatMap(document => {
    const text = readFileSync(join(root, document), 'utf8')
      .replaceAll(/^```[\s\S]*?^```/gm, '')
      .replaceAll(/`[^`\n]*`/g, '')
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target.replace(/#.*$/, ''))
    const files = targets.filter(target => target !== '' && !/^[a-z]+:/.test(target))
    return files.filter(target => !existsSync(join(root, dirname(document), target))).map(target => `${document}: ${target}`)
  })
  assert.deepEqual(broken, [])
})

test('every script that CONTRIBUTING.md and README.md name is there', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
  const named = ['CONTRIBUTING.md', 'README.md'].flatMap(name => [
    ...readFileSync(join(root, name), 'utf8').matchAll(/npm (?:run )?(start|test|[a-z]+:[a-z]+|(?<=run )[a-z:]+)/g),
  ])
  assert.ok(named.length > 5)
  assert.deepEqual(
    named.map(([, script = '']) => script).filter(script => scripts[script] === undefined),
    [],
  )
})
