/** What checks share: the visit, the facts and the table. */
import { sip2Timestamp } from '../../protocol/dates.ts'
import { type Facts, NOTHING_KNOWN, type Row, type Verdict } from './facts.ts'
import { Observer } from './observer.ts'
import { Visit, type VisitOptions } from './visit.ts'

export interface ExaminationOptions
  extends Pick<VisitOptions, 'target' | 'tls' | 'timeoutMilliseconds' | 'charset' | 'clock'> {
  readonly login: {
    readonly user: string
    readonly password: string
    readonly location: string | undefined
  } | null
  readonly institution: string | undefined
  readonly patron: { readonly id: string; readonly pin: string | null } | null
  readonly item: string | null
  readonly idleSeconds: number | null
  /** Leaves out what a fragile server may not survive. */
  readonly gentle: boolean
}

export class Examination {
  readonly options: ExaminationOptions
  readonly facts: Facts = NOTHING_KNOWN()
  readonly observer = new Observer()
  readonly rows: Row[] = []
  #visit: Visit | null = null

  constructor(options: ExaminationOptions) {
    this.options = options
    this.facts.tls = options.tls !== null
  }

  add(check: string, verdict: Verdict, found: string): void {
    this.rows.push({ check, verdict, found })
  }

  open(): Promise<Visit> {
    return Visit.open({ ...this.options, observer: this.observer, facts: this.facts })
  }

  get institution(): string {
    return this.options.institution ?? this.facts.status?.institutionId ?? ''
  }

  /** The living connection, or a new one that is logged in. Rejects where there is none to be had. */
  async visit(): Promise<Visit> {
    const visit = this.#visit
    if (visit !== null && !visit.socket.closed) return visit
    const fresh = await this.open()
    this.#visit = fresh
    const { login } = this.options
    if (login !== null && this.facts.prompted) await answerPrompts(fresh, login)
    if (login !== null && this.facts.login === 'accepted') {
      const reply = await fresh.ask('login', this.loginFields(), { checksums: this.sums })
      if (reply.kind !== 'message') throw new Error('a second login was not answered')
    }
    return fresh
  }

  /** Whether requests carry checksums: not where it answered only those without. */
  sums = true

  keep(visit: Visit): void {
    this.#visit = visit
  }

  /** After what may have put the two sides out of step. */
  leave(): void {
    this.#visit?.close()
    this.#visit = null
  }

  loginFields() {
    const { user = '', password = '', location } = this.options.login ?? {}
    return {
      uidAlgorithm: '0',
      pwdAlgorithm: '0',
      loginUserId: user,
      loginPassword: password,
      ...(location !== undefined && { locationCode: location }),
    }
  }

  patronFields(patronId: string, pin: string | null) {
    return {
      ...this.now(),
      language: '000',
      institutionId: this.institution,
      patronId,
      terminalPassword: '',
      ...(pin !== null && { patronPassword: pin }),
    }
  }

  now() {
    return { transactionDate: sip2Timestamp(new Date()) }
  }
}

/** A banner or prompt that takes longer is taken for none. */
export const BANNER_MILLISECONDS = 1_000

/** The prompt for the user has come; then comes that for the password. */
export async function answerPrompts(
  visit: Visit,
  { user, password }: { readonly user: string; readonly password: string },
): Promise<void> {
  for (const word of [user, password]) {
    visit.socket.write(Buffer.from(`${word}\r`))
    await visit.socket.next(BANNER_MILLISECONDS)
  }
}

export const STATUS_REQUEST = { statusCode: '0', maxPrintWidth: '080', protocolVersion: '2.00' } as const
export const NO_SUMMARY = ' '.repeat(10)
