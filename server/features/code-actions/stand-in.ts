import type { Fact, Fix, Places } from './fix.ts'
import { titles } from './titles.ts'

/** What a Spark task does on the laptop: a line of the shell, until somebody writes it better. */
export function addStandIn(fact: Fact<'no-local-stand-in/spark'>, places: Places): Fix[] {
  const { task } = places.at(fact.start)
  if (!task?.node.body.present) return []
  const lines = ['on local {', '  engine: shell', `  run: "echo ${task.name}"`, '}']
  return [{ title: titles.standIn(), edits: places.layout.intoBody(task.node.body, lines) }]
}
