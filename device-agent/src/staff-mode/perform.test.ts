import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseSettings } from '../config/load.ts'
import type { StaffAction, StaffRefusal } from '../contract/staff-actions.ts'
import { calm } from '../flows/fakes.test-support.ts'
import type { CommandOutcome, KioskCommand } from '../monitoring/commands/contract.ts'
import { LogRing } from '../monitoring/commands/log-ring.ts'
import { StandingOrders } from '../monitoring/commands/standing.ts'
import { createLog } from '../monitoring/log.ts'
import { ManualClock } from '../runtime/clock.ts'
import type { AuditEntry } from '../staff/audit.ts'
import { placesOf } from '../staff-mode.ts'
import { Backlight } from './backlight.ts'
import { exportLogs } from './export-logs.ts'
import { staffFacts } from './facts.ts'
import { OUTPUT_MILLISECONDS, type PerformParts, performStaff, STAFF_AT_THE_KIOSK } from './perform.ts'
import { reach } from './reach.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'staff-mode-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function parts(change: Partial<PerformParts> = {}) {
  const clock = new ManualClock()
  const ordered: (KioskCommand & { readonly who: string })[] = []
  const acted: StaffAction[] = []
  const recorded: AuditEntry[] = []
  const found: PerformParts = {
    commands: {
      perform: async (command, who): Promise<CommandOutcome> => {
        ordered.push({ ...command, who })
        return { ok: true }
      },
    },
    standing: new StandingOrders({ get: () => null, set: () => undefined, remove: () => undefined }),
    backlight: new Backlight(join(folder, 'none')),
    ring: new LogRing(),
    checkIls: async () => clock.advance(12),
    network: async () => [],
    act: async (action): Promise<StaffRefusal | null> => {
      acted.push(action)
      return null
    },
    exportLogs: async (lines) => `lectern-${lines.length}.log`,
    clock,
    log: createLog({ write: () => undefined }),
    record: (entry) => void recorded.push(entry),
    ...change,
  }
  return { acted, clock, found, ordered, recorded }
}

describe('what is done in staff mode', () => {
  it('goes the way every order goes, under its own name', async () => {
    const { found, ordered } = parts()
    for (const type of ['close', 'open', 'printTest', 'restartAgent'] as const)
      expect(await performStaff(found, { type })).toEqual({ ok: true })
    await performStaff(found, { type: 'restartDriver', device: 'rfid' })
    expect(ordered.map(({ verb }) => verb)).toEqual([
      'close',
      'open',
      'print_test',
      'restart_agent',
      'restart_driver',
    ])
    expect(new Set(ordered.map(({ who }) => who))).toEqual(new Set([STAFF_AT_THE_KIOSK]))
    const no = parts({ commands: { perform: async () => ({ ok: false, why: 'KIOSK_IN_USE' }) } })
    expect(await performStaff(no.found, { type: 'restartAgent' })).toMatchObject({
      ok: false,
      why: 'KIOSK_IN_USE',
      text: expect.stringContaining('Somebody is at the kiosk'),
    })
  })

  it('is in the staff’s audit, with how it ended: who it was the one PIN does not tell', async () => {
    const { found, recorded } = parts({ checkIls: () => Promise.reject(new Error('no')) })
    await performStaff(found, { type: 'restartDriver', device: 'rfid' })
    await performStaff(found, { type: 'ilsTest' })
    const broken = { ...found, network: () => Promise.reject(new Error('no')) }
    await performStaff(broken, { type: 'networkTest' })
    const common = { who: '', role: null, address: 'screen' }
    expect(recorded).toEqual([
      { ...common, action: 'staffMode.restartDriver', detail: 'device rfid', result: 'done' },
      { ...common, action: 'staffMode.ilsTest', detail: '', result: 'STAFF_ILS_SILENT' },
      { ...common, action: 'staffMode.networkTest', detail: '', result: 'COMMAND_FAILED' },
    ])
  })

  it('measures the library system, and says where it is silent or something fails', async () => {
    expect(await performStaff(parts().found, { type: 'ilsTest' })).toEqual({ ok: true, milliseconds: 12 })
    const silent = parts({ checkIls: () => Promise.reject(new Error('no')) })
    expect(await performStaff(silent.found, { type: 'ilsTest' })).toMatchObject({ why: 'STAFF_ILS_SILENT' })
    const broken = parts({ network: () => Promise.reject(new Error('no')) })
    expect(await performStaff(broken.found, { type: 'networkTest' })).toMatchObject({ why: 'COMMAND_FAILED' })
  })

  it('switches an output for a moment, and leaves it where it must not move', async () => {
    const { acted, clock, found } = parts()
    const tried = performStaff(found, { type: 'output', signal: 'lamp' })
    await calm()
    expect(acted).toEqual([{ type: 'exercise', signal: 'lamp', hold: true }])
    clock.advance(OUTPUT_MILLISECONDS)
    expect(await tried).toEqual({ ok: true })
    expect(acted[1]).toEqual({ type: 'exercise', signal: 'lamp', hold: false })
    const shut = parts({ act: async () => 'interlock' })
    expect(await performStaff(shut.found, { type: 'output', signal: 'lamp' })).toMatchObject({
      why: 'STAFF_OUTPUT_REFUSED',
    })
  })

  it('sets volume and brightness, and says where the screen is fixed', async () => {
    const { found } = parts()
    await performStaff(found, { type: 'volume', percent: 30 })
    expect(found.standing.now.volumePercent).toBe(30)
    expect(found.backlight.percent).toBeNull()
    expect(await performStaff(found, { type: 'brightness', percent: 50 })).toMatchObject({
      why: 'STAFF_SCREEN_FIXED',
    })
    mkdirSync(join(folder, 'light/panel'), { recursive: true })
    writeFileSync(join(folder, 'light/panel/max_brightness'), '937\n')
    writeFileSync(join(folder, 'light/panel/brightness'), '937\n')
    const backlight = new Backlight(join(folder, 'light'))
    expect(await performStaff(parts({ backlight }).found, { type: 'brightness', percent: 50 })).toEqual({
      ok: true,
    })
    expect(readFileSync(join(folder, 'light/panel/brightness'), 'utf8')).toBe('469')
    expect(backlight.percent).toBe(50)
    backlight.set(0)
    expect(backlight.percent).toBe(10)
  })
})

