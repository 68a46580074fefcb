import {
  type DisplayElement,
  type DisplayList,
  type DrawItem,
  isDrawnAt,
  type PathItem,
  type RectItem,
  type TextItem,
} from './display-list.ts'
import { dark, light, type Paint, type Palette } from './palette.ts'
import { short } from './paths.ts'

/** `auto` follows the reader's system, as pages that show both themes do. */
export type SvgTheme = 'light' | 'dark' | 'auto'

/** The picture as one self-contained SVG file: no scripts, no fonts, no links. */
export function toSvg(list: DisplayList, theme: SvgTheme): string {
  const palette = theme === 'dark' ? dark : light
  const [width, height] = [list.width + 2 * margin, list.height + 2 * margin]
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}" height="${short(height)}" viewBox="${-margin} ${-margin} ${short(width)} ${short(height)}" font-family="${fonts}" stroke-linecap="round" stroke-linejoin="round" fill="none">`,
    ...(theme === 'auto' ? [darkStyle(list)] : []),
    `<rect x="${-margin}" y="${-margin}" width="${short(width)}" height="${short(height)}"${paints({ fill: 'canvas' }, palette, theme)}/>`,
    ...list.elements.map(element => elementSvg(element, palette, theme)),
    '</svg>',
  ]
  return `${lines.join('\n')}\n`
}

/** Nothing of XML's own is left in the text, and nothing that XML forbids. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .toWellFormed()
}

const margin = 32
const fonts = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

function elementSvg(element: DisplayElement, palette: Palette, theme: SvgTheme): string {
  const items = element.items.filter(item => isDrawnAt(item, 1)).map(item => itemSvg(item, palette, theme))
  return `<g data-kind="${element.kind}" data-name="${escapeXml(element.id)}"><title>${escapeXml(element.title)}</title>${items.join('')}</g>`
}

function itemSvg(item: DrawItem, palette: Palette, theme: SvgTheme): string {
  switch (item.kind) {
    case 'rect':
      return `<rect x="${short(item.x)}" y="${short(item.y)}" width="${short(item.width)}" height="${short(item.height)}" rx="${short(item.radius)}"${look(item, palette, theme)}/>`
    case 'path': {
      const moved = item.x === 0 && item.y === 0 && item.scale === 1
      const transform = moved ? '' : ` transform="translate(${short(item.x)} ${short(item.y)}) scale(${short(item.scale)})"`
      return `<path d="${item.d}"${transform}${look(item, palette, theme)}/>`
    }
    case 'text':
      return textSvg(item, palette, theme)
    default:
      return item satisfies never
  }
}

function textSvg(item: TextItem, palette: Palette, theme: SvgTheme): string {
  const anchor = item.anchor === 'start' ? '' : ` text-anchor="${item.anchor}"`
  return `<text x="${short(item.x)}" y="${short(item.y)}" font-size="${item.size}" font-weight="${item.weight}"${anchor}${paints({ fill: item.fill }, palette, theme)}>${escapeXml(item.text)}</text>`
}

function look(item: RectItem | PathItem, palette: Palette, theme: SvgTheme): string {
  const parts = [paints({ fill: item.fill, stroke: item.stroke }, palette, theme)]
  if (item.fillOpacity !== undefined) parts.push(` fill-opacity="${item.fillOpacity}"`)
  if (item.stroke) parts.push(` stroke-width="${item.strokeWidth ?? 1}"`)
  if (item.strokeOpacity !== undefined) parts.push(` stroke-opacity="${item.strokeOpacity}"`)
  if (item.dash) parts.push(` stroke-dasharray="${item.dash.join(' ')}"`)
  return parts.join('')
}

/** The colours themselves, so that every viewer shows them, and classes by which a style for dark pages overrides them. */
function paints(
  used: { readonly fill?: Paint | undefined; readonly stroke?: Paint | undefined },
  palette: Palette,
  theme: SvgTheme,
): string {
  const fill = used.fill ? ` fill="${palette[used.fill]}"` : ''
  const stroke = used.stroke ? ` stroke="${palette[used.stroke]}"` : ''
  if (theme !== 'auto' || (!used.fill && !used.stroke)) return fill + stroke
  const classes = [used.fill && `fill-${used.fill}`, used.stroke && `stroke-${used.stroke}`].filter(name => name !== undefined)
  return ` class="${classes.join(' ')}"${fill}${stroke}`
}

function darkStyle(list: DisplayList): string {
  const used = new Set<Paint>(['canvas'])
  for (const item of list.elements.flatMap(element => element.items)) {
    if (item.fill) used.add(item.fill)
    if (item.kind !== 'text' && item.stroke) used.add(item.stroke)
  }
  const rules = [...used].sort().map(paint => `.fill-${paint}{fill:${dark[paint]}}.stroke-${paint}{stroke:${dark[paint]}}`)
  return `<style>@media (prefers-color-scheme: dark){${rules.join('')}}</style>`
}
