/**
 * Payloads as they come: whatever was not sent as docs/mqtt.md says is null, and what is not known is passed over. No text
 * is longer than a page can show.
 */
import { SEVERITIES, type Severity } from './kiosk.ts'

const TEXT_MAX_CHARACTERS = 500
const LIST_MAX = 100
/** The schema's major version. */
const VERSION = 1

export type Fields = Readonly<Record<string, unknown>>

export interface Envelope {
  readonly at: string
  readonly boot: string
  /** 0 is the last will. */
  readonly seq: number
}

export interface Read extends Envelope {
  readonly fields: Fields
}

const decoder = new TextDecoder()

/** Null for what is no payload of ours. */
export function readPayload(payload: Uint8Array): Read | null {
  let value: unknown
  try {
    value = JSON.parse(decoder.decode(payload))
  } catch {
    return null
  }
  const fields = fieldsOf(value)
  const [at, boot, seq] = [textOf(fields?.ts), textOf(fields?.boot_id), numberOf(fields?.seq)]
  if (fields === null || fields.v !== VERSION || at === null || boot === null || seq === null) return null
  return { at, boot, seq, fields }
}

export const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null

export const textOf = (value: unknown): string | null =>
  typeof value === 'string' ? value.slice(0, TEXT_MAX_CHARACTERS) : null

export const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null

export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value.slice(0, LIST_MAX) : []

export const textsOf = (value: unknown): readonly string[] =>
  listOf(value)
    .map(textOf)
    .filter((one) => one !== null)

/** One that is not known is taken for the gravest, so that it is seen. */
export const severityOf = (value: unknown): Severity => SEVERITIES.find((one) => one === value) ?? 'error'

/** Pairs whose value `read` can read. */
export function recordOf<T>(value: unknown, read: (one: unknown) => T | null): Readonly<Record<string, T>> {
  const pairs: [string, T][] = []
  for (const [key, one] of Object.entries(fieldsOf(value) ?? {})) {
    const known = read(one)
    if (known !== null) pairs.push([key, known])
  }
  return Object.fromEntries(pairs.slice(0, LIST_MAX * 2))
}
