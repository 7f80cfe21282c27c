/** The library system in plain words, over one SIP2 connection. */
import {
  type Connection,
  type ConnectionOptions,
  type ConnectionStatus,
  createConnection,
} from '../connection/connection.ts'
import type { Dialect } from '../dialects/dialect.ts'
import { DIALECTS, type DialectName } from '../dialects/dialects.ts'
import type { Message } from '../protocol/codec.ts'
import { NO_TIMESTAMP, sip2Timestamp } from '../protocol/dates.ts'
import {
  amount,
  circulationStatus,
  count,
  due,
  mediaType,
  messages,
  orNull,
  privileges,
  told,
} from './read.ts'
import {
  type CheckinAnswer,
  type CheckoutAnswer,
  type Circulation,
  type IlsStatus,
  type ItemAnswer,
  type ItemId,
  itemId,
  type OfflineLoan,
  type PatronAnswer,
  type PatronId,
  patronId,
} from './types.ts'

export * from './types.ts'

export interface CirculationOptions extends ConnectionOptions {
  readonly institution: string
  /** Empty at most libraries. */
  readonly terminalPassword: string
  readonly dialect: DialectName
  /** ISO 4217, of amounts that come without one; left out for the dialect's. */
  readonly currency?: string | undefined
  /** Today, on the wall: for the dates in messages. */
  readonly wallDate?: () => Date
}

export function createCirculation(options: CirculationOptions): Circulation {
  return new Sip2Circulation(options)
}

/** SIP2 2.00, patron information: the third position of the summary asks for the list of charged items. */
const SUMMARY_CHARGED = '  Y       '
const LANGUAGE_UNKNOWN = '000'
/** Which status of the connection is which to callers. */
const STATE = {
  connecting: 'connecting',
  ready: 'online',
  refused: 'refused',
  away: 'away',
  stopped: 'connecting',
} as const

class Sip2Circulation implements Circulation {
  readonly #options: CirculationOptions
  readonly #connection: Connection
  readonly #dialect: Dialect
  readonly #currency: string

  constructor(options: CirculationOptions) {
    this.#options = options
    this.#connection = createConnection(options)
    this.#dialect = DIALECTS[options.dialect]
    this.#currency = options.currency ?? this.#dialect.answers.currency
  }

