/** Messages from words: `patronInformation patronId=… summary=…`, the names from the codec's tables. */
import { type BuildOptions, buildMessage, type MessageName } from '../../protocol/codec.ts'
import { sip2Timestamp } from '../../protocol/dates.ts'
import { FIELDS, type FieldName } from '../../protocol/fields.ts'
import { MESSAGES, type MessageRow } from '../../protocol/messages.ts'
import { ANSWER } from '../../protocol/pairs.ts'
import { UsageError } from '../command.ts'

export interface Draft {
  readonly name: MessageName
  readonly values: Readonly<Record<string, string | readonly string[]>>
}

/** Where nothing else is said: flags N, counts and dates as they come. */
const STANDARD: Readonly<Record<string, string>> = {
  feeTypeCode: '01',
  holdMode: '+',
  language: '000',
  maxPrintWidth: '080',
  nbDueDate: ' '.repeat(18),
  paymentType: '00',
  protocolVersion: '2.00',
  pwdAlgorithm: '0',
  statusCode: '0',
  summary: ' '.repeat(10),
  uidAlgorithm: '0',
}
const DATE_CHARACTERS = 18
const REQUESTS = [...Object.keys(ANSWER), 'requestAcsResend']
const SECRETS: readonly FieldName[] = ['patronPassword', 'terminalPassword', 'loginPassword']

export const isName = (word: string): word is MessageName => Object.hasOwn(MESSAGES, word)

/**
 * A name, and what follows it up to the next. `secretOf` reads a secret by where it is to be found: `env:NAME` or
 * `file:path`. Throws UsageError, which never repeats a value.
 */
export function draftsOf(
  words: readonly string[],
  now: Date,
  secretOf: (place: string) => string,
): readonly Draft[] {
  const drafts: { name: MessageName; values: Record<string, string | string[]> }[] = []
  for (const word of words) {
    const draft = drafts.at(-1)
    const equals = word.indexOf('=')
    if (equals < 0) {
      if (!isName(word)) throw new UsageError(`no such message; there are ${REQUESTS.join(', ')}`)
      drafts.push({ name: word, values: standardOf(MESSAGES[word], now) })
    } else if (draft === undefined) throw new UsageError('a message begins with its name')
    else put(draft, word.slice(0, equals), word.slice(equals + 1), secretOf)
  }
  return drafts
}

function standardOf({ fixed }: MessageRow, now: Date): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, width] of fixed)
    values[name] = STANDARD[name] ?? (width === DATE_CHARACTERS ? sip2Timestamp(now) : 'N'.repeat(width))
  return values
}

function put(
  { name, values }: { name: MessageName; values: Record<string, string | string[]> },
  key: string,
  value: string,
  secretOf: (place: string) => string,
): void {
  const row: MessageRow = MESSAGES[name]
  const isField = (field: string): field is FieldName => Object.hasOwn(FIELDS, field)
  if (row.fixed.some(([fixed]) => fixed === key)) values[key] = value
  else if (isField(key) && row.repeated.includes(key)) values[key] = [values[key] ?? [], value].flat()
  else if (isField(key) && [...row.required, ...row.optional].includes(key))
    values[key] = SECRETS.includes(key) && value !== '' ? secretOf(value) : value
  else {
    const names = [...row.fixed.map(([fixed]) => fixed), ...row.required, ...row.optional, ...row.repeated]
    throw new UsageError(`${name} takes ${names.join(', ') || 'nothing'}`)
  }
}

/** Throws BuildError for what SIP2 cannot carry. */
export const build = ({ name, values }: Draft, options: BuildOptions): Buffer =>
  // One row for all messages: `put` has taken what the message's own row names.
  buildMessage(name as 'login', values as never, options)
