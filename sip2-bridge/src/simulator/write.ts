import { encode } from '../protocol/charset.ts'
import { checksum } from '../protocol/checksum.ts'
import { BuildError, buildMessage, type Charset } from '../protocol/codec.ts'
import type { Answer } from './answer.ts'
import type { Personality } from './personality.ts'

export interface WriteOptions {
  readonly personality: Personality
  readonly charset: Charset
  readonly terminator: 'CR' | 'CRLF'
  /** 0 to 9: with error detection. */
  readonly sequence: number | null
}

/** An answer in the manner of its server. Throws BuildError for what SIP2 cannot carry. */
export function writeAnswer({ name, fields, extra }: Answer, options: WriteOptions): Buffer {
  const { charset, personality, sequence, terminator } = options
  const sent = personality.never.length === 0 ? fields : without(fields, personality)
  const { emptyField, shortChecksums } = personality.session
  const hole = emptyField && name === 'patronInformationResponse'
  if (extra.length === 0 && !hole && !shortChecksums) {
    return buildMessage(name, sent, { sequence, charset, terminator })
  }
  const bare = buildMessage(name, sent, { sequence: null, charset, terminator: 'CR' }).subarray(0, -1)
  const more = extra.map(([id, value]) => `${id}${value}|`).join('') + (hole ? '|' : '')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that break a frame
  if (/[\u0000-\u001f\u007f]/.test(more)) throw new BuildError(name, 'holds a control character')
  return sealed(Buffer.concat([bare, encode(more, charset)]), options, name)
}

/** With its trailer and its end of line. 96 has a checksum but no number of its own. */
function sealed(body: Buffer, { personality, sequence, terminator }: WriteOptions, name: string): Buffer {
  const end = terminator === 'CRLF' ? '\r\n' : '\r'
  if (sequence === null) return Buffer.concat([body, Buffer.from(end)])
  const number = name === 'requestScResend' ? '' : `AY${sequence % 10}`
  const covered = Buffer.concat([body, Buffer.from(`${number}AZ`)])
  const digits = checksum(covered)
  const short = personality.session.shortChecksums ? digits.replace(/^0{1,3}/, '') : digits
  return Buffer.concat([covered, Buffer.from(short + end)])
}

/** Fields that a message must have are left as they are. */
function without(fields: Answer['fields'], { never }: Personality): Answer['fields'] {
  const dropped = Object.fromEntries(never.map((name) => [name, undefined]))
  return { ...fields, ...dropped } as Answer['fields']
}

/** The bytes without sequence and checksum, as some servers repeat an answer. */
export function withoutTrailer(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1').replace(/(?:AY.)?AZ[0-9A-Fa-f]{1,4}([\r\n]*)$/, '$1')
  return Buffer.from(text, 'latin1')
}