  get status(): IlsStatus {
    return statusOf(this.#connection.status)
  }
  onStatus(listener: (status: IlsStatus) => void): () => void {
    return this.#connection.onStatus((status) => listener(statusOf(status)))
  }
  start(): void {
    this.#connection.start()
  }
  stop(): Promise<void> {
    return this.#connection.stop()
  }

  async patron({ patron, pin }: { patron: PatronId; pin?: string }): Promise<PatronAnswer> {
    const request = {
      language: LANGUAGE_UNKNOWN,
      transactionDate: this.#now(),
      summary: SUMMARY_CHARGED,
      ...this.#from(patron, pin),
    }
    const { fields } = await this.#connection.request('patronInformation', request)
    const { holdsAreReady, listsIdentifiers } = this.#dialect.answers
    return {
      patron: patronOf(fields.patronId) ?? patron,
      known: told(fields.validPatron),
      pinRight: told(fields.validPatronPassword),
      name: orNull(fields.personalName),
      ...privileges(fields),
      owed: amount(fields, this.#currency),
      chargedCount: count(fields.chargedItemsCount),
      charged: listsIdentifiers ? (fields.chargedItem ?? []).flatMap(itemsOf) : [],
      holdsReady: holdsAreReady ? count(fields.holdItemsCount) : null,
      screenMessages: messages(fields.screenMessage),
      printLines: messages(fields.printLine),
    }
  }

  async item(item: ItemId): Promise<ItemAnswer> {
    const { institution: institutionId, terminalPassword } = this.#options
    const request = { transactionDate: this.#now(), institutionId, itemId: item, terminalPassword }
    const { fields } = await this.#connection.request('itemInformation', request, isAboutItem(item))
    const status = circulationStatus(fields.circulationStatus)
    const title = orNull(fields.titleId)
    return {
      item,
      known: title === null && status === 'other' ? 'no' : 'yes',
      title,
      status,
      media: mediaType(fields.mediaType),
      due: due(fields.dueDate),
      holdQueueLength: count(fields.holdQueueLength),
      permanentLocation: orNull(fields.permanentLocation),
      currentLocation: orNull(fields.currentLocation),
      screenMessages: messages(fields.screenMessage),
      printLines: messages(fields.printLine),
    }
  }

  async checkout(request: {
    patron: PatronId
    item: ItemId
    pin?: string
    feeAcknowledged?: boolean
    offline?: OfflineLoan
  }): Promise<CheckoutAnswer> {
    const { patron, item, pin, feeAcknowledged, offline } = request
    const wanted = {
      // A loan is asked for, not a renewal that nobody ordered.
      renewalPolicy: 'N',
      ...(offline === undefined
        ? { noBlock: 'N', transactionDate: this.#now(), nbDueDate: NO_TIMESTAMP }
        : {
            noBlock: this.#dialect.offline.checkout === 'honoured' ? 'Y' : 'N',
            transactionDate: sip2Timestamp(offline.at),
            nbDueDate: sip2Timestamp(offline.due),
          }),
      itemId: item,
      ...this.#from(patron, pin),
      // Evergreen takes any value for a yes, so a no is said by saying nothing (OpenILS/Application/SIP2/Checkout.pm).
      ...(feeAcknowledged === true ? { feeAcknowledged: 'Y' } : {}),
    }
    const { fields } = await this.#connection.request('checkout', wanted, isAboutItem(item))
    const said = {
      item,
      title: orNull(fields.titleId),
      screenMessages: messages(fields.screenMessage),
      printLines: messages(fields.printLine),
    }
    if (fields.ok !== '1') {
      const costs = amount(fields, this.#currency)
      const type = orNull(fields.feeType)
      return { lent: false, ...said, fee: costs === null && type === null ? null : { amount: costs, type } }
    }
    return {
      lent: true,
      ...said,
      renewed: fields.renewalOk === 'Y',
      patron: patronOf(fields.patronId) ?? patron,
      due: due(fields.dueDate),
      desensitize: fields.securityInhibit === 'Y' ? 'no' : told(fields.desensitize),
      magneticMedia: told(fields.magneticMedia),
      media: mediaType(fields.mediaType),
    }
  }

  async checkin(asked: { item: ItemId; returnedAt?: Date; offline?: boolean }): Promise<CheckinAnswer> {
    const { item, returnedAt, offline = false } = asked
    const { institution: institutionId, terminalPassword } = this.#options
    const request = {
      noBlock: offline && this.#dialect.offline.checkin === 'honoured' ? 'Y' : 'N',
      transactionDate: this.#now(),
      returnDate: returnedAt === undefined ? this.#now() : sip2Timestamp(returnedAt),
      currentLocation: this.#options.login?.location ?? '',
      institutionId,
      itemId: item,
      terminalPassword,
    }
    const { fields } = await this.#connection.request('checkin', request, isAboutItem(item))
    return {
      returned: fields.ok === '1',
      item,
      title: orNull(fields.titleId),
      resensitize: fields.resensitize === 'Y',
      magneticMedia: told(fields.magneticMedia),
      alert: fields.alert === 'Y',
      alertType: orNull(fields.alertType),
      permanentLocation: orNull(fields.permanentLocation),
      destination: orNull(fields.destinationLocation),
      sortBin: orNull(fields.sortBin),
      callNumber: orNull(fields.callNumber),
      media: mediaType(fields.mediaType),
      screenMessages: messages(fields.screenMessage),
      printLines: messages(fields.printLine),
    }
  }

  async endSession({ patron, pin }: { patron: PatronId; pin?: string }): Promise<boolean> {
    const request = { transactionDate: this.#now(), ...this.#from(patron, pin) }
    const { fields } = await this.#connection.request('endSession', request)
    return fields.endSession === 'Y'
  }

  #now(): string {
    return sip2Timestamp(this.#options.wallDate?.() ?? new Date())
  }

  #from(patron: PatronId, pin: string | undefined) {
    const { institution: institutionId, terminalPassword } = this.#options
    return {
      institutionId,
      patronId: patron,
      terminalPassword,
      ...(pin === undefined ? {} : { patronPassword: pin }),
    }
  }
}

/** An answer that names another item is a late one; servers that name none are believed. */
const isAboutItem =
  (item: ItemId) =>
  ({ fields }: Message): boolean =>
    !('itemId' in fields) || fields.itemId === undefined || fields.itemId === '' || fields.itemId === item

/** What a server lists may be anything; what is no identifier is no item. */
function itemsOf(text: string): readonly ItemId[] {
  try {
    return [itemId(text)]
  } catch {
    return []
  }
}

function patronOf(text: string): PatronId | null {
  try {
    return patronId(text)
  } catch {
    return null
  }
}

function statusOf({ state, detail, server }: ConnectionStatus): IlsStatus {
  return {
    state: STATE[state],
    checkoutOk: told(server?.checkoutOk),
    checkinOk: told(server?.checkinOk),
    libraryName: orNull(server?.libraryName),
    detail,
  }
}
