/**
 * Secrets and patron data out of a recorded line, its shape left: a value becomes a token such as `{AA1}`, the same for
 * the same value all through a transcript, so that a replay can still tell two patrons apart. Works on bytes, whatever
 * their character set.
 */
import { checksum, findTrailer } from '../protocol/checksum.ts'
import { FIELDS, type Field } from '../protocol/fields.ts'
import { MESSAGES, type MessageRow } from '../protocol/messages.ts'

/** Values remembered for their token; later ones get a token without a number. */
export const TOKENS_MAX = 10_000
/** Shorter values are not looked for in free text: they would be found everywhere. */
const NAMED_MIN_CHARACTERS = 4

/** What stands for a masked value. */
export const TOKEN = /\{(?:[A-Z][A-Z0-9]\d*|text)\}/g
const WHOLE = '{text}'

const fields: readonly Field[] = Object.values(FIELDS)
const KNOWN = new Set(fields.map(({ id }) => id))
const HIDDEN = new Set(fields.filter(({ hidden }) => hidden).map(({ id }) => id))
/** Secrets are never told apart: that two patrons have the same PIN is nobody's business. */
const SECRET = new Set(['AC', 'AD', 'CO'])
/** Free text about a patron; elsewhere it is about an item. */
const FREE_TEXT = new Set(['AF', 'AG', 'AL'])
const ABOUT_PATRON = new Set(['01', '24', '26', '36', '64'])
/** Per-fee groups (edge-sip2, parser/Field.java) name amounts and items, no person. */
const HARMLESS_EXTENSIONS = new Set(['FA', 'FB', 'FC', 'FD', 'FE', 'FF', 'FG'])

const rows: readonly MessageRow[] = Object.values(MESSAGES)
const HEADER_CHARACTERS = new Map(
  rows.map(({ code, fixed }) => [code, fixed.reduce((sum, [, width]) => sum + width, 2)]),
)

export class Mask {
  readonly #tokens = new Map<string, string>()
  readonly #counts = new Map<string, number>()

  /** One line with or without its end. A checksum that fitted fits again, one that did not does not. */
  line(bytes: Uint8Array, direction: 'toServer' | 'toClient'): Buffer {
    const text = Buffer.from(bytes).toString('latin1')
    const [, before = '', frame = '', after = ''] = /^([\r\n]*)(.*?)([\r\n]*)$/s.exec(text) ?? []
    return Buffer.from(before + this.#frame(frame, direction) + after, 'latin1')
  }

  #frame(frame: string, direction: 'toServer' | 'toClient'): string {
    const code = frame.slice(0, 2)
    if (!/^\d\d/.test(frame)) return this.#noMessage(frame, direction)
    const trailer = findTrailer(frame)
    const end = trailer?.start ?? frame.length
    const header = HEADER_CHARACTERS.get(code)
    // Where the fields begin is not known: nothing of it is kept.
    if (header === undefined || frame.slice(0, Math.min(header, end)).includes('|')) return code + WHOLE
    const masked = frame.slice(0, Math.min(header, end)) + this.#fields(frame.slice(header, end), code)
    if (trailer === null) return masked
    const fits = (sumOf(frame.slice(0, trailer.covered)) + trailer.value) % 0x1_0000 === 0
    const covered = masked + frame.slice(end, trailer.covered)
    return covered + checksumLike(covered, frame.slice(trailer.covered), fits)
  }

  /** What a client says outside SIP2 is its login; what a server says is a prompt, or the rest of a message cut in two. */
  #noMessage(frame: string, direction: 'toServer' | 'toClient'): string {
    if (direction === 'toServer') return frame === '' ? '' : WHOLE
    return this.#fields(frame, '')
  }

  #fields(body: string, code: string): string {
    const parts = body.split('|').map((part) => this.#field(part, code))
    return this.#withoutNames(parts.join('|'))
  }

  #field(part: string, code: string): string {
    const id = part.slice(0, 2)
    if (part.length < 3 || !/^[A-Z][A-Z0-9]/.test(part) || !isPrivate(id, code)) return part
    return id + this.#tokenOf(id, part.slice(2))
  }

  #tokenOf(id: string, value: string): string {
    if (SECRET.has(id)) return `{${id}}`
    const known = this.#tokens.get(value)
    if (known !== undefined) return known
    if (this.#tokens.size >= TOKENS_MAX) return `{${id}}`
    const count = (this.#counts.get(id) ?? 0) + 1
    this.#counts.set(id, count)
    const token = `{${id}${count}}`
    this.#tokens.set(value, token)
    return token
  }

  /** A greeting repeats the patron's name. */
  #withoutNames(text: string): string {
    if (!/(?:^|\|)A[FG]/.test(text)) return text
    let plain = text
    for (const [value, token] of this.#tokens) {
      if (value.length >= NAMED_MIN_CHARACTERS && plain.includes(value))
        plain = plain.replaceAll(value, token)
    }
    return plain
  }
}

/** An identifier that no table has may hold anything. */
const isPrivate = (id: string, code: string): boolean =>
  HIDDEN.has(id) ||
  (FREE_TEXT.has(id) && ABOUT_PATRON.has(code)) ||
  !(KNOWN.has(id) || HARMLESS_EXTENSIONS.has(id))

function sumOf(text: string): number {
  let sum = 0
  for (let at = 0; at < text.length; at++) sum += text.charCodeAt(at)
  return sum
}

/** As many digits as there were: some servers leave out the zeros in front. */
function checksumLike(covered: string, digits: string, fits: boolean): string {
  const right = checksum(Buffer.from(covered, 'latin1'))
  const sum = fits ? right : right === '0000' ? '0001' : '0000'
  return digits.length < 4 ? sum.replace(/^0{1,3}/, '') : sum
}
