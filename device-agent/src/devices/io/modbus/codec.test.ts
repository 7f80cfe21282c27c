import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type BitTable,
  decodeReply,
  decodeRequest,
  encodeReply,
  encodeRequest,
  type Framing,
  type Reply,
  type Request,
} from './codec.ts'
import { ReplyFinder, RequestReader, UNREAD_MAX_BYTES } from './frame.ts'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const hex = (data: Uint8Array) => Buffer.from(data).toString('hex')
const bits = (text: string) => [...text.replaceAll(' ', '')].map((bit) => bit === '1')
const read = (from: BitTable, first: number, count: number): Request => ({ does: 'read', from, first, count })

/** The worked examples of MODBUS Application Protocol V1.1b3, sections 6.1 to 6.6 and 7, each under an MBAP header. */
const EXAMPLES: readonly (readonly [string, Request, string, string, Reply])[] = [
  [
    'reads coils',
    read('coils', 0x13, 19),
    '0100130013',
    '0103cd6b05',
    { kind: 'bits', bits: bits('10110011 11010110 101') },
  ],
  [
    'reads discrete inputs',
    read('discreteInputs', 0xc4, 22),
    '0200c40016',
    '0203acdb35',
    { kind: 'bits', bits: bits('00110101 11011011 101011') },
  ],
  [
    'reads holding registers',
    read('holdingRegisters', 0x6b, 3),
    '03006b0003',
    '0306022b00000064',
    { kind: 'bits', bits: bits('1101010001000000 0000000000000000 0010011000000000') },
  ],
  [
    'reads input registers',
    read('inputRegisters', 8, 1),
    '0400080001',
    '0402000a',
    { kind: 'bits', bits: bits('0101000000000000') },
  ],
  [
    'switches a coil',
    { does: 'writeCoil', address: 0xac, on: true },
    '0500acff00',
    '0500acff00',
    { kind: 'written', address: 0xac, value: 1 },
  ],
  [
    'writes a register',
    { does: 'writeRegister', address: 1, value: 3 },
    '0600010003',
    '0600010003',
    { kind: 'written', address: 1, value: 3 },
  ],
  ['is refused', read('coils', 0x4a1, 1), '0104a10001', '8102', { kind: 'refused', code: 2 }],
]

describe('the Modbus codec', () => {
  it.each(EXAMPLES)('%s as the specification shows it', (_name, request, asked, answered, reply) => {
    const header = (pdu: string) => `00150000${(pdu.length / 2 + 1).toString(16).padStart(4, '0')}ff${pdu}`
    const options = { framing: 'tcp', unit: 0xff, transaction: 0x15 } as const
    expect(hex(encodeRequest(request, options))).toBe(header(asked))
    expect(decodeReply(bytes(header(answered)), request, 'tcp')).toEqual(reply)
    const heard = decodeRequest(bytes(header(asked)), 'tcp')
    expect(heard).toEqual({
      unit: 0xff,
      transaction: 0x15,
      function: Number(`0x${asked.slice(0, 2)}`),
      request,
    })
    if (heard !== null) expect(hex(encodeReply(reply, heard, 'tcp'))).toBe(header(answered))
  })

  it('closes a serial frame with its CRC, the low byte first', () => {
    const frame = encodeRequest(read('holdingRegisters', 0, 10), { framing: 'rtu', unit: 1, transaction: 0 })
    expect(hex(frame)).toBe('01030000000ac5cd')
  })

  it('takes a damaged reply, or one to another request, for none', () => {
    const coil: Request = { does: 'writeCoil', address: 3, on: true }
    const heard = { unit: 1, transaction: 0, function: 5, request: coil }
    const good = encodeReply({ kind: 'written', address: 3, value: 1 }, heard, 'rtu')
    for (let at = 0; at < good.length; at++) {
      const damaged = good.map((byte, index) => (index === at ? byte ^ 0x10 : byte))
      expect(decodeReply(damaged, coil, 'rtu')).toBeNull()
    }
    expect(decodeReply(good, read('coils', 0, 8), 'rtu')).toBeNull()
  })

  it('refuses a function it does not know with exception 1', () => {
    const several = bytes('0001 0000 0008 01 0f 0000 0004 01 0d')
    const heard = decodeRequest(several, 'tcp')
    expect(heard).toMatchObject({ function: 15, request: null })
    if (heard !== null)
      expect(hex(encodeReply({ kind: 'refused', code: 1 }, heard, 'tcp'))).toBe('000100000003018f01')
  })
})

