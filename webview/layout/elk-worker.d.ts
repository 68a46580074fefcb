/** ELK itself, as it comes: what looks like a worker runs on the thread that imports it. */
declare module 'elkjs/lib/elk-worker.min.js' {
  interface ElkWorker {
    postMessage(message: unknown): void
    onmessage: ((message: { readonly data: unknown }) => void) | null
    terminate(): void
  }
  const elk: { readonly Worker: new () => ElkWorker }
  export = elk
}
