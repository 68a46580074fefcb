import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchGraph } from './graph.ts'
import { installFromPyPi } from './install.ts'
import type { Peer, Tool } from './peer.ts'

export const snakemake: Peer = {
  name: 'snakemake',
  find: () => find('snakemake', '9.27.1'),
  write: (folder, { tasks }) => {
    const quoted = (names: readonly string[]): string => names.map(name => `"out/${name}"`).join(', ')
    const rules = tasks.map(
      ({ name, upstreams, command }) =>
        `rule ${name}:\n    input: [${quoted(upstreams)}]\n    output: "out/${name}"\n    shell: ${JSON.stringify(command)}\n`,
    )
    write(folder, 'Snakefile', `rule all:\n    input: [${quoted(tasks.map(task => task.name))}]\n${rules.join('')}`)
  },
  command: (tool, slots) => ({ program: tool.program, args: ['--cores', String(slots), '--quiet', 'all', '--nocolor', 'all'] }),
}

export const doit: Peer = {
  name: 'doit',
  find: () => find('doit', '0.37.0'),
  write: (folder, graph) => {
    write(
      folder,
      'dodo.py',
      `${pythonGraph(graph)}
from doit.tools import run_once
DOIT_CONFIG = {'verbosity': 0, 'reporter': 'zero'}
def task_all():
    for name, before, command in TASKS:
        yield {'name': name, 'actions': [command], 'task_dep': ['all:' + each for each in before], 'targets': ['out/' + name], 'uptodate': [run_once]}
`,
    )
  },
  command: (tool, slots) => ({ program: tool.program, args: ['-n', String(slots)] }),
}

export const luigi: Peer = {
  name: 'luigi',
  find: () => find('luigi', '3.8.1'),
  write: (folder, graph) => {
    write(
      folder,
      'bench.py',
      `${pythonGraph(graph)}
import luigi, subprocess
BY_NAME = {name: (before, command) for name, before, command in TASKS}
class Step(luigi.Task):
    name = luigi.Parameter()
    def requires(self): return [Step(each) for each in BY_NAME[self.name][0]]
    def output(self): return luigi.LocalTarget('out/' + self.name)
    def run(self): subprocess.run(BY_NAME[self.name][1], shell=True, check=True)
class All(luigi.WrapperTask):
    def requires(self): return [Step(name) for name in BY_NAME]
`,
    )
  },
  command: (tool, slots) => ({
    program: tool.program,
    args: ['--module', 'bench', 'All', '--local-scheduler', '--workers', String(slots), '--log-level', 'ERROR'],
    env: { PYTHONPATH: '.' },
  }),
}

export const prefect: Peer = {
  name: 'prefect',
  find: () => find('prefect', '3.9.1'),
  write: (folder, graph) => {
    write(
      folder,
      'bench.py',
      `${pythonGraph(graph)}
import os, subprocess, sys
os.environ['PREFECT_HOME'] = os.path.abspath('prefect')
from prefect import flow, task
from prefect.cache_policies import INPUTS
from prefect.task_runners import ThreadPoolTaskRunner
@task(persist_result=True, cache_policy=INPUTS)
def step(name, command):
    subprocess.run(command, shell=True, check=True)
    return name
@flow(task_runner=ThreadPoolTaskRunner(max_workers=int(sys.argv[1])))
def all():
    futures = {}
    for name, before, command in TASKS:
        futures[name] = step.submit(name, command, wait_for=[futures[each] for each in before])
    for each in futures.values(): each.wait()
if __name__ == '__main__': all()
`,
    )
  },
  command: (tool, slots) => ({
    program: join(tool.program, '..', 'python'),
    args: ['bench.py', String(slots)],
    env: {
      PREFECT_LOGGING_LEVEL: 'ERROR',
      PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
      PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS: '120',
      DO_NOT_TRACK: '1',
    },
  }),
}

async function find(name: string, version: string): Promise<Tool | null> {
  const programs = await installFromPyPi(name, version)
  return programs === null ? null : { version, program: join(programs, name) }
}

function write(folder: string, file: string, text: string): void {
  mkdirSync(join(folder, 'out'), { recursive: true })
  writeFileSync(join(folder, file), text)
}

function pythonGraph({ tasks }: BenchGraph): string {
  const rows = tasks.map(
    ({ name, upstreams, command }) => `(${JSON.stringify(name)}, ${JSON.stringify(upstreams)}, ${JSON.stringify(command)})`,
  )
  return `TASKS = [\n${rows.join(',\n')}\n]`
}