const anyRequest: fc.Arbitrary<Request> = fc.oneof(
  fc.record({
    does: fc.constant('read' as const),
    from: fc.constantFrom<BitTable[]>('coils', 'discreteInputs', 'holdingRegisters', 'inputRegisters'),
    first: fc.nat(65_000),
    count: fc.integer({ min: 1, max: 100 }),
  }),
  fc.record({ does: fc.constant('writeCoil' as const), address: fc.nat(65_535), on: fc.boolean() }),
  fc.record({
    does: fc.constant('writeRegister' as const),
    address: fc.nat(65_535),
    value: fc.nat(65_535),
  }),
)
const replyTo = (request: Request): Reply =>
  request.does === 'read'
    ? {
        kind: 'bits',
        bits: Array.from(
          { length: request.count * (request.from.endsWith('Registers') ? 16 : 1) },
          (_, index) => index % 3 === 0,
        ),
      }
    : {
        kind: 'written',
        address: request.address,
        value: request.does === 'writeCoil' ? Number(request.on) : request.value,
      }

describe.each<Framing>(['tcp', 'rtu'])('frames in %s', (framing) => {
  const unit = 17
  const transaction = 0x1234

  it('are found in any pieces, after noise and after a late reply to another request', () => {
    fc.assert(
      fc.property(anyRequest, fc.nat(20), fc.nat(3), (request, noise, cut) => {
        const options = { framing, unit, transaction }
        const other = { unit, transaction: transaction - 1, function: 2, request: null }
        const late = encodeReply({ kind: 'refused', code: 6 }, other, framing)
        const before = framing === 'tcp' ? late : new Uint8Array(noise).fill(0xaa)
        const heard = new RequestReader(framing).push(encodeRequest(request, options))
        expect(heard.map((each) => each.request)).toEqual([request])
        const [first] = heard
        if (first === undefined) return
        const stream = [...before, ...encodeReply(replyTo(request), first, framing)]
        const finder = new ReplyFinder({ request, framing, unit, transaction })
        const size = cut + 1
        const found = Array.from({ length: Math.ceil(stream.length / size) }, (_, index) =>
          finder.push(Uint8Array.from(stream.slice(index * size, (index + 1) * size))),
        )
        expect(found.at(-1)).toEqual({ reply: replyTo(request), skipped: before.length })
        expect(found.slice(0, -1).every((each) => each === null)).toBe(true)
      }),
    )
  })

  it('of any bytes are read without throwing, and without growing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 12 }),
        anyRequest,
        (chunks, request) => {
          const finder = new ReplyFinder({ request, framing, unit, transaction })
          const reader = new RequestReader(framing)
          for (const chunk of chunks) {
            finder.push(chunk)
            reader.push(chunk)
            expect(finder.unread).toBeLessThanOrEqual(UNREAD_MAX_BYTES)
          }
        },
      ),
    )
  })

  it('damaged on their way to the module do not keep it from hearing the next', () => {
    const request = read('coils', 0, 8)
    const frame = encodeRequest(request, { framing, unit, transaction })
    const reader = new RequestReader(framing)
    expect(reader.push(Uint8Array.of(0xff, 0x05, 0x02))).toEqual([])
    expect([...reader.push(frame), ...reader.push(frame)].map((heard) => heard.request)).toEqual([
      request,
      request,
    ])
  })
})
