/** What each topic says, from its fields. */
import type { Alert, Bin, Device, Drop, GateHour, Info, KioskEvent, KioskState } from './kiosk.ts'
import {
  type Fields,
  fieldsOf,
  listOf,
  numberOf,
  type Read,
  recordOf,
  severityOf,
  textOf,
  textsOf,
} from './read.ts'

const STATES: readonly KioskState[] = ['ready', 'in_use', 'degraded', 'out_of_service', 'maintenance']

const text = (value: unknown): string => textOf(value) ?? ''
const number = (value: unknown): number => numberOf(value) ?? 0

const PORT_MAX = 65_535
/** Whatever else a broker may tell, it leads nowhere but to a port. */
function portOf(value: unknown): number | null {
  const port = numberOf(value)
  return port !== null && Number.isInteger(port) && port > 0 && port <= PORT_MAX ? port : null
}

export const stateOf = (value: unknown): KioskState | null => STATES.find((one) => one === value) ?? null

export function infoOf(fields: Fields): Info {
  return {
    name: text(fields.name),
    library: text(fields.library),
    agent: text(fieldsOf(fields.versions)?.agent),
    model: textOf(fields.model),
    services: textsOf(fields.services),
    devices: listOf(fields.devices)
      .map((one) => textOf(fieldsOf(one)?.id))
      .filter((id) => id !== null),
    staffPort: portOf(fields.staff_port),
  }
}

export function deviceOf(id: string, fields: Fields): Omit<Device, 'history'> {
  return {
    id,
    kind: text(fields.kind),
    state: text(fields.state),
    code: textOf(fields.code),
    text: textOf(fields.text),
    whatToDo: textOf(fields.what_to_do),
    detail: text(fields.detail),
    since: text(fields.since),
    consumables: recordOf(fields.consumables, textOf),
  }
}

export function alertOf(code: string, fields: Fields): Alert {
  return {
    code,
    severity: severityOf(fields.severity),
    text: text(fields.text),
    whatToDo: text(fields.what_to_do),
    since: text(fields.since),
    count: number(fields.count),
    about: listOf(fields.about)
      .map((one) => textOf(fieldsOf(one)?.id))
      .filter((id) => id !== null),
  }
}

export function dropOf(fields: Fields): Drop {
  return {
    state: text(fields.state),
    onBelt: number(fields.on_belt),
    exceptions: number(fields.exceptions),
    bins: listOf(fields.bins)
      .map(fieldsOf)
      .filter((bin) => bin !== null)
      .map(binOf),
  }
}

const binOf = (bin: Fields): Bin => ({
  bin: number(bin.bin),
  name: text(bin.name),
  items: number(bin.items),
  full: bin.full === true,
  exception: bin.exception === true,
  emptiedAt: textOf(bin.emptied_at),
})

export const gateHourOf = (fields: Fields): GateHour => ({
  gate: text(fields.gate),
  from: text(fields.from),
  into: number(fields.into),
  out: number(fields.out),
  alarms: number(fields.alarms),
})

/** Null for a kind of event that is not known. */
export function eventOf(kind: string, { at: toldAt, boot, fields, seq }: Read): KioskEvent | null {
  const id = textOf(fields.id)
  // A visit has no id of its own.
  const head = { key: `${kind} ${id ?? `${boot} ${seq}`}`, at: textOf(fields.at) ?? toldAt }
  const advice = { text: text(fields.text), whatToDo: text(fields.what_to_do) }
  switch (kind) {
    case 'fault':
      return {
        ...head,
        ...advice,
        type: kind,
        code: text(fields.code),
        severity: severityOf(fields.severity),
        about: textOf(fields.about),
        over: null,
      }
    case 'gate_alarm':
      return {
        ...head,
        type: kind,
        gate: text(fields.gate),
        title: textOf(fields.title),
        verdict: text(fields.verdict),
      }
    case 'exception':
      return {
        ...head,
        ...advice,
        type: kind,
        title: textOf(fields.title),
        bin: numberOf(fields.bin),
        reason: textOf(fields.reason),
      }
    case 'session_end':
      return {
        ...head,
        type: kind,
        lent: number(fields.lent),
        returned: number(fields.returned),
        ended: text(fields.ended),
      }
    default:
      return null
  }
}
