/** A message as facts: each field with its name, its value and what that means, made from the codec's own tables. */
import { checksum, findTrailer } from '../protocol/checksum.ts'
import { type AnyMessage, type Charset, type FaultKind, parseMessage } from '../protocol/codec.ts'
import { FIELDS, type Field, type FieldName } from '../protocol/fields.ts'
import { FIXED_MEANS } from '../protocol/fixed-fields.ts'
import { meaningOf } from '../protocol/meanings.ts'
import { MESSAGES, type MessageName, type MessageRow } from '../protocol/messages.ts'
import { EXTENSION_FIELDS } from './extension-fields.ts'

export interface DescribeOptions {
  readonly charset: Charset
  /** Hides patron data too, so that the description can be shared; secrets are hidden in any case. */
  readonly mask?: boolean
  /** Whose extension fields are named: a key of `EXTENSION_FIELDS`. */
  readonly dialect?: string | undefined
}

export interface DescribedField {
  /** Null in the fixed part. */
  readonly id: string | null
  readonly name: string
  /** Null: hidden, not even its length is told. */
  readonly value: string | null
  /** What a coded value stands for. */
  readonly meaning?: string
  /** What the field says; left out where no table has it. */
  readonly means?: string
}

export interface DescribedMessage {
  readonly code: string
  readonly name: MessageName
  readonly fields: readonly DescribedField[]
  readonly sequence: number | null
}

export interface Description {
  /** False for what is no message, and for one whose checksum does not fit. */
  readonly good: boolean
  readonly fault: FaultKind | null
  /** Also where the checksum does not fit; null for what is no message. */
  readonly message: DescribedMessage | null
  readonly checksum: 'fits' | 'none' | { readonly says: string; readonly gives: string }
}

const SECRETS: ReadonlySet<string> = new Set<FieldName>([
  'terminalPassword',
  'patronPassword',
  'loginPassword',
])
const SECRET_IDS: ReadonlySet<string> = new Set(['AC', 'AD', 'CO'])
/**
 * Hidden when masked, beside the fields that the table calls hidden: free text greets patrons by name, and titles and
 * lists tell what somebody reads or owes.
 */
const TELLTALE: ReadonlySet<string> = new Set<FieldName>([
  'screenMessage',
  'printLine',
  'blockedCardMessage',
  'titleId',
  'holdItem',
  'overdueItem',
  'chargedItem',
  'fineItem',
  'recallItem',
  'unavailableHoldItem',
  'renewedItem',
  'unrenewedItem',
])

const NO_CHECKSUM = { good: false, message: null, checksum: 'none' } as const

/** Takes one message, with or without its end of line. Never throws. */
export function describe(bytes: Buffer, options: DescribeOptions): Description {
  const whole = parseMessage(bytes, options.charset)
  if (whole.ok) {
    const message = messageOf(whole.message, options)
    return { good: true, fault: null, message, checksum: whole.checked ? 'fits' : 'none' }
  }
  if (whole.fault !== 'badChecksum') return { ...NO_CHECKSUM, fault: whole.fault }
  const text = bytes.toString('latin1').trimEnd()
  const trailer = findTrailer(text)
  if (trailer === null) return { ...NO_CHECKSUM, fault: whole.fault }
  const body = parseMessage(bytes.subarray(0, trailer.start), options.charset)
  const says = text.slice(trailer.covered)
  const gives = checksum(bytes.subarray(0, trailer.covered))
  const message = body.ok ? { ...messageOf(body.message, options), sequence: trailer.sequence } : null
  // The sum of a message whose PIN is the only thing hidden would let it be guessed.
  const shown = options.mask === true ? { says: '(hidden)', gives: '(hidden)' } : { says, gives }
  return { good: false, fault: whole.fault, message, checksum: shown }
}

function messageOf(
  { name, fields, extra, sequence }: AnyMessage,
  options: DescribeOptions,
): DescribedMessage {
  const row: MessageRow = MESSAGES[name]
  const values: Readonly<Record<string, string | readonly string[] | undefined>> = fields
  const fixedMeans: Readonly<Record<string, string>> = FIXED_MEANS
  const fixed = row.fixed.map(([field]) => {
    const means = fixedMeans[field]
    return {
      id: null,
      name: field,
      ...shownValue(field, String(values[field] ?? '')),
      ...(means && { means }),
    }
  })
  const named = [...row.required, ...row.optional, ...row.repeated].flatMap((field) =>
    [values[field] ?? []].flat().map((value) => knownField(name, field, value, options)),
  )
  const others = extra.map(([id, value]) => extraField(id, value, options))
  return { code: row.code, name, fields: [...fixed, ...named, ...others], sequence }
}

function knownField(
  message: MessageName,
  name: FieldName,
  value: string,
  { mask }: DescribeOptions,
): DescribedField {
  const { id, hidden, means }: Field = FIELDS[name]
  // What a server says in its status is about itself.
  const personal = hidden === true || (TELLTALE.has(name) && message !== 'acsStatus')
  if (SECRETS.has(name) || (mask === true && personal)) return { id, name, ...hide(value), means }
  return { id, name, ...shownValue(name, value), means }
}

function extraField(id: string, value: string, { mask, dialect }: DescribeOptions): DescribedField {
  const extensions = dialect === undefined ? undefined : EXTENSION_FIELDS[dialect]
  const extension = extensions?.[id]
  const name = extension?.name ?? NOT_IN_TABLE
  const hidden = SECRET_IDS.has(id) || (mask === true && extension?.harmless !== true)
  return { id, name, ...(hidden ? hide(value) : { value }) }
}
const NOT_IN_TABLE = 'not in this message’s table'

/** An empty field holds no secret, and that it is empty is what people look for. */
const hide = (value: string) => ({ value: value === '' ? '' : null })

function shownValue(field: string, value: string): { readonly value: string; readonly meaning?: string } {
  const meaning = value === '' ? undefined : meaningOf(field, value)
  return { value, ...(meaning !== undefined && { meaning }) }
}
