import { describe, expect, it } from 'vitest'
import { MESSAGES } from '../../sip2-bridge/src/protocol/messages.ts'
import { ours } from './ours.ts'
import { type BuiltMessage, rows } from './recordings.ts'

const built = rows<BuiltMessage>('built.jsonl')
const code = ({ message }: BuiltMessage): string => message.slice(0, 2)

/** Builders that sum the code units of their strings, so that only Latin-1 on the wire fits their checksum. */
const LATIN = ['jsip2', 'node-sip2', 'gigaflair-sip2-bridge']
const wire = ({ by, message }: BuiltMessage) =>
  LATIN.includes(by) ? ours(Buffer.from(message, 'latin1'), 'latin1') : ours(message)
/** Neither Latin-1 nor UTF-8 gives the bytes that such a builder has summed. */
const isBeyondLatin = ({ by, message }: BuiltMessage): boolean =>
  LATIN.includes(by) && [...message].some((letter) => (letter.codePointAt(0) ?? 0) > 255)

/** Requests that their builder makes unlike SIP2 2.00, by its own source. */
const FAULTY: readonly (readonly [by: string, code: string, what: string])[] = [
  ['php-sip2', '65', 'msgRenewAll leaves out the transaction date'],
  ['SIP2-Client-for-Python', '65', 'sip_renew_all_request leaves out the transaction date, after php-sip2'],
  ['gigaflair-sip2-bridge', '65', 'formatRenewAllRequest sends a second date'],
  ['gigaflair-sip2-bridge', '19', 'formatItemStatusUpdateRequest sends a marker before the date'],
]
const isFaulty = (message: BuiltMessage): boolean =>
  FAULTY.some(([by, faulty]) => by === message.by && faulty === code(message))

const sound = built.filter((message) => !isFaulty(message) && !isBeyondLatin(message))

describe('what others build', () => {
  it('is read as they meant it, with its checksum', () => {
    for (const message of sound) {
      const { checked, fields, fixed } = wire(message)
      for (const said of message.said)
        expect(fields, `${message.by}: ${message.message}`).toContainEqual(said)
      if (message.fixed !== undefined) expect(fixed).toEqual(message.fixed)
      expect(checked, message.message).toBe(message.by !== 'SIP2Mediator')
    }
  })

  it('covers every message for SIP2Mediator’s builder and every request of the others', () => {
    const codes = (by: string) => new Set(built.filter((message) => message.by === by).map(code)).size
    // SIP2Mediator has no rows for 19, 20, 25, 26 and 96 (lib/SIP2Mediator/Spec.pm).
    expect(codes('SIP2Mediator')).toBe(Object.keys(MESSAGES).length - 5)
    expect(codes('php-sip2')).toBe(16)
    expect(codes('SIP2-Client-for-Python')).toBe(14)
    expect(codes('jsip2')).toBe(16)
    expect(codes('gigaflair-sip2-bridge')).toBe(15)
    expect(codes('node-sip2')).toBe(12)
  })

  it.each(FAULTY)('by %s as %s is not SIP2, and is read without its first field: %s', (by, faulty) => {
    const messages = built.filter(
      (message) => message.by === by && code(message) === faulty && !isBeyondLatin(message),
    )
    expect(messages.length).toBeGreaterThan(0)
    for (const message of messages) {
      const { checked, fields } = wire(message)
      expect(checked).toBe(true)
      const missing = message.said.filter(
        ([id, value]) => !fields.some(([one, text]) => one === id && text === value),
      )
      if (message.said[0]?.[1] !== '') expect(missing).toContainEqual(message.said[0])
    }
  })

  it('is damaged where its checksum is over letters that no character set of one byte has', () => {
    const beyond = built.filter(isBeyondLatin)
    expect(beyond.length).toBeGreaterThan(5)
    for (const { message } of beyond) expect(() => ours(message)).toThrow('badChecksum')
  })
})
