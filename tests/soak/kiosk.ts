/** A kiosk that lends and takes back, and writes down what it believes has happened. */
import { type Circulation, IlsError, type ItemId, itemId, type PatronId, patronId } from 'sip2/circulation'
import { whatHappened } from '../../device-agent/src/flows/checkout/what-happened.ts'
import type { Random } from '../support/random.ts'

export interface Believed {
  readonly kind: 'checkout' | 'checkin'
  readonly itemId: string
  readonly patronId: string
}

/** Questions without an answer before the run is called stuck. */
const ASKED_MAX = 1_000

export class SoakedKiosk {
  readonly record: Believed[] = []
  readonly counts = { done: 0, refused: 0, notSent: 0, unknown: 0, unknownWasDone: 0, questions: 0 }
  readonly #circulation: Circulation
  /** What a lost request may still take to arrive: a 'no' counts only after it. */
  readonly #settleMilliseconds: number

  constructor(circulation: Circulation, settleMilliseconds: number) {
    this.#circulation = circulation
    this.#settleMilliseconds = settleMilliseconds
  }

  /** One hand: this patron's items, one at a time, out and in again, until told to stop. */
  async work(patron: string, items: readonly string[], random: Random, goesOn: () => boolean): Promise<void> {
    const out = new Set<string>()
    while (goesOn()) {
      await pause(random.below(THINK_MAX_MILLISECONDS))
      const item = random.pick(items)
      const kind = out.has(item) ? 'checkin' : 'checkout'
      if (random.chance(QUESTION_SHARE)) await this.#ask(itemId(item))
      if (!(await this.#try(kind, patronId(patron), itemId(item)))) continue
      this.record.push({ kind, itemId: item, patronId: patron })
      this.counts.done++
      if (kind === 'checkout') out.add(item)
      else out.delete(item)
    }
  }

  /** True where it has happened. */
  async #try(kind: Believed['kind'], patron: PatronId, item: ItemId): Promise<boolean> {
    await this.#online()
    try {
      const done =
        kind === 'checkout'
          ? (await this.#circulation.checkout({ patron, item })).lent
          : (await this.#circulation.checkin({ item })).returned
      if (!done) this.counts.refused++
      return done
    } catch (error) {
      if (!(error instanceof IlsError)) throw error
      if (error.failure === 'notSent') {
        this.counts.notSent++
        return false
      }
      if (error.failure !== 'unknownOutcome') throw error
      this.counts.unknown++
      return this.#becameOf(kind, patron, item)
    }
  }

  async #becameOf(kind: Believed['kind'], patron: PatronId, item: ItemId): Promise<boolean> {
    const wanted = kind === 'checkout' ? 'lent' : 'notLent'
    const lostAt = performance.now()
    for (let asked = 0; asked < ASKED_MAX; asked++) {
      await this.#online()
      const isFinal = performance.now() - lostAt > this.#settleMilliseconds
      try {
        const done = (await whatHappened(this.#circulation, patron, item)) === wanted
        if (done) this.counts.unknownWasDone++
        if (done || isFinal) return done
        await pause(this.#settleMilliseconds)
      } catch (error) {
        if (!(error instanceof IlsError)) throw error
      }
    }
    throw new Error('what became of a lost request could not be found out')
  }

  /** What happens to be asked between: nothing depends on it. */
  async #ask(item: ItemId): Promise<void> {
    this.counts.questions++
    try {
      const answer = await this.#circulation.item(item)
      if (answer.item !== item) throw new Error('an answer about another item was believed')
    } catch (error) {
      if (!(error instanceof IlsError)) throw error
    }
  }

  #online(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#circulation.status.state === 'online') return resolve()
      const end = this.#circulation.onStatus(({ state }) => {
        if (state !== 'online') return
        end()
        resolve()
      })
    })
  }
}

const QUESTION_SHARE = 0.3
/** Between two transactions of one hand: else thousands pass unharmed between two faults. */
const THINK_MAX_MILLISECONDS = 20

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
