// The one door of the language.
export { type Analysis, type AnalyzeOptions, analyze } from './analyze.ts'
export type { Use } from './checks/names.ts'
export type { TableUse, TableUses } from './checks/table-uses.ts'
export { type Cursor, type CursorPlace, cursorAt, type ValuePlace, type ValueStep } from './cursor.ts'
export {
  type Code,
  codeOf,
  type Diagnostic,
  describe,
  describeRelated,
  isError,
  type Reason,
  type Related,
  type Severity,
  severityOf,
} from './diagnostics.ts'
export { type Abstract, known, typeOf } from './evaluate/abstract.ts'
export { type FunctionSchema, functionNamed, functions } from './evaluate/functions.ts'
export { phaseOf } from './evaluate/phase.ts'
export { fingerprints } from './fingerprint.ts'
export { applyEdits, type Edit } from './format/edits.ts'
export { type Formatted, format, formatPart } from './format/format.ts'
export { indentCloser, indentLine } from './format/indentation.ts'
export { graphsOf } from './graph/build.ts'
export type { WrittenEdge } from './graph/edges.ts'
export type * from './graph/graph.ts'
export type { Instance, Instances } from './graph/matrix.ts'
export { type Neighbours, neighboursOf } from './graph/neighbours.ts'
export type * from './host.ts'
export { type InspectOptions, inspect, referenceOf } from './inspect.ts'
export { parseDate } from './literals.ts'
export { documentationOf, holds, type Located, locate } from './locate.ts'
export { type Effective, type Version, versionOf, wordOf } from './model/effective.ts'
export { type Enclosing, enclosing } from './model/enclosing.ts'
export { TreeCache } from './model/load.ts'
export * from './model/model.ts'
export { resolveTask, resolveValue, runEntries, targetEntries } from './model/resolve.ts'
export { nearest } from './near.ts'
export { parse } from './parse.ts'
export { bodyOf, type Container } from './placement.ts'
export { type InputProblem, parseInput, readInputs } from './run/inputs.ts'
export { type Instantiated, instantiate } from './run/instantiate.ts'
export { type RunDates, runDates } from './run/interval.ts'
export type * from './run-graph.ts'
export { nextTimes } from './schedule.ts'
export { dagProperties, groupProperties, targetProperties, taskProperties } from './schema/common.ts'
export { anyEngineProperties, engineNamed, engines, fixedOnTargets, notInDefaults, propertiesOfEngine } from './schema/engines.ts'
export type { EngineSchema, Phase, PropertySchema, Shape } from './schema/schema.ts'
export { fromJson, show, toJson } from './show.ts'
export type * from './span.ts'
export { LineIndex } from './span.ts'
export { type Placeholder, placeholders } from './sql/placeholders.ts'
export { spanInSource } from './text-map.ts'
export { inputTypes, keywords } from './tokens.ts'
export type * as tree from './tree.ts'
export type * from './values.ts'
export { childrenOf } from './walk.ts'
