import fc from 'fast-check'
import type { PictureGraph } from '../../webview/protocol.ts'

/** Small graphs with nested groups; edges go from a task to a later one. */
export const graphs: fc.Arbitrary<PictureGraph> = fc
  .record({
    parents: fc.array(fc.nat(3), { maxLength: 4 }),
    tasks: fc.array(fc.record({ group: fc.nat(5), label: fc.string({ minLength: 1, maxLength: 30 }) }), { minLength: 1, maxLength: 14 }),
    edges: fc.array(fc.tuple(fc.nat(13), fc.nat(13)), { maxLength: 24 }),
  })
  .map(({ parents, tasks, edges }) => {
    const groups = parents.map((parent, place) => ({ name: `g${place}`, parent: parent < place ? `g${parent}` : null }))
    const names = tasks.map((_, place) => `t${place}`)
    return {
      name: 'any',
      description: null,
      groups,
      tasks: tasks.map(({ group, label }, place) => ({
        name: `t${place}`,
        label,
        declaration: `t${place}`,
        engine: 'bq',
        group: groups[group]?.name ?? null,
        description: null,
      })),
      edges: edges.flatMap(([a, b]) => {
        const [from, to] = [names[Math.min(a, b)], names[Math.max(a, b)]]
        return from !== undefined && to !== undefined && from !== to ? [{ from, to, why: 'edge' as const }] : []
      }),
    }
  })
