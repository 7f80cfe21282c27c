/** Hand-moved surroundings for tests of the flows: a library system, a pad and a journal that do what the test says. */
import {
  type CheckinAnswer,
  type CheckoutAnswer,
  IlsError,
  type IlsStatus,
  type ItemId,
  itemId,
  type PatronId,
} from 'sip2/circulation'
import type { DeviceStatus } from '../devices/device.ts'
import type { PadTag, RfidPad, Security, SecurityOutcome } from '../devices/rfid/contract.ts'
import type { CheckoutIntent, Ending, EntryId, Journal, OpenEntry, Promised } from '../journal/contract.ts'
import { JournalFile } from '../journal/journal-file.ts'
import { SqliteStandings } from '../journal/sqlite-standings.ts'
import { SqliteStored } from '../journal/sqlite-stored.ts'
import type { StoredIntent } from '../journal/stored-contract.ts'
import { ManualClock } from '../runtime/clock.ts'
import { Signal } from '../runtime/emitter.ts'
import { type TagUid, tagUid } from '../tags/tag.ts'
import type { Ils, KnownItem, KnownPatron } from './ils.ts'

export const uid = (n: number): TagUid => tagUid(`E00401${n.toString(16).toUpperCase().padStart(10, '0')}`)
export const itemTag = (n: number, item: string, part = 1, parts = 1): PadTag => ({
  uid: uid(n),
  content: { kind: 'item', itemId: item, part, parts, owner: 'XXLIB' },
})

/** A promise the test settles. */
export interface Pending<T> {
  readonly promise: Promise<T>
  resolve(value: T): void
  reject(error: unknown): void
}
export function pending<T>(): Pending<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  return { promise, resolve, reject }
}

export class FakePad implements RfidPad {
  readonly id = 'rfid'
  readonly kind = 'rfid'
  field: readonly PadTag[] = []
  readonly security = new Map<string, Security>()
  /** What the next writes end with; ok when empty. */
  readonly outcomes: (SecurityOutcome | Promise<SecurityOutcome>)[] = []
  readonly written: string[] = []
  readonly #fields = new Signal<readonly PadTag[]>()
  get status(): DeviceStatus {
    return { id: 'rfid', kind: 'rfid', state: 'ready', code: null, detail: '', since: 0, counters: {} }
  }
  onStatus = () => () => undefined
  start(): void {}
  async stop(): Promise<void> {}
  onField(listener: (field: readonly PadTag[]) => void) {
    return this.#fields.listen(listener)
  }
  lay(...tags: readonly PadTag[]): void {
    this.field = tags
    this.#fields.tell(tags)
  }
  async setSecurity(tag: TagUid, security: Security): Promise<SecurityOutcome> {
    const outcome = (await this.outcomes.shift()) ?? { ok: true }
    if (outcome.ok) {
      this.security.set(tag, security)
      this.written.push(tag)
    }
    return outcome
  }
  async readSecurity(tag: TagUid): Promise<Security | null> {
    return this.security.get(tag) ?? null
  }
}

export class FakeIls implements Ils {
  status: IlsStatus = {
    state: 'online',
    checkoutOk: 'yes',
    checkinOk: 'yes',
    takesStored: true,
    libraryName: null,
    detail: '',
  }
  readonly #statuses = new Signal<IlsStatus>()
  readonly checkouts: string[] = []
  readonly checkins: string[] = []
  readonly ended: string[] = []
  readonly loans = new Map<string, string>()
  /** Replaces the answer to the next checkout of an item. */
  readonly answers = new Map<string, Promise<CheckoutAnswer>>()
  readonly statuses = new Map<string, KnownItem['status']>()
  patronAnswer: Partial<KnownPatron> = {}
  readonly pins = new Map<string, string>()

