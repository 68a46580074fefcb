/** A line of the file through which the suite inside VS Code tells what happened. */
export type HostResult =
  | { readonly type: 'started'; readonly name: string }
  | { readonly type: 'passed'; readonly name: string }
  | { readonly type: 'failed'; readonly name: string; readonly fault: string }
  | { readonly type: 'ended'; readonly tests: number }
