import { el, icon, setText } from './dom.ts'
import type { Direction } from './layout/layout.ts'
import type { PicturePart } from './protocol.ts'
import { words } from './words.ts'

/** What the buttons beside the picture do. */
export interface ZoomBarEvents {
  readonly zoomIn: () => void
  readonly zoomOut: () => void
  readonly fit: () => void
  readonly turn: () => void
  readonly tidy: () => void
  readonly part: (part: PicturePart, on: boolean) => void
}

/** Below the picture: direction and scale. */
export class ZoomBar {
  readonly element: HTMLElement
  readonly #percent = el('span', { class: 'percent', 'aria-hidden': 'true' })
  readonly #parts: ReadonlyMap<PicturePart, HTMLButtonElement>
  readonly #turn: HTMLButtonElement
  #direction: Direction | undefined

  constructor(events: ZoomBarEvents) {
    const toggle = (part: PicturePart, sign: string) =>
      button(part, words[part], sign, () => events.part(part, this.#parts.get(part)?.getAttribute('aria-pressed') !== 'true'))
    this.#parts = new Map([
      ['plan', toggle('plan', 'M2 12.5h3l3-9 3 9h3')],
      ['timeline', toggle('timeline', 'M2 3.5h6M5 8h6M8 12.5h6')],
    ])
    this.#turn = button('turn', '', turnSigns.right, events.turn)
    this.element = el(
      'div',
      { class: 'pill zoom', role: 'toolbar' },
      ...this.#parts.values(),
      button('tidy', words.tidy, tidySign, events.tidy),
      this.#turn,
      button('zoom-out', words.zoomOut, 'M3 8h10', events.zoomOut),
      this.#percent,
      button('zoom-in', words.zoomIn, 'M3 8h10M8 3v10', events.zoomIn),
      button('fit', words.fit, 'M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3', events.fit),
    )
  }

  /** Which parts are shown beside the graph. */
  press(parts: readonly PicturePart[]): void {
    for (const [part, element] of this.#parts) element.setAttribute('aria-pressed', String(parts.includes(part)))
  }

  show(scale: number, direction: Direction): void {
    setText(this.#percent, `${Math.round(scale * 100)}%`)
    if (direction === this.#direction) return
    this.#direction = direction
    this.#turn.title = words.turn[direction]
    this.#turn.setAttribute('aria-label', words.turn[direction])
    this.#turn.replaceChildren(icon(turnSigns[direction]))
  }
}

/** Rows of boxes that stand in line. */
const tidySign = 'M2 2.5h4v4H2zM10 2.5h4v4h-4zM2 9.5h4v4H2zM10 9.5h4v4h-4zM6 4.5h4M6 11.5h4'

/** Two boxes and an arrow in the direction that a click gives. */
const turnSigns: Readonly<Record<Direction, string>> = {
  right: 'M5 1.8h6v3.4H5zM5 10.8h6v3.4H5zM8 5.2v4.4M6.4 8 8 9.6 9.6 8',
  down: 'M1.8 5h3.4v6H1.8zM10.8 5h3.4v6h-3.4zM5.2 8h4.4M8 6.4 9.6 8 8 9.6',
}

function button(name: string, title: string, sign: string, act: () => void): HTMLButtonElement {
  const element = el('button', { class: 'tool', type: 'button', 'data-tool': name, title, 'aria-label': title }, icon(sign))
  element.addEventListener('click', act)
  return element
}
