/** The desk that goes on while the library system is away: who may borrow, how much, until when; all by set rules. */
import { randomUUID } from 'node:crypto'
import { type ErrorCode, LecternError } from '../../contract/errors.ts'
import type { Problem } from '../../contract/view.ts'
import type { Journal } from '../../journal/contract.ts'
import type { Standings } from '../../journal/standings-contract.ts'
import type { StoredJournal } from '../../journal/stored-contract.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { LendInput, LendOutcome } from '../checkout/effects.ts'
import type { Ils } from '../ils.ts'
import type { OfflineLending } from '../ports.ts'
import { dueAfterDays, isoLocal } from './local-time.ts'
import type { Replay } from './replay.ts'
import { judgeCard, type OfflineRules, standingAfter } from './rules.ts'

/** How long a loan waits for the past of its item to be told, in milliseconds: somebody is standing there. */
export const CATCH_UP_MILLISECONDS = 4_000

export interface DeskPorts {
  readonly circulation: Pick<Ils, 'status' | 'onStatus'>
  readonly journal: Journal
  readonly stored: StoredJournal
  readonly standings: Standings
  readonly replay: Pick<Replay, 'wake' | 'onTold'>
  readonly clock: Clock
  readonly rules: () => OfflineRules
}

export type Admission =
  | { readonly admitted: true; readonly promisedBefore: number }
  | { readonly admitted: false; readonly problem: Problem }

export class OfflineDesk implements OfflineLending {
  readonly #ports: DeskPorts
  readonly #unsubscribe: () => void
  /** Monotonic; null while the library system is there. */
  #awaySince: number | null

  constructor(ports: DeskPorts) {
    this.#ports = ports
    const follow = () => {
      const online = ports.circulation.status.state === 'online'
      this.#awaySince = online ? null : (this.#awaySince ?? ports.clock.now())
    }
    this.#awaySince = null
    follow()
    this.#unsubscribe = ports.circulation.onStatus(follow)
  }

  /**
   * Why nothing is lent by these rules, or null. The oldest transaction that waits counts too: a restart does not make
   * an outage shorter than it is.
   */
  obstacle(): ErrorCode | null {
    const { circulation, clock, journal, rules, stored } = this.#ports
    const { mode, lendingMaxMilliseconds, backlogMax } = rules()
    const { state } = circulation.status
    if (mode !== 'both' || state === 'online' || state === 'refused') return 'ILS_AWAY'
    const { count, oldestAt } = stored.backlog()
    const awayFor = this.#awaySince === null ? 0 : clock.now() - this.#awaySince
    const waitsFor = oldestAt === null ? 0 : clock.wall() - oldestAt
    if (Math.max(awayFor, waitsFor) > lendingMaxMilliseconds) return 'OFFLINE_TOO_LONG'
    return count >= backlogMax ? 'OFFLINE_BACKLOG_FULL' : journal.obstacle()
  }

  /** Somebody showed a card, and the library system cannot be asked about it. */
  admit(card: string): Admission {
    const { clock, rules, standings, stored } = this.#ports
    const obstacle = this.obstacle()
    if (obstacle !== null) return { admitted: false, problem: { code: obstacle } }
    const problem = judgeCard(rules(), card, standings.of(card), clock.wall())
    if (problem !== null) return { admitted: false, problem }
    const promisedBefore = stored.loansOf(card)
    return promisedBefore >= rules().itemsMax
      ? { admitted: false, problem: this.#limit() }
      : { admitted: true, promisedBefore }
  }

  lend({ item, patron, tags, vouched }: LendInput): LendOutcome {
    const { clock, journal, replay, rules, stored } = this.#ports
    const obstacle = this.obstacle()
    if (obstacle !== null) return { kind: 'notSent', problem: { code: obstacle } }
    if (!vouched) return { kind: 'notSent', problem: { code: 'OFFLINE_BLOCKED' } }
    const { itemsMax, loanDays } = rules()
    if (stored.loansOf(patron) >= itemsMax) return { kind: 'notSent', problem: this.#limit() }
    // Lent before, its tag still to be switched: to whom, only the library system knows by now.
    if (stored.latest(item) === null && journal.openAbout(item).length > 0)
      return { kind: 'notSent', problem: { code: 'OFFLINE_ITEM_WAITS' } }
    const at = clock.wall()
    const due = dueAfterDays(at, loanDays)
    try {
      const loan = { key: randomUUID(), kind: 'checkout' as const, patron, item, at, due }
      const { entry } = journal.promise(loan, tags)
      replay.wake()
      return { kind: 'promised', entry, due: isoLocal(due), before: false }
    } catch (error) {
      const code = error instanceof LecternError ? error.code : 'JOURNAL_FAILED'
      return { kind: 'unrecorded', problem: { code } }
    }
  }

  caughtUp(item: string): Promise<boolean> {
    const { clock, replay, stored } = this.#ports
    if (stored.latest(item) === null) return Promise.resolve(true)
    return new Promise((resolve) => {
      const end = (caughtUp: boolean) => {
        clock.clearTimeout(timer)
        unsubscribe()
        resolve(caughtUp)
      }
      const timer = clock.setTimeout(() => end(false), CATCH_UP_MILLISECONDS)
      const unsubscribe = replay.onTold((entry) => {
        if (entry.item === item && stored.latest(item) === null) end(true)
      })
    })
  }

  /** The library system answered about a card: what it said is remembered for the time when it cannot. */
  remember(
    card: string,
    answer: Parameters<typeof standingAfter>[0],
    verdict: Parameters<typeof standingAfter>[1],
    pinGiven: boolean,
  ): void {
    const { clock, rules, standings } = this.#ports
    const { mode, knownMilliseconds } = rules()
    if (mode !== 'both') return
    const now = clock.wall()
    const standing = standingAfter(answer, verdict, { pinGiven, before: standings.of(card), now })
    if (standing === null) return
    try {
      standings.remember(card, standing)
      standings.prune(now - knownMilliseconds)
    } catch (error) {
      // A full disk is told where it matters; what is not remembered is refused in an outage.
      if (!(error instanceof LecternError)) throw error
    }
  }

  stop(): void {
    this.#unsubscribe()
  }

  #limit(): Problem {
    return { code: 'OFFLINE_LIMIT', params: { count: this.#ports.rules().itemsMax } }
  }
}
