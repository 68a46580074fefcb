import type { Diagnostic, Reason } from '#language'
import { breakCycle, removeRedundant, removeSelf, turnAround } from './edges.ts'
import { missingFile, removeImport } from './files.ts'
import type { Fix, Fixer, Places } from './fix.ts'
import {
  emptyDag,
  limitWord,
  renameDuplicate,
  renameReserved,
  replaceByNear,
  unknownEngine,
  unknownFunction,
  unknownLimit,
  unknownName,
  unknownTarget,
  unknownTask,
} from './names.ts'
import { missingParam, passByParams, unusedLet, unusedParam } from './params.ts'
import { addConfig, addMissing, removeEither, removeSecond, unknownProperty } from './properties.ts'
import { orderTasks } from './races.ts'
import { silence } from './silence.ts'
import { addStandIn } from './stand-in.ts'
import * as syntax from './syntax.ts'
import { fiveFields, knownTimezone, readSecret, wrongValue, wrongWord } from './values.ts'

/** From the reason of a diagnostic to what mends it. What is not here has no certain fix. */
const fixers: { readonly [R in Reason]?: Fixer<R> } = {
  'syntax/expected': syntax.insertExpected,
  'syntax/unclosed': syntax.closeBracket,
  'syntax/unopened': syntax.removeToken,
  'syntax/character': syntax.removeToken,
  'syntax/unclosed-string': syntax.closeString,
  'syntax/unclosed-text': syntax.closeText,
  'syntax/unclosed-comment': syntax.closeComment,
  'syntax/unclosed-interpolation': syntax.closeInterpolation,
  'syntax/escape': syntax.escapeBackslash,
  'syntax/number': syntax.spellUnit,
  'syntax/indentation': syntax.indentLine,
  'syntax/separator': syntax.separate,
  'reserved-name/name': renameReserved,
  'duplicate-name/declaration': renameDuplicate,
  'duplicate-name/property': removeSecond,
  'duplicate-name/exclusive': removeEither,
  'unknown-name/name': unknownName,
  'unknown-name/task': unknownTask,
  'unknown-name/member': replaceByNear,
  'unknown-name/function': unknownFunction,
  'unknown-name/target': unknownTarget,
  'unknown-name/limit-word': limitWord,
  'unknown-name/limit': unknownLimit,
  'unknown-engine/engine': unknownEngine,
  'unknown-property/property': unknownProperty,
  'unknown-property/fixed': unknownProperty,
  'missing-property/property': addMissing,
  'missing-property/create': addConfig,
  'wrong-type/value': wrongValue,
  'wrong-type/word': wrongWord,
  'wrong-type/key': replaceByNear,
  'wrong-type/timezone': knownTimezone,
  'self-dependency/task': removeSelf,
  'self-dependency/group': removeSelf,
  'cycle/tasks': breakCycle,
  'empty-dag/dag': emptyDag,
  'invalid-cron/pattern': fiveFields,
  'import-not-found/file': missingFile,
  'import-cycle/files': removeImport,
  'script-not-found/file': missingFile,
  'missing-param/placeholder': missingParam,
  'missing-param/script': missingParam,
  'unused-param/param': unusedParam,
  'race/tasks': orderTasks,
  'read-before-write/table': turnAround,
  'secret-in-text/literal': readSecret,
  'text-interpolation/text': passByParams,
  'no-local-stand-in/spark': addStandIn,
  'redundant-edge/twice': removeRedundant,
  'redundant-edge/path': removeRedundant,
  'unused-let/let': unusedLet,
}

/** What may mend a diagnostic of the document, untried; the obvious one first. */
export function fixesOf(diagnostic: Diagnostic, places: Places): Fix[] {
  if (diagnostic.file !== places.analyzed.file) return []
  // The table and the union are one: the fact of a reason is what its fixer takes.
  const fixer = fixers[diagnostic.reason] as ((fact: Diagnostic, places: Places) => readonly Fix[]) | undefined
  return [...(fixer?.(diagnostic, places) ?? []), ...silence(diagnostic, places)]
}
