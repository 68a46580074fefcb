import { durationText, stateText } from './display-list/words.ts'
import { el, setText } from './dom.ts'
import type { PictureModel } from './model.ts'
import { type TimelineRow, type TimelineRows, ticks, timelineRows } from './timeline-rows.ts'
import { words } from './words.ts'

const rowHeight = 20

/** Below the graph: when each task waited for a processor and ran, beside when it was expected to. Only the rows that are seen are made. */
export class Timeline {
  readonly element = el('section', { class: 'timeline', 'aria-label': words.timeline, hidden: '' })
  readonly #axis = el('div', { class: 'axis', 'aria-hidden': 'true' })
  readonly #empty = el('p', { class: 'timeline-empty' }, words.timelineEmpty)
  readonly #scroller = el('div', { class: 'rows', tabindex: '0' })
  readonly #content = el('div', { class: 'rows-content' })
  readonly #reveal: (task: string) => void
  #shown: TimelineRows = { rows: [], seconds: 0 }

  constructor(reveal: (task: string) => void) {
    this.#reveal = reveal
    this.#scroller.append(this.#content)
    this.element.append(this.#axis, this.#scroller, this.#empty)
    this.#scroller.addEventListener('scroll', () => this.#draw())
    new ResizeObserver(() => this.#draw()).observe(this.#scroller)
  }

  show(model: PictureModel): void {
    this.element.hidden = !(model.memory?.parts ?? []).includes('timeline') || model.graph === null
    if (this.element.hidden) return
    this.#shown = timelineRows(model, Date.now())
    this.#empty.hidden = this.#shown.rows.length > 0
    this.#content.style.height = `${this.#shown.rows.length * rowHeight}px`
    this.#draw()
  }

  #draw(): void {
    const { rows, seconds } = this.#shown
    const first = Math.max(0, Math.floor(this.#scroller.scrollTop / rowHeight) - 5)
    const last = Math.min(rows.length, Math.ceil((this.#scroller.scrollTop + this.#scroller.clientHeight) / rowHeight) + 5)
    this.#content.replaceChildren(...rows.slice(first, last).map((row, place) => this.#row(row, first + place, seconds)))
    this.#axis.replaceChildren(
      ...ticks(seconds, 6).map(at => {
        const tick = el('span', { class: 'tick' }, durationText(at))
        tick.style.left = `${(at / seconds) * 100}%`
        return tick
      }),
    )
  }

  #row(row: TimelineRow, place: number, seconds: number): HTMLElement {
    const label = el('span', { class: 'row-label' })
    setText(label, row.task)
    const track = el('span', { class: 'track' })
    if (row.planned) track.append(bar('bar-planned', row.planned.start, row.planned.end, seconds))
    if (row.ready < row.start) track.append(bar('bar-queued', row.ready, row.start, seconds))
    const ran = bar('bar-ran', row.start, row.end, seconds)
    ran.dataset['state'] = row.state
    track.append(ran)
    const element = el('div', { class: 'timeline-row', 'data-task': row.task, title: titleOf(row) }, label, track)
    element.style.top = `${place * rowHeight}px`
    element.addEventListener('click', () => this.#reveal(row.task))
    return element
  }
}

function bar(name: string, start: number, end: number, seconds: number): HTMLElement {
  const element = el('span', { class: `bar ${name}` })
  element.style.left = `${(start / seconds) * 100}%`
  element.style.width = `max(2px, ${((end - start) / seconds) * 100}%)`
  return element
}

function titleOf({ task, state, ready, start, end, planned }: TimelineRow): string {
  return [
    `${task} · ${state === 'planned' ? words.planned : stateText(state)} · ${durationText(end - start)}`,
    words.startsAt(durationText(start)),
    ...(start - ready >= 0.001 ? [words.queued(durationText(start - ready))] : []),
    ...(planned ? [words.expected(durationText(planned.end - planned.start), durationText(planned.start))] : []),
  ].join('\n')
}
