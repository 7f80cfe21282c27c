/** Alert routes over a real store, with notices, time and the other end moved by the test. */

import type { AlertRule } from '../../config/alert-settings.ts'
import { JournalFile } from '../../journal/journal-file.ts'
import { ROUTES_MIGRATIONS } from '../../journal/routes-schema.ts'
import { SqliteRoutes } from '../../journal/sqlite-routes.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { createLog } from '../log.ts'
import { createNotices } from '../notices.ts'
import type { Dispatch, RouteStore } from './contract.ts'
import { Deliveries } from './deliveries.ts'
import { AlertRoutes } from './routes.ts'

export const rule = (over: Partial<AlertRule> = {}): AlertRule => ({
  severity: 'warning',
  codes: [],
  when: 'always',
  delayMinutes: 0,
  repeatMinutes: 0,
  to: ['desk@library.example'],
  ...over,
})

export const dispatch = (over: Partial<Dispatch> = {}): Dispatch => ({
  id: '0b5a',
  kind: 'begun',
  at: '2026-01-15T09:00:00.000Z',
  library: 'Riverside',
  kiosk: { id: 'kiosk-1', name: 'Self-service' },
  code: 'PRINTER_PAPER_OUT',
  severity: 'warning',
  text: 'The printer has no paper.',
  what_to_do: 'Put in a new roll.',
  about: 'printer',
  detail: null,
  since: '2026-01-15T08:55:00.000Z',
  ...over,
})

export const routeStore = (file = ':memory:'): RouteStore =>
  new SqliteRoutes(new JournalFile({ file, reserveBytes: 0, wall: () => 0, migrations: ROUTES_MIGRATIONS }))

export const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

export function routesStage(rules: readonly AlertRule[], store = routeStore(), clock = new ManualClock()) {
  const notices = createNotices({ clock, log: createLog({ clock, write: () => {} }) })
  const sent: (Dispatch & { readonly target: string })[] = []
  let open = true
  let failure: string | null = null
  const deliveries = new Deliveries({
    store,
    clock,
    notices,
    courierOf: (target) =>
      target.startsWith('gone')
        ? null
        : {
            failure: target.startsWith('webhook') ? 'WEBHOOK_FAILED' : 'MAIL_FAILED',
            name: target,
            send: async (one) => {
              if (failure !== null) throw new Error(failure)
              sent.push({ ...one, target })
            },
          },
  })
  const routes = new AlertRoutes({
    rules,
    notices,
    store,
    clock,
    isOpen: () => open,
    frame: () => ({ library: 'Riverside', kiosk: { id: 'kiosk-1', name: 'Self-service' } }),
    isThing: (key) => key === 'printer' || key.startsWith('bin '),
    failureOf: (target) => (target.startsWith('webhook') ? 'WEBHOOK_FAILED' : 'MAIL_FAILED'),
    onKept: () => deliveries.look(),
  })
  deliveries.look()
  return {
    clock,
    deliveries,
    notices,
    sent,
    store,
    /** What was sent since the last call: 'begun PRINTER_PAPER_OUT'. */
    news: async () => {
      await settled()
      return sent.splice(0).map(({ code, kind }) => `${kind} ${code}`)
    },
    library: (is: boolean) => {
      open = is
    },
    failWith: (why: string | null) => {
      failure = why
    },
    stop: async () => {
      routes.stop()
      await deliveries.stop()
    },
  }
}
