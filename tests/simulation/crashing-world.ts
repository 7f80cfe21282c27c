/**
 * A world in which anything may fail and the kiosk may lose power between any two steps: library system, pad and
 * journal outlive the agent, the agent's own continuations do not outlive its power.
 */

import type { RfidPad } from '@lectern/device-agent/devices/rfid/contract'
import { Resolver } from '@lectern/device-agent/flows/checkout/resolver'
import {
  calm,
  FakeIls,
  FakePad,
  itemTag,
  MemoryJournal,
} from '@lectern/device-agent/flows/fakes.test-support'
import type { Ils } from '@lectern/device-agent/flows/ils'
import { type Session, startSession } from '@lectern/device-agent/flows/session/session'
import { ManualClock } from '@lectern/device-agent/runtime/clock'
import { type CheckoutAnswer, IlsError, type ItemId, type PatronId } from 'sip2/circulation'
import type { Random } from '../support/random.ts'

const ANSWER_TIMEOUT_MILLISECONDS = 10_000
const never = () => new Promise<never>(() => undefined)

export class CrashingWorld {
  readonly clock = new ManualClock()
  readonly ils = new FakeIls()
  readonly pad = new FakePad()
  readonly journal = new MemoryJournal(this.clock)
  /** Checkouts the library system carried out, in order. */
  readonly executed: string[] = []
  readonly open = new Set<string>()
  faulty = true
  #life = 0
  #session: Session | null = null
  #resolver: Resolver | null = null
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
    this.pad.setSecurity = async (uid, security) => {
      await this.#delay(80)
      if (!this.pad.field.some((tag) => tag.uid === uid)) return { ok: false, why: 'gone', detail: '' }
      if (this.faulty && this.#random.chance(0.1)) return { ok: false, why: 'failed', detail: '' }
      this.pad.security.set(uid, security)
      return { ok: true }
    }
  }

  get session(): Session {
    if (this.#session === null) throw new Error('the kiosk has no power')
    return this.#session
  }

  powerOn(): void {
    const life = ++this.#life
    const alive = () => life === this.#life
    const guard = <A extends unknown[], R>(work: (...args: A) => Promise<R>) => {
      return async (...args: A): Promise<R> => {
        if (!alive()) return never()
        const result = await work(...args).catch((error: unknown) =>
          alive() ? Promise.reject(error) : never(),
        )
        return alive() ? result : never()
      }
    }
    const { ils } = this
    const circulation: Ils = {
      get status() {
        return ils.status
      },
      onStatus: (listener) => this.ils.onStatus((status) => void (alive() && listener(status))),
      patron: guard((request) => this.#asked(() => this.ils.patron(request))),
      item: guard((item) => this.#asked(() => this.ils.item(item))),
      checkout: guard((request) => this.#checkout(request)),
      checkin: () => never(),
      endSession: guard((request) => this.ils.endSession(request)),
    }
    const { pad: field, journal } = this
    const pad: RfidPad = {
      id: field.id,
      kind: field.kind,
      get status() {
        return field.status
      },
      get field() {
        return field.field
      },
      onStatus: field.onStatus,
      start: () => undefined,
      stop: async () => undefined,
      onField: (listener) => field.onField((tags) => void (alive() && listener(tags))),
      setSecurity: guard((tag, security) => field.setSecurity(tag, security)),
      readSecurity: guard((tag) => field.readSecurity(tag)),
    }
    const ports = {
      circulation,
      pad,
      journal,
      clock: this.clock,
      answerTimeoutMilliseconds: ANSWER_TIMEOUT_MILLISECONDS,
      notices: {
        raise: (code: string, _: string, key = '') => void (alive() && this.open.add(`${code} ${key}`)),
        clear: (code: string, key = '') => void (alive() && this.open.delete(`${code} ${key}`)),
      },
    }
    this.open.clear()
    const resolver = new Resolver(ports)
    this.#resolver = resolver
    const online = () => this.ils.status.state === 'online'
    this.#session = startSession({
      ...ports,
      resolver,
      scanner: null,
      settings: () => ({
        inactivityMilliseconds: 60_000,
        countdownSeconds: 30,
        goodbyeMilliseconds: 8_000,
        pin: 'never',
        pinTries: 3,
        showName: false,
        receipt: 'never',
        preferences: { language: 'en', textSize: 'normal', theme: 'light', volumePercent: 0 },
      }),
      surroundings: () => ({
        devices: { ils: 'ready', rfid: 'ready', scanner: 'none', printer: 'none' },
        ilsOnline: online(),
        printerProblem: null,
        closedBecause: online() ? null : 'ILS_AWAY',
      }),
      frame: () => ({ boot: String(life), library: { name: '' }, kiosk: { name: '', languages: ['en'] } }),
      patterns: () => ({ card: /^2\d{13}$/, item: /^3\d{13}$/ }),
      printReceipt: async () => ({ printed: true }),
    })
    resolver.resume()
  }

  powerOff(): void {
    this.#life++
    this.#session?.stop()
    this.#resolver?.stop()
    this.#session = null
  }

  async ilsBecomes(online: boolean): Promise<void> {
    this.ils.become(online ? 'online' : 'away')
    this.#session?.refresh()
    await calm()
  }

  lay(items: readonly number[]): void {
    this.pad.lay(...items.map((n) => itemTag(n, itemNumber(n))))
  }

  async #asked<T>(ask: () => Promise<T>): Promise<T> {
    await this.#delay(40)
    if (this.ils.status.state !== 'online') throw new IlsError('notSent', 'away')
    if (this.faulty && this.#random.chance(0.1)) throw new IlsError('unknownOutcome', 'lost')
    return ask()
  }

  /** Carried out at once, late, or never; answered or not. */
  async #checkout({ patron, item }: { patron: PatronId; item: ItemId }): Promise<CheckoutAnswer> {
    if (this.ils.status.state !== 'online') throw new IlsError('notSent', 'away')
    const random = this.#random
    if (this.faulty && random.chance(0.15)) {
      if (random.chance(0.7)) {
        const late = random.chance(0.5) ? 0 : random.below(ANSWER_TIMEOUT_MILLISECONDS - 1)
        this.clock.setTimeout(() => this.#execute(patron, item), late)
      }
      await this.#delay(500)
      throw new IlsError('unknownOutcome', 'lost')
    }
    // In the timer itself: what is on its way to the library system arrives at its time, whoever still waits for it.
    const answer = await new Promise<CheckoutAnswer>((resolve) =>
      this.clock.setTimeout(() => resolve(this.#execute(patron, item)), 1 + random.below(60)),
    )
    await this.#delay(60)
    return answer
  }

  #execute(patron: PatronId, item: ItemId): CheckoutAnswer {
    if (this.ils.loans.has(item)) return this.ils.no(item)
    this.ils.loans.set(item, patron)
    this.executed.push(item)
    return this.ils.yes(patron, item)
  }

  #delay(limit: number): Promise<void> {
    return new Promise((resolve) =>
      this.clock.setTimeout(resolve, 1 + this.#random.below(Math.max(1, limit))),
    )
  }
}

export const itemNumber = (n: number): string => `311110000000${String(n).padStart(2, '0')}`
