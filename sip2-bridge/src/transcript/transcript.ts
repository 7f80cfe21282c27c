/**
 * Conversations between clients and a SIP2 server as plain text, one line a message:
 *
 *     sip2 transcript 1
 *     0 1 +
 *     2 1 > 9900802.00AY1AZFCA0\r
 *     5 1 < 98YYYYYN100003...\r
 *     9 1 -
 *
 * Milliseconds since the beginning, the connection's number from 1, then `+` opened, `>` to the server, `<` to the client
 * or `-` closed, and the bytes with the escapes of `escape.ts`. Lines that begin with `#` are remarks. See README.md.
 */
import { escapeBytes, unescapeBytes } from './escape.ts'
import { Mask } from './mask.ts'

const FIRST_LINE = 'sip2 transcript 1'

export type Direction = 'toServer' | 'toClient'

export type TranscriptEntry = {
  /** Milliseconds since the transcript's beginning. */
  readonly at: number
  /** From 1, in the order they were opened. */
  readonly connection: number
} & (
  | { readonly kind: 'opened' | 'closed' }
  /** One message with its end of line, or what came before the connection ended in its midst. */
  | { readonly kind: Direction; readonly bytes: Uint8Array }
)

const SIGN = { opened: '+', toServer: '>', toClient: '<', closed: '-' } as const
const KIND = { '+': 'opened', '>': 'toServer', '<': 'toClient', '-': 'closed' } as const
const isSign = (text: string): text is keyof typeof KIND => Object.hasOwn(KIND, text)

export interface TranscriptWriterOptions {
  /** Secrets and patron data are replaced by tokens; true where left out. */
  readonly masked?: boolean
}

/** Text out; where it goes is the caller's business. */
export class TranscriptWriter {
  readonly #mask: Mask | null

  constructor({ masked = true }: TranscriptWriterOptions = {}) {
    this.#mask = masked ? new Mask() : null
  }

  /** The transcript's beginning, with its end of line. */
  begin(): string {
    return `${FIRST_LINE}\n`
  }

  /** One entry as a line, with its end of line. */
  entry(entry: TranscriptEntry): string {
    const place = `${Math.max(0, Math.round(entry.at))} ${entry.connection} ${SIGN[entry.kind]}`
    if (!('bytes' in entry)) return `${place}\n`
    const bytes = this.#mask?.line(entry.bytes, entry.kind) ?? entry.bytes
    return `${place} ${escapeBytes(bytes)}\n`
  }
}

/** The text is no transcript; the message names the line. */
export class TranscriptError extends Error {
  constructor(line: number, reason: string) {
    super(`line ${line}: ${reason}`)
    this.name = 'TranscriptError'
  }
}

/** Throws TranscriptError. A transcript that ends in the middle of a line lost that line when the power went. */
export function readTranscript(text: string): readonly TranscriptEntry[] {
  const lines = text.split('\n')
  if (lines[0]?.trimEnd() !== FIRST_LINE) throw new TranscriptError(1, `is not '${FIRST_LINE}'`)
  const whole = lines.slice(0, -1)
  return whole.flatMap((line, index) =>
    index === 0 || line.trim() === '' || line.startsWith('#') ? [] : [entryOf(line, index + 1)],
  )
}

function entryOf(line: string, number: number): TranscriptEntry {
  const [, at = '', connection = '', sign = '', said] = /^(\d+) (\d+) (\S)(?: (.*?))?\r?$/.exec(line) ?? []
  if (!isSign(sign)) throw new TranscriptError(number, 'is not a time, a connection and one of + > < -')
  const place = { at: Number(at), connection: Number(connection) }
  const kind = KIND[sign]
  if (kind === 'opened' || kind === 'closed') return { ...place, kind }
  const bytes = unescapeBytes(said ?? '')
  if (bytes === undefined) throw new TranscriptError(number, 'holds an unknown escape')
  return { ...place, kind, bytes }
}
