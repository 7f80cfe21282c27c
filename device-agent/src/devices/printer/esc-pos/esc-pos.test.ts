import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../../contract/errors.ts'
import { wordsOf } from '../../../contract/paper.ts'
import { systemClock } from '../../../runtime/clock.ts'
import type { EmulatorHost } from '../../../transports/emulator-host.ts'
import { hostOnTcp } from '../../../transports/emulator-host-tcp.ts'
import { openTransport } from '../../../transports/open.ts'
import type { ReceiptPrinter } from '../contract.ts'
import { confirmRequest, GOOD, PrinterParser, withStatus } from './codec.ts'
import { createEscPosPrinter } from './driver.ts'
import { EscPosEmulator } from './emulator.ts'

const CUT = [0x1d, 0x56, 0x42, 0x00]
const job = (...lines: string[]) =>
  Uint8Array.of(0x1b, 0x40, ...Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1'), ...CUT)

describe('what a printer says', () => {
  it.each([
    [1, 0x12, {}],
    [1, 0x1a, { offline: true }],
    [2, 0x16, { coverOpen: true }],
    [3, 0x1a, { cutterError: true }],
    [4, 0x1e, { paperNearEnd: true }],
    [4, 0x72, { paperOut: true }],
    [4, 0x7e, { paperOut: true, paperNearEnd: true }],
  ])('to DLE EOT %i with %i is understood', (n, byte, state) => {
    expect(new PrinterParser().push(Uint8Array.of(byte))).toEqual([{ kind: 'status', byte }])
    expect(withStatus(GOOD, n, byte)).toEqual({ ...GOOD, ...state })
  })

  it.each([
    [[0x14, 0x00, 0x00, 0x0f], {}],
    [[0x14, 0x00, 0x03, 0x0f], { paperNearEnd: true }],
    [[0x1c, 0x00, 0x0f, 0x0f], { offline: true, paperNearEnd: true, paperOut: true }],
    [[0x3c, 0x00, 0x00, 0x0f], { offline: true, coverOpen: true }],
  ])('by itself as %o is understood', (bytes, state) => {
    expect(new PrinterParser().push(Uint8Array.from(bytes))).toEqual([
      { kind: 'auto', state: { ...GOOD, ...state } },
    ])
  })

  it('all on one line is told apart, in any pieces', () => {
    const stream = [0x11, 0x12, 0x37, 0x22, 0x30, 0x30, 0x30, 0x37, 0x00, 0x14, 0x00, 0x00, 0x0f, 0xff, 0x16]
    let faults = 0
    const parser = new PrinterParser(() => faults++)
    expect(stream.flatMap((byte) => parser.push(Uint8Array.of(byte))).map((said) => said.kind)).toEqual([
      'status',
      'confirmed',
      'auto',
      'status',
    ])
    expect(faults).toBe(1)
  })

  it('is asked for in the published bytes', () => {
    expect([...confirmRequest('0007')]).toEqual([
      0x1d, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30, 0x30, 0x30, 0x30, 0x37,
    ])
  })
})

describe('a receipt printer', () => {
  let emulator: EscPosEmulator
  let host: EmulatorHost
  let printer: ReceiptPrinter
  const start = (confirms = true) => {
    printer = createEscPosPrinter({
      id: 'printer',
      transport: openTransport(host.url),
      settings: { confirms },
      clock: systemClock,
      random: () => 0,
    })
    printer.start()
  }
  const until = (fits: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      if (fits()) return resolve()
      const end = printer.onStatus(() => {
        if (!fits()) return
        end()
        resolve()
      })
    })
  const ready = () => until(() => printer.canPrint)
  const says = (code: ErrorCode) => until(() => printer.status.code === code)
  beforeEach(async () => {
    emulator = new EscPosEmulator()
    host = await hostOnTcp(emulator.accept)
  })
  afterEach(async () => {
    await printer.stop()
    await host.close()
  })

  it('prints, and says so only when the printer has', async () => {
    start()
    await ready()
    expect(await printer.print(job('Hello', 'World'))).toEqual({ printed: true })
    expect(emulator.receipts.map(wordsOf)).toEqual([['Hello', 'World']])
  })

  it('prints one receipt after the other', async () => {
    start()
    await ready()
    expect(await Promise.all([printer.print(job('1')), printer.print(job('2'))])).toEqual([
      { printed: true },
      { printed: true },
    ])
    expect(emulator.receipts.map(wordsOf)).toEqual([['1'], ['2']])
  })

  it.each([
    ['paperOut', 'PRINTER_PAPER_OUT'],
    ['coverOpen', 'PRINTER_COVER_OPEN'],
    ['cutterJam', 'PRINTER_CUTTER'],
  ] as const)('with %s promises nothing, and prints again afterwards', async (fault, code) => {
    start()
    await ready()
    emulator.set({ [fault]: true })
    await says(code)
    expect(printer.canPrint).toBe(false)
    expect(await printer.print(job('never'))).toEqual({ printed: false, code, came: 'nothing' })
    emulator.set({ [fault]: false })
    await ready()
    expect(await printer.print(job('again'))).toEqual({ printed: true })
    expect(emulator.receipts.map(wordsOf)).toEqual([['again']])
  })

  it('that runs out of paper in the middle of a receipt says that perhaps some came out', async () => {
    emulator = new EscPosEmulator({ lineMilliseconds: 5 })
    await host.close()
    host = await hostOnTcp(emulator.accept)
    start()
    await ready()
    const printing = printer.print(job('1', '2', '3', '4', '5', '6', '7', '8'))
    const end = emulator.onChange(() => {
      if (emulator.paper.length !== 2) return
      end()
      emulator.set({ paperOut: true })
    })
    expect(await printing).toEqual({ printed: false, code: 'PRINTER_PAPER_OUT', came: 'unknown' })
  })

  it('nearly out of paper prints, and staff are told', async () => {
    emulator.set({ paperNearEnd: true })
    start()
    await says('PRINTER_PAPER_LOW')
    expect(printer.status.state).toBe('reduced')
    expect(await printer.print(job('x'))).toEqual({ printed: true })
  })

  it('whose cable is pulled is away, and comes back by itself without printing again', async () => {
    start()
    await ready()
    await host.unplug()
    await says('PRINTER_AWAY')
    expect(await printer.print(job('x'))).toMatchObject({ printed: false, code: 'PRINTER_AWAY' })
    await host.plug()
    await ready()
    expect(emulator.receipts).toEqual([])
  })

  it('bears noise and answers in pieces', async () => {
    emulator.faults = { stallMilliseconds: 0, split: true, leadingGarbage: true }
    start()
    await ready()
    expect(await printer.print(job('x'))).toEqual({ printed: true })
    expect(printer.status.counters.strayByte).toBeGreaterThan(0)
  })
})
