import type { Box } from '../layout/layout.ts'
import { groupBox, lastPart } from '../layout/sizes.ts'
import { fittingSize, shortened } from '../layout/text-width.ts'
import { type DisplayElement, detail, type TextItem } from './display-list.ts'
import { words } from './words.ts'

/** The box around a group's tasks, with its name at the top. */
export function groupElement(box: Box): DisplayElement {
  const width = box.width - 2 * groupBox.padding
  const name = lastPart(box.name)
  const title = (size: number): TextItem => ({
    kind: 'text',
    text: shortened(name, width, size, 600),
    x: box.x + groupBox.padding,
    y: box.y + 18 + size / 2,
    size,
    weight: 600,
    fill: 'groupText',
    anchor: 'start',
    maxWidth: width,
  })
  return {
    kind: 'group',
    id: box.name,
    title: words.group(box.name),
    bounds: { x: box.x - 2, y: box.y - 2, width: box.width + 4, height: box.height + 4 },
    items: [
      {
        kind: 'rect',
        x: box.x,
        y: box.y,
        width: box.width,
        height: box.height,
        radius: 14,
        fill: 'group',
        stroke: 'groupBorder',
        strokeWidth: 1.25,
      },
      { ...title(groupBox.titleSize), from: detail.text },
      { ...title(fittingSize(name, width, groupBox.titleSize, groupBox.farTitleSize, 600)), from: detail.badge, below: detail.text },
    ],
  }
}
