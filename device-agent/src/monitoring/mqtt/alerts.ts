/**
 * Open notices as alerts: a retained one for each code, an event when each begins and one when it is over. What was open
 * when the kiosk ended is told over soon after the next start, unless it is open again by then: then it is the same.
 */
import { randomUUID } from 'node:crypto'
import type { Clock, TimerHandle } from '../../runtime/clock.ts'
import type { Unsubscribe } from '../../runtime/emitter.ts'
import type { NoticesPort } from '../desk-ports.ts'
import type { Notice } from '../notices.ts'
import type { Publisher } from './contract.ts'
import type { OpenAlert, Outbox } from './outbox.ts'
import { ALERT_ABOUT_MAX, type Facts } from './topics.ts'

/** After a start, devices have so long to show what ails them still. */
export const SETTLE_MILLISECONDS = 60_000

export interface AlertSources {
  readonly notices: NoticesPort
  readonly outbox: Outbox
  readonly publisher: Publisher
  readonly clock: Clock
  /** Tell what a notice is about though it is perhaps an item. */
  readonly titles: boolean
  /** A device, a bin: what no item is. */
  readonly isThing: (key: string) => boolean
}

const alertId = ({ code, key }: { readonly code: string; readonly key: string }): string => `${code} ${key}`

export class Alerts {
  readonly #sources: AlertSources
  readonly #told = new Map<string, OpenAlert>()
  /** Code to what was told of it, so that only a change is told. */
  readonly #shown = new Map<string, string>()
  /** Open when the kiosk ended, and not seen since. */
  readonly #former = new Set<string>()
  readonly #end: Unsubscribe
  #timer: TimerHandle | null

  constructor(sources: AlertSources) {
    this.#sources = sources
    for (const alert of sources.outbox.alerts()) {
      this.#told.set(alertId(alert), alert)
      this.#former.add(alertId(alert))
      this.#shown.set(alert.code, '')
    }
    this.#end = sources.notices.onChange((open) => this.#follow(open))
    this.#timer = sources.clock.setTimeout(() => this.#settle(), SETTLE_MILLISECONDS)
    this.#follow(sources.notices.open())
  }

  /** Tells how often what is open was noticed by now. */
  refresh(): void {
    this.#show(this.#sources.notices.open())
  }

  stop(): void {
    this.#end()
    this.#sources.clock.clearTimeout(this.#timer)
  }

  #settle(): void {
    this.#timer = null
    this.#former.clear()
    this.#follow(this.#sources.notices.open())
  }

  #follow(open: readonly Notice[]): void {
    const now = new Set(open.map(alertId))
    const over = [...this.#told.values()].filter((alert) => {
      const id = alertId(alert)
      return !now.has(id) && !this.#former.has(id)
    })
    const begun: Notice[] = []
    for (const notice of open) {
      this.#former.delete(alertId(notice))
      if (!this.#told.has(alertId(notice))) begun.push(notice)
    }
    for (const alert of over) this.#recover(alert)
    for (const notice of begun) this.#begin(notice)
    this.#show(open)
  }

  #begin(notice: Notice): void {
    const { code, detail, key, severity, since, staff, whatToDo } = notice
    const alert: OpenAlert = { code, key, id: randomUUID(), since }
    this.#told.set(alertId(alert), alert)
    const tells = this.#tells(key)
    const { outbox, publisher } = this.#sources
    publisher.together(() => {
      publisher.publish('fault', {
        id: alert.id,
        at: since,
        code,
        severity,
        text: staff,
        what_to_do: whatToDo,
        about: key !== '' && tells ? key : null,
        detail: detail !== '' && tells ? detail : null,
      })
      outbox.keepAlert(alert)
    })
  }

  #recover(alert: OpenAlert): void {
    const { code, id, key, since } = alert
    this.#told.delete(alertId(alert))
    const { outbox, publisher } = this.#sources
    publisher.together(() => {
      const at = new Date(this.#sources.clock.wall()).toISOString()
      publisher.publish('recovery', {
        id,
        at,
        since,
        code,
        about: key !== '' && this.#tells(key) ? key : null,
      })
      outbox.dropAlert(code, key)
    })
  }

  /** One alert for each code, however many notices it has. */
  #show(open: readonly Notice[]): void {
    const { publisher } = this.#sources
    for (const [code, notices] of Map.groupBy(open, ({ code }) => code)) {
      const facts = this.#factsOf(notices)
      const words = JSON.stringify(facts)
      if (facts === null || this.#shown.get(code) === words) continue
      this.#shown.set(code, words)
      publisher.publish('alert', facts, code)
    }
    const told = new Set([...this.#told.values()].map(({ code }) => code))
    for (const code of [...this.#shown.keys()]) {
      if (told.has(code)) continue
      this.#shown.delete(code)
      publisher.clear('alert', code)
    }
  }

  /** What is no device may be an item. */
  #tells(key: string): boolean {
    const { isThing, titles } = this.#sources
    return titles || key === '' || isThing(key)
  }

  #factsOf(notices: readonly Notice[]): Facts<'alert'> | null {
    const [first] = notices
    if (first === undefined) return null
    const { code, severity, staff, whatToDo } = first
    const sinceOf = (notice: Notice) => this.#told.get(alertId(notice))?.since ?? notice.since
    return {
      code,
      severity,
      text: staff,
      what_to_do: whatToDo,
      since: notices.map(sinceOf).sort()[0] ?? first.since,
      count: notices.reduce((sum, { count }) => sum + count, 0),
      about: notices
        .filter(({ key }) => key !== '' && this.#tells(key))
        .slice(0, ALERT_ABOUT_MAX)
        .map((notice) => ({ id: notice.key, since: sinceOf(notice) })),
    }
  }
}
