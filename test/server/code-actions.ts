import assert from 'node:assert/strict'
import { type CodeAction, codeActions } from '../../server/features/code-actions/code-actions.ts'
import { edited } from '../../server/features/code-actions/edits.ts'
import { type Fixture, fixture } from './fixture.ts'

export type Files = Readonly<Record<string, string>>

/** A document whose selection goes from `$0` to `$1`, or is empty at `$0`. */
export interface Selected extends Fixture {
  readonly end: number
}

export function selected(source: string, files: Files = {}): Selected {
  const end = source.replace('$0', '').indexOf('$1')
  const opened = fixture(source.replace('$1', ''), files)
  return { ...opened, end: end < 0 ? opened.offset : end }
}

/** Actions of a kind at the selection. */
export function actionsAt({ analyzed, workspace, offset, end }: Selected, kind: string): CodeAction[] {
  return codeActions(analyzed, workspace, { start: offset, end }, [kind])
}

/** The action of that title gives the other text. */
export function checkAction(kind: string, source: string, title: string, expected: string, files: Files = {}): CodeAction {
  const opened = selected(source, files)
  const actions = actionsAt(opened, kind)
  const action = actions.find(each => each.title === title)
  assert.ok(action, `no "${title}" among ${actions.map(each => `"${each.title}"`).join(', ')}, for ${reasonsOf(opened)}`)
  assert.equal(edited(opened.text, action.edits()), expected)
  return action
}

export function titlesAt(kind: string, source: string, files: Files = {}): string[] {
  return actionsAt(selected(source, files), kind).map(action => action.title)
}

export const reasonsOf = ({ analyzed }: Fixture): string => analyzed.analysis.diagnostics.map(diagnostic => diagnostic.reason).join(', ')
