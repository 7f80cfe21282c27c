/** Alerts by mail and webhook, put together from the settings. */
import { hookOf } from './config/alert-settings.ts'
import type { Settings } from './config/settings.ts'
import { openRoutes } from './journal/open-routes.ts'
import type { DevicePort } from './monitoring/desk-ports.ts'
import type { Notices } from './monitoring/notices.ts'
import type { Courier } from './monitoring/routes/contract.ts'
import { Deliveries } from './monitoring/routes/deliveries.ts'
import { isOpen } from './monitoring/routes/opening.ts'
import { AlertRoutes } from './monitoring/routes/routes.ts'
import { webhookCourier } from './monitoring/routes/webhook.ts'
import { calendar } from './return-rules.ts'
import type { Clock } from './runtime/clock.ts'
import { isNoItem } from './telling.ts'

export interface AlertParts {
  readonly settings: () => Settings
  readonly clock: Clock
  readonly notices: Notices
  readonly devices: readonly DevicePort[]
}

export interface CreatedAlerts {
  stop(): Promise<void>
}

/** Null where nobody is to be told. */
export async function createAlertRoutes(parts: AlertParts): Promise<CreatedAlerts | null> {
  const { clock, devices, notices, settings } = parts
  const { alerts, data } = settings()
  if (alerts.rules.length === 0) return null
  const { setAside, store } = openRoutes({ folder: data.folder, wall: () => clock.wall() })
  if (setAside !== null) notices.raise('JOURNAL_SET_ASIDE', `set aside as ${setAside}`, 'alerts')
  const courierOf = await couriers(parts)
  const deliveries = new Deliveries({ store, clock, notices, courierOf })
  const routes = new AlertRoutes({
    rules: alerts.rules,
    notices,
    store,
    clock,
    isOpen: () => isOpen(clock.wall(), calendar(settings().library)),
    frame: () => {
      const { kiosk, library } = settings()
      return { library: library.name, kiosk: { id: kiosk.id, name: kiosk.name } }
    },
    isThing: (key) => isNoItem(key) || devices.some(({ status }) => status.id === key),
    failureOf: (target) => courierOf(target)?.failure ?? '',
    onKept: () => deliveries.look(),
  })
  deliveries.look()
  return {
    stop: async () => {
      routes.stop()
      await deliveries.stop()
      store.shut()
    },
  }
}

/** Most kiosks mail nobody: they need not load what mails. */
async function couriers({ clock, settings }: AlertParts): Promise<(target: string) => Courier | null> {
  const { mail, rules, webhooks } = settings().alerts
  const byTarget = new Map<string, Courier>()
  for (const webhook of webhooks) byTarget.set(`webhook:${webhook.id}`, webhookCourier(webhook, clock))
  if (mail !== undefined) {
    const { mailCourier } = await import('./monitoring/routes/mail.ts')
    for (const address of rules.flatMap(({ to }) => to))
      if (hookOf(address) === null) byTarget.set(address, mailCourier(mail, address))
  }
  return (target) => byTarget.get(target) ?? null
}
