import { type EngineSchema, engineNamed, type TaskModel } from '#language'

/** What a property says at first where it is needed, so that the file has no error; in lines. `null`: no such words are known. */
export function placeholderOf(engine: string, property: string, task: string): readonly string[] | null {
  switch (property) {
    case 'sql':
      return ['sql: """', '  select 1', '  """']
    case 'run':
      return [`run: "${engine === 'python' ? `print('${task}')` : `echo ${task}`}"`]
    case 'url':
      return ['url: "https://example.com"']
    case 'cluster':
      return ['cluster: "my-cluster"']
    // The first word, `create`, would want a file too.
    case 'action':
      return ['action: start']
    default:
      return null
  }
}

/** Lines of a new task; of an engine that needs a file: of the shell. */
export function newTask(name: string, engine: string | null): readonly string[] {
  const schema = engine === null ? undefined : engineNamed(engine)
  const own = schema ? required(schema, name) : null
  const body = own ?? required(engineNamed('shell')!, name)!
  return [`task ${name}: ${own ? engine : 'shell'} {`, ...body.map(line => `  ${line}`), '}']
}

function required(engine: EngineSchema, name: string): readonly string[] | null {
  const lines: string[] = []
  for (const names of engine.required) {
    const found = names.map(each => placeholderOf(engine.name, each, name)).find(each => each !== null)
    if (!found) return null
    lines.push(...found)
  }
  return lines
}

/** The engine that a new task most likely has: that of the task before it. */
export function usualEngine(tasks: readonly (TaskModel | { readonly kind: 'group' })[]): string | null {
  const last = tasks.findLast(member => member.kind === 'task')
  return last?.kind === 'task' ? last.engine : null
}
