/**
 * What needs a person: what the library system refused or lost while it was away, what the drop has set aside, items whose
 * tags are wrong, alarms nobody has seen to. Items may be named, patrons never: whose it was the list on the kiosk knows.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { ERRORS, type ErrorCode, type Severity } from '../contract/errors.ts'
import type { DeskEvent } from '../contract/staff.ts'
import type { OfflineList } from '../flows/offline/staff-list.ts'
import { Signal, type Unsubscribe } from '../runtime/emitter.ts'
import type { StaffPort } from './desk.ts'
import type { Notice, Notices } from './notices.ts'

export interface AttentionItem {
  /** Of `resolve`. */
  readonly id: string
  readonly kind: 'offline' | 'drop' | 'alarm' | 'item'
  /** ISO 8601, UTC. */
  readonly at: string
  readonly code: ErrorCode
  readonly severity: Severity
  readonly item: string | null
  readonly title: string | null
  /** The bin's or the gate's name. */
  readonly place: string | null
  /** A person's word ends it; else the kiosk does by itself. */
  readonly resolvable: boolean
}

export interface OfflineSource {
  list(after: number | null): OfflineList
  /** False where it is not on the list. */
  resolve(id: number): boolean
  onChange(listener: () => void): Unsubscribe
}

export interface AttentionParts {
  readonly offline: OfflineSource
  readonly desk: Pick<StaffPort, 'act' | 'onView' | 'view'>
  readonly notices: Pick<Notices, 'clear' | 'onChange' | 'open'>
  /** The item of an open entry of the journal. */
  readonly itemOf: (entry: string) => string | null
}

/** Notices about one item; true where a person's word ends them. The kiosk itself goes on asking what became of a loan. */
const ITEM_NOTICES: Partial<Record<ErrorCode, boolean>> = {
  LOAN_UNRESOLVED: false,
  TAG_LEFT_ARMED: true,
  TAG_NOT_SECURED: true,
  TAG_CANNOT_BE_SECURED: true,
  SLIP_LOST: true,
}
const OFFLINE_CODES: Readonly<Record<string, ErrorCode>> = {
  'checkout refused': 'OFFLINE_LOAN_REFUSED',
  'checkin refused': 'OFFLINE_RETURN_REFUSED',
  attention: 'OFFLINE_NEEDS_LOOK',
}
/** Of a name that tells nobody what it was made of. */
const NAME_CHARACTERS = 16

export class Attention {
  readonly #parts: AttentionParts
  readonly #changed = new Signal<void>()
  readonly #endings: readonly Unsubscribe[]
  /** An item's number is no name for it where items may not be named; the names of this start mean nothing in the next. */
  readonly #secret = randomBytes(32)
  #offline: readonly AttentionItem[]
  #offlineCount = 0

  constructor(parts: AttentionParts) {
    const { desk, notices, offline } = parts
    this.#parts = parts
    this.#offline = this.#readOffline()
    const tell = () => this.#changed.tell()
    this.#endings = [
      desk.onView(tell),
      notices.onChange(tell),
      offline.onChange(() => {
        this.#offline = this.#readOffline()
        tell()
      }),
    ]
  }

  /** `items`: newest first; `count`: all there are, more than are listed where the library system was away for long. */
  view(): { readonly count: number; readonly items: readonly AttentionItem[] } {
    const others = [...this.#exceptions(), ...this.#alarms(), ...this.#notices()]
    const items = [...this.#offline, ...others].toSorted((a, b) => b.at.localeCompare(a.at))
    return { count: this.#offlineCount + others.length, items }
  }

  onChange(listener: () => void): Unsubscribe {
    return this.#changed.listen(listener)
  }

  /** Null: it is off the list. Otherwise why not: a row of the error table. */
  async resolve(id: string): Promise<ErrorCode | null> {
    const found = this.view().items.find((one) => one.id === id)
    if (found === undefined) return 'ATTENTION_GONE'
    if (!found.resolvable) return found.code
    const { desk, notices, offline } = this.#parts
    const own = id.slice(id.indexOf(':') + 1)
    if (found.kind === 'offline') return offline.resolve(Number(own)) ? null : 'ATTENTION_GONE'
    if (found.kind === 'item') {
      const notice = this.#itemNotices().find((one) => this.#nameOf(one) === own)
      if (notice !== undefined) notices.clear(notice.code, notice.key)
      return notice === undefined ? 'ATTENTION_GONE' : null
    }
    const refusal = await desk.act(
      found.kind === 'drop'
        ? { type: 'resolveException', id: Number(own) }
        : { type: 'acknowledge', event: own },
    )
    if (refusal === null) return null
    return refusal === 'gone' ? 'ATTENTION_GONE' : 'COMMAND_FAILED'
  }

  stop(): void {
    for (const end of this.#endings) end()
  }

  #readOffline(): readonly AttentionItem[] {
    const { listed, listedCount } = this.#parts.offline.list(null)
    this.#offlineCount = listedCount
    return listed.map(({ at, id, item, kind, outcome }) => {
      const code = OFFLINE_CODES[outcome] ?? OFFLINE_CODES[`${kind} ${outcome}`] ?? 'OFFLINE_UNRESOLVED'
      return { ...known('offline', `${id}`, code), at, item, title: null, place: null }
    })
  }

  #exceptions(): readonly AttentionItem[] {
    const { drop } = this.#parts.desk.view()
    return (drop?.exceptions ?? []).map(({ at, bin, id, item, reason, title }) => {
      const name = drop?.bins.find((one) => one.bin === bin)?.name
      return {
        ...known('drop', `${id}`, reason),
        at,
        item,
        title,
        place: name || (bin === null ? null : `${bin}`),
      }
    })
  }

  #alarms(): readonly AttentionItem[] {
    const { acknowledged, events, gates } = this.#parts.desk.view()
    const seen = new Set(acknowledged)
    return events.filter(isAlarm).flatMap(({ at, gate, id, item, title, verdict }) => {
      if (seen.has(id) || verdict === 'test') return []
      const calm = verdict === 'rewriteFailed' || verdict === 'onLoan'
      const place = gates.find((one) => one.id === gate)?.name ?? gate
      return [{ ...known('alarm', id, calm ? 'GATE_ALARM_CALM' : 'GATE_ALARM'), at, item, title, place }]
    })
  }

  #notices(): readonly AttentionItem[] {
    return this.#itemNotices().map((notice) => {
      const { code, key, since } = notice
      const item = code === 'LOAN_UNRESOLVED' ? this.#parts.itemOf(key) : key
      return {
        ...known('item', this.#nameOf(notice), code, ITEM_NOTICES[code] === true),
        at: since,
        item: item === '' ? null : item,
        title: null,
        place: null,
      }
    })
  }

  #itemNotices(): readonly Notice[] {
    return this.#parts.notices.open().filter(({ code }) => ITEM_NOTICES[code] !== undefined)
  }

  #nameOf({ code, key }: Notice): string {
    return createHmac('sha256', this.#secret).update(`${code} ${key}`).digest('hex').slice(0, NAME_CHARACTERS)
  }
}

const isAlarm = (event: DeskEvent): event is Extract<DeskEvent, { type: 'gateAlarm' }> =>
  event.type === 'gateAlarm'

const known = (kind: AttentionItem['kind'], own: string, code: ErrorCode, resolvable = true) => ({
  ...{ id: `${kind}:${own}`, kind, code, resolvable },
  severity: ERRORS[code].severity,
})
