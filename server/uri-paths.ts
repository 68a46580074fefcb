import { URI, Utils } from 'vscode-uri'

// Paths of files that are named by URIs: those of file systems on no disk, which have no links to follow.

export function folderOfUri(uri: string): string {
  return Utils.dirname(URI.parse(uri)).toString()
}

/** Whether a URI is in a folder, or is the folder. */
export function isInsideUri(folder: string, uri: string): boolean {
  const outer = URI.parse(folder)
  const inner = URI.parse(uri)
  const prefix = outer.path.endsWith('/') ? outer.path : `${outer.path}/`
  return outer.scheme === inner.scheme && outer.authority === inner.authority && `${inner.path}/`.startsWith(prefix)
}

/** The URI that `path` in `folder` names; null where it leaves the workspace. */
export function resolveInsideUri(workspace: string, folder: string, path: string): string | null {
  if (path.includes('\0')) return null
  const uri = Utils.resolvePath(URI.parse(folder), path).toString()
  return isInsideUri(workspace, uri) ? uri : null
}
