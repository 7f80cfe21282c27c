/** A lifelike library system in this process: slow, away, or silent after it did what it was asked. It outlives the agent. */
import { FakeReturnIls } from '@lectern/device-agent/flows/return/return.test-support'
import type { Clock } from '@lectern/device-agent/runtime/clock'
import { type CheckinAnswer, IlsError, type ItemAnswer, type ItemId } from 'sip2/circulation'
import type { Random } from '../../support/random.ts'
import { collectionOf, type SimThing } from './things.ts'

export const ANSWER_TIMEOUT_MILLISECONDS = 3_000
const ASKED_MILLISECONDS = 40
const ANSWERED_MILLISECONDS = 30

type Alert = Pick<CheckinAnswer, 'alert' | 'alertMeaning' | 'destination'>
const ALERTS: Readonly<Partial<Record<SimThing['kind'], Alert>>> = {
  hold: { alert: true, alertMeaning: 'holdHere', destination: null },
  transit: { alert: true, alertMeaning: 'transit', destination: 'BRANCH-2' },
}

export class LibrarySystem extends FakeReturnIls {
  /** How many times slower than usual. */
  slowness = 1
  /** Of answers that never come. */
  lost = 0
  /** Returns it carried out, by item. */
  readonly tookBack = new Map<string, number>()
  readonly #clock: Clock
  readonly #random: Random
  readonly #things: ReadonlyMap<string, SimThing>

  constructor(clock: Clock, random: Random, things: readonly SimThing[]) {
    super()
    this.#clock = clock
    this.#random = random
    this.#things = new Map(things.map((thing) => [thing.item, thing]))
    for (const { item, kind } of things)
      if (kind !== 'again' && kind !== 'unknown' && kind !== 'foreign') this.loans.set(item, 'somebody')
  }

  override checkin({ item }: { item: ItemId; returnedAt?: Date }): Promise<CheckinAnswer> {
    return this.#carriedOut(() => this.#takeBack(item))
  }
  override item(item: ItemId): Promise<ItemAnswer> {
    return this.#carriedOut(() => super.item(item)).then((known) => ({ ...known, ...this.#about(item) }))
  }

  #takeBack(item: ItemId): CheckinAnswer {
    const thing = this.#things.get(item)
    const kind = thing?.kind ?? 'unknown'
    const no: CheckinAnswer = { ...super.takeBack(item), returned: false }
    if (kind === 'unknown' || kind === 'foreign') return { ...no, reason: 'unknownItem' }
    if (kind === 'refused') {
      this.loans.set(item, 'somebody')
      return no
    }
    const wasOnLoan = !this.tookBack.has(item) && kind !== 'again'
    if (!wasOnLoan || thing === undefined) return no
    this.tookBack.set(item, (this.tookBack.get(item) ?? 0) + 1)
    const { namesBin, shelf } = thing
    const alert = ALERTS[kind]
    return {
      ...no,
      returned: true,
      title: `Title ${item}`,
      collection: collectionOf(shelf),
      sortBin: namesBin && alert === undefined ? String(shelf) : null,
      ...alert,
    }
  }

  #about(item: ItemId): Partial<ItemAnswer> {
    const thing = this.#things.get(item)
    if (thing === undefined || thing.kind === 'unknown' || thing.kind === 'foreign')
      return { known: 'no', title: null, status: 'other' }
    const { kind, shelf } = thing
    const status = this.loans.has(item)
      ? 'charged'
      : kind === 'hold'
        ? 'onHoldShelf'
        : kind === 'transit'
          ? 'inTransit'
          : 'available'
    return { status, collection: collectionOf(shelf), destination: ALERTS[kind]?.destination ?? null }
  }

  /** Carried out at once, late, or never; answered or not. */
  async #carriedOut<T>(execute: () => T | Promise<T>): Promise<T> {
    if (this.#isAway()) throw new IlsError('notSent', 'away')
    const random = this.#random
    if (random.chance(this.lost)) {
      if (random.chance(0.7))
        this.#clock.setTimeout(
          () => void (!this.#isAway() && execute()),
          random.below(ANSWER_TIMEOUT_MILLISECONDS - 1),
        )
      await this.#delay(ANSWER_TIMEOUT_MILLISECONDS)
      throw new IlsError('unknownOutcome', 'lost')
    }
    await this.#delay((1 + random.below(ASKED_MILLISECONDS)) * this.slowness)
    if (this.#isAway()) throw new IlsError('unknownOutcome', 'away')
    const answer = await execute()
    await this.#delay((1 + random.below(ANSWERED_MILLISECONDS)) * this.slowness)
    return answer
  }
  #isAway(): boolean {
    return this.status.state === 'away'
  }
  #delay(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.#clock.setTimeout(resolve, milliseconds))
  }
}
