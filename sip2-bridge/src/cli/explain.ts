/** A message, field by field, in words: made from the codec's own tables. */
import { checksum, findTrailer } from '../protocol/checksum.ts'
import { type AnyMessage, type Charset, type FaultKind, parseMessage } from '../protocol/codec.ts'
import { FIELDS, type FieldName } from '../protocol/fields.ts'
import { meaningOf } from '../protocol/meanings.ts'
import { MESSAGES, type MessageRow } from '../protocol/messages.ts'

export interface Explanation {
  /** False for what is no message, and for one whose checksum does not fit. */
  readonly good: boolean
  readonly lines: readonly string[]
}

const FAULT: Readonly<Record<FaultKind, string>> = {
  empty: 'an empty line',
  notAMessage: 'no SIP2 message: it does not begin with two digits',
  unknownMessage: 'no SIP2 message: 2.00 has none of this number',
  badChecksum: 'its checksum does not fit',
  tooLong: 'too long for a SIP2 message',
}

/** Never shown, not even their length. */
const SECRETS: readonly FieldName[] = ['terminalPassword', 'patronPassword', 'loginPassword']
const SECRET_IDS: readonly string[] = SECRETS.map((name) => FIELDS[name].id)

/** Takes one message, with or without its end of line. A line that is none is not repeated: it may hold anything. */
export function explain(bytes: Buffer, charset: Charset): Explanation {
  const whole = parseMessage(bytes, charset)
  if (whole.ok) return { good: true, lines: [...described(whole.message), trailerOf(whole)] }
  if (whole.fault !== 'badChecksum') return { good: false, lines: [FAULT[whole.fault]] }
  const text = bytes.toString('latin1').trimEnd()
  const trailer = findTrailer(text)
  if (trailer === null) return { good: false, lines: [FAULT.badChecksum] }
  const body = parseMessage(bytes.subarray(0, trailer.start), charset)
  const says = text.slice(trailer.covered)
  const gives = checksum(bytes.subarray(0, trailer.covered))
  const complaint = `  AZ  checksum ${says} does not fit: these bytes give ${gives}; a wrong character set, perhaps`
  return { good: false, lines: [...(body.ok ? described(body.message) : []), complaint] }
}

function described({ name, fields, extra }: AnyMessage): readonly string[] {
  const row: MessageRow = MESSAGES[name]
  const values: Readonly<Record<string, string | readonly string[] | undefined>> = fields
  const named = [...row.required, ...row.optional, ...row.repeated]
  return [
    `${row.code}  ${inWords(name)}`,
    ...row.fixed.map(([fixed]) => line('', fixed, String(values[fixed] ?? ''))),
    ...named.flatMap((field) => {
      const value = values[field]
      const list = value === undefined ? [] : typeof value === 'string' ? [value] : value
      return list.map((one) => line(FIELDS[field].id, field, one))
    }),
    ...extra.map(([id, value]) => line(id, 'not in this message’s table', value)),
  ]
}

function line(id: string, field: string, value: string): string {
  const secret = SECRETS.some((name) => name === field) || SECRET_IDS.includes(id)
  const shown = value === '' ? '(empty)' : secret ? '(hidden)' : plain(value)
  const meaning = value === '' || secret ? undefined : meaningOf(field, value)
  return `  ${id.padEnd(2)}  ${inWords(field).padEnd(LABEL_CHARACTERS)}  ${shown}${meaning === undefined ? '' : `  = ${meaning}`}`
}
const LABEL_CHARACTERS = 24

function trailerOf({ message, checked }: { message: AnyMessage; checked: boolean }): string {
  if (!checked) return '      no checksum'
  return message.sequence === null
    ? '  AZ  checksum fits'
    : `  AY  number ${message.sequence}; AZ checksum fits`
}

/** Blanks that count are seen; what would move the cursor is not sent to a terminal. */
const plain = (value: string): string => {
  const visible = value.replaceAll(/\p{Cc}/gu, '?')
  return visible === visible.trim() ? visible : `'${visible}'`
}

/** 'holdQueueLength' as 'hold queue length'. */
const inWords = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
