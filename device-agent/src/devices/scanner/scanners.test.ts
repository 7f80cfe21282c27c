import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../runtime/clock.ts'
import type { EmulatorHost } from '../../transports/emulator-host.ts'
import { hostOnTcp } from '../../transports/emulator-host-tcp.ts'
import { openTransport } from '../../transports/open.ts'
import type { ByteStream, Transport } from '../../transports/transport.ts'
import type { Scan, Scanner } from './contract.ts'
import { REPORT_BYTES, ReportReader } from './hid-pos/codec.ts'
import { createHidScanner } from './hid-pos/driver.ts'
import { buildLine, LINE_MAX_BYTES, LineReader } from './serial-lines/codec.ts'
import { createSerialScanner } from './serial-lines/driver.ts'
import { ScannerEmulator } from './serial-lines/emulator.ts'

const ascii = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))

describe('lines of a serial scanner', () => {
  it.each(['\r', '\n', '\r\n'])('end with %j', (end) => {
    expect(new LineReader().push(ascii(`42${end}]F043${end}`))).toEqual([
      { code: '42', symbology: null },
      { code: '43', symbology: 'F' },
    ])
  })
  it('may stand between STX and ETX, and come in any pieces', () => {
    const reader = new LineReader()
    const stream = [0x02, ...ascii('3117'), 0x03, ...buildLine('21', 'C')]
    expect(stream.flatMap((byte) => reader.push(Uint8Array.of(byte)))).toEqual([
      { code: '3117', symbology: null },
      { code: '21', symbology: 'C' },
    ])
  })
  it('that are too long or no text are dropped whole, and counted', () => {
    const faults: string[] = []
    const reader = new LineReader((fault) => faults.push(fault))
    expect(reader.push(ascii(`${'9'.repeat(LINE_MAX_BYTES + 5)}\r\u00ff\r42\r`))).toEqual([
      { code: '42', symbology: null },
    ])
    expect(faults).toEqual(['lineTooLong', 'notACode'])
  })
})

/** One HID POS report. */
function report(data: string, { aim = ']F0', more = false } = {}): Uint8Array {
  const bytes = new Uint8Array(REPORT_BYTES)
  bytes.set([0x02, data.length, ...ascii(aim), ...ascii(data)])
  bytes[REPORT_BYTES - 1] = more ? 1 : 0
  return bytes
}

describe('reports of a HID POS scanner', () => {
  it('carry a code with its symbology', () => {
    const published = new Uint8Array(REPORT_BYTES)
    published.set([0x02, 0x0e, 0x5d, 0x46, 0x30, ...ascii('30234000517861')])
    expect(new ReportReader().push(published)).toEqual({ code: '30234000517861', symbology: 'F' })
  })
  it('may leave out their identifier', () => {
    expect(new ReportReader().push(report('4711').subarray(1))).toEqual({ code: '4711', symbology: 'F' })
  })
  it('are joined while more follows', () => {
    const reader = new ReportReader()
    expect(reader.push(report('1234', { more: true }))).toBeNull()
    expect(reader.push(report('5678'))).toEqual({ code: '12345678', symbology: 'F' })
  })
  it('that make no sense are counted and forgotten', () => {
    const faults: string[] = []
    const reader = new ReportReader((fault) => faults.push(fault))
    expect(reader.push(Uint8Array.of(0x02, 0xff))).toBeNull()
    expect(reader.push(report('\u0001'))).toBeNull()
    expect(faults).toEqual(['notAReport', 'notACode'])
    expect(reader.push(report('42'))?.code).toBe('42')
  })
})

const scans = (scanner: Scanner, count: number): Promise<readonly Scan[]> =>
  new Promise((resolve) => {
    const heard: Scan[] = []
    const end = scanner.onScan((scan) => {
      heard.push(scan)
      if (heard.length < count) return
      end()
      resolve(heard)
    })
  })
const ready = (scanner: Scanner): Promise<void> =>
  new Promise((resolve) => {
    if (scanner.status.state === 'ready') return resolve()
    const end = scanner.onStatus(({ state }) => {
      if (state !== 'ready') return
      end()
      resolve()
    })
  })

describe('a serial scanner', () => {
  let host: EmulatorHost
  let scanner: Scanner
  afterEach(async () => {
    await scanner.stop()
    await host.close()
  })

  it('tells codes, also split and after noise, and after its cable was pulled', async () => {
    const emulator = new ScannerEmulator()
    host = await hostOnTcp(emulator.accept)
    scanner = createSerialScanner({
      id: 'scanner',
      transport: openTransport(host.url),
      clock: systemClock,
      random: () => 0,
    })
    scanner.start()
    await ready(scanner)
    const first = scans(scanner, 2)
    emulator.scan('31173000001018', 'F')
    emulator.faults = { split: true, leadingGarbage: true, silent: false }
    emulator.scan('21173000000113')
    expect(await first).toEqual([
      { code: '31173000001018', symbology: 'F' },
      { code: '21173000000113', symbology: null },
    ])
    const away = new Promise<void>((resolve) =>
      scanner.onStatus(({ code }) => code === 'SCANNER_AWAY' && resolve()),
    )
    await host.unplug()
    await away
    await host.plug()
    await ready(scanner)
    const again = scans(scanner, 1)
    emulator.scan('42')
    expect((await again)[0]?.code).toBe('42')
  })
})

describe('a HID scanner', () => {
  it('tells what its reports say, and comes back after a loss', async () => {
    const opened: { data: (chunk: Uint8Array) => void; end: () => void }[] = []
    const transport: Transport = {
      url: 'hid://0c2e:0b61',
      open: async () => {
        let data: (chunk: Uint8Array) => void = () => undefined
        let end: () => void = () => undefined
        opened.push({ data: (chunk) => data(chunk), end: () => end() })
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
        return stream
      },
    }
    const scanner = createHidScanner({ id: 'scanner', transport, clock: systemClock, random: () => 0 })
    scanner.start()
    await ready(scanner)
    const heard = scans(scanner, 1)
    opened[0]?.data(report('31173000001018'))
    expect((await heard)[0]).toEqual({ code: '31173000001018', symbology: 'F' })
    const away = new Promise<void>((resolve) =>
      scanner.onStatus(({ state }) => state === 'away' && resolve()),
    )
    opened[0]?.end()
    await away
    await ready(scanner)
    expect(opened).toHaveLength(2)
    await scanner.stop()
  })
})
