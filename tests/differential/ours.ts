/** This project's reading of a message, in the form in which other implementations give theirs. */
import { type Charset, parseMessage } from 'sip2/protocol'
import { FIELDS } from '../../sip2-bridge/src/protocol/fields.ts'
import { MESSAGES, type MessageRow } from '../../sip2-bridge/src/protocol/messages.ts'
import type { Reading } from './recordings.ts'

export interface OurReading extends Reading {
  readonly checked: boolean
  /** By name. */
  readonly values: Readonly<Record<string, unknown>>
}

export function ours(message: string | Buffer, charset: Charset = 'utf8'): OurReading {
  const result = parseMessage(Buffer.from(message), charset)
  if (!result.ok) throw new Error(`${result.fault}: ${message}`)
  const { name, fields, extra } = result.message
  const row: MessageRow = MESSAGES[name]
  const values: Readonly<Record<string, unknown>> = { ...fields }
  const known = [...row.required, ...row.optional, ...row.repeated].flatMap((field) =>
    [values[field] ?? []].flat().map((value): [string, string] => [FIELDS[field].id, String(value)]),
  )
  return {
    checked: result.checked,
    values,
    fixed: row.fixed.map(([field]) => String(values[field])),
    fields: sorted([...known, ...extra]),
  }
}

export const sorted = (fields: Reading['fields']): Reading['fields'] =>
  fields.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
