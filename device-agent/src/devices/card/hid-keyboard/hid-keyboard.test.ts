import { afterEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../../../runtime/clock.ts'
import type { ByteStream, Transport } from '../../../transports/transport.ts'
import { CardWatch } from '../card-watch.test-support.ts'
import type { CardReader } from '../contract.ts'
import { AGAIN_MILLISECONDS } from '../shown.ts'
import { KeyReader, TYPED_MAX_CHARACTERS, typedUid } from './codec.ts'
import { createKeyboardReader } from './driver.ts'

const ENTER = 0x28
const keyOf = (character: string): number =>
  /[0-9]/.test(character)
    ? 0x1e + ((Number(character) + 9) % 10)
    : 0x04 + character.toUpperCase().charCodeAt(0) - 0x41
const report = (...keys: number[]) => Uint8Array.from({ length: 8 }, (_, at) => keys[at - 2] ?? 0)
/** Key down and key up, for each character, then Enter. */
const typed = (text: string): readonly Uint8Array[] =>
  [...[...text].map(keyOf), ENTER].flatMap((key) => [report(key), report()])
const read = (reports: readonly Uint8Array[], reader = new KeyReader()) =>
  reports.map((one) => reader.push(one)).filter((card) => card !== null)

describe('what a reader types', () => {
  it('is read to Enter, the same character twice included', () => {
    expect(read([...typed('04A2bbc900'), ...typed('42')])).toEqual(['04A2BBC900', '42'])
  })
  it('may come from the keypad, and with the number of the report in front', () => {
    expect(read([report(0x59), report(0x62), report(0x58)].map((one) => Uint8Array.of(1, ...one)))).toEqual([
      '10',
    ])
  })
  it('may have keys that overlap, and none twice for being held', () => {
    expect(
      read([report(0x04), report(0x04, 0x05), report(0x05), report(0x05), report(), report(ENTER)]),
    ).toEqual(['AB'])
  })
  it('bears spaces and hyphens between its groups', () => {
    const [four, two] = [keyOf('4'), keyOf('2')]
    expect(read([four, 0x2c, two, 0x2d, four, ENTER].flatMap((key) => [report(key), report()]))).toEqual([
      '424',
    ])
  })
  it('that is no card is dropped whole and counted', () => {
    const faults: string[] = []
    const reader = new KeyReader((fault) => faults.push(fault))
    expect(read([report(0x3a), report(), ...typed('42')], reader)).toEqual([])
    expect(read(typed('9'.repeat(TYPED_MAX_CHARACTERS + 1)), reader)).toEqual([])
    expect(read([Uint8Array.of(1, 2, 3)], reader)).toEqual([])
    expect(read([report(ENTER)], reader)).toEqual([])
    expect(faults).toEqual(['notACard', 'tooLong', 'notAReport'])
    expect(read([report(), ...typed('42')], reader)).toEqual(['42'])
  })
  it('is a chip’s number only in whole bytes', () => {
    expect(typedUid('04A2B3C4')).toEqual(Uint8Array.of(0x04, 0xa2, 0xb3, 0xc4))
    expect(typedUid('04A2B3C')).toBeNull()
    expect(typedUid('04A2B3CG')).toBeNull()
    expect(typedUid('00'.repeat(11))).toBeNull()
  })
})

describe('a card reader that types', () => {
  const NUMBER = {
    bytes: 0,
    from: 'start',
    reversed: false,
    base: 'hex',
    width: 0,
    prefix: '',
    suffix: '',
  } as const
  const clock = new ManualClock()
  let reader: CardReader
  afterEach(() => reader.stop())

  /** A device that a test types on. */
  function start(kind: 'uid' | 'number') {
    let data: (chunk: Uint8Array) => void = () => undefined
    let end: () => void = () => undefined
    const stream: ByteStream = {
      write: async () => undefined,
      onData: (listener) => {
        data = listener
      },
      onEnd: (listener) => {
        end = () => listener(null)
      },
      close: async () => undefined,
      notes: [],
    }
    const transport: Transport = { url: 'hid://08ff:0009', open: async () => stream }
    reader = createKeyboardReader({
      id: 'card',
      transport,
      settings: { typed: kind, number: NUMBER },
      clock,
      random: () => 0,
    })
    const watch = new CardWatch(reader)
    reader.start()
    return {
      watch,
      type: (text: string) => {
        for (const one of typed(text)) data(one)
      },
      unplug: () => end(),
    }
  }

  it('tells a card once while the reader types it again and again, and again when it comes back', async () => {
    const { watch, type } = start('uid')
    await watch.state('ready')
    type('04A2B3C4')
    clock.advance(AGAIN_MILLISECONDS - 1)
    type('04A2B3C4')
    clock.advance(AGAIN_MILLISECONDS)
    type('04A2B3C4')
    expect(watch.told).toEqual(['04A2B3C4', '04A2B3C4'])
  })

  it('refuses made-up numbers and what is no chip’s number; a number of the reader’s own making is taken as it is', async () => {
    const chip = start('uid')
    await chip.watch.state('ready')
    chip.type('08A2B3C4')
    chip.type('12345')
    expect(chip.watch.told).toEqual(['CARD_RANDOM_UID', 'CARD_UNREADABLE'])
    await reader.stop()
    const made = start('number')
    await made.watch.state('ready')
    made.type('12345')
    expect(made.watch.told).toEqual(['12345'])
  })

  it('is away when it is unplugged, and comes back by itself', async () => {
    const { watch, unplug } = start('uid')
    await watch.state('ready')
    unplug()
    await watch.state('away')
    expect(reader.status.code).toBe('CARD_AWAY')
    clock.advance(10_000)
    await watch.state('ready')
  })
})
