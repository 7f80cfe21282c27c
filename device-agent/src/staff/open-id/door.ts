/**
 * The way in for those whom a provider vouches for. A sign-in that is on its way is held here, and its ticket by the browser
 * that began it, in a cookie: an answer of the provider's that another browser brings, or brings again, opens nothing
 * (RFC 6819, section 4.4.1.8).
 */
import { randomBytes } from 'node:crypto'
import type { OpenIdSettings } from '../../config/open-id-settings.ts'
import type { ErrorCode } from '../../contract/errors.ts'
import type { ProviderSignInRefusal } from '../../contract/staff-sign-in.ts'
import type { Notices } from '../../monitoring/notices.ts'
import type { Clock } from '../../runtime/clock.ts'
import { ADDRESS_PAUSES, Pauses } from '../pauses.ts'
import type { SignIn } from '../sign-in.ts'
import { nameFrom, roleFrom } from './claims.ts'
import { type Journey, type Provider, ProviderError } from './port.ts'

/** So long somebody may take at the provider. */
export const JOURNEY_MILLISECONDS = 10 * 60_000
/** Sign-ins on their way; the oldest makes room. */
export const JOURNEYS_MAX = 100
/** ID tokens that are held for a sign-out there; without one the provider asks whether to. */
export const LEAVING_MAX = 200
/** Longer ones would make an address no browser takes. */
const ID_TOKEN_MAX_CHARACTERS = 6_000
const SECOND_MILLISECONDS = 1_000
const TICKET_BYTES = 32

const NOTICES: Readonly<Partial<Record<ProviderSignInRefusal['why'], ErrorCode>>> = {
  away: 'OPEN_ID_AWAY',
  clock: 'OPEN_ID_CLOCK',
  failed: 'OPEN_ID_FAILED',
}

export interface OpenIdDoorOptions {
  readonly settings: OpenIdSettings
  readonly provider: Provider
  readonly signIn: SignIn
  readonly clock: Clock
  readonly notices: Pick<Notices, 'raise' | 'clear'>
}

type Refused = { readonly ok: false } & ProviderSignInRefusal
/** `ticket`: for the browser alone. `url`: where it goes to. */
export type BeginAnswer = { readonly ok: true; readonly ticket: string; readonly url: string } | Refused
export type FinishAnswer = { readonly ok: true; readonly token: string } | Refused

export class OpenIdDoor {
  readonly #options: OpenIdDoorOptions
  readonly #addresses: Pauses
  /** By ticket, oldest first. */
  readonly #journeys = new Map<string, { readonly journey: Journey; readonly at: number }>()
  /** ID tokens by session, oldest first. */
  readonly #leaving = new Map<string, string>()

  constructor(options: OpenIdDoorOptions) {
    this.#options = options
    this.#addresses = new Pauses(options.clock, ADDRESS_PAUSES)
  }

  /** As the button calls it. */
  get name(): string {
    return this.#options.settings.name
  }

  /** What is refused is said, not thrown. */
  async begin(redirect: string, address: string): Promise<BeginAnswer> {
    const wait = this.#addresses.left(address)
    if (wait > 0) return { ok: false, why: 'wait', seconds: Math.ceil(wait / SECOND_MILLISECONDS) }
    this.#addresses.tried(address)
    const begun = await this.#options.provider.begin(redirect).catch((error: unknown) => asRefused(error))
    if (begun instanceof ProviderError) return this.#refuse(begun, address)
    const { journey, url } = begun
    const ticket = randomBytes(TICKET_BYTES).toString('base64url')
    keep(this.#journeys, ticket, { journey, at: this.#options.clock.now() }, JOURNEYS_MAX)
    return { ok: true, ticket, url }
  }

  /** `query`: what the browser came back with. Rejects with LecternError where the session cannot be kept. */
  async finish(ticket: string, query: string, address: string): Promise<FinishAnswer> {
    const { clock, notices, provider, settings, signIn } = this.#options
    const held = this.#journeys.get(ticket)
    // Whose it was nobody knows, so it is not written down: whoever wants to could fill the audit with it. Nor does it end the
    // sign-in that this browser waits for: a link from elsewhere must not.
    const own = held !== undefined && new URLSearchParams(query).get('state') === held.journey.state
    if (!own || clock.now() - held.at >= JOURNEY_MILLISECONDS) return { ok: false, why: 'expired' }
    this.#journeys.delete(ticket)
    const vouched = await provider.finish(held.journey, query).catch((error: unknown) => asRefused(error))
    if (vouched instanceof ProviderError) return this.#refuse(vouched, address)
    for (const code of Object.values(NOTICES)) notices.clear(code)
    const { claims, idToken } = vouched
    const [who, role] = [nameFrom(claims, settings), roleFrom(claims, settings)]
    if (role === null) return this.#refuse(new ProviderError('noRole', ''), address, who)
    this.#addresses.forgive(address)
    const token = signIn.admit({ who, role, address, detail: settings.name })
    if (idToken.length <= ID_TOKEN_MAX_CHARACTERS) keep(this.#leaving, token, idToken, LEAVING_MAX)
    return { ok: true, token }
  }

  /** Where the browser of somebody who has signed out here goes to sign out there; null: nowhere. Never rejects. */
  async leave(token: string, redirect: string): Promise<string | null> {
    const idToken = this.#leaving.get(token) ?? null
    this.#leaving.delete(token)
    return this.#options.provider.leave(idToken, redirect)
  }

  #refuse({ detail, why }: ProviderError, address: string, who = ''): Refused {
    const { notices, settings, signIn } = this.#options
    const notice = NOTICES[why]
    if (notice !== undefined) notices.raise(notice, `${settings.name}: ${detail}`)
    signIn.record({ who, role: null, address, action: 'signIn', detail: settings.name, result: why })
    return { ok: false, why }
  }
}

function asRefused(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error
  throw error
}

function keep<V>(map: Map<string, V>, key: string, value: V, max: number): void {
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > max && oldest !== undefined) map.delete(oldest)
}
