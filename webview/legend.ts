import { markedStates } from './display-list/state-marks.ts'
import { stateText } from './display-list/words.ts'
import { el } from './dom.ts'
import { markIcon } from './mark-icon.ts'
import type { PictureState } from './protocol.ts'
import { words } from './words.ts'

/** What the marks in the picture mean, and how many tasks have each. */
export class Legend {
  readonly element = el('ul', { class: 'pill legend', 'aria-label': words.legend, hidden: '' })
  #shown = ''

  show(states: Readonly<Record<string, PictureState>>): void {
    const counts = new Map<string, number>()
    for (const { state } of Object.values(states)) counts.set(state, (counts.get(state) ?? 0) + 1)
    const known = markedStates().filter(state => counts.has(state))
    const shown = known.map(state => `${state} ${counts.get(state)}`).join(' ')
    if (shown === this.#shown) return
    this.#shown = shown
    this.element.hidden = known.length === 0
    this.element.replaceChildren(
      ...known.map(state => el('li', { 'data-state': state }, markIcon(state), `${counts.get(state)} ${stateText(state)}`)),
    )
  }
}
