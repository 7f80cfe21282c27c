/**
 * A world in which anything may fail and the kiosk may lose power between any two steps: library system, pad and
 * journal outlive the agent, the agent's own continuations do not outlive its power.
 */
import { randomUUID } from 'node:crypto'

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
import { offlineParts, RULES } from '@lectern/device-agent/flows/offline/offline.test-support'
import type { Replay } from '@lectern/device-agent/flows/offline/replay'
import type { OfflineRules } from '@lectern/device-agent/flows/offline/rules'
import { type Session, startSession } from '@lectern/device-agent/flows/session/session'
import { ManualClock } from '@lectern/device-agent/runtime/clock'
import {
  type CheckinAnswer,
  type CheckoutAnswer,
  IlsError,
  type ItemId,
  type OfflineLoan,
  type PatronId,
} from 'sip2/circulation'
import type { Random } from '../support/random.ts'
import { cuttable } from './cuttable-journal.ts'

const ANSWER_TIMEOUT_MILLISECONDS = 10_000
const never = () => new Promise<never>(() => undefined)

export class CrashingWorld {
  readonly clock = new ManualClock()
  readonly ils = new FakeIls()
  readonly pad = new FakePad()
  readonly journal = new MemoryJournal(this.clock)
  /** Checkouts the library system carried out, in order. */
  readonly executed: string[] = []
  /** Stored transactions the library system carried out, in order: kind, item and its own time. */
  readonly executedLate: string[] = []
  readonly open = new Set<string>()
  faulty = true
  #life = 0
  #session: Session | null = null
  #resolver: Resolver | null = null
  #replay: Replay | null = null
  /** The life that was begun last; another number is alive where the power went in the middle of a write. */
  #begun = 0
  readonly #random: Random
  readonly #rules: OfflineRules
  takeBack: (item: string) => void = () => undefined

  constructor(random: Random, mode: OfflineRules['mode'] = 'returns') {
    this.#random = random
    this.#rules = { ...RULES, mode }
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
    this.#begun = life
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
      checkin: guard((request) => this.#checkin(request)),
      endSession: guard((request) => this.ils.endSession(request)),
    }
    const { pad: field } = this
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
    const notices = {
      raise: (code: string, _: string, key = '') => void (alive() && this.open.add(`${code} ${key}`)),
      clear: (code: string, key = '') => void (alive() && this.open.delete(`${code} ${key}`)),
    }
    const journal = cuttable(this.journal, {
      alive,
      cuts: () => this.faulty && this.#rules.mode === 'both' && this.#random.chance(0.02),
      before: () => this.#random.chance(0.5),
      cut: () => void this.#life++,
    })
    const rules = () => this.#rules
    const { desk, replay, ports: parts } = offlineParts({ circulation, journal, notices, rules })
    const ports = { ...parts, pad }
    this.takeBack = (item) => {
      const at = this.clock.wall()
      journal.stored.add({ key: randomUUID(), kind: 'checkin', patron: null, item, at, due: null })
      replay.wake()
    }
    this.open.clear()
    const resolver = new Resolver(ports)
    this.#resolver = resolver
    const online = () => this.ils.status.state === 'online'
    this.#session = startSession({
      ...ports,
      resolver,
      attended: null,
      scanner: null,
      cardReader: null,
      settings: () => ({
        inactivityMilliseconds: 60_000,
        countdownSeconds: 30,
        goodbyeMilliseconds: 8_000,
        pin: 'never',
        pinTries: 3,
        showName: false,
        receipt: 'never',
        offers: { lending: true, returns: false },
        incompleteReturns: false,
        offlineItemsMax: this.#rules.itemsMax,
        staff: { corner: false, quietMilliseconds: 120_000 },
        preferences: { language: 'en', textSize: 'normal', theme: 'light', volumePercent: 0 },
      }),
      surroundings: () => ({
        devices: { ils: 'ready', rfid: 'ready', scanner: 'none', printer: 'none' },
        ilsOnline: online(),
        lendsOffline: desk.obstacle() === null,
        printerProblem: null,
        closedBecause: online() ? null : desk.obstacle(),
        returnsClosedBecause: null,
        closedByStaff: null,
        message: null,
      }),
      frame: () => ({ boot: String(life), library: { name: '' }, kiosk: { name: '', languages: ['en'] } }),
      patterns: () => ({ card: /^2\d{13}$/, item: /^3\d{13}$/ }),
      staff: () => null,
      admitOffline: (card) => desk.admit(card),
      remember: (...seen) => alive() && desk.remember(...seen),
      printReceipt: async () => ({ printed: true }),
    })
    this.#replay = replay
    resolver.resume()
    replay.start()
  }

  /** The power went in the middle of a write. */
  get isCut(): boolean {
    return this.#life !== this.#begun
  }

  powerOff(): void {
    this.#life++
    this.#session?.stop()
    this.#resolver?.stop()
    this.#replay?.stop()
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

  #checkout({ patron, item, offline }: CheckoutRequest): Promise<CheckoutAnswer> {
    return this.#carriedOut(() => {
      const answer = this.#execute(patron, item)
      if (answer.lent && offline !== undefined) this.executedLate.push(late('checkout', item, offline.at))
      return answer
    })
  }

  #checkin({ item, returnedAt }: { item: ItemId; returnedAt?: Date }): Promise<CheckinAnswer> {
    return this.#carriedOut(() => {
      const answer = this.ils.takeBack(item)
      if (answer.returned && returnedAt !== undefined)
        this.executedLate.push(late('checkin', item, returnedAt))
      return answer
    })
  }

  /** Carried out at once, late, or never; answered or not. */
  async #carriedOut<T>(execute: () => T): Promise<T> {
    if (this.ils.status.state !== 'online') throw new IlsError('notSent', 'away')
    const random = this.#random
    if (this.faulty && random.chance(0.15)) {
      if (random.chance(0.7)) {
        const late = random.chance(0.5) ? 0 : random.below(ANSWER_TIMEOUT_MILLISECONDS - 1)
        this.clock.setTimeout(execute, late)
      }
      await this.#delay(500)
      throw new IlsError('unknownOutcome', 'lost')
    }
    // In the timer itself: what is on its way to the library system arrives at its time, whoever still waits for it.
    const answer = await new Promise<T>((resolve) =>
      this.clock.setTimeout(() => resolve(execute()), 1 + random.below(60)),
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

interface CheckoutRequest {
  readonly patron: PatronId
  readonly item: ItemId
  readonly offline?: OfflineLoan
}

export const late = (kind: string, item: string, at: Date): string => `${kind} ${item} ${at.toISOString()}`

export const itemNumber = (n: number): string => `311110000000${String(n).padStart(2, '0')}`
