/** One message of each kind with every field it may carry: the most there is to do for its reader and its writer. */
import type { MessageName } from 'sip2/protocol'
import { FIELDS, type FieldName } from '../../sip2-bridge/src/protocol/fields.ts'
import { MESSAGES, type MessageRow } from '../../sip2-bridge/src/protocol/messages.ts'

/** Values of a field that may stand several times. */
const REPEATS = 5
const DATE = '20261006    120501'

export const MESSAGE_NAMES = Object.keys(MESSAGES).filter((name): name is MessageName => name in MESSAGES)

function fixedText(name: string, width: number): string {
  if (width === DATE.length) return DATE
  if (name === 'protocolVersion') return '2.00'
  if (name === 'patronStatus' || name === 'summary') return 'Y'.padEnd(width)
  if (name === 'holdMode') return '+'
  if (name === 'currencyCode') return 'EUR'
  if (width > 1) return '1'.padStart(width, '0')
  return /^(ok|itemPropertiesOk|statusCode|uidAlgorithm|pwdAlgorithm)$/.test(name) ? '1' : 'Y'
}

function textOf(field: FieldName): string {
  const { kind } = FIELDS[field]
  if (kind === 'flag') return 'Y'
  if (kind === DATE.length) return DATE
  if (field === 'currency') return 'EUR'
  if (typeof kind === 'number') return '1'.padStart(kind, '0')
  if (field === 'feeAmount' || field === 'feeLimit') return '3.50'
  if (field === 'supportedMessages') return 'Y'.repeat(16)
  return field === 'titleId' ? 'The Picture of Dorian Gray' : '31234000005001'
}

export function example(name: MessageName): Readonly<Record<string, string | readonly string[]>> {
  const row: MessageRow = MESSAGES[name]
  return Object.fromEntries([
    ...row.fixed.map(([fixed, width]) => [fixed, fixedText(fixed, width)]),
    ...[...row.required, ...row.optional].map((field) => [field, textOf(field)]),
    ...row.repeated.map((field) => [field, Array.from({ length: REPEATS }, () => textOf(field))]),
  ])
}
