import { el } from './dom.ts'

/** What is under the pointer says what it is. Screen readers have the list instead. */
export class Tooltip {
  readonly element = el('div', { class: 'tooltip', 'aria-hidden': 'true', hidden: '' })

  show(text: string, x: number, y: number): void {
    const [first = '', ...rest] = text.split('\n')
    this.element.replaceChildren(el('strong', {}, first), ...rest.map(line => el('div', {}, line)))
    this.element.hidden = false
    const { offsetWidth, offsetHeight, parentElement } = this.element
    const [width, height] = [parentElement?.clientWidth ?? 0, parentElement?.clientHeight ?? 0]
    this.element.style.left = `${Math.max(8, Math.min(x + 14, width - offsetWidth - 8))}px`
    this.element.style.top = `${Math.max(8, y + 18 + offsetHeight > height - 8 ? y - offsetHeight - 12 : y + 18)}px`
  }

  hide(): void {
    this.element.hidden = true
  }
}
