import { Command, CommanderError } from 'commander'
import { addCache } from './cache.ts'
import { addCheck } from './check.ts'
import { addDoctor } from './doctor.ts'
import { addEngines } from './engines.ts'
import { addFmt } from './fmt.ts'
import { addGraph } from './graph.ts'
import { addImport } from './import.ts'
import { addLsp } from './lsp.ts'
import { readerLeft } from './output.ts'
import { addPlan } from './plan.ts'
import { addRun } from './run.ts'
import { addRuns } from './runs.ts'
import { addScript } from './script.ts'
import { version } from './version.ts'

/** Every command there is: one file each, and one line here. */
const commands: readonly ((program: Command) => void)[] = [
  addCheck,
  addFmt,
  addGraph,
  addRun,
  addPlan,
  addRuns,
  addCache,
  addScript,
  addImport,
  addEngines,
  addDoctor,
  addLsp,
]

const program = new Command('dagline')
  .description('Pipelines of tasks as graphs: check, run and draw .dag files.')
  .version(version, '-V, --version', 'print the version')
  .helpOption('-h, --help', 'say what there is, with an example')
  .helpCommand(false)
  .showSuggestionAfterError()
  .exitOverride()
for (const add of commands) add(program)

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (problem: NodeJS.ErrnoException) => {
    if (problem.code !== 'EPIPE') throw problem
    readerLeft(stream)
  })
}

program.parseAsync().catch((problem: unknown) => {
  if (problem instanceof CommanderError) {
    // Commander has said what is wrong; wrong usage is 2 here.
    process.exitCode = problem.exitCode === 0 ? 0 : 2
    return
  }
  process.stderr.write(
    `dagline: ${problem instanceof Error ? (process.env['DAGLINE_DEBUG'] ? problem.stack : problem.message) : String(problem)}\n`,
  )
  process.exitCode = 1
})
