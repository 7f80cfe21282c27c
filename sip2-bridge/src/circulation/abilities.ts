/** What this server can do: the dialect knows best, then the server's own list, then its flags. */
import type { Dialect } from '../dialects/dialect.ts'
import type { Fields } from '../protocol/codec.ts'
import type { RequestName } from '../protocol/pairs.ts'
import { SUPPORTED_MESSAGES_ORDER } from '../protocol/supported-messages.ts'
import type { Capabilities } from './contract.ts'
import { told } from './read.ts'
import type { Told } from './types.ts'

type Status = Fields<'acsStatus'>

/** Flags of 98 that deny a request, whatever the list of supported messages says (SIP2 2.00, "ACS status"). */
const DENIED_BY: Readonly<Partial<Record<RequestName, keyof Status>>> = {
  checkout: 'checkoutOk',
  checkin: 'checkinOk',
  renew: 'renewalPolicy',
  renewAll: 'renewalPolicy',
  itemStatusUpdate: 'statusUpdateOk',
}

export class Abilities {
  readonly #dialect: Dialect
  readonly #status: () => Status | null
  /** Not answered on this connection. */
  readonly #failed = new Set<RequestName>()

  constructor(dialect: Dialect, status: () => Status | null) {
    this.#dialect = dialect
    this.#status = status
  }

  /** The server said that it cannot, or never answers. */
  failed(name: RequestName): void {
    this.#failed.add(name)
  }
  /** On a new connection everything is tried again. */
  reset(): void {
    this.#failed.clear()
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