describe('the log on a stick', () => {
  const options = () => ({ folder, kiosk: 'hall', lines: ['{"code":"ONE"}', '{"code":"TWO"}'], at: 0 })

  it('is refused where none is mounted: a folder alone is the disk of the kiosk', async () => {
    mkdirSync(join(folder, 'no-stick'))
    await expect(exportLogs(options())).rejects.toThrow('STAFF_NO_STICK')
    await expect(exportLogs({ ...options(), folder: join(folder, 'gone') })).rejects.toThrow('STAFF_NO_STICK')
    expect(readdirSync(join(folder, 'no-stick'))).toEqual([])
  })

  it('is one file a time, and said to be there when it is', async () => {
    mkdirSync(join(folder, 'stick'))
    const deviceOf = async (path: string) => (path.endsWith('stick') ? 2 : 1)
    const name = await exportLogs({ ...options(), deviceOf })
    expect(name).toBe('lectern-hall-1970-01-01T00-00-00.log')
    expect(readFileSync(join(folder, 'stick', name), 'utf8')).toBe('{"code":"ONE"}\n{"code":"TWO"}\n')
    await expect(exportLogs({ ...options(), deviceOf })).rejects.toThrow('STAFF_EXPORT_FAILED')
  })
})

describe('the network', () => {
  it('is the library system and the broker, wherever it is', () => {
    const places = (mqtt: string) => {
      const parsed = parseSettings(`library: { name: L }\nils: { host: ils.example, port: 6001 }\n${mqtt}`)
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
      return placesOf(parsed.settings).map(({ host, port, what }) => `${what} ${host}:${port}`)
    }
    expect(places('')).toEqual(['ils ils.example:6001'])
    expect(places('mqtt: { url: mqtts://broker.example }')[1]).toBe('broker broker.example:8883')
    expect(places("mqtt: { url: 'mqtt://[::1]:1999' }")[1]).toBe('broker ::1:1999')
    expect(places('mqtt: { broker: embedded }')[1]).toBe('broker 127.0.0.1:1883')
  })

  it('is reached or not, with how long it took or why', async () => {
    const server = createServer((socket) => socket.end())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const place = { what: 'ils', host: '127.0.0.1', port } as const
    expect(await reach(place)).toEqual({
      what: 'ils',
      place: `127.0.0.1:${port}`,
      milliseconds: expect.any(Number),
      detail: '',
    })
    await new Promise((resolve) => server.close(resolve))
    expect(await reach(place)).toMatchObject({ milliseconds: null, detail: 'ECONNREFUSED' })
  })
})

it('what staff mode shows is sums, states and what to do', () => {
  const facts = staffFacts({
    closed: () => true,
    between: () => [
      { kind: 'checkout', media: 'book', count: 3, span: 'hour', start: 0 },
      { kind: 'checkout', media: 'video', count: 2, span: 'hour', start: 0 },
      { kind: 'return', place: 'drop', media: 'book', count: 4, span: 'hour', start: 0 },
      { kind: 'session', ended: 'finished', count: 1, span: 'hour', start: 0 },
      { kind: 'refusal', code: 'ITEM_ON_HOLD', count: 6, span: 'hour', start: 0 },
      { kind: 'device', device: 'rfid', state: 'ready', count: 900, span: 'hour', start: 0 },
    ],
    day: () => ({ from: 0, to: 1 }),
    devices: () => [
      {
        id: 'printer',
        kind: 'printer',
        state: 'fault',
        code: 'PRINTER_PAPER_OUT',
        detail: 'TM-T88VI',
        since: 0,
        counters: {},
      },
    ],
    signals: () => [
      { name: 'lamp', direction: 'output', active: false, since: 0, module: 'io', terminal: 1 },
      { name: 'door', direction: 'input', active: true, since: 0, module: 'io', terminal: 1 },
    ],
    volumePercent: () => 40,
    brightnessPercent: () => null,
    version: '1',
  })
  expect(facts.today).toEqual({ checkouts: 5, returns: 4, renewals: 0, visits: 1, refusals: 6 })
  expect(facts.devices[0]?.text).not.toBe('')
  expect(facts.devices[0]?.whatToDo).not.toBe('')
  expect(facts.outputs).toEqual([{ name: 'lamp', active: false }])
})
