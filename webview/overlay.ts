import type { DisplayElement, DrawItem } from './display-list/display-list.ts'
import type { Box } from './layout/layout.ts'

/** The same lines in the accent's colour, to be drawn over what is there. */
export function litLines(lines: readonly DisplayElement[]): readonly DisplayElement[] {
  return lines.map(line => ({
    ...line,
    items: line.items.map((item): DrawItem => {
      if (item.kind !== 'path') return item
      return item.stroke ? { ...item, stroke: 'accent', strokeWidth: 2 } : { ...item, fill: 'accent' }
    }),
  }))
}

/** A ring of even width on the screen, apart from the card. */
export function ring(box: Box, scale: number): DisplayElement {
  const gap = 4 + 2 / scale
  const place = { x: box.x - gap, y: box.y - gap, width: box.width + 2 * gap, height: box.height + 2 * gap }
  return {
    kind: 'task',
    id: box.name,
    title: box.name,
    bounds: place,
    items: [{ kind: 'rect', ...place, radius: 10 + gap, stroke: 'accent', strokeWidth: 2 / scale }],
  }
}
