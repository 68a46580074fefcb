import type { ElkExtendedEdge, ElkNode, LayoutOptions } from 'elkjs/lib/elk-api.js'
import type { Box, Direction, GraphLayout, Point, Route, SizedGraph } from './layout.ts'
import { withStraightEnds } from './routes.ts'
import { groupBox, spacing } from './sizes.ts'

/**
 * `careful` keeps the order of the file and straight lines, for graphs that a person reads whole. Measured on large ones: `balanced` crosses
 * edges less, `fast` takes a third of its time at 1,000 nodes.
 */
export type ElkSettings = 'careful' | 'balanced' | 'fast'

/** The graph as ELK wants it: groups hold their tasks, all edges lie at the root, all coordinates are asked for from the root. */
export function toElk(graph: SizedGraph, direction: Direction, settings: ElkSettings): ElkNode {
  const groups = graph.groups.map((group, place): ElkNode & { children: ElkNode[] } => ({
    id: `g${place}`,
    children: [],
    width: group.minWidth,
    height: groupBox.minHeight,
    layoutOptions: {
      'elk.padding': `[top=${groupBox.title},left=${groupBox.padding},bottom=${groupBox.padding},right=${groupBox.padding}]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${group.minWidth}, ${groupBox.minHeight})`,
    },
  }))
  const root: ElkNode & { children: ElkNode[] } = {
    id: 'root',
    children: [],
    edges: graph.edges.map((edge, place): ElkExtendedEdge => ({ id: `e${place}`, sources: [`n${edge.from}`], targets: [`n${edge.to}`] })),
    layoutOptions: { ...common, ...settingsOptions[settings], 'elk.direction': direction === 'right' ? 'RIGHT' : 'DOWN' },
  }
  graph.groups.forEach((group, place) => {
    const own = groups[place]
    if (own) (groups[group.parent] ?? root).children.push(own)
  })
  graph.nodes.forEach((node, place) => {
    ;(groups[node.group] ?? root).children.push({ id: `n${place}`, width: node.width, height: node.height })
  })
  return root
}

/** ELK's answer as a layout, on whole pixels. */
export function fromElk(graph: SizedGraph, direction: Direction, answer: ElkNode): GraphLayout {
  const nodes: Box[] = []
  const groups: Box[] = []
  const visit = (node: ElkNode) => {
    const place = Number(node.id.slice(1))
    const box = {
      x: Math.round(node.x ?? 0),
      y: Math.round(node.y ?? 0),
      width: Math.round(node.width ?? 0),
      height: Math.round(node.height ?? 0),
    }
    const own = node.id.startsWith('n') ? graph.nodes[place] : node.id.startsWith('g') ? graph.groups[place] : undefined
    if (own) (node.id.startsWith('n') ? nodes : groups)[place] = { name: own.name, ...box }
    for (const child of node.children ?? []) visit(child)
  }
  visit(answer)
  const edges = (answer.edges ?? []).flatMap((edge): Route[] => {
    const ends = graph.edges[Number(edge.id.slice(1))]
    const section = edge.sections?.[0]
    const from = ends && graph.nodes[ends.from]
    const to = ends && graph.nodes[ends.to]
    if (!section || !from || !to) return []
    const points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint].map(
      ({ x, y }): Point => [Math.round(x), Math.round(y)],
    )
    return [{ from: from.name, to: to.name, points: withStraightEnds(points, direction) }]
  })
  return { nodes, groups, edges, width: Math.ceil(answer.width ?? 0), height: Math.ceil(answer.height ?? 0) }
}

const common: LayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
  'elk.edgeRouting': 'POLYLINE',
  'elk.layered.layering.strategy': 'LONGEST_PATH_SOURCE',
  'elk.layered.spacing.nodeNodeBetweenLayers': String(spacing.layers),
  'elk.layered.spacing.edgeNodeBetweenLayers': String(spacing.edgeToNode),
  'elk.layered.spacing.edgeEdgeBetweenLayers': String(spacing.edges),
  'elk.spacing.nodeNode': String(spacing.nodes),
  'elk.spacing.edgeNode': String(spacing.edgeToNode),
  'elk.spacing.edgeEdge': String(spacing.edges),
  'elk.spacing.componentComponent': String(spacing.components),
}

const settingsOptions: Readonly<Record<ElkSettings, LayoutOptions>> = {
  careful: {
    'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
    'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    'elk.layered.thoroughness': '7',
    'elk.layered.crossingMinimization.greedySwitch.activationThreshold': '0',
  },
  balanced: {
    'elk.layered.nodePlacement.strategy': 'LINEAR_SEGMENTS',
    'elk.layered.thoroughness': '3',
    'elk.layered.crossingMinimization.greedySwitch.activationThreshold': '0',
  },
  fast: {
    'elk.layered.nodePlacement.strategy': 'SIMPLE',
    'elk.layered.thoroughness': '1',
  },
}
