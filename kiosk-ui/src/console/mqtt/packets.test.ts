import { describe, expect, it } from 'vitest'
import { Assembler } from './assembler.ts'
import {
  connectPacket,
  disconnectPacket,
  PACKET_MAX_BYTES,
  pingPacket,
  publishPacket,
  subscribePacket,
  unsubscribePacket,
} from './packets.ts'

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
const bytes = (text: string): Uint8Array =>
  Uint8Array.from(text.split(' ').map((byte) => Number.parseInt(byte, 16)))
const login = { clientId: 'c', user: null, password: null, keepAliveSeconds: 30 }

describe('what a listener sends', () => {
  it('greets with MQTT 3.1.1, a clean session, and whoever it is', () => {
    expect(hex(connectPacket(login))).toBe('10 0d 00 04 4d 51 54 54 04 02 00 1e 00 01 63')
    expect(hex(connectPacket({ ...login, user: 'u', password: 'p' }))).toBe(
      '10 13 00 04 4d 51 54 54 04 c2 00 1e 00 01 63 00 01 75 00 01 70',
    )
  })

  it('sends no password without a user: a broker of 3.1.1 would hang up', () => {
    expect(hex(connectPacket({ ...login, password: 'p' }))).toBe(hex(connectPacket(login)))
  })

  it('asks for topics and lets go of them, with the flags these must have', () => {
    expect(hex(subscribePacket(10, ['a/b', 'c']))).toBe('82 0c 00 0a 00 03 61 2f 62 00 00 01 63 00')
    expect(hex(unsubscribePacket(11, ['a']))).toBe('a2 05 00 0b 00 01 61')
  })

  it('publishes at QoS 1, and writes a length of several bytes', () => {
    expect(hex(publishPacket(258, 'a', 'x'))).toBe('32 06 00 01 61 01 02 78')
    expect(hex(publishPacket(1, 'a', 'x'.repeat(316)).subarray(0, 4))).toBe('32 c1 02 00')
  })

  it('pings and says goodbye', () => {
    expect([hex(pingPacket()), hex(disconnectPacket())]).toEqual(['c0 00', 'e0 00'])
  })
})

describe('what a broker sends', () => {
  it('is read: a welcome, what was granted, a confirmation, a pong', () => {
    expect(
      new Assembler().take(bytes('20 02 00 05 90 05 00 0a 00 01 80 40 02 01 02 d0 00 b0 02 00 0b')),
    ).toEqual([
      { type: 'connected', code: 5 },
      { type: 'subscribed', id: 10, granted: [true, true, false] },
      { type: 'published', id: 258 },
      { type: 'pong' },
      { type: 'other' },
    ])
  })

  it('is read: a message, retained or not, with an id at QoS 1', () => {
    expect(new Assembler().take(bytes('31 04 00 01 61 78 32 06 00 01 61 01 02 78'))).toEqual([
      { type: 'publish', topic: 'a', payload: bytes('78'), retained: true, id: null },
      { type: 'publish', topic: 'a', payload: bytes('78'), retained: false, id: 258 },
    ])
  })

  it('comes whole, however it is cut', () => {
    const sent = Uint8Array.from([
      ...publishPacket(7, 'lectern/main/kiosk-1/state', 'ü'.repeat(100)),
      ...bytes('d0 00'),
    ])
    const whole = new Assembler().take(sent)
    expect(whole.map(({ type }) => type)).toEqual(['publish', 'pong'])
    for (let cut = 1; cut < sent.length; cut++) {
      const assembler = new Assembler()
      const read = [...assembler.take(sent.subarray(0, cut)), ...assembler.take(sent.subarray(cut))]
      expect(read).toEqual(whole)
    }
  })

  it('is refused where it is too large, has no end, or says what cannot be', () => {
    const large = Uint8Array.from([
      0x30,
      ...[0, 7, 14, 21].map((shift) => (((PACKET_MAX_BYTES + 1) >> shift) & 127) | (shift < 21 ? 128 : 0)),
    ])
    for (const broken of [
      large,
      bytes('30 ff ff ff ff 01'),
      bytes('30 02 00 09'),
      bytes('20 01 00'),
      bytes('30 03 00 01 ff'),
    ])
      expect(() => new Assembler().take(broken)).toThrow()
  })
})
