/** The layout worker as one script: a worker made of a blob cannot import. The build makes it of `layout-worker.ts`. */
declare module '#layout-worker' {
  export const layoutWorkerSource: string
}

/** Styles come as text, so that the page loads one file. */
declare module '*.css' {
  const text: string
  export = text
}
