/** Everything that goes on while the library system is away, wired as the agent wires it, for tests of the flows. */
import type { Journal } from '../../journal/contract.ts'
import type { Standings } from '../../journal/standings-contract.ts'
import type { StoredJournal } from '../../journal/stored-contract.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Ils } from '../ils.ts'
import type { CheckoutPorts, StaffNotices } from '../ports.ts'
import { OfflineDesk } from './desk.ts'
import { Replay } from './replay.ts'
import { RightOfWay } from './right-of-way.ts'
import type { OfflineRules } from './rules.ts'

const DAY_MILLISECONDS = 86_400_000

export const RULES: OfflineRules = {
  mode: 'both',
  whoMayBorrow: 'known',
  knownMilliseconds: 90 * DAY_MILLISECONDS,
  itemsMax: 5,
  loanDays: 14,
  lendingMaxMilliseconds: 3 * DAY_MILLISECONDS,
  backlogMax: 100,
  withoutPin: false,
  pin: 'whenAsked',
  isCard: (text) => /^2\d{13}$/.test(text),
}

export function offlineParts(options: {
  readonly circulation: Ils
  /** A journal with what it keeps beside itself. */
  readonly journal: Journal & {
    readonly stored: StoredJournal
    readonly standings: Standings
    readonly clock: Clock
  }
  readonly notices: StaffNotices
  readonly rules: () => OfflineRules
}) {
  const { circulation, journal, notices, rules } = options
  const { clock, standings, stored } = journal
  const rightOfWay = new RightOfWay()
  const answerTimeoutMilliseconds = 10_000
  const replay = new Replay({
    circulation,
    stored,
    journal,
    clock,
    notices,
    rightOfWay,
    answerTimeoutMilliseconds,
  })
  const desk = new OfflineDesk({ circulation, journal, stored, standings, replay, clock, rules })
  const ports: Omit<CheckoutPorts, 'pad'> = {
    circulation: rightOfWay.patronsFirst(circulation),
    journal,
    stored,
    offline: desk,
    notices,
    clock,
    answerTimeoutMilliseconds,
  }
  return { replay, desk, rightOfWay, ports }
}
