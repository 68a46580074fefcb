import type { DisplayElement, DisplayList, DrawItem } from './display-list.ts'

/** Several pictures below each other, each under its title: a file with several dags as one picture. */
export function stacked(lists: readonly { readonly title: string; readonly list: DisplayList }[]): DisplayList {
  const elements: DisplayElement[] = []
  let y = 0
  let width = 0
  lists.forEach(({ title, list }, place) => {
    if (place > 0) y += gap
    elements.push(heading(title, y, list.width))
    y += titleHeight
    elements.push(...list.elements.map(element => movedDown(element, y, `${title} `)))
    y += list.height
    width = Math.max(width, list.width)
  })
  return { width, height: y, elements }
}

const gap = 56
const titleHeight = 40

function heading(title: string, y: number, width: number): DisplayElement {
  const place = { x: 0, y, width: Math.max(width, 200), height: titleHeight }
  const text: DrawItem = {
    kind: 'text',
    text: title,
    x: 0,
    y: y + 16,
    size: 16,
    weight: 600,
    fill: 'text',
    anchor: 'start',
    maxWidth: place.width,
  }
  return { kind: 'title', id: `title ${title}`, title, bounds: place, items: [text] }
}

function movedDown(element: DisplayElement, by: number, prefix: string): DisplayElement {
  const items = element.items.map((item): DrawItem => ({ ...item, y: item.y + by }))
  return { ...element, id: prefix + element.id, bounds: { ...element.bounds, y: element.bounds.y + by }, items }
}
