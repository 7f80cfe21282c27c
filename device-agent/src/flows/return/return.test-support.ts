/** A return desk with everything around it in the test's hands. */
import type { Capabilities, CheckinAnswer, ItemAnswer, ItemId } from 'sip2/circulation'
import type { ErrorCode } from '../../contract/errors.ts'
import { SqliteReturns } from '../../journal/sqlite-returns.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { FakeIls, FakePad, MemoryJournal } from '../fakes.test-support.ts'
import { Claims } from './claims.ts'
import type { ReturnRules } from './ports.ts'
import { ReturnDesk } from './return-desk.ts'

export class FakeReturnIls extends FakeIls {
  capabilities = { updateItem: 'unknown' } as Capabilities
  /** Laid over the answers about an item, and to its return. */
  about: Partial<ItemAnswer> = {}
  answer: Partial<CheckinAnswer> = {}
  /** Thrown at the next return; carried out before that where `arrives`. */
  failure: { readonly error: Error; readonly arrives: boolean } | null = null
  readonly dates: (Date | undefined)[] = []
  readonly updates: string[] = []

  override async item(item: ItemId): Promise<ItemAnswer> {
    const known = await super.item(item)
    return { ...NOTHING_SAID, ...known, ...this.about }
  }
  override async checkin({ item, returnedAt }: { item: ItemId; returnedAt?: Date }): Promise<CheckinAnswer> {
    this.dates.push(returnedAt)
    if (this.failure?.arrives === false) throw this.failure.error
    const answer = await super.checkin({ item })
    if (this.failure !== null) throw this.failure.error
    return { ...answer, ...this.answer }
  }
  async updateItem({ item, properties }: { item: ItemId; properties: string }): Promise<boolean> {
    this.updates.push(`${item} ${properties}`)
    return true
  }
}

const NOTHING_SAID: Omit<
  ItemAnswer,
  'item' | 'known' | 'title' | 'status' | 'media' | 'due' | 'holdQueueLength'
> = {
  securityMarker: null,
  recallAt: null,
  holdUntil: null,
  owner: null,
  callNumber: null,
  collection: null,
  properties: null,
  fee: null,
  feeType: null,
  destination: null,
  hold: null,
  permanentLocation: null,
  currentLocation: null,
  screenMessages: [],
  printLines: [],
}

export function returnHouse(clock = new ManualClock()) {
  const ils = new FakeReturnIls()
  const pad = new FakePad()
  const journal = new MemoryJournal(clock)
  const returns = new SqliteReturns(journal.file)
  const claims = new Claims()
  const open = new Set<string>()
  const rules: { -readonly [K in keyof ReturnRules]: ReturnRules[K] } = {
    mode: 'returns',
    backlogMax: 100,
    calendar: null,
    owners: new Set(),
    holdMark: 'lastFour',
    tellPlace: true,
  }
  const notices = {
    raise: (code: ErrorCode, _detail: string, key = '') => void open.add(`${code} ${key}`),
    clear: (code: ErrorCode, key = '') => void open.delete(`${code} ${key}`),
  }
  const desk = new ReturnDesk({
    circulation: ils,
    journal,
    returns,
    stored: journal.stored,
    replay: { wake: () => undefined },
    claims,
    notices,
    clock,
    rules: () => rules,
  })
  return { ils, pad, journal, returns, claims, open, rules, clock, desk, stored: journal.stored }
}
