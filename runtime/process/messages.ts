/** What a runtime process tells whoever started it, once. */
export type StartMessage =
  /** It listens. */
  | { readonly type: 'ready' }
  /** Another process is the runtime of the workspace. */
  | { readonly type: 'locked' }
  /** It cannot work here; a sentence that says why and what to do. */
  | { readonly type: 'failed'; readonly message: string }
