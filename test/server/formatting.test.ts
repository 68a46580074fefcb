import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TextEdit } from 'vscode-languageserver-protocol'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { applyEdits, type Edit } from '#language'
import { textEditsOf } from '../../server/convert.ts'
import { formatDocument, formatRange, formatTyped } from '../../server/features/formatting.ts'
import { TestClient } from './client.ts'
import { fixture } from './fixture.ts'

/** Edits as `line:column-line:column "text"`, from 0. */
function shown(edits: readonly TextEdit[]): readonly string[] {
  return edits.map(
    ({ range: { start, end }, newText }) => `${start.line}:${start.character}-${end.line}:${end.character} ${JSON.stringify(newText)}`,
  )
}

/** The text after edits, which an editor makes of them too. */
function edited(source: string, edits: readonly Edit[]): string {
  const { analyzed, text } = fixture(source)
  const document = TextDocument.create('file:///a.dag', 'dagline', 1, text)
  const result = TextDocument.applyEdits(document, textEditsOf(analyzed.lines, edits))
  assert.equal(result, applyEdits(text, edits))
  return result
}

/** Formats the selection between two `$0`. */
function checkRange(source: string, expected: string): void {
  const start = source.indexOf('$0')
  const end = source.indexOf('$0', start + 2) - 2
  const text = source.replaceAll('$0', '')
  assert.equal(edited(text, formatRange(fixture(text).analyzed, { start, end })), expected)
}

/** What becomes of the text when what stands before `$0` has just been typed. */
function checkTyped(source: string, expected: string): void {
  const { analyzed, offset, text } = fixture(source)
  assert.equal(edited(text, formatTyped(analyzed, offset, source[offset - 1] === '}' ? '}' : '\n')), expected)
}

describe('a document', () => {
  test('is formatted by edits of what differs', () => {
    const { analyzed } = fixture('dag d {\n  let a = 1\n    let b=2\n\n\n  task t: js { script: "a", retries: 2 }\n}\n')
    assert.deepEqual(shown(textEditsOf(analyzed.lines, formatDocument(analyzed))), [
      '2:2-2:4 ""',
      '2:9-2:9 " "',
      '2:10-2:10 " "',
      '4:0-5:0 ""',
      '5:14-5:14 "\\n   "',
      '5:26-5:27 "\\n   "',
      '5:38-5:38 "\\n "',
    ])
  })
  test('has an edit for each line of a text that moves', () => {
    const { analyzed } = fixture('let a = """\n    x\n      y\n    """\n')
    assert.deepEqual(shown(textEditsOf(analyzed.lines, formatDocument(analyzed))), ['1:2-1:4 ""', '2:4-2:6 ""', '3:2-3:4 ""'])
  })
  test('of Windows lines has no edit between the two characters of a line end', () => {
    const source = 'dag d {\r\n\r\n\r\nlet a=1\r\n\r\n}'
    const { analyzed } = fixture(source)
    const edits = formatDocument(analyzed)
    assert.equal(edited(source, edits), 'dag d {\r\n  let a = 1\r\n}\r\n')
    for (const { start, end } of edits) for (const offset of [start, end]) assert.ok(source.slice(offset - 1, offset + 1) !== '\r\n')
  })
  test('whose brackets do not balance is left as it is', () => {
    assert.deepEqual(formatDocument(fixture('dag d {\nlet a=1\n').analyzed), [])
  })
})

describe('a selection', () => {
  test('is formatted in its lines, and nothing else is', () => {
    checkRange('let a=1\nlet $0b=2\nlet c$0=3\nlet d=4\n', 'let a=1\nlet b = 2\nlet c = 3\nlet d=4\n')
    checkRange('let a=1\n$0let b=2\n$0let c=3\n', 'let a=1\nlet b = 2\nlet c=3\n')
    checkRange('let a=1\n$0$0let b=2\nlet c=3\n', 'let a=1\nlet b = 2\nlet c=3\n')
  })
  test('takes the empty lines before it along, and the whole of a text that it touches', () => {
    checkRange('let a=1\n\n\n\n$0let b=2$0\n', 'let a=1\n\nlet b = 2\n')
    checkRange('dag d {\nlet b = """\n$0x$0\ny\n"""\n}\n', 'dag d {\nlet b = """\n    x\n    y\n    """\n}\n')
  })
  test('is indented as the whole document would be', () => {
    checkRange('dag d {\ntask t: bq {\n$0sql:"x"$0\nretries:1\n}\n}\n', 'dag d {\ntask t: bq {\n    sql: "x"\nretries:1\n}\n}\n')
  })
})

