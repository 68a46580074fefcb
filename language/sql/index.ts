export { type Placeholder, placeholders } from './placeholders.ts'
export { isMeaningful, type SqlToken, type SqlTokenKind, tokenizeSql } from './tokens.ts'
