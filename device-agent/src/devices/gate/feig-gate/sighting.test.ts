import { expect, it } from 'vitest'
import { decodeBuffer } from './records.ts'
import { ageOf, sightingsOf } from './sighting.ts'

const SERIAL = '030008E004010809B9CB12'
const records = (hex: string) =>
  decodeBuffer(Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex')))?.records ?? []
const options = { cause: 'afi', direction: null } as const
const minutes = (count: number) => count * 60_000

it('a record is as old as the reader’s timer says, also past midnight; one from just ahead is now', () => {
  expect(ageOf(minutes(10), minutes(12))).toBe(minutes(2))
  expect(ageOf(minutes(24 * 60 - 1), minutes(4))).toBe(minutes(5))
  expect(ageOf(minutes(13), minutes(12))).toBe(0)
  const [seen] = sightingsOf(
    records(`21 0001 0011 ${SERIAL} 00 0A 0000`),
    options,
    1_000_000_000,
    minutes(12),
  )
  expect(seen).toMatchObject({ at: 1_000_000_000 - minutes(2), timed: true })
})

it('where the reader’s timer is not known, a record is as old as its arrival', () => {
  const [seen] = sightingsOf(records(`21 0001 0011 ${SERIAL} 00 0A 0000`), options, 5, null)
  expect(seen?.at).toBe(5)
})

it('two alike in one reply have two names, and the same ones when they are read again', () => {
  const reply = records(`01 0002 000D ${SERIAL} 000D ${SERIAL}`)
  const first = sightingsOf(reply, options, 0, null).map(({ record }) => record)
  expect(new Set(first).size).toBe(2)
  expect(sightingsOf(reply, options, 9, null).map(({ record }) => record)).toEqual(first)
})

it('the direction is the last byte of a gate that tells it', () => {
  const reply = records(`81 40 0002 000E ${SERIAL} 01 000E ${SERIAL} 02`)
  const direction = { in: 1, out: 2 }
  expect(sightingsOf(reply, { ...options, direction }, 0, null).map((seen) => seen.direction)).toEqual([
    'in',
    'out',
  ])
  expect(sightingsOf(reply, options, 0, null).map((seen) => seen.direction)).toEqual([null, null])
})

it('a record of inputs alone is no sighting; one that names no tag, and tells no inputs, is', () => {
  expect(sightingsOf(records('81 01 0001 0007 000000 01 01'), options, 0, null)).toEqual([])
  expect(sightingsOf(records('20 0001 0006 0000 0000'), options, 0, null)).toMatchObject([{ uid: null }])
})
