/** The real desk behind the real server, over a drop, gates and wiring that a test moves; without a kiosk. */
import { fileURLToPath } from 'node:url'
import type { DeskEvent, DropView, GateView } from '@lectern/device-agent/contract/staff'
import { createHttp, type HttpOptions } from '@lectern/device-agent/http/server'
import { Desk } from '@lectern/device-agent/monitoring/desk'
import { createLog } from '@lectern/device-agent/monitoring/log'
import { createNotices } from '@lectern/device-agent/monitoring/notices'
import { systemClock } from '@lectern/device-agent/runtime/clock'
import { Signal } from '@lectern/device-agent/runtime/emitter'
import type { SignalChange } from '@lectern/device-agent/signals/contract'
import type { OpenIdDoor } from '@lectern/device-agent/staff/open-id/door'
import type { SignIn } from '@lectern/device-agent/staff/sign-in'
import { sampleView } from '../../device-agent/src/http/view.test-support.ts'
import { fakeSignIn } from '../../device-agent/src/staff/sign-in.test-support.ts'
import { currentCapture } from './capture/running.ts'
import type { Staffed } from './staff-page.ts'

const UI_FOLDER = fileURLToPath(new URL('../../kiosk-ui/dist/', import.meta.url))
const INPUTS = ['entryBeam', 'tunnelBeam', 'shutterClosed', 'serviceDoorClosed', 'arrived1', 'full1']
const OUTPUTS = ['shutter', 'belt', 'divert1', 'lamp']
const MINUTE_MILLISECONDS = 60_000
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MILLISECONDS).toISOString()

const BINS: DropView['bins'] = [
  { bin: 1, name: 'Adults', items: 64, full: true, exception: false, emptiedAt: ago(300) },
  { bin: 2, name: 'Children', items: 31, full: false, exception: false, emptiedAt: ago(42) },
  { bin: 3, name: 'Film and music', items: 9, full: false, exception: false, emptiedAt: ago(1500) },
  { bin: 4, name: 'Other branches', items: 0, full: false, exception: false, emptiedAt: null },
  { bin: 5, name: 'Exceptions', items: 2, full: false, exception: true, emptiedAt: ago(290) },
]
const EXCEPTIONS: DropView['exceptions'] = [
  { id: 8, at: ago(3), item: '31173000001017', title: 'The Secret Garden', bin: 5, reason: 'ITEM_ON_HOLD' },
  { id: 7, at: ago(18), item: null, title: null, bin: 5, reason: 'RFID_TAG_UNREADABLE' },
]

export interface TestDesk extends Staffed {
  /** Who may do what there. */
  readonly signIn: SignIn
  readonly desk: Desk
  readonly notices: ReturnType<typeof createNotices>
  /** What was asked of drop, gates and outputs, in order. */
  readonly asked: readonly string[]
  tell(event: DeskEvent): void
  drop(change: Partial<DropView>): void
  signal(name: string, active: boolean | null): void
  /** Breaks every page's connection. */
  cut(): void
  close(): Promise<void>
}

export const gateAlarm = (
  id: string,
  over: Partial<Extract<DeskEvent, { type: 'gateAlarm' }>> = {},
): DeskEvent => ({
  type: 'gateAlarm',
  id,
  at: new Date().toISOString(),
  gate: 'entrance',
  item: '31173000001024',
  title: 'The Wind in the Willows',
  verdict: 'theft',
  kiosk: null,
  direction: 'out',
  ...over,
})

export interface TestDeskOptions extends Pick<HttpOptions, 'reports' | 'broker'> {
  /** The system chooses where left out. */
  readonly port?: number
  /** Who else vouches for staff. */
  readonly openId?: (signIn: SignIn) => OpenIdDoor
}