  onStatus(listener: (status: IlsStatus) => void) {
    return this.#statuses.listen(listener)
  }
  become(state: IlsStatus['state']): void {
    this.status = { ...this.status, state }
    this.#statuses.tell(this.status)
  }
  start(): void {}
  async stop(): Promise<void> {}
  #demandOnline(): void {
    if (this.status.state === 'away') throw new IlsError('notSent', 'away')
  }
  async patron({ patron, pin }: { patron: PatronId; pin?: string }): Promise<KnownPatron> {
    this.#demandOnline()
    const charged = [...this.loans].filter(([, owner]) => owner === patron).map(([item]) => itemId(item))
    const wanted = this.pins.get(patron)
    return {
      patron,
      known: 'yes',
      pinRight: wanted === undefined || wanted === pin ? 'yes' : 'no',
      name: 'Ada L.',
      mayCheckout: true,
      mayRenew: true,
      mayHold: true,
      cardLost: false,
      standing: [],
      owed: null,
      chargedCount: charged.length,
      charged,
      holdsReady: null,
      screenMessages: [],
      printLines: [],
      ...this.patronAnswer,
    }
  }
  async item(item: ItemId): Promise<KnownItem> {
    this.#demandOnline()
    return {
      item,
      known: 'yes',
      title: `Title ${item}`,
      status: this.statuses.get(item) ?? (this.loans.has(item) ? 'charged' : 'available'),
      media: 'book',
      due: null,
      holdQueueLength: 0,
    }
  }
  async checkout({ patron, item }: { patron: PatronId; item: ItemId }): Promise<CheckoutAnswer> {
    this.#demandOnline()
    this.checkouts.push(item)
    const prepared = this.answers.get(item)
    if (prepared !== undefined) {
      this.answers.delete(item)
      return prepared
    }
    this.loans.set(item, patron)
    return this.yes(patron, item)
  }
  yes(patron: PatronId, item: ItemId): CheckoutAnswer {
    return {
      lent: true,
      renewed: false,
      patron,
      item,
      title: `Title ${item}`,
      due: { iso: '2026-12-15T23:59:00', text: '20261215    235900' },
      desensitize: 'yes',
      magneticMedia: 'unknown',
      media: 'book',
      fee: null,
      transactionId: null,
      properties: null,
      screenMessages: [],
      printLines: [],
    }
  }
  no(item: ItemId): CheckoutAnswer {
    return {
      lent: false,
      item,
      title: null,
      fee: null,
      reason: null,
      screenMessages: ['Staff jargon'],
      printLines: [],
    }
  }
  async checkin({ item }: { item: ItemId }): Promise<CheckinAnswer> {
    this.#demandOnline()
    return this.takeBack(item)
  }
  takeBack(item: ItemId): CheckinAnswer {
    this.checkins.push(item)
    return {
      returned: this.loans.delete(item),
      item,
      title: null,
      resensitize: true,
      magneticMedia: 'unknown',
      alert: false,
      alertType: null,
      alertMeaning: null,
      patron: null,
      hold: null,
      collection: null,
      properties: null,
      reason: null,
      permanentLocation: null,
      destination: null,
      sortBin: null,
      callNumber: null,
      media: 'book',
      screenMessages: [],
      printLines: [],
    }
  }
  async endSession({ patron }: { patron: PatronId }): Promise<boolean> {
    this.ended.push(patron)
    return true
  }
}

/** The journal's file, in memory. */
export function memoryFile(clock: ManualClock): JournalFile {
  return new JournalFile({ file: ':memory:', reserveBytes: 0, wall: () => clock.wall(), freeBytes: () => 1 })
}

/** The journal's contract in memory, what is stored for later in SQLite; `record` tells in order what was written. */
export class MemoryJournal implements Journal {
  readonly record: string[] = []
  readonly entries: (OpenEntry & { ending?: Ending })[] = []
  refuse: Error | null = null
  readonly clock: ManualClock
  readonly file: JournalFile
  readonly stored: SqliteStored
  readonly standings: SqliteStandings
  constructor(clock = new ManualClock()) {
    this.clock = clock
    this.file = memoryFile(clock)
    this.stored = new SqliteStored(this.file)
    this.standings = new SqliteStandings(this.file, new Uint8Array(32))
  }
  promise(loan: StoredIntent, tags: readonly string[]): Promised {
    if (this.refuse !== null) throw this.refuse
    const stored = this.stored.add(loan)
    this.record.push(`promise ${loan.item}`)
    if (tags.length === 0) return { stored, entry: null }
    const id = (this.entries.length + 1) as EntryId
    this.entries.push({
      id,
      phase: 'lent',
      patron: null,
      item: loan.item,
      tags,
      begunAt: this.clock.wall(),
    })
    return { stored, entry: id }
  }
  begin({ patron, item, tags }: CheckoutIntent): EntryId {
    if (this.refuse !== null) throw this.refuse
    const id = (this.entries.length + 1) as EntryId
    this.entries.push({ id, phase: 'intended', patron, item, tags, begunAt: this.clock.wall() })
    this.record.push(`begin ${item}`)
    return id
  }
  lent(id: EntryId, tags: readonly string[]): void {
    this.#change(id, (entry) => ({ ...entry, phase: 'lent', tags: [...new Set([...entry.tags, ...tags])] }))
    this.record.push(`lent ${id}`)
  }
  proven(id: EntryId, tag: string): void {
    this.#change(id, (entry) => ({ ...entry, tags: entry.tags.filter((known) => known !== tag) }))
  }
  armed(id: EntryId): void {
    this.#change(id, (entry) => ({ ...entry, phase: 'armed', patron: null }))
    this.record.push(`armed ${id}`)
  }
  close(id: EntryId, ending: Ending): void {
    this.#change(id, (entry) => ({ ...entry, patron: null, ending }))
    this.record.push(`close ${id} ${ending}`)
  }
  refused: Journal['refused'] = (id) =>
    id === null || this.entry(id) === null ? undefined : this.close(id, 'notLent')
  open(): readonly OpenEntry[] {
    return this.entries.filter((entry) => entry.ending === undefined)
  }
  entry(id: EntryId): OpenEntry | null {
    return this.open().find((entry) => entry.id === id) ?? null
  }
  openAbout(item: string): readonly OpenEntry[] {
    return this.open().filter((entry) => entry.item === item)
  }
  obstacle(): null {
    return null
  }
  shut(): void {}
  #change(id: EntryId, change: (entry: OpenEntry) => OpenEntry & { ending?: Ending }): void {
    const index = this.entries.findIndex((entry) => entry.id === id)
    const entry = this.entries[index]
    if (entry !== undefined && entry.ending === undefined) this.entries[index] = change(entry)
  }
}

/** Lets promises that are already settled be heard. */
export async function calm(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}