describe('while typing', () => {
  test('a new line is indented by what is open around it', () => {
    checkTyped('dag d {\n$0', 'dag d {\n  ')
    checkTyped('dag d {\n  task t: bq {\n$0\n}', 'dag d {\n  task t: bq {\n    \n}')
    checkTyped('dag d {\n      $0\n}', 'dag d {\n  \n}')
    checkTyped('let a = [\n$0\n]', 'let a = [\n  \n]')
    checkTyped('let a = 1\n  $0', 'let a = 1\n')
    checkTyped('dag d {\n  task t: bq { sql: "x" }\n$0let a = 1\n}', 'dag d {\n  task t: bq { sql: "x" }\n  let a = 1\n}')
  })
  test('a new line before a closing bracket is indented as its opening line', () => {
    checkTyped('  let a = [1,\n$0]', '  let a = [1,\n  ]')
    checkTyped('dag d {\n  task t: bq {\n    sql: "x"\n    $0}\n}', 'dag d {\n  task t: bq {\n    sql: "x"\n  }\n}')
  })
  test('what is not finished goes on further in', () => {
    checkTyped('dag d {\n  a ->\n$0\n}', 'dag d {\n  a ->\n    \n}')
    checkTyped('let a =\n$0', 'let a =\n  ')
    checkTyped('dag d {\n  a ->\n$0', 'dag d {\n  a ->\n    ')
    checkTyped('dag d {\n  let a = (b +\n$0', 'dag d {\n  let a = (b +\n    ')
    checkTyped('dag d {\n  a\n$0-> b\n}', 'dag d {\n  a\n    -> b\n}')
  })
  test('inside a text or a comment nothing is indented', () => {
    checkTyped('let a = """\n   $0x\n  """', 'let a = """\n   x\n  """')
    checkTyped('let a = """\n   $0', 'let a = """\n   ')
    checkTyped('/* a\n   $0b */', '/* a\n   b */')
  })
  test('a closing brace goes where its block begins', () => {
    checkTyped('dag d {\n  task t: bq {\n    sql: "x"\n    }$0\n', 'dag d {\n  task t: bq {\n    sql: "x"\n  }\n')
    checkTyped('dag d {\n  let a = {\n    }$0', 'dag d {\n  let a = {\n  }')
    checkTyped('dag d {\n    let a = { b: 1 }$0\n', 'dag d {\n    let a = { b: 1 }\n')
    checkTyped('let a = 1\n  }$0', 'let a = 1\n  }')
    checkTyped('let a = "\n  }$0', 'let a = "\n  }')
  })
})

test('reaches the client in its own terms', async () => {
  await using client = await TestClient.start({})
  const { documentFormattingProvider, documentRangeFormattingProvider, documentOnTypeFormattingProvider } = client.initialized.capabilities
  assert.deepEqual([documentFormattingProvider, documentRangeFormattingProvider], [true, true])
  assert.deepEqual(documentOnTypeFormattingProvider, { firstTriggerCharacter: '}', moreTriggerCharacter: ['\n'] })
  const uri = await client.open('a.dag', 'let a=1\ndag d {\nlet b = 2\n  }\n')
  const ask = async (method: string, params: object): Promise<readonly string[]> =>
    shown(
      await client.connection.sendRequest(`textDocument/${method}`, {
        textDocument: { uri },
        options: { tabSize: 4, insertSpaces: false },
        ...params,
      }),
    )
  assert.deepEqual(await ask('formatting', {}), ['0:5-0:5 " "', '0:6-0:6 " "', '2:0-2:0 "  "', '3:0-3:2 ""'])
  assert.deepEqual(await ask('rangeFormatting', { range: { start: { line: 2, character: 0 }, end: { line: 2, character: 9 } } }), [
    '2:0-2:0 "  "',
  ])
  assert.deepEqual(await ask('onTypeFormatting', { position: { line: 3, character: 3 }, ch: '}' }), ['3:0-3:2 ""'])
})
