/** One thing that was tried of a target, for a person to read. */
export interface ConnectionCheck {
  /** `BigQuery: run jobs`. */
  readonly what: string
  readonly ok: boolean
  /** What was found, or what is wrong: a sentence. */
  readonly told: string
  /** What to do about it, where it is wrong. */
  readonly mend?: string
}
