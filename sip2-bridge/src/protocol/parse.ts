/**
 * Reading. Lenient in everything a server may get wrong, exact in what counts: bytes are summed before they are
 * decoded, and nothing that arrives throws.
 */
import { type Charset, decode } from './charset.ts'
import { findTrailer, type Trailer } from './checksum.ts'
import type { AnyMessage, Extra } from './message.ts'
import { idNumber, PLAN_OF_CODE, type Plan, type Values } from './plan.ts'

/**
 * - `empty`: nothing but ends of lines
 * - `notAMessage`: does not begin with two digits: a prompt, a plain text error
 * - `unknownMessage`: two digits that no row has
 * - `badChecksum`: the trailer does not fit the bytes
 * - `tooLong`: above `FRAME_MAX_BYTES`
 */
export type FaultKind = 'empty' | 'notAMessage' | 'unknownMessage' | 'badChecksum' | 'tooLong'

export type ParseResult =
  | { readonly ok: true; readonly message: AnyMessage; readonly checked: boolean }
  | { readonly ok: false; readonly fault: FaultKind }

/** Above this a frame is no message (SIP2 2.00 sets no limit; the longest lists in the field stay below a quarter). */
export const FRAME_MAX_BYTES = 65_536

const PIPE = 124
/** Positions of the pipes of the frame being read; one array for all frames, since reading never yields. */
const pipes = new Int32Array(FRAME_MAX_BYTES)

const fault = (kind: FaultKind): ParseResult => ({ ok: false, fault: kind })

/** Takes one frame, with or without its end of line. */
export function parseMessage(bytes: Buffer, charset: Charset = 'utf8'): ParseResult {
  if (bytes.length > FRAME_MAX_BYTES) return fault('tooLong')
  const frame = trimmed(bytes)
  if (frame.length === 0) return fault('empty')
  const text = frame.toString('latin1')
  const plan = PLAN_OF_CODE.get(text.slice(0, 2))
  if (plan === undefined) return fault(/^\d\d/.test(text) ? 'unknownMessage' : 'notAMessage')

  const trailer = findTrailer(text)
  if (trailer === null && isDamagedTrailer(text)) return fault('badChecksum')
  const end = trailer?.start ?? frame.length
  const covered = trailer?.covered ?? frame.length
  let sum = 0
  let bits = 0
  let pipeCount = 0
  for (let at = 0; at < covered; at++) {
    const byte = frame[at] ?? 0
    sum += byte
    bits |= byte
    if (byte === PIPE) pipes[pipeCount++] = at
  }
  if (trailer !== null && ((sum + trailer.value) & 0xffff) !== 0) return fault('badChecksum')
  const fields: Values = { ...plan.blank }
  const body = readFixed(text, plan, fields, end)
  const extra = readFields(
    frame,
    text,
    plan,
    fields,
    { from: body, to: end, pipeCount },
    bits < 128 ? null : charset,
  )
  return { ok: true, message: assemble(plan, fields, trailer, extra), checked: trailer !== null }
}

/** Every field ends with a pipe: what begins a trailer behind the last one and is none has been damaged on its way. */
const isDamagedTrailer = (text: string): boolean => {
  const pipe = text.lastIndexOf('|')
  return pipe >= 0 && text.startsWith('AY', pipe + 1)
}

/** Control characters around a frame: CR, LF, NUL. */
function trimmed(bytes: Buffer): Buffer {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] ?? 0) < 32) end--
  let start = 0
  while (start < end && (bytes[start] ?? 0) < 32) start++
  return start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end)
}

/** A header that is too short leaves its last fields cut or empty; the fields with identifiers are read all the same. */
function readFixed(text: string, plan: Plan, fields: Values, end: number): number {
  let at = 2
  for (const [name, width] of plan.fixed) {
    fields[name] = text.slice(at, Math.min(at + width, end))
    at += width
  }
  return at
}

interface Range {
  readonly from: number
  readonly to: number
  readonly pipeCount: number
}

function readFields(
  frame: Buffer,
  text: string,
  plan: Plan,
  fields: Values,
  { from, to, pipeCount }: Range,
  charset: Charset | null,
): readonly Extra[] {
  const extra: Extra[] = []
  let pipe = 0
  let at = from
  let listId = -1
  let list: string[] = []
  let last: Last = null
  while (at < to) {
    while (pipe < pipeCount && (pipes[pipe] ?? 0) < at) pipe++
    const stop = pipe < pipeCount ? Math.min(pipes[pipe] ?? to, to) : to
    const id = stop - at < 2 ? -1 : idNumber(text.charCodeAt(at), text.charCodeAt(at + 1))
    if (id < 0) {
      const tail = read(frame, text, at, stop, charset)
      if (tail !== '') joinTail(last, tail)
    } else {
      const value = read(frame, text, at + 2, stop, charset)
      if (id === listId) {
        list.push(value)
        last = list
      } else {
        const slot = plan.slots[id]
        if (slot?.repeated === true) {
          const known = fields[slot.name]
          list = Array.isArray(known) ? known : []
          list.push(value)
          listId = id
          fields[slot.name] = list
          last = list
        } else if (slot !== undefined && (fields[slot.name] === undefined || fields[slot.name] === '')) {
          fields[slot.name] = value
          last = { fields, name: slot.name }
        } else {
          extra.push([text.slice(at, at + 2), value])
          last = { extra }
        }
      }
    }
    at = stop + 1
  }
  return extra
}

/** Where the value read last was put: the newest of a list, a field, or the newest extra one. */
type Last = string[] | { readonly fields: Values; readonly name: string } | { readonly extra: Extra[] } | null

/** What follows a stray pipe in a value and does not begin with an identifier is that value's rest. */
function joinTail(last: Last, tail: string): void {
  if (last === null) return
  if (Array.isArray(last)) last.push(`${last.pop()}|${tail}`)
  else if ('fields' in last) last.fields[last.name] = `${last.fields[last.name]}|${tail}`
  else {
    const [id, value] = last.extra.pop() ?? ['', '']
    last.extra.push([id, `${value}|${tail}`])
  }
}

const ESCAPED_PIPE = '&#124;'

/** `charset` is null for a frame of ASCII only. Koha writes a pipe in a value as `&#124;` (C4/SIP/Sip.pm). */
function read(frame: Buffer, text: string, from: number, to: number, charset: Charset | null): string {
  const value = charset === null ? text.slice(from, to) : decode(frame.subarray(from, to), charset)
  return value.includes(ESCAPED_PIPE) ? value.replaceAll(ESCAPED_PIPE, '|') : value
}

function assemble(plan: Plan, fields: Values, trailer: Trailer | null, extra: readonly Extra[]): AnyMessage {
  const message = { name: plan.name, fields, sequence: trailer?.sequence ?? null, extra }
  return message as AnyMessage
}
