import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installFromNpm } from './install.ts'
import { cacheFolder, type Peer, type Tool } from './peer.ts'

const versions = { wireit: '0.14.13', nx: '24.0.6', turbo: '2.11.11' } as const

export const wireit: Peer = {
  name: 'wireit',
  find: () => find('wireit'),
  write: (folder, { tasks }) => {
    const steps = tasks.map(({ name, upstreams, command }) => [
      name,
      { command, dependencies: upstreams, files: [], output: [`out/${name}`], clean: false },
    ])
    const all = { dependencies: tasks.map(task => task.name) }
    prepare(folder, 'wireit', {
      scripts: Object.fromEntries(['all', ...tasks.map(task => task.name)].map(name => [name, 'wireit'])),
      wireit: Object.fromEntries([...steps, ['all', all]]),
    })
  },
  command: (_tool, slots) => ({
    program: 'npm',
    args: ['run', '--silent', 'all'],
    env: { WIREIT_PARALLEL: String(slots), WIREIT_CACHE: 'none', WIREIT_LOGGER: 'quiet' },
  }),
}

export const nx: Peer = {
  name: 'nx',
  find: () => find('nx'),
  write: (folder, { tasks }) => {
    prepare(folder, 'nx', {})
    writeFileSync(join(folder, 'nx.json'), JSON.stringify({ analytics: false, neverConnectToCloud: true, defaultBase: 'main' }))
    const steps = tasks.map(({ name, upstreams, command }) => [
      name,
      {
        executor: 'nx:run-commands',
        options: { command },
        dependsOn: upstreams,
        cache: true,
        inputs: ['{projectRoot}/project.json'],
        outputs: [`{projectRoot}/out/${name}`],
      },
    ])
    const all = { executor: 'nx:noop', dependsOn: tasks.map(task => task.name) }
    writeFileSync(
      join(folder, 'project.json'),
      JSON.stringify({ name: 'bench', root: '.', targets: Object.fromEntries([...steps, ['all', all]]) }),
    )
  },
  command: (tool, slots) => ({
    program: tool.program,
    args: ['run', 'bench:all', `--parallel=${slots}`, '--output-style=static'],
    env: { NX_DAEMON: 'false', NX_TUI: 'false', NX_ISOLATE_PLUGINS: 'false', NX_NO_CLOUD: 'true', CI: '1' },
  }),
}

export const turbo: Peer = {
  name: 'turbo',
  find: () => find('turbo'),
  write: (folder, { tasks }) => {
    prepare(folder, 'turbo', { packageManager: 'npm@11.0.0', workspaces: ['bench'] })
    // Its tasks are scripts of a package, which it runs there.
    const scripts = Object.fromEntries([...tasks.map(({ name, command }) => [name, command]), ['all', ':']])
    mkdirSync(join(folder, 'bench', 'out'), { recursive: true })
    writeFileSync(join(folder, 'bench', 'package.json'), JSON.stringify({ name: 'tasks', version: '1.0.0', scripts }))
    const steps = tasks.map(({ name, upstreams }) => [name, { dependsOn: upstreams, inputs: ['package.json'], outputs: [`out/${name}`] }])
    const all = { dependsOn: tasks.map(({ name }) => name), inputs: ['package.json'] }
    writeFileSync(join(folder, 'turbo.json'), JSON.stringify({ tasks: Object.fromEntries([...steps, ['all', all]]) }))
  },
  command: (tool, slots) => ({
    program: tool.program,
    args: ['run', 'all', `--concurrency=${slots}`, '--output-logs=errors-only'],
    env: { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
  }),
}

async function find(name: keyof typeof versions): Promise<Tool | null> {
  const programs = await installFromNpm(name, versions[name])
  return programs === null ? null : { version: versions[name], program: join(programs, name) }
}

/** A package whose dependencies are those of the tool. */
function prepare(folder: string, tool: keyof typeof versions, manifest: object): void {
  mkdirSync(join(folder, 'out'), { recursive: true })
  symlinkSync(join(cacheFolder(), `npm-${tool}-${versions[tool]}`, 'node_modules'), join(folder, 'node_modules'), 'junction')
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'bench', private: true, ...manifest }))
  writeFileSync(join(folder, '.gitignore'), 'out\nnode_modules\n.nx\n.turbo\n')
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({ name: 'bench', lockfileVersion: 3, requires: true, packages: { '': { name: 'bench' } } }),
  )
}
