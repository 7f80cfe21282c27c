/** Takes items back: journal first, then the library system, then the tags. The screen and the drop use the same one. */
import { randomUUID } from 'node:crypto'
import { type CheckinAnswer, IlsError, type ItemAnswer, type ItemId, itemId } from 'sip2/circulation'
import { type ErrorCode, LecternError } from '../../contract/errors.ts'
import type { Problem } from '../../contract/view.ts'
import type { RfidPad } from '../../devices/rfid/contract.ts'
import type { ReturnId, ReturnPlace } from '../../journal/returns-contract.ts'
import { tagUid } from '../../tags/tag.ts'
import { mediaTypeOf } from '../checkout/media-type.ts'
import type { Resecured, Returns, Slip, TakeBack, TakenBack, Whereabouts } from './contract.ts'
import type { ReturnPorts } from './ports.ts'
import { problemOf, resecure } from './resecure.ts'
import { lastClosing } from './return-date.ts'
import { isAtHome, NOWHERE, slipFor, whereBoth, whereKept, whereTo } from './whereabouts.ts'

const NOTHING_KNOWN = { title: null, media: null }
type Accepted = Extract<TakenBack, { secured: boolean }>

export class ReturnDesk implements Returns {
  readonly #ports: ReturnPorts
  /** Why the journal did not take the last write; null: it did. */
  #refused: ErrorCode | null = null

  constructor(ports: ReturnPorts) {
    this.#ports = ports
  }

  obstacle(): ErrorCode | null {
    const { circulation, journal, rules, stored } = this.#ports
    const { mode, backlogMax } = rules()
    if (this.#isAway() && mode === 'off') return 'ILS_AWAY'
    if (this.#isAway() && stored.backlog().count >= backlogMax) return 'OFFLINE_BACKLOG_FULL'
    if (circulation.status.state === 'online' && circulation.status.checkinOk === 'no')
      return 'ILS_NO_CHECKIN'
    return journal.obstacle()
  }

  begin(place: ReturnPlace): ReturnId {
    return this.#ports.returns.begin({ place, at: this.#ports.clock.wall() })
  }

  takeBack(request: TakeBack): Promise<TakenBack> {
    return this.#ports.claims.during(request.item, async () => {
      const taken = await this.#take(request)
      this.#record(() => this.#endAtPad(request.entry, taken))
      return taken
    })
  }

