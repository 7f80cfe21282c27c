/** A return service that does what the test says; it secures tags on the pad as the real one does. */
import type { ErrorCode, LecternError } from '../../contract/errors.ts'
import type { RfidPad } from '../../devices/rfid/contract.ts'
import type { ReturnId, ReturnPlace } from '../../journal/returns-contract.ts'
import type { Resecured, Returns, Slip, TakeBack, TakenBack, Whereabouts } from './contract.ts'
import { problemOf, resecure } from './resecure.ts'

type Back = Extract<TakenBack, { secured: boolean }>

export const WHEREABOUTS: Whereabouts = {
  sortBin: null,
  alert: null,
  destination: null,
  permanentLocation: null,
  callNumber: null,
  collection: null,
  media: 'book',
}

export const SLIP: Slip = {
  kind: 'hold',
  title: 'Walden',
  item: '31111000000001',
  destination: 'Main',
  callNumber: 'THO 1',
  pseudonym: 'KX7',
  at: Date.UTC(2026, 0, 15, 9, 0, 0),
}

export class FakeReturns implements Returns {
  readonly begun: ReturnPlace[] = []
  readonly asked: TakeBack[] = []
  /** Asked to secure again, and left to staff. */
  readonly secured: ReturnId[] = []
  readonly givenUp: ReturnId[] = []
  /** Replaces the next answer about an item. */
  readonly answers = new Map<string, Promise<TakenBack>>()
  refuse: LecternError | null = null

  obstacle(): ErrorCode | null {
    return null
  }
  begin(place: ReturnPlace): ReturnId {
    if (this.refuse !== null) throw this.refuse
    return this.begun.push(place) as ReturnId
  }
  async takeBack(request: TakeBack): Promise<TakenBack> {
    this.asked.push(request)
    const prepared = this.answers.get(request.item)
    if (prepared !== undefined) {
      this.answers.delete(request.item)
      return prepared
    }
    const problem = problemOf(await this.#secureAll(request))
    return this.back(request.item, { secured: problem === null, problem })
  }
  back(item: string, change: Partial<Back> = {}): TakenBack {
    return {
      kind: 'returned',
      title: `Title ${item}`,
      whereabouts: WHEREABOUTS,
      secured: true,
      problem: null,
      slip: null,
      ...change,
    }
  }
  async secure(entry: ReturnId, pad: RfidPad): Promise<Resecured> {
    this.secured.push(entry)
    const request = this.asked.find((one) => one.entry === entry)
    return request === undefined ? 'secured' : this.#secureAll({ ...request, pad })
  }
  giveUp(entry: ReturnId): void {
    this.givenUp.push(entry)
  }
  leaveUntaken(): void {}
  async setAside(): Promise<void> {}
  async tellPlace(): Promise<void> {}

  #secureAll(request: TakeBack): Promise<Resecured> {
    return resecure({ notices: { raise: () => undefined, clear: () => undefined } }, request, () => undefined)
  }
}
