/** The last part of a URI's path: what people call the file. The same in a browser, which has no paths of a disk. */
export function fileNameOf(uri: { readonly path: string }): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1)
}
