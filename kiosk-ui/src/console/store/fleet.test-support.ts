/** A broker's words, short. */
import { FleetStore } from './fleet-store.ts'

const encoder = new TextEncoder()
export const AT = '2026-01-15T09:00:00.000Z'

export interface Told {
  readonly boot?: string
  readonly seq?: number
}

export function testFleet() {
  const store = new FleetStore()
  let seq = 0
  const tell = (topic: string, fields: Readonly<Record<string, unknown>> | null, told: Told = {}) => {
    const words = { v: 1, ts: AT, boot_id: told.boot ?? 'boot-1', seq: told.seq ?? ++seq, ...fields }
    return store.take(`lectern/main/${topic}`, encoder.encode(fields === null ? '' : JSON.stringify(words)))
  }
  const kiosk = (id = 'k') => {
    const found = store.kiosk(`main/${id}`)
    if (found === undefined) throw new Error(`no ${id}`)
    return found
  }
  return {
    store,
    tell,
    kiosk,
    raw: (topic: string, text: string) => store.take(topic, encoder.encode(text)),
    online: (id = 'k', told: Told = {}) => tell(`${id}/availability`, { state: 'online' }, told),
    offline: (id = 'k', told: Told = {}) =>
      tell(`${id}/availability`, { state: 'offline' }, { seq: 0, ...told }),
    ready: (id = 'k', state = 'ready') =>
      tell(`${id}/state`, { state, reasons: [], lends: 'online', since: AT }),
    info: (id = 'k', name = id, devices: readonly string[] = ['printer']) =>
      tell(`${id}/info`, {
        name,
        library: 'Lindenhof',
        versions: { agent: '1.0.0' },
        model: null,
        services: ['lend'],
        devices: devices.map((device) => ({ id: device, kind: 'printer' })),
      }),
    device: (state: string, more: Readonly<Record<string, unknown>> = {}, id = 'k') =>
      tell(`${id}/device/printer/state`, {
        kind: 'printer',
        state,
        code: null,
        text: null,
        what_to_do: null,
        detail: '',
        since: AT,
        consumables: { paper: 'ok' },
        ...more,
      }),
    alert: (code: string, severity = 'warning', id = 'k', since = AT) =>
      tell(`${id}/alert/${code}`, {
        code,
        severity,
        text: 'T',
        what_to_do: 'Do it.',
        since,
        count: 1,
        about: [],
      }),
    clear: (topic: string) => tell(topic, null),
    fault: (id: string) =>
      tell('k/event/fault', {
        id,
        at: AT,
        code: 'C',
        severity: 'error',
        text: 'T',
        what_to_do: 'D',
        about: null,
      }),
  }
}
