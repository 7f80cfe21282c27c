import { describe, expect, it } from 'vitest'
import {
  CHANGE,
  CONNECT,
  DISCONNECT,
  ESTABLISH,
  header,
  READER_STATE,
  READERS_MAX,
  readStates,
  readUid,
  request,
  STATES_BYTES,
  TRANSMIT,
  VERSION,
  WATCH,
} from './codec.ts'
import { decode, encode } from './shape.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'))

describe('requests to the service', () => {
  it('have the sizes that the service demands', () => {
    expect([VERSION, ESTABLISH, CONNECT, DISCONNECT, TRANSMIT].map(({ body }) => body.size)).toEqual([
      12, 12, 152, 12, 32,
    ])
    expect([CHANGE.size, READER_STATE.size, STATES_BYTES]).toEqual([8, 184, 2944])
  })

  it('are their header and their structure, little endian', () => {
    expect(hex(request(VERSION, { major: 4, minor: 4, result: 0 }))).toBe(
      '0c000000110000000400000004000000' + '00000000',
    )
    expect(hex(header(WATCH.id, 0))).toBe('0000000013000000')
    const transmit = {
      card: -1,
      sendProtocol: 2,
      sendHeader: 16,
      sendLength: 5,
      receiveProtocol: 2,
      receiveHeader: 16,
      receiveLength: 264,
      result: 0,
    }
    expect(hex(request(TRANSMIT, transmit))).toBe(
      '2000000009000000' + 'ffffffff02000000' + '1000000005000000' + '0200000010000000' + '0801000000000000',
    )
  })

  it('are read as they were written', () => {
    const connect = {
      context: 1,
      reader: 'Ein Leser',
      shareMode: 2,
      preferred: 3,
      card: 7,
      active: 2,
      result: 0x80100009,
    }
    expect(decode(CONNECT.body, encode(CONNECT.body, connect))).toEqual(connect)
    expect(decode(CONNECT.body, encode(CONNECT.body, connect).subarray(1))).toBeNull()
  })
})

describe('the list of readers', () => {
  it('has places that are free', () => {
    const list = new Uint8Array(STATES_BYTES)
    const state = {
      name: 'A reader',
      events: 3,
      state: 0x14,
      sharing: -1,
      atr: new Uint8Array(33).fill(0x3b),
      padding: new Uint8Array(3),
      atrLength: 33,
      protocol: 2,
    }
    list.set(encode(READER_STATE, state), (READERS_MAX - 1) * READER_STATE.size)
    expect(readStates(list)).toEqual([state])
    expect(readStates(list.subarray(1))).toBeNull()
  })
})

describe("a chip's number", () => {
  it.each([
    ['04a2b3c49000', '04a2b3c4'],
    ['04a2b3c4d5e6809000', '04a2b3c4d5e680'],
    ['e00401500a1b2c3d9000', 'e00401500a1b2c3d'],
  ])('stands before the status in %s', (answer, uid) => {
    expect(hex(readUid(bytes(answer)) ?? new Uint8Array(0))).toBe(uid)
  })
  it.each(['6a81', '6300', '9000', '', '90', '04a2b3c49100', `${'00'.repeat(11)}9000`])(
    'is not in %s',
    (answer) => {
      expect(readUid(bytes(answer))).toBeNull()
    },
  )
})
