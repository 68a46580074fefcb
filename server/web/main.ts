import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser'
import { serve } from '../server.ts'

// In a web worker: messages come from the page's side, files too, and there is no disk.
declare const self: DedicatedWorkerGlobalScope
serve(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), null)
