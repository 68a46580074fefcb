/** Makes an element with attributes and children; texts are texts, never markup. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}

/** A sign of lines on a square of 16. */
export function icon(d: string): SVGSVGElement {
  return signOf(
    path(d, { fill: 'none', stroke: 'currentColor', 'stroke-width': '1.4', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }),
  )
}

export function signOf(...paths: readonly SVGPathElement[]): SVGSVGElement {
  const svg = document.createElementNS(svgNamespace, 'svg')
  for (const [key, value] of Object.entries({ viewBox: '0 0 16 16', width: '16', height: '16', 'aria-hidden': 'true' }))
    svg.setAttribute(key, value)
  svg.append(...paths)
  return svg
}

export function path(d: string, attributes: Readonly<Record<string, string>>): SVGPathElement {
  const element = document.createElementNS(svgNamespace, 'path')
  element.setAttribute('d', d)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  return element
}

/** Sets a text only where it differs, so that screen readers and the browser have no work for nothing. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text
}

const svgNamespace = 'http://www.w3.org/2000/svg'
