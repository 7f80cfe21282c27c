/** A desk with a drop, a gate, two signals and a printer, each of which a test moves. */
import type { DeskEvent, DropView, GateView } from '../contract/staff.ts'
import type { DeviceStatus } from '../devices/device.ts'
import { ManualClock } from '../runtime/clock.ts'
import { Signal } from '../runtime/emitter.ts'
import { Hands } from '../signals/by-hand.ts'
import type { SignalChange, SignalState } from '../signals/contract.ts'
import { Desk, type DeskOptions } from './desk.ts'
import { createLog } from './log.ts'
import { createNotices } from './notices.ts'

export const alarm = (
  id: string,
  over: Partial<Extract<DeskEvent, { type: 'gateAlarm' }>> = {},
): DeskEvent => ({
  type: 'gateAlarm',
  id,
  at: '2026-01-15T09:00:00.000Z',
  gate: 'entrance',
  item: '31173000001001',
  title: null,
  verdict: 'looking',
  kiosk: null,
  direction: 'out',
  ...over,
})

/** What staff have seen to, in memory. */
export function kept(...before: readonly string[]) {
  const events = new Set(before)
  return {
    all: () => [...events],
    add: (event: string) => void events.add(event),
    remove: (event: string) => void events.delete(event),
  }
}

export function fakeDesk(over: Partial<DeskOptions> = {}) {
  const clock = new ManualClock()
  const lines: Record<string, unknown>[] = []
  const log = createLog({ clock, write: (line) => lines.push(JSON.parse(line)) })
  const notices = createNotices({ log, clock })

  const statusChanges = new Signal<DeviceStatus>()
  let status: DeviceStatus = {
    id: 'printer',
    kind: 'printer',
    state: 'ready',
    code: null,
    detail: '',
    since: 0,
    counters: {},
  }
  const device = {
    get status() {
      return status
    },
    onStatus: (listener: (status: DeviceStatus) => void) => statusChanges.listen(listener),
  }

  const signalChanges = new Signal<SignalChange>()
  const levels = new Map<string, boolean | null>([
    ['beam', false],
    ['conveyor', false],
    ['doorClosed', true],
  ])
  const told: [string, boolean][] = []
  const hands = new Hands()
  const signals = {
    confirms: true,
    states: (): readonly SignalState[] =>
      [...levels].map(([name, active], terminal) => ({
        name,
        direction: name === 'conveyor' ? ('output' as const) : ('input' as const),
        active,
        since: 0,
        module: 'io',
        terminal,
      })),
    onChange: (listener: (change: SignalChange) => void) => signalChanges.listen(listener),
    set: async (name: string, active: boolean) => {
      told.push([name, active])
      if (signals.confirms) signals.change(name, active)
      return signals.confirms
    },
    change: (name: string, active: boolean | null) => {
      levels.set(name, active)
      signalChanges.tell({ name, active })
    },
  }

  const dropChanges = new Signal<void>()
  let dropView: DropView = { state: 'shut', problem: null, onBelt: 0, bins: [], exceptions: [] }
  const drop = {
    asked: [] as string[],
    view: () => dropView,
    onView: (listener: () => void) => dropChanges.listen(listener),
    empty: (bin: number): boolean => {
      drop.asked.push(`empty ${bin}`)
      return bin === 1
    },
    clear: (): void => {
      drop.asked.push('clear')
    },
    resolve: (id: number): boolean => {
      drop.asked.push(`resolve ${id}`)
      return id === 7
    },
    change: (change: Partial<DropView>) => {
      dropView = { ...dropView, ...change }
      dropChanges.tell()
    },
  }

  const gateChanges = new Signal<void>()
  const events = new Signal<DeskEvent>()
  const gate: GateView = { id: 'entrance', name: 'Entrance', state: 'ready', today: null, silenced: false }
  const gates = {
    asked: [] as string[],
    views: () => [gate],
    onView: (listener: () => void) => gateChanges.listen(listener),
    silence: (id: string, minutes: number) => {
      gates.asked.push(`silence ${id} ${minutes}`)
      return id === gate.id
    },
    signal: async (id: string, what: { light: boolean; sound: boolean }, milliseconds: number) => {
      gates.asked.push(`signal ${id} ${JSON.stringify(what)} ${milliseconds}`)
      return true
    },
  }

  const desk = new Desk({
    boot: 'boot-1',
    clock,
    log,
    frame: () => ({ kiosk: { id: 'kiosk-1', name: 'Self-service' }, library: { name: 'Riverside' } }),
    devices: [device],
    notices,
    signals,
    interlocks: ['doorClosed'],
    drop,
    gates,
    acknowledged: kept(),
    hands,
    events: [{ recent: () => [], onEvent: (listener) => events.listen(listener) }],
    ...over,
  })
  return {
    clock,
    desk,
    drop,
    events,
    gates,
    hands,
    lines,
    notices,
    signals,
    told,
    device: (change: Partial<DeviceStatus>) => {
      status = { ...status, ...change }
      statusChanges.tell(status)
    },
    listeners: () =>
      statusChanges.size + signalChanges.size + dropChanges.size + gateChanges.size + events.size,
  }
}