  async secure(entry: ReturnId, pad: RfidPad): Promise<Resecured> {
    const open = this.#ports.returns.entry(entry)
    if (open === null) return 'secured'
    const item = open.item ?? ''
    const became = await this.#ports.claims.during(item, () =>
      this.#secure({ entry, item: itemId(item), tags: open.unsecured.map(tagUid), pad }),
    )
    if (became !== 'left' && open.place === 'pad')
      this.#record(() => this.#ports.returns.close(entry, null, problemOf(became)?.code ?? null))
    return became
  }

  giveUp(entry: ReturnId): void {
    this.#record(() => this.#ports.returns.close(entry, null, 'TAG_NOT_SECURED'))
  }

  leaveUntaken(entry: ReturnId): void {
    const { returns } = this.#ports
    this.#record(() => returns.settle(entry, 'untaken', null))
    this.#record(() => {
      if (returns.entry(entry)?.place === 'pad') returns.close(entry, null, null)
    })
  }

  async setAside(entry: ReturnId, item: ItemId): Promise<void> {
    this.#record(() => this.#ports.returns.name(entry, item))
    const about = this.#isAway() ? null : await this.#about({ item })
    this.#record(() => this.#ports.returns.settle(entry, 'untaken', about?.title ?? null))
  }

  /**
   * Takes up what was interrupted. What the library system may have heard of is kept for it, to be asked about first.
   * Where an item of the drop lies is the drop's to find out; what lay on the pad was in somebody's hands.
   */
  resume(): void {
    const { returns } = this.#ports
    for (const { id, item, phase, place } of returns.open()) {
      if (phase === 'asking' && item !== null)
        this.#record(() => this.#keepFor(id, item, this.#dateOf(id), true))
      const left = returns.entry(id)
      if (place === 'drop' || left === null || left.phase === 'asking') continue
      const armedWrong = left.unsecured.length > 0 && left.verdict !== 'refused'
      if (armedWrong) this.#ports.notices.raise('TAG_NOT_SECURED', `item ${item}`, item ?? '')
      this.#record(() => returns.close(id, null, armedWrong ? 'TAG_NOT_SECURED' : null))
    }
  }

  /** After an item was sorted; a courtesy that nothing waits for. */
  async tellPlace(item: string, bin: number): Promise<void> {
    const { circulation, rules } = this.#ports
    if (!rules().tellPlace || circulation.capabilities.updateItem === 'no' || this.#isAway()) return
    try {
      await circulation.updateItem({ item: itemId(item), properties: `bin ${bin}` })
    } catch (error) {
      if (!(error instanceof IlsError)) throw error
    }
  }

  async #take(request: TakeBack): Promise<TakenBack> {
    const { circulation, journal, returns, stored } = this.#ports
    const { entry, item, tags } = request
    try {
      returns.asking(entry, item, tags)
    } catch (error) {
      return { kind: 'refused', title: null, problem: { code: codeOf(error) } }
    }
    const untold = stored.latest(item)
    if (untold?.kind === 'checkin') return this.#accept(request, 'again', NOTHING_KNOWN, NOWHERE)
    const inDoubt = journal.openAbout(item).some(({ phase }) => phase === 'intended')
    // What happened to this item before is told, or found out, before anything new.
    if (untold !== null || inDoubt || this.#isAway()) return this.#keep(request)
    let answer: CheckinAnswer
    try {
      answer = await circulation.checkin({ item, returnedAt: new Date(this.#dateOf(entry)) })
    } catch (error) {
      if (!(error instanceof IlsError)) throw error
      if (error.failure === 'notSent') return this.#keep(request)
      if (error.failure === 'unknownOutcome') return this.#afterLostAnswer(request)
      const code = error.failure === 'invalid' ? 'CODE_NOT_RECOGNISED' : 'ILS_NO_CHECKIN'
      return this.#refuse(request, null, { code })
    }
    if (!answer.returned) return this.#afterNo(request, answer)
    const where = whereTo(answer)
    const slip = this.#slip(answer, where)
    return { ...(await this.#accept(request, 'returned', answer, where, answer.resensitize)), slip }
  }

  /** A library system that takes back only what is on loan says no to what is at home already. */
  async #afterNo(request: TakeBack, answer: CheckinAnswer): Promise<TakenBack> {
    const about = await this.#about(request)
    const title = answer.title ?? about?.title ?? null
    if (about !== null && isAtHome(about)) {
      const where = whereBoth(answer, about)
      const slip = this.#slip({ item: request.item, title, hold: answer.hold ?? about.hold }, where)
      return { ...(await this.#accept(request, 'again', { title, media: about.media }, where)), slip }
    }
    const isUnknown = answer.reason === 'unknownItem' || about?.known === 'no'
    const code = this.#isForeign(request)
      ? 'RETURN_WRONG_LIBRARY'
      : isUnknown
        ? 'ITEM_UNKNOWN'
        : 'RETURN_REFUSED'
    return this.#refuse(request, title, { code, libraryMessages: answer.screenMessages })
  }

  /** A yes is found at once; anything else is left to those who ask until they know, and tell it again if they must. */
  async #afterLostAnswer(request: TakeBack): Promise<TakenBack> {
    const about = await this.#about(request)
    if (about !== null && isAtHome(about)) {
      const where = whereKept(about)
      const slip = this.#slip(about, where)
      return { ...(await this.#accept(request, 'returned', about, where)), slip }
    }
    return this.#keep(request, true)
  }

  async #keep(request: TakeBack, mayHaveArrived = false): Promise<TakenBack> {
    const { rules, stored } = this.#ports
    const { mode, backlogMax } = rules()
    const { entry, item } = request
    if (!mayHaveArrived && mode === 'off') return this.#refuse(request, null, { code: 'ILS_AWAY' })
    if (!mayHaveArrived && stored.backlog().count >= backlogMax)
      return this.#refuse(request, null, { code: 'OFFLINE_BACKLOG_FULL' })
    try {
      this.#keepFor(entry, item, this.#dateOf(entry), mayHaveArrived)
    } catch (error) {
      const problem = { code: codeOf(error) }
      // Heard of or not: the entry stays as it is, and at the next start the library system is asked.
      return mayHaveArrived
        ? { kind: 'unresolved', title: null, problem }
        : this.#refuse(request, null, problem)
    }
    return this.#secureAccepted(request, { kind: 'kept', title: null, whereabouts: NOWHERE })
  }

  #keepFor(entry: ReturnId, item: string, at: number, mayHaveArrived: boolean): void {
    const intent = { key: randomUUID(), kind: 'checkin', patron: null, item, at, due: null } as const
    this.#ports.returns.keep(entry, intent, mayHaveArrived)
    this.#ports.replay.wake()
  }

  #refuse({ entry }: TakeBack, title: string | null, problem: Problem): TakenBack {
    this.#record(() => this.#ports.returns.settle(entry, 'refused', title, { reason: problem.code }))
    return { kind: 'refused', title, problem }
  }

  async #accept(
    request: TakeBack,
    kind: 'returned' | 'again',
    { title, media }: Pick<CheckinAnswer, 'title' | 'media'>,
    whereabouts: Whereabouts,
    resensitize = true,
  ): Promise<Accepted> {
    const { journal, notices, returns } = this.#ports
    this.#record(() => returns.settle(request.entry, kind, title, { media: media && mediaTypeOf(media) }))
    // The loan is over: no tag of it is to be switched to 'on loan' any more.
    for (const { id, phase } of journal.openAbout(request.item)) {
      if (phase === 'intended') continue
      this.#record(() => journal.close(id, 'lent'))
      notices.clear('TAG_LEFT_ARMED', request.item)
    }
    const accepted = { kind, title, whereabouts }
    if (resensitize) return this.#secureAccepted(request, accepted)
    for (const uid of request.tags) this.#record(() => returns.secured(request.entry, uid))
    return { ...accepted, secured: true, problem: null, slip: null }
  }

  async #secureAccepted(
    request: TakeBack,
    accepted: Pick<Accepted, 'kind' | 'title' | 'whereabouts'>,
  ): Promise<Accepted> {
    const problem = problemOf(await this.#secure(request))
    return { ...accepted, secured: problem === null, problem, slip: null }
  }

  #secure(request: TakeBack): Promise<Resecured> {
    const { returns } = this.#ports
    return resecure(this.#ports, request, (uid) => this.#record(() => returns.secured(request.entry, uid)))
  }

  /** At the screen an item ends where it is: in somebody's hands. Staff look at what the library system wants looked at. */
  #endAtPad(entry: ReturnId, taken: TakenBack): void {
    const { returns } = this.#ports
    if (returns.entry(entry)?.place !== 'pad') return
    if ('secured' in taken) {
      if (taken.problem?.code === 'TAG_NOT_SECURED') return
      if (!taken.secured) return returns.close(entry, null, taken.problem?.code ?? null)
      const reason = taken.whereabouts.alert === 'other' ? 'RETURN_NEEDS_LOOK' : null
      returns.close(entry, null, reason)
    } else returns.close(entry, null, null)
  }

  /** What the library system says about the item, or null where it cannot be asked. */
  async #about({ item }: Pick<TakeBack, 'item'>): Promise<ItemAnswer | null> {
    try {
      return await this.#ports.circulation.item(item)
    } catch (error) {
      if (error instanceof IlsError) return null
      throw error
    }
  }

  /**
   * A disk that fails when the library system has answered takes nothing back: the entry stays open, and at the next
   * start the library system is asked about it.
   */
  #record(write: () => void): void {
    const { notices } = this.#ports
    try {
      write()
      if (this.#refused !== null) notices.clear(this.#refused)
      this.#refused = null
    } catch (error) {
      if (!(error instanceof LecternError)) throw error
      this.#refused = error.code
      notices.raise(error.code, '')
    }
  }

  #slip(facts: Parameters<typeof slipFor>[0], where: Whereabouts): Slip | null {
    const { clock, rules } = this.#ports
    return slipFor(facts, where, { at: clock.wall(), mark: rules().holdMark })
  }

  #dateOf(entry: ReturnId): number {
    const at = this.#ports.returns.entry(entry)?.at ?? this.#ports.clock.wall()
    const { calendar } = this.#ports.rules()
    return calendar === null ? at : lastClosing(at, calendar)
  }

  #isForeign({ pad, tags }: TakeBack): boolean {
    const { owners } = this.#ports.rules()
    if (owners.size === 0) return false
    return (pad?.field ?? []).some(
      ({ uid, content }) =>
        tags.includes(uid) && content.kind === 'item' && content.owner !== '' && !owners.has(content.owner),
    )
  }

  /** Of a connection that is just being made again a request waits to see what comes of it. */
  #isAway(): boolean {
    const { state } = this.#ports.circulation.status
    return state === 'away' || state === 'refused'
  }
}

const codeOf = (error: unknown): ErrorCode => (error instanceof LecternError ? error.code : 'JOURNAL_FAILED')
