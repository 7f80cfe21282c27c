import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../../../runtime/clock.ts'
import { StreamShell } from '../../../transports/stream-shell.ts'
import { type FeatureReports, type Transport, TransportError } from '../../../transports/transport.ts'
import type { DeviceState } from '../../device.ts'
import type { IoModule } from '../contract.ts'
import { decodeStatus, encodeSwitch } from './codec.ts'
import { createHidRelay } from './driver.ts'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

describe('reports of a relay board', () => {
  it('switch one relay, numbered from 1 on the wire', () => {
    expect(encodeSwitch(0, true)).toEqual(bytes('00 ff 01 00 00 00 00 00 00'))
    expect(encodeSwitch(7, false)).toEqual(bytes('00 fd 08 00 00 00 00 00 00'))
  })
  it('tell its id and all relays, the first in the lowest bit', () => {
    expect(decodeStatus(bytes('00 42 49 54 46 54 00 00 05'))).toEqual({
      id: 'BITFT',
      relays: [true, false, true, false, false, false, false, false],
    })
  })
  it.each([
    ['one byte short', '00 42 49 54 46 54 00 00'],
    ['numbered', '01 42 49 54 46 54 00 00 05'],
    ['of another device', '00 00 00 00 00 00 00 00 05'],
    ['empty', ''],
  ])('are none when %s', (_what, hex) => {
    expect(decodeStatus(bytes(hex))).toBeNull()
  })
  it('of any bytes are read without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 16 }), (report) => {
        expect([null, 8]).toContain(decodeStatus(report)?.relays.length ?? null)
      }),
    )
  })
})

describe('a relay board', () => {
  let clock: ManualClock
  let relays: number
  let sent: string[]
  let behaviour: 'good' | 'deaf' | 'silent' | 'strange'
  let plugged: boolean
  let stream: StreamShell | null
  let open: number
  let board: IoModule

  const features: FeatureReports = {
    send: async (report) => {
      sent.push(Buffer.from(report.subarray(1, 3)).toString('hex'))
      if (behaviour === 'silent') return new Promise(() => undefined)
      const bit = 1 << ((report[2] ?? 0) - 1)
      if (behaviour === 'good') relays = report[1] === 0xff ? relays | bit : relays & ~bit
      return undefined
    },
    get: async () => {
      if (behaviour === 'silent') return new Promise(() => undefined)
      return behaviour === 'strange'
        ? new Uint8Array(9)
        : Uint8Array.of(0, ...Buffer.from('BITFT'), 0, 0, relays)
    },
  }
  const transport: Transport = {
    url: 'hid://16c0:05df',
    open: async () => {
      if (!plugged) throw new TransportError('HID device 16c0:05df is not there', 'DEVICE_PORT_MISSING')
      open += 1
      stream = new StreamShell({
        send: async () => undefined,
        shut: async () => {
          open -= 1
        },
      })
      return Object.assign(stream, { features })
    },
  }
  const unplug = () => {
    plugged = false
    stream?.fail(new TransportError('HID device 16c0:05df failed'))
  }
  const state = (wanted: DeviceState): Promise<void> =>
    new Promise((resolve) => {
      if (board.status.state === wanted) return resolve()
      const end = board.onStatus((status) => {
        if (status.state !== wanted) return
        end()
        resolve()
      })
    })
  /** Lets what has been promised happen. */
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  const later = async (milliseconds: number) => {
    await settle()
    clock.advance(milliseconds)
    await settle()
  }

  beforeEach(async () => {
    clock = new ManualClock()
    relays = 0
    sent = []
    behaviour = 'good'
    plugged = true
    open = 0
    board = createHidRelay({
      transport,
      settings: { id: 'relays', url: transport.url, outputs: 4 },
      clock,
      random: () => 0,
    })
    board.start()
    await state('ready')
  })
  afterEach(() => board.stop())

  it('has as many outputs as its settings say, and no inputs', () => {
    expect([board.inputs, board.outputs]).toEqual([[], [false, false, false, false]])
    expect(board.status.detail).toBe('4 relays')
  })
  it('switches a relay, once, and reads it back before it says so', async () => {
    expect(await board.setOutput(2, true)).toBe(true)
    expect([relays, sent, board.outputs]).toEqual([4, ['ff03'], [false, false, true, false]])
    expect(await board.setOutput(4, true)).toBe(false)
    expect(sent).toHaveLength(1)
  })
  it('says that a relay did not follow, and does not try again by itself', async () => {
    behaviour = 'deaf'
    expect(await board.setOutput(0, true)).toBe(false)
    await state('reduced')
    expect(board.status).toMatchObject({ code: 'IO_OUTPUT_FAILED', detail: 'output 0' })
    behaviour = 'good'
    await later(1_000)
    expect(sent).toEqual(['ff01'])
    expect(await board.setOutput(0, true)).toBe(true)
    await state('ready')
  })
  it('sees relays that somebody else has switched', async () => {
    relays = 1
    await later(500)
    expect(board.outputs?.[0]).toBe(true)
  })
  it('comes back by itself when it was pulled, with its relays as they are then', async () => {
    await board.setOutput(1, true)
    unplug()
    await state('away')
    expect([board.outputs, await board.setOutput(1, true)]).toEqual([null, false])
    relays = 0
    await later(250)
    expect(board.status).toMatchObject({ state: 'away', code: 'DEVICE_PORT_MISSING' })
    plugged = true
    await later(500)
    await state('ready')
    expect([board.outputs?.[1], sent]).toEqual([false, ['ff02']])
  })
  it('that says nothing is away, and its order is not done', async () => {
    behaviour = 'silent'
    const order = board.setOutput(0, true)
    await later(1_000)
    expect(await order).toBe(false)
    expect(board.status).toMatchObject({ state: 'away', code: 'IO_AWAY' })
  })
  it('that is another device under the same ids has a fault', async () => {
    behaviour = 'strange'
    await later(500)
    expect(board.status).toMatchObject({ state: 'fault', code: 'IO_FAULT' })
  })
  it('leaves no port and no timer when it is stopped, even while it waits for an answer', async () => {
    behaviour = 'silent'
    const order = board.setOutput(0, true)
    await settle()
    await board.stop()
    expect(await order).toBe(false)
    expect([open, clock.pending, board.outputs]).toEqual([0, 0, null])
  })
})
