/** What differs from one preview page to the next. */
export interface PicturePage {
  /** Fresh for every page. */
  readonly nonce: string
  /** Where the page may load styles from. */
  readonly cspSource: string
  readonly scriptUri: string
}

/**
 * The page of a preview: one script, which builds the rest. It may run nothing but itself and a worker made of a blob, and reach nothing.
 */
export function pictureHtml({ nonce, cspSource, scriptUri }: PicturePage): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${cspSource}; worker-src blob:`
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Dagline</title>
</head>
<body><script nonce="${nonce}" src="${scriptUri}"></script></body>
</html>`
}
