import assert from 'node:assert/strict'
import { test } from 'node:test'
import { documentationOf, parse } from '#language'

/** The documentation of the last task in a dag of that content. */
function documentation(content: string): string | null {
  const tree = parse(`dag d {\n${content}\n}\n`)
  const [dag] = tree.items
  assert.equal(dag?.kind, 'dag')
  return documentationOf(tree, dag.body.items.at(-1)!)
}

test('the lines right above a declaration document it', () => {
  for (const [content, expected] of [
    ['/// one\n  ///two\n\t///  three\n  task a: js {}', 'one\ntwo\n three'],
    ['/// one\r\n/// two\r\ntask a: js {}', 'one\ntwo'],
    ['/// far\n\n/// near\ntask a: js {}', 'near'],
    ['/// far\n\ntask a: js {}', null],
    ['/// far\n// between\ntask a: js {}', null],
    ['//// four\ntask a: js {}', null],
    ['task b: js {} /// behind b\ntask a: js {}', 'behind b'],
    ['/// above b\ntask b: js {} task a: js {}', null],
    ['/// says """ and */\n/// more\ntask a: js {}', 'says """ and */\nmore'],
    ['/* begins\n/// ends here */\ntask a: js {}', null],
    ['/* begins\n/// ends here */\n/// one\ntask a: js {}', 'one'],
    ['description: """\n/// ends here """\ntask a: js {}', null],
    ['owner: "/// no"\ntask a: js {}', null],
    ['/// one\rtask a: js {}', null],
    ['/// one\r\r\ntask a: js {}', null],
    ['///\n/// one\n///\ntask a: js {}', '\none\n'],
  ] as const)
    assert.equal(documentation(content), expected, JSON.stringify(content))
})
