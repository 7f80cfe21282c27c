/** What taking back needs from the house. */
import type { Circulation } from 'sip2/circulation'
import type { Journal } from '../../journal/contract.ts'
import type { ReturnsJournal } from '../../journal/returns-contract.ts'
import type { StoredJournal } from '../../journal/stored-contract.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { OfflineRules } from '../offline/rules.ts'
import type { StaffNotices } from '../ports.ts'
import type { Claims } from './claims.ts'
import type { Calendar } from './return-date.ts'
import type { HoldMark } from './whereabouts.ts'

export interface ReturnRules extends Pick<OfflineRules, 'mode' | 'backlogMax'> {
  /** Null: an item counts as returned when it came. */
  readonly calendar: Calendar | null
  /** ISIL without the first hyphen; empty: whatever the library system takes. */
  readonly owners: ReadonlySet<string>
  readonly holdMark: HoldMark
  readonly tellPlace: boolean
}

export type ReturnIls = Pick<Circulation, 'status' | 'capabilities' | 'checkin' | 'item' | 'updateItem'>

export interface ReturnPorts {
  readonly circulation: ReturnIls
  readonly journal: Pick<Journal, 'openAbout' | 'close' | 'obstacle'>
  readonly returns: ReturnsJournal
  readonly stored: StoredJournal
  /** Wakes whoever tells the library system what waits. */
  readonly replay: { wake(): void }
  readonly claims: Claims
  readonly notices: StaffNotices
  readonly clock: Clock
  readonly rules: () => ReturnRules
}
