import { analyze, codeOf, type Edit, LineIndex, TreeCache } from '#language'
import type { Analyzed } from '../../analyses.ts'
import { removeEdges } from './edge-edits.ts'
import { redundantEdge } from './edges.ts'
import { compose, edited, overlap } from './edits.ts'
import { Places } from './fix.ts'
import { fixesOf } from './fixes.ts'
import { unused } from './params.ts'
import { Trial } from './trial.ts'

/** Most rounds: what one fix uncovers, the next one mends. */
const mostRounds = 10

/** Whether something can be mended unasked. */
export function hasSafeFix(places: Places): boolean {
  return safeEdits(places, true).length > 0
}

const safe: ReadonlySet<string> = new Set(['redundant-edge', 'unused-param', 'unused-let', 'syntax'])

/** All that changes nothing of what runs, until nothing is left of it. */
export function fixAll(places: Places): Edit[] {
  let all: Edit[] = []
  let now = places
  for (let round = 0; round < mostRounds; round++) {
    const trial = new Trial(now)
    // A comma may uncover what is wrong behind it: then the rest goes without.
    const edits = [safeEdits(now, true), safeEdits(now, false)].find(each => each.length > 0 && trial.isClean(each, unused))
    if (!edits) break
    all = compose(places.text, all, edits)
    now = new Places(after(now.analyzed, edited(now.text, edits)), now.workspace)
  }
  return all
}

/** The document as it would be. */
function after(analyzed: Analyzed, text: string): Analyzed {
  const analysis = analyze(analyzed.host, analyzed.file, text, { trees: new TreeCache() })
  return { ...analyzed, text, analysis, lines: new LineIndex(text) }
}

function safeEdits(places: Places, uncovering: boolean): Edit[] {
  let edits: Edit[] = removeAllRedundant(places) ?? []
  for (const diagnostic of places.analyzed.analysis.diagnostics) {
    const code = codeOf(diagnostic)
    if (code === 'redundant-edge' || !safe.has(code)) continue
    const fix = fixesOf(diagnostic, places).find(each => each.safe && (uncovering || each.uncovers !== true))
    if (fix && !overlap([...edits, ...fix.edits])) edits = [...edits, ...fix.edits]
  }
  return edits
}

/** Takes all redundant edges out at once: those that make an edge redundant lead there without the others too. */
export function removeAllRedundant(places: Places): Edit[] | null {
  const edges = places.analyzed.analysis.diagnostics.flatMap(diagnostic => {
    const isRedundant = diagnostic.reason === 'redundant-edge/path' || diagnostic.reason === 'redundant-edge/twice'
    return isRedundant && diagnostic.file === places.analyzed.file ? (redundantEdge(diagnostic, places) ?? []) : []
  })
  const distinct = [...new Set(edges)]
  // Where a comment would go with one of them, the others go alone.
  return (
    removeEdges(places, distinct) ??
    removeEdges(
      places,
      distinct.filter(edge => removeEdges(places, [edge]) !== null),
    )
  )
}
