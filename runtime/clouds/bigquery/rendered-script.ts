import type { Place, Span, Value } from '#language'
import { type ParamPhase, renderSql } from '#language/sql'
import type { AttemptFailure } from '../../engines/engine.ts'
import { offsetOf, type QueryPosition, tokenAt } from './positions.ts'
import { bindParameters, type QueryParameter } from './query-parameters.ts'
import { sentence } from './reasons.ts'

/** A script as it is sent, and the way back from it. */
export interface RenderedScript {
  readonly sql: string
  readonly parameters: readonly QueryParameter[]
  /** Where what stands at a position of `sql` was written: in the file, a placeholder as a whole. */
  placeOf(position: QueryPosition): Place
}

export interface ScriptSource {
  readonly text: string
  place(span: Span): Place
}

/** Fills the placeholders of a script and types its parameters; or says why it is not sent. */
export function renderScript(
  source: ScriptSource,
  params: ReadonlyMap<string, Value>,
  phaseOf: (name: string) => ParamPhase,
): RenderedScript | AttemptFailure {
  const fail = (code: string, message: string, span: Span): AttemptFailure => ({
    kind: 'failure',
    error: { code, message, place: source.place(span) },
    retry: 'never',
  })
  const rendered = renderSql(source.text, params, phaseOf)
  if (!rendered.ok) {
    const refusal = rendered.refusals[0]!
    return fail(refusal.code, sentence(`${refusal.message.slice(0, 1).toUpperCase()}${refusal.message.slice(1)}`), refusal)
  }
  const bound = bindParameters(rendered.sql, params)
  if (!bound.ok) return fail(bound.code, bound.message, rendered.map.source(bound.span))
  const { sql, parameters, map } = bound
  return {
    sql,
    parameters,
    placeOf: position => source.place(rendered.map.source(map.source(tokenAt(sql, offsetOf(sql, position))))),
  }
}
