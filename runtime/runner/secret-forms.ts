/** So short a part of a secret stands in half of all lines, and masking it would tell nothing and hide much. */
const shortestPart = 8
/** Widths at which programs wrap base64: `base64` of GNU, and PEM. */
const wrapWidths = [76, 64]

/**
 * The texts in which a secret is a secret: as it is, its lines, and the forms in which scripts print it: JSON, once and twice,
 * URLs, the shell's trace, hexadecimal, and base64, also in the middle of other data and wrapped into lines.
 */
export function formsOf(secret: string): Set<string> {
  const forms = new Set<string>()
  const lines = secret.split(/\r?\n/).map(line => line.trim())
  const parts = new Set([secret, secret.trim(), ...(lines.length > 1 ? lines.filter(line => line.length >= shortestPart) : [])])
  for (const part of parts) {
    for (const form of [part, ...jsonForms(part), ...urlForms(part), part.replaceAll(`'`, `'\\''`), part.replaceAll(`'`, `'"'"'`)])
      forms.add(form)
    const bytes = Buffer.from(part)
    for (const form of [...base64Forms(bytes), bytes.toString('hex'), bytes.toString('hex').toUpperCase()])
      if (form.length >= shortestPart) forms.add(form)
    forms.add(bytes.toString('base64'))
  }
  forms.delete('')
  return forms
}

function jsonForms(text: string): string[] {
  const once = escaped(text)
  const ascii = once.replace(/[\u0080-\uffff]/g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return [once, ascii, escaped(once), once.replaceAll('/', '\\/')]
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function urlForms(text: string): string[] {
  const whole = text.toWellFormed()
  const component = encodeURIComponent(whole)
  const strict = component.replace(/[!'()*]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  const form = new URLSearchParams([['', whole]]).toString().slice(1)
  const encoded = [component, strict, form, encodeURI(whole)]
  const all = [...encoded, ...encoded.map(one => one.replaceAll('%2F', '/'))]
  return [...all, ...all.map(one => one.replace(/%[0-9A-F]{2}/g, code => code.toLowerCase()))]
}

/** In base64 a text looks different at each of three places; what its neighbours take part in is left out. */
function base64Forms(bytes: Buffer): string[] {
  const forms = [0, 1, 2].flatMap(before => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const own = text.slice(before === 0 ? 0 : before + 1, Math.floor(((bytes.length + before) * 8) / 6))
    return [own, ...wrapWidths.flatMap(width => (before === 0 && own.length > width ? wrapped(own, width) : []))]
  })
  return [...forms, ...forms.map(form => form.replaceAll('+', '-').replaceAll('/', '_'))]
}

function wrapped(text: string, width: number): string[] {
  return Array.from({ length: Math.ceil(text.length / width) }, (_, i) => text.slice(i * width, (i + 1) * width))
}
