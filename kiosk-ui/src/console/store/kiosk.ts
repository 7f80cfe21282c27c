/** What the console knows of a kiosk, out of its topics (docs/mqtt.md). Never changed: each change is a new object. */
import type { Attention } from './attention.ts'
import type { Slots, Today } from './counts.ts'

export const SEVERITIES = ['error', 'warning', 'info'] as const
export type Severity = (typeof SEVERITIES)[number]

export type KioskState = 'ready' | 'in_use' | 'degraded' | 'out_of_service' | 'maintenance'

/** How badly it needs a person, worst first. `plain`: closed by staff, or not known yet. */
export const RANKS = ['away', 'stop', 'warn', 'plain', 'good'] as const
export type Rank = (typeof RANKS)[number]

/** RFC 3339 where it is a time. */
export interface Info {
  readonly name: string
  readonly library: string
  readonly agent: string
  readonly model: string | null
  readonly services: readonly string[]
  readonly devices: readonly string[]
  /** Of the staff's pages on the kiosk's own 127.0.0.1; null where there are none. */
  readonly staffPort: number | null
}

export interface DeviceChange {
  readonly state: string
  readonly code: string | null
  readonly text: string | null
  readonly whatToDo: string | null
  readonly since: string
}

export interface Device extends DeviceChange {
  readonly id: string
  readonly kind: string
  readonly detail: string
  /** 'paper' to 'low'. */
  readonly consumables: Readonly<Record<string, string>>
  /** Newest first: as the kiosk keeps it, or what was heard since this page is open. */
  readonly history: readonly DeviceChange[]
}

export interface Alert {
  readonly code: string
  readonly severity: Severity
  readonly text: string
  readonly whatToDo: string
  readonly since: string
  readonly count: number
  readonly about: readonly string[]
}

export interface Bin {
  readonly bin: number
  readonly name: string
  readonly items: number
  readonly full: boolean
  readonly exception: boolean
  readonly emptiedAt: string | null
}

export interface Drop {
  readonly state: string
  readonly onBelt: number
  readonly exceptions: number
  readonly bins: readonly Bin[]
}

/** One that happened; what is told again under its `key` replaces what was told. */
export type KioskEvent = { readonly key: string; readonly at: string } & (
  | {
      readonly type: 'fault'
      readonly code: string
      readonly severity: Severity
      readonly text: string
      readonly whatToDo: string
      readonly about: string | null
      /** When it was over; null while it is not. */
      readonly over: string | null
    }
  | {
      readonly type: 'gate_alarm'
      readonly gate: string
      readonly title: string | null
      readonly verdict: string
    }
  | {
      readonly type: 'exception'
      readonly title: string | null
      readonly bin: number | null
      /** A row of docs/errors.md. */
      readonly reason: string | null
      readonly text: string
      readonly whatToDo: string
    }
  | { readonly type: 'session_end'; readonly lent: number; readonly returned: number; readonly ended: string }
)

export interface GateHour {
  readonly gate: string
  readonly from: string
  readonly into: number
  readonly out: number
  readonly alarms: number
}

export interface Kiosk {
  /** '{site}/{id}'. */
  readonly key: string
  readonly site: string
  readonly id: string
  /** Of the newest 'online'. */
  readonly boot: string | null
  /** Null before anything was heard of it. */
  readonly online: boolean | null
  /** When it was last told that it is, or is not. */
  readonly onlineSince: string | null
  readonly state: KioskState | null
  readonly stateSince: string | null
  readonly lends: string | null
  readonly info: Info | null
  /** By id. */
  readonly devices: readonly Device[]
  /** Gravest first, of those the oldest. */
  readonly alerts: readonly Alert[]
  readonly drop: Drop | null
  /** Newest first. */
  readonly gateHours: readonly GateHour[]
  readonly counters: Readonly<Record<string, number>>
  readonly today: Today | null
  /** Those two are asked for where they are shown. */
  readonly hours: Slots | null
  readonly days: Slots | null
  /** Null where the kiosk does not tell. */
  readonly attention: Attention | null
  /** Newest first; what was heard since this page is open. */
  readonly events: readonly KioskEvent[]
  readonly rank: Rank
}

export function unknownKiosk(site: string, id: string): Kiosk {
  return {
    key: `${site}/${id}`,
    site,
    id,
    boot: null,
    online: null,
    onlineSince: null,
    state: null,
    stateSince: null,
    lends: null,
    info: null,
    devices: [],
    alerts: [],
    drop: null,
    gateHours: [],
    counters: {},
    today: null,
    hours: null,
    days: null,
    attention: null,
    events: [],
    rank: 'plain',
  }
}

export const nameOf = ({ id, info }: Kiosk): string => (info === null || info.name === '' ? id : info.name)

/** There is somebody at the other end who carries out orders. */
export const takesOrders = ({ info, online }: Kiosk): boolean =>
  online === true && info?.services.includes('commands') === true

/** The device the kiosk still has: one that was taken out of the settings may stand at the broker for long. */
export const devicesOf = ({ devices, info }: Kiosk): readonly Device[] =>
  info === null ? devices : devices.filter(({ id }) => info.devices.includes(id))

export function rankOf({ alerts, online, state }: Kiosk): Rank {
  if (online === false) return 'away'
  const worst = alerts[0]?.severity
  if (state === 'out_of_service' || worst === 'error') return 'stop'
  if (state === 'degraded' || worst === 'warning') return 'warn'
  return online === null || state === null || state === 'maintenance' ? 'plain' : 'good'
}
