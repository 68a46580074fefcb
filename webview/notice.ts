import { el, setText } from './dom.ts'
import type { PictureModel } from './model.ts'
import { words } from './words.ts'

/** What stands in the middle where there is no picture. */
export class EmptyNotice {
  readonly element: HTMLElement
  readonly #title = el('p', { class: 'empty-title' })
  readonly #text = el('p', { class: 'empty-text' })

  constructor() {
    this.element = el('div', { class: 'empty', hidden: '' }, this.#title, this.#text)
  }

  /** Returns whether there is nothing else to show. */
  show(model: PictureModel): boolean {
    const notice = noticeFor(model)
    this.element.hidden = notice === undefined
    setText(this.#title, notice?.title ?? '')
    setText(this.#text, notice?.text ?? '')
    return notice !== undefined
  }
}

function noticeFor({ graph, problems }: PictureModel): { readonly title: string; readonly text: string } | undefined {
  if (graph && graph.tasks.length + graph.groups.length > 0) return undefined
  if (problems > 0) return words.empty.errors(problems)
  return graph ? words.empty.noTask : words.empty.noDag
}
