import { expect, it } from 'vitest'
import { buildFrame } from '../../shared/feig/frame.ts'
import { isOfGate } from './whose.ts'

const frame = (command: number, hex: string) =>
  buildFrame(
    { address: 0, command, data: Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex')) },
    'advanced',
  )
const record = frame(0x22, '00 81 02 0001 0013 030008E004010809B9CB12 AABBCC001122')

it('a connection is the gate’s whose MAC its first record names', () => {
  expect(isOfGate('AA:BB:CC:00:11:22')(record)).toBe(true)
  expect(isOfGate('AA:BB:CC:00:11:23')(record)).toBe(false)
})

it('before that, and behind keep-alives, it cannot be told', () => {
  const keepAlive = frame(0x6e, '00')
  expect(isOfGate('AA:BB:CC:00:11:22')(keepAlive)).toBeNull()
  expect(isOfGate('AA:BB:CC:00:11:22')(record.subarray(0, 20))).toBeNull()
  expect(isOfGate('AA:BB:CC:00:11:22')(Uint8Array.of(...keepAlive, ...record))).toBe(true)
})
