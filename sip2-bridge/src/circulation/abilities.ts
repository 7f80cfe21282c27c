/** What this server can do: the dialect knows best, then the server's own list, then its flags. */
import type { Dialect } from '../dialects/dialect.ts'
import type { Fields } from '../protocol/codec.ts'
import type { RequestName } from '../protocol/pairs.ts'
import { SUPPORTED_MESSAGES_ORDER } from '../protocol/supported-messages.ts'
import type { Capabilities } from './contract.ts'
import { told } from './read.ts'
import type { IlsFailure, Told } from './types.ts'

type Status = Fields<'acsStatus'>

/** Flags of 98 that deny a request, whatever the list of supported messages says (SIP2 2.00, "ACS status"). */
const DENIED_BY: Readonly<Partial<Record<RequestName, keyof Status>>> = {
  checkout: 'checkoutOk',
  checkin: 'checkinOk',
  renew: 'renewalPolicy',
  renewAll: 'renewalPolicy',
  itemStatusUpdate: 'statusUpdateOk',
}

/**
 * What no visit needs, and not every server answers (edge-sip2 has no handler for four of these): one that was never
 * answered and stays unanswered is not asked for again on the next connection, since each silence is an outage.
 */
const OPTIONAL: ReadonlySet<RequestName> = new Set([
  'blockPatron',
  'hold',
  'itemStatusUpdate',
  'patronEnable',
  'renewAll',
])

export class Abilities {
  readonly #dialect: Dialect
  readonly #status: () => Status | null
  /** Not answered on this connection. */
  readonly #failed = new Set<RequestName>()
  /** Since the start: what was answered once can be done, and a lost answer says nothing about it. */
  readonly #answered = new Set<RequestName>()
  readonly #listeners = new Set<(capabilities: Capabilities) => void>()
  #told = ''

  constructor(dialect: Dialect, status: () => Status | null) {
    this.#dialect = dialect
    this.#status = status
    this.#told = JSON.stringify(this.all())
  }

  answered(name: RequestName): void {
    this.#answered.add(name)
  }
  /** The server is known not to do it, or has done nothing in all its time. */
  unanswered(name: RequestName, failure: IlsFailure): void {
    const isLost = failure === 'unknownOutcome' || failure === 'noAnswer'
    const isNew = !this.#answered.has(name) && this.#dialect.supports[name] !== true
    if (failure === 'refusedBySupport' || (isLost && isNew && OPTIONAL.has(name))) this.#failed.add(name)
    this.look()
  }
  /** The connection went: on the next one everything is tried again. */
  reset(): void {
    this.#failed.clear()
    this.look()
  }
  onChange(listener: (capabilities: Capabilities) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  /** Tells those who listen, if anything is different from what they know. */
  look(): void {
    const now = this.all()
    const text = JSON.stringify(now)
    if (text === this.#told) return
    this.#told = text
    for (const listener of [...this.#listeners]) listener(now)
  }

  /**
   * What the dialect says wins over the server's own list, which is advisory at best: Evergreen's newer server says no
   * to messages that it handles (OpenILS/Application/SIP2/Session.pm). The flags are about now, and win over both.
   */
  of(name: RequestName): Told {
    const status = this.#status()
    const flag = DENIED_BY[name]
    if (this.#failed.has(name)) return 'no'
    if (flag !== undefined && status?.[flag] === 'N') return 'no'
    const known = this.#dialect.supports[name]
    if (known !== undefined) return known ? 'yes' : 'no'
    if (this.#dialect.connection.silentAbout.includes(name)) return 'no'
    const listed: readonly string[] = SUPPORTED_MESSAGES_ORDER
    const position = listed.indexOf(name)
    return told(status?.supportedMessages?.[position])
  }

  all(): Capabilities {
    const { fees, offline, requests } = this.#dialect
    const offlineOk = told(this.#status()?.offlineOk)
    const honoured = (direction: 'checkout' | 'checkin'): Told =>
      offline[direction] === 'honoured' ? offlineOk : 'no'
    return {
      patronStatus: this.of('patronStatus'),
      patron: this.of('patronInformation'),
      item: this.of('itemInformation'),
      checkout: this.of('checkout'),
      checkin: this.of('checkin'),
      renew: this.of('renew'),
      renewAll: this.of('renewAll'),
      endSession: this.of('endSession'),
      payFee: this.of('feePaid'),
      hold: this.of('hold'),
      updateItem: this.of('itemStatusUpdate'),
      blockPatron: this.of('blockPatron'),
      enablePatron: this.of('patronEnable'),
      cancel: requests.cancelIsHonoured ? 'yes' : 'no',
      listFees: fees.details === 'none' ? 'no' : 'yes',
      offlineCheckout: honoured('checkout'),
      offlineCheckin: honoured('checkin'),
    }
  }
}
