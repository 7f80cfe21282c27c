/** What every call needs: the connection, the dialect, and the words that stand in every request. */
import type { Connection } from '../connection/connection.ts'
import type { Dialect } from '../dialects/dialect.ts'
import type { Message } from '../protocol/codec.ts'
import { type DateReading, sip2Timestamp } from '../protocol/dates.ts'
import type { Fields } from '../protocol/messages.ts'
import { MESSAGES, type MessageRow } from '../protocol/messages.ts'
import type { AnswerName, RequestName } from '../protocol/pairs.ts'
import type { Abilities } from './abilities.ts'
import { PatronBefore } from './about.ts'
import type { Asking } from './contract.ts'
import { due } from './read.ts'
import { type DueDate, IlsError, type PatronId } from './types.ts'

export interface CallerOptions {
  readonly institution: string
  readonly terminalPassword: string
  /** Where this kiosk stands, as the server knows it. */
  readonly location: string
  /** ISO 4217, of amounts that come without one. */
  readonly currency: string
  readonly wallDate: () => Date
}

export class Caller {
  readonly options: CallerOptions
  readonly dialect: Dialect
  readonly abilities: Abilities
  readonly #connection: Pick<Connection, 'request'>
  readonly #before = new PatronBefore()

  constructor(
    connection: Pick<Connection, 'request'>,
    dialect: Dialect,
    abilities: Abilities,
    options: CallerOptions,
  ) {
    this.#connection = connection
    this.dialect = dialect
    this.abilities = abilities
    this.options = options
  }

  /** Rejects with IlsError; `refusedBySupport`, before anything is sent, where the server is known not to do it. */
  async ask<N extends RequestName>(
    name: N,
    fields: Fields<N>,
    isAbout?: (message: Message) => boolean,
  ): Promise<Message<AnswerName<N>>> {
    if (this.abilities.of(name) === 'no') {
      throw new IlsError('refusedBySupport', `${this.dialect.label} does not do this`)
    }
    try {
      const answer = await this.#connection.request(name, this.#worded(name, fields), isAbout)
      this.abilities.answered(name)
      return answer
    } catch (error) {
      if (error instanceof IlsError) this.abilities.unanswered(name, error.failure)
      throw error
    }
  }

  /** For questions about a patron. */
  async askAbout<N extends 'patronStatus' | 'patronInformation'>(
    patron: PatronId,
    name: N,
    fields: Fields<N>,
  ): Promise<Message<AnswerName<N>>> {
    const answer = await this.ask(name, fields, this.#before.isAbout(patron))
    this.#before.answered(patron, answer)
    return answer
  }

  now(): string {
    return this.timestamp(this.options.wallDate())
  }
  timestamp(date: Date): string {
    return sip2Timestamp(date, this.dialect.connection.zone)
  }
  due(text: string | undefined): DueDate | null {
    return due(text, this.dialect.answers satisfies DateReading)
  }

  /** Institution, patron, passwords: what a request about a patron begins with. */
  from({ patron, pin }: Asking) {
    const { institution: institutionId, terminalPassword } = this.options
    return {
      institutionId,
      patronId: patron,
      terminalPassword,
      ...(pin === undefined ? {} : { patronPassword: pin }),
    }
  }

  /** "Not acknowledged" is said as this server understands it: some take any value for a yes. */
  feeAcknowledged(yes: boolean | undefined): { readonly feeAcknowledged?: 'Y' | 'N' } {
    if (yes === true) return { feeAcknowledged: 'Y' }
    return this.dialect.requests.feeNotAcknowledged === 'N' ? { feeAcknowledged: 'N' } : {}
  }

  #worded<N extends RequestName>(name: N, fields: Fields<N>): Fields<N> {
    const { sendEmpty, omit } = this.dialect.requests
    if (sendEmpty.length + omit.length === 0) return fields
    const row: MessageRow = MESSAGES[name]
    const worded: Record<string, unknown> = { ...fields }
    for (const field of row.optional) {
      if (omit.includes(field)) delete worded[field]
      else if (sendEmpty.includes(field)) worded[field] ??= ''
    }
    return worded as Fields<N>
  }
}