export async function startDesk({ openId, port = 0, ...more }: TestDeskOptions = {}): Promise<TestDesk> {
  const capture = currentCapture()?.capture
  const log = createLog({ write: (line) => capture?.add('log', line) })
  const notices = createNotices({ log, clock: systemClock })
  const asked: string[] = []
  const [signalChanges, dropChanges, gateChanges] = [
    new Signal<SignalChange>(),
    new Signal<void>(),
    new Signal<void>(),
  ]
  const events = new Signal<DeskEvent>()
  const levels = new Map<string, { active: boolean | null; since: number }>()
  for (const name of [...INPUTS, ...OUTPUTS])
    levels.set(name, { active: /Closed|full1/.test(name), since: Date.now() - MINUTE_MILLISECONDS })
  const signal = (name: string, active: boolean | null) => {
    levels.set(name, { active, since: Date.now() })
    signalChanges.tell({ name, active })
  }
  let drop: DropView = { state: 'open', problem: null, onBelt: 3, bins: BINS, exceptions: EXCEPTIONS }
  const change = (part: Partial<DropView>) => {
    drop = { ...drop, ...part }
    dropChanges.tell()
  }
  let gates: readonly GateView[] = [
    {
      id: 'entrance',
      name: 'Main entrance',
      state: 'ready',
      today: { into: 412, out: 389 },
      silenced: false,
    },
    { id: 'garden', name: 'Garden door', state: 'away', today: null, silenced: false },
  ]
  const status = (
    id: string,
    kind: 'rfid' | 'scanner' | 'printer' | 'io' | 'gate',
    state: 'ready' | 'fault',
    detail: string,
  ) => ({
    id,
    kind,
    state,
    code: state === 'fault' ? ('PRINTER_PAPER_OUT' as const) : null,
    detail,
    since: Date.now() - 5 * MINUTE_MILLISECONDS,
    counters: {},
  })
  const desk = new Desk({
    boot: 'boot-1',
    clock: systemClock,
    log,
    frame: () => ({ kiosk: { id: 'kiosk-1', name: 'Self-service' }, library: { name: 'Lindenhof Library' } }),
    devices: [
      status('rfid', 'rfid', 'ready', 'FEIG ID ISC.LRU1002, firmware 2.4'),
      status('scanner', 'scanner', 'ready', ''),
      status('printer', 'printer', 'fault', ''),
      status('io', 'io', 'ready', '8 inputs, 8 outputs'),
      status('entrance', 'gate', 'ready', ''),
    ].map((status) => ({ status, onStatus: () => () => {} })),
    notices,
    hands: { take: () => undefined, giveBack: () => undefined },
    acknowledged: { all: () => [], add: () => undefined, remove: () => undefined },
    interlocks: ['serviceDoorClosed'],
    signals: {
      states: () =>
        [...levels].map(([name, level], index) => ({
          name,
          direction: OUTPUTS.includes(name) ? ('output' as const) : ('input' as const),
          ...level,
          module: 'io',
          terminal: index % INPUTS.length,
        })),
      onChange: (listener) => signalChanges.listen(listener),
      set: async (name, active) => {
        asked.push(`set ${name} ${active}`)
        signal(name, active)
        return true
      },
    },
    drop: {
      view: () => drop,
      onView: (listener) => dropChanges.listen(listener),
      empty: (bin) => {
        asked.push(`empty ${bin}`)
        change({
          bins: drop.bins.map((one) =>
            one.bin === bin ? { ...one, items: 0, full: false, emptiedAt: ago(0) } : one,
          ),
        })
        return true
      },
      clear: () => {
        asked.push('clear')
        change({ state: 'open', problem: null })
      },
      resolve: (id) => {
        asked.push(`resolve ${id}`)
        change({ exceptions: drop.exceptions.filter((one) => one.id !== id) })
        return true
      },
    },
    gates: {
      views: () => gates,
      onView: (listener) => gateChanges.listen(listener),
      silence: (id, minutes) => {
        asked.push(`silence ${id} ${minutes}`)
        gates = gates.map((gate) => (gate.id === id ? { ...gate, silenced: minutes > 0 } : gate))
        gateChanges.tell()
        return true
      },
      signal: async (id, { light, sound }) => {
        asked.push(`test ${id} ${light ? 'light' : ''}${sound ? 'sound' : ''}`)
        return id === 'entrance'
      },
    },
    events: [{ recent: () => [], onEvent: (listener) => events.listen(listener) }],
  })
  const { signIn, tokenOf } = fakeSignIn({ notices })
  const http = await createHttp({
    port,
    kiosk: { view: () => sampleView(1), onView: () => () => {}, intent: () => undefined },
    uiFolder: UI_FOLDER,
    clock: systemClock,
    log,
    health: () => {
      throw new Error('nobody asks for it here')
    },
    notices: notices.open,
    staff: desk,
    signIn,
    ...(openId === undefined ? {} : { openId: openId(signIn) }),
    ...more,
  })
  return {
    address: await http.listen(),
    staffToken: (role) => tokenOf(role),
    signIn,
    desk,
    notices,
    asked,
    tell: (event) => events.tell(event),
    drop: change,
    signal,
    cut: () => {
      for (const page of http.app.websocketServer.clients) page.terminate()
    },
    close: async () => {
      await http.close()
      await desk.stop()
    },
  }
}
