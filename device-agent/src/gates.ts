/** The security gates of this kiosk, their record and what watches over them, put together from the settings. */
import type { GatesSettings } from './config/gate-settings.ts'
import type { Settings } from './config/settings.ts'
import type { SecurityGate } from './devices/gate/contract.ts'
import { createGate } from './drivers.ts'
import { type GatePorts, type GateRules, GateWatch } from './flows/gate/gates.ts'
import { openGates } from './journal/open-gates.ts'
import type { RecentLoans } from './journal/recent-loans-contract.ts'
import type { Signals } from './signals/contract.ts'

export interface GateParts extends Pick<GatePorts, 'circulation' | 'notices' | 'clock'> {
  readonly settings: () => Settings
  /** What this kiosk lent moments ago. */
  readonly recentLoans: RecentLoans
  /** Null where nothing is wired. */
  readonly signals: Signals | null
}

export interface SecurityGates {
  readonly devices: readonly SecurityGate[]
  /** Null on a kiosk without gates. */
  readonly watch: GateWatch | null
  /** Once who is told of alarms and hours listens: what was not told before the start is told now. */
  start(): void
  /** After the devices have stopped. */
  stop(): void
}

export function createGates(parts: GateParts): SecurityGates {
  const { settings, recentLoans, signals, clock, notices } = parts
  const { gates, data, kiosk } = settings()
  if (gates.list.length === 0)
    return { devices: [], watch: null, start: () => undefined, stop: () => undefined }
  const { store, setAside } = openGates({ folder: data.folder, wall: clock.wall })
  if (setAside !== null) notices.raise('JOURNAL_SET_ASIDE', `set aside as ${setAside}`, 'gates')
  const list = gates.list.map((gate) => ({
    device: createGate(gate, signals, clock),
    name: gate.name,
    kioskSounds: gate.sounds === 'kiosk',
  }))
  const watch = new GateWatch({
    ...parts,
    gates: list,
    store,
    kiosks: () => [{ kiosk: kiosk.id, loans: recentLoans }],
    rules: () => gateRules(settings().gates),
  })
  return {
    devices: list.map(({ device }) => device),
    watch,
    start: () => watch.start(),
    stop: () => {
      watch.stop()
      store.shut()
    },
  }
}

const SECOND_MILLISECONDS = 1_000
const MINUTE_MILLISECONDS = 60 * SECOND_MILLISECONDS
const HOUR_MILLISECONDS = 60 * MINUTE_MILLISECONDS
const DAY_MILLISECONDS = 24 * HOUR_MILLISECONDS

function gateRules(gates: GatesSettings): GateRules {
  return {
    sameTagMilliseconds: gates.sameTagSeconds * SECOND_MILLISECONDS,
    recentMilliseconds: gates.recentLoanMinutes * MINUTE_MILLISECONDS,
    lookUpMilliseconds: gates.lookUpMinutes * MINUTE_MILLISECONDS,
    keepAlarmsMilliseconds: gates.keepAlarmsDays * DAY_MILLISECONDS,
    keepHoursMilliseconds: gates.keepCountsDays * DAY_MILLISECONDS,
    testTags: new Set(gates.testTags),
    testEveryMilliseconds: gates.testEveryHours === 0 ? null : gates.testEveryHours * HOUR_MILLISECONDS,
    silence: gates.silence,
  }
}
