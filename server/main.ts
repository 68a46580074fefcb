import { createConnection } from 'vscode-languageserver/node'
import { nodeDisk } from './disk.ts'
import { keepMemorySmall } from './memory.ts'
import { serve } from './server.ts'

keepMemorySmall()

// How to talk (`--stdio`, `--node-ipc`, `--pipe=…`) is read from the arguments of the process.
serve(createConnection(), nodeDisk)
