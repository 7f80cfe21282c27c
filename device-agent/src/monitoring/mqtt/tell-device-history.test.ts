import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DeviceStatus } from '../../devices/device.ts'
import { JournalFile } from '../../journal/journal-file.ts'
import { SqliteDeviceHistory } from '../../journal/sqlite-device-history.ts'
import { Signal } from '../../runtime/emitter.ts'
import { DEVICE_CHANGES_KEPT, type DeviceHistory } from '../device-history.ts'
import { tellDeviceHistory } from './tell-device-history.ts'
import type { Facts } from './topics.ts'

const READY: DeviceStatus = {
  ...{ id: 'printer', kind: 'printer', state: 'ready', code: null, detail: 'TM-T20III' },
  ...{ since: Date.UTC(2026, 0, 15, 9), counters: {} },
}

let folder: string
let file: JournalFile
let told: (Facts<'deviceHistory'> & { readonly id: string })[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-history-'))
  file = new JournalFile({ file: join(folder, 'journal.sqlite'), reserveBytes: 0, wall: () => 0 })
  told = []
})
afterEach(() => {
  file.shut()
  rmSync(folder, { recursive: true })
})

function printer(
  first: Partial<DeviceStatus> = {},
  deviceHistory: DeviceHistory = new SqliteDeviceHistory(file),
) {
  const statuses = new Signal<DeviceStatus>()
  let status: DeviceStatus = { ...READY, ...first }
  const device = {
    get status() {
      return status
    },
    onStatus: (listener: (status: DeviceStatus) => void) => statuses.listen(listener),
  }
  const end = tellDeviceHistory({
    devices: [device],
    deviceHistory,
    publisher: {
      publish: (_, facts, id) => void told.push({ ...JSON.parse(JSON.stringify(facts)), id }),
    },
  })
  const become = (over: Partial<DeviceStatus>) => {
    status = { ...status, ...over }
    statuses.tell(status)
  }
  return { become, end }
}
const states = () => told.at(-1)?.changes.map(({ code, state }) => `${state} ${code}`)

describe('the history of a device', () => {
  it('holds each change of state or code, newest first, and what to do about each code', () => {
    const { become } = printer()
    become({ state: 'reduced', code: 'PRINTER_PAPER_LOW', since: READY.since + 1_000 })
    become({ detail: 'again' })
    become({ state: 'fault', code: 'PRINTER_PAPER_OUT' })
    expect(states()).toEqual(['fault PRINTER_PAPER_OUT', 'reduced PRINTER_PAPER_LOW', 'ready null'])
    expect(told.at(-1)?.id).toBe('printer')
    expect(told.at(-1)?.changes[1]?.since).toBe('2026-01-15T09:00:01.000Z')
    expect(told.at(-1)?.advice.map(({ code, what_to_do }) => `${code}: ${what_to_do}`)).toEqual([
      'PRINTER_PAPER_OUT: Put in a new roll.',
      'PRINTER_PAPER_LOW: Have a new roll ready.',
    ])
    expect(told).toHaveLength(4)
  })

  it('goes on after a restart, which is itself no change', () => {
    const first = printer({ state: 'fault', code: 'PRINTER_CUTTER' })
    first.end()
    told = []
    const { become } = printer({ state: 'starting', code: null })
    expect(states()).toEqual(['fault PRINTER_CUTTER'])
    become({ state: 'fault', code: 'PRINTER_CUTTER' })
    expect(states()).toEqual(['fault PRINTER_CUTTER'])
    become({ state: 'ready', code: null })
    expect(states()).toEqual(['ready null', 'fault PRINTER_CUTTER'])
  })

  it('is bounded: the oldest makes room', () => {
    const { become } = printer()
    for (let turn = 0; turn < DEVICE_CHANGES_KEPT; turn++) {
      become({ state: 'away', code: 'PRINTER_AWAY', since: turn })
      become({ state: 'ready', code: null, since: turn })
    }
    expect(told.at(-1)?.changes).toHaveLength(DEVICE_CHANGES_KEPT)
    expect(new SqliteDeviceHistory(file).of('printer')).toHaveLength(DEVICE_CHANGES_KEPT)
    expect(told.at(-1)?.changes[0]).toMatchObject({ state: 'ready' })
  })

  it('a disk that takes nothing ends nothing', () => {
    const { become } = printer()
    file.shut()
    become({ state: 'away', code: 'PRINTER_AWAY' })
    expect(states()).toEqual(['ready null'])
  })
})
