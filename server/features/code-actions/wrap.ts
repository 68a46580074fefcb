import type { Declared, Edit, Span, tree } from '#language'
import { insertion } from './edits.ts'
import type { Places } from './fix.ts'
import { unusedName } from './names.ts'

/** The tasks, groups and edges of one block that a selection touches; null where it touches something else too, or the name of no task. */
export function membersIn(places: Places, span: Span): readonly tree.Statement[] | null {
  const { statements } = places.at(span.start)
  // The innermost block that holds the whole selection, and not one of the tasks in it.
  const block = statements.findLast(
    each => (each.kind === 'dag' || each.kind === 'group') && each.body.start < span.start && span.end < each.body.end,
  )
  if (block?.kind !== 'dag' && block?.kind !== 'group') return null
  const touched = block.body.items.filter(item => item.start < span.end && span.start < item.end)
  const isFine = touched.every(item => item.kind === 'task' || item.kind === 'group' || item.kind === 'edges')
  const isNamed = (item: tree.Statement): boolean => {
    const name = item.kind === 'task' || item.kind === 'group' ? item.name : null
    return name !== null && span.start <= name.start && name.end <= span.end
  }
  return isFine && touched.some(isNamed) ? touched : null
}

/** Puts members that stand together into a group of their own; what names them from outside names the group too. */
export function wrapInGroup(places: Places, members: readonly tree.Statement[]): Edit[] | null {
  const { layout, tree } = places
  const first = members[0]!
  const last = members[members.length - 1]!
  const own = new Set<tree.Statement>(members)
  const moved = (declared: Declared): boolean => (declared.kind === 'task' || declared.kind === 'group') && own.has(declared.node)
  const name = unusedName(places, 'tasks')
  const edits: Edit[] = []
  for (const { name: word, declared } of places.analyzed.analysis.uses) {
    // From within, a name by itself is found as before; a way through the groups around goes on through the new one.
    const isWithin =
      word.start >= first.start && word.end <= last.end && !/\.\s*$/.test(places.text.slice(Math.max(0, word.start - 80), word.start))
    if (moved(declared) && !isWithin) edits.push(insertion(word.start, `${name}.`))
  }
  const start = startOfComments(places, first)
  const texts = tree.tokens.filter(token => token.image.startsWith('"""'))
  const whole = { start, end: last.end }
  if (layout.isFirstOnLine(first.start)) {
    const indentation = layout.indentation(first.start)
    const end = layout.isLastOnLine(last.end) ? layout.lineEnd(last.end) : last.end
    const lines = indentsOf(places, { start, end }, texts)
    edits.push(
      insertion(start, `group ${name} {${layout.eol}${indentation}${layout.step}`),
      ...lines,
      insertion(end, `${layout.eol}${indentation}}`),
    )
    return edits
  }
  edits.push(insertion(whole.start, `group ${name} { `), insertion(whole.end, ' }'))
  return edits
}

/** Comments right above the first one go with it. */
function startOfComments({ layout, text }: Places, { start }: Span): number {
  if (!layout.isFirstOnLine(start)) return start
  let at = layout.lineStart(start)
  while (at > 0) {
    const above = layout.lineStart(at - 1)
    if (!/^[ \t]*\/\//.test(text.slice(above, at))) break
    at = above
  }
  return at + layout.indentation(at).length
}

/** One more step of indentation on each line after the first; the lines of a text whose closing quotes stand behind something stay. */
function indentsOf({ layout, text }: Places, { start, end }: Span, texts: readonly Span[]): Edit[] {
  const fixed = texts.filter(each => !layout.isFirstOnLine(each.end - 3))
  const edits: Edit[] = []
  for (let at = text.indexOf('\n', start) + 1; at > 0 && at < end; at = text.indexOf('\n', at) + 1) {
    const isEmpty = layout.lineEnd(at) === at
    if (!isEmpty && !fixed.some(each => each.start < at && at < each.end)) edits.push(insertion(at, layout.step))
  }
  return edits
}
