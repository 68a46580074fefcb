/** What the sources of one room may import. Node's own modules are allowed where `node` says so. */
export interface Room {
  readonly folder: string
  /** Other rooms, by folder, and single files of them. */
  readonly rooms: readonly string[]
  /** Rooms and files of which only types may be imported. */
  readonly types: readonly string[]
  readonly packages: readonly string[]
  readonly node: boolean
}

/** The table of rooms. A file belongs to the room with the longest folder that holds it. */
export const rooms: readonly Room[] = [
  { folder: 'language', rooms: [], types: [], packages: ['croner', 'jsonc-parser'], node: false },
  {
    // What a file of the disk is, and which files another may name, is one thing for the editor and for a run.
    folder: 'server',
    rooms: ['#language', '#language/sql', '#language/import', '#digest', 'runtime/plan', 'runtime/file-host.ts'],
    types: [],
    packages: ['vscode-languageserver', 'vscode-languageserver-textdocument', 'vscode-uri'],
    node: true,
  },
  { folder: 'server/web', rooms: ['server'], types: [], packages: ['vscode-languageserver', '@noble/hashes'], node: false },
  { folder: 'runtime/plan', rooms: ['#language'], types: [], packages: [], node: false },
  {
    // SQL by a door of its own: who runs a script has no use for the grammar of `.dag` files.
    folder: 'runtime',
    rooms: ['#language', '#language/sql', 'runtime/plan'],
    types: [],
    packages: ['@duckdb/node-api', 'koffi', 'vscode-jsonrpc', 'yaml'],
    node: true,
  },
  {
    folder: 'runtime/cli',
    rooms: ['#language', '#language/import', 'runtime', 'runtime/plan', 'server', 'webview', 'webview/layout', 'webview/display-list'],
    types: [],
    packages: ['commander', 'log-update', 'string-width'],
    node: true,
  },
  { folder: 'webview/layout', rooms: [], types: ['#language', 'webview/protocol.ts'], packages: ['elkjs'], node: false },
  {
    folder: 'webview/display-list',
    rooms: ['webview/layout'],
    types: ['#language', 'webview/protocol.ts', 'runtime/events.ts'],
    packages: [],
    node: false,
  },
  {
    folder: 'webview',
    rooms: ['webview/layout', 'webview/display-list', '#layout-worker'],
    types: ['#language', 'runtime/events.ts'],
    packages: ['d3-selection', 'd3-zoom', 'flatbush'],
    node: false,
  },
  {
    // Of the runtime the client has the protocol and the file that finds or starts the process at the other end of it.
    folder: 'client',
    rooms: ['server/protocol.ts', 'runtime/protocol.ts', 'webview/protocol.ts', 'runtime/process/connect.ts'],
    types: ['#language', 'runtime/events.ts'],
    packages: ['vscode', 'vscode-languageclient', 'fast-deep-equal'],
    node: true,
  },
  { folder: 'client/web', rooms: ['client'], types: [], packages: ['vscode', 'vscode-languageclient'], node: false },
  { folder: 'syntaxes', rooms: ['#language', 'language/tokens.ts'], types: [], packages: [], node: true },
  {
    folder: 'scripts',
    rooms: ['#language', 'runtime', 'runtime/cli', 'test/extension/host'],
    types: [],
    packages: ['esbuild', 'string-width'],
    node: true,
  },
]

/** Programs and libraries: what prints nothing by itself, and is held to the rules of library code. */
export const libraryFolders = ['language', 'server', 'runtime', 'webview', 'client']

export function roomOf(path: string): Room | undefined {
  return rooms.filter(room => path.startsWith(`${room.folder}/`)).sort((a, b) => b.folder.length - a.folder.length)[0]
}
