import { light, type Paint, type Palette } from './display-list/palette.ts'

/** How the picture looks: colours and fonts of the editor's theme. */
export interface Theme {
  readonly palette: Palette
  readonly font: string
}

/** The variable that the stylesheet sets for a paint. */
export function paintVariable(paint: Paint): string {
  return `--paint-${paint.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
}

/** Reads the theme as it is now. The stylesheet derives the paints from the editor's colours; the browser works them out. */
export function readTheme(probe: HTMLElement): Theme {
  const style = getComputedStyle(probe)
  const paints = Object.keys(light).map(name => {
    probe.style.color = `var(${paintVariable(name as Paint)})`
    return [name, hex(style.color)]
  })
  return { palette: Object.fromEntries(paints) as unknown as Palette, font: style.fontFamily }
}

/** Mixed colours come in a notation that is slow to read, and a canvas reads one for every shape. */
function hex(colour: string): string {
  pixel ??= new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  if (!pixel) return colour
  pixel.clearRect(0, 0, 1, 1)
  pixel.fillStyle = colour
  pixel.fillRect(0, 0, 1, 1)
  return `#${[...pixel.getImageData(0, 0, 1, 1).data].map(part => part.toString(16).padStart(2, '0')).join('')}`
}

let pixel: OffscreenCanvasRenderingContext2D | null | undefined

/** Calls back when the editor's theme changes: VS Code then writes new classes on the body and new variables on the root. */
export function onThemeChange(changed: () => void): void {
  const observer = new MutationObserver(changed)
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] })
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] })
}
