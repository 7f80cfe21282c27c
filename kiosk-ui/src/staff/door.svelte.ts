/** Who is signed in at this page; it asks the agent, and knows no better. */
import type { PasswordRequest, SignInRequest } from '@lectern/device-agent/contract/staff-requests'
import {
  HERE_MILLISECONDS,
  HERE_PATH,
  OPEN_ID_BEGIN_PATH,
  OPEN_ID_FINISH_PATH,
  PASSWORD_PATH,
  type ProviderBegun,
  type ProviderSignInRefusal,
  SESSION_PATH,
  type SessionState,
  SIGN_IN_PATH,
  SIGN_OUT_PATH,
  type SignedOut,
  type SignInRefusal,
} from '@lectern/device-agent/contract/staff-sign-in'
import { post } from './post.ts'
import { broughtBack, keepPlace } from './provider-return.ts'

/** Pause before the agent is asked again where it does not answer. */
const AGAIN_MILLISECONDS = 2_000

/** `lost`: the agent did not answer. */
export type SignInAnswer = SignInRefusal | { readonly why: 'lost' } | null

/** `lost`: the agent did not answer. */
export type ProviderAnswer = ProviderSignInRefusal | { readonly why: 'lost' } | null

export class Door {
  /** Null until the agent has said. */
  session = $state.raw<SessionState | null>(null)
  /** Why nobody came in from the provider; null where nobody tried, or somebody did. */
  refused = $state.raw<ProviderAnswer>(null)
  /** Somebody is back from the provider, and the agent asks it who. */
  returning = $state(false)
  #hereAt = Number.NEGATIVE_INFINITY

  constructor() {
    const query = broughtBack()
    if (query === null) void this.ask()
    else void this.#finish(query)
  }

  async ask(): Promise<void> {
    try {
      const answer = await fetch(SESSION_PATH)
      if (!answer.ok) throw new Error(String(answer.status))
      this.session = await answer.json()
    } catch {
      setTimeout(() => void this.ask(), AGAIN_MILLISECONDS)
    }
  }

  /** Null: signed in. */
  async signIn(request: SignInRequest): Promise<SignInAnswer> {
    const answer = await post(SIGN_IN_PATH, request)
    if (answer === null) return { why: 'lost' }
    if (!answer.ok) return answer.status < 500 ? await answer.json() : { why: 'lost' }
    this.session = await answer.json()
    return null
  }

  /** The browser leaves for the provider, unless it is refused. */
  async signInElsewhere(): Promise<void> {
    this.refused = null
    const answer = await post(OPEN_ID_BEGIN_PATH, {})
    if (answer?.ok) {
      const { url }: ProviderBegun = await answer.json()
      keepPlace()
      location.assign(url)
    } else this.refused = await refusalOf(answer)
  }

  async #finish(query: string): Promise<void> {
    this.returning = true
    const answer = await post(OPEN_ID_FINISH_PATH, { query })
    if (answer?.ok) this.session = await answer.json()
    else {
      this.refused = await refusalOf(answer)
      await this.ask()
    }
    this.returning = false
  }

  /** Where a provider let them in, they are to be signed out there as well: the next at this desk is somebody else. */
  async signOut(): Promise<void> {
    const answer = await post(SIGN_OUT_PATH, {})
    const { url }: SignedOut = answer?.ok ? await answer.json() : { url: null }
    if (url === null) await this.ask()
    else location.assign(url)
  }

  /** Null: changed; then everybody with this account signs in anew. */
  async changePassword(request: PasswordRequest): Promise<'wrong' | 'wait' | 'lost' | null> {
    const answer = await post(PASSWORD_PATH, request)
    if (answer?.ok) return null
    return answer?.status === 401 ? 'wrong' : answer?.status === 429 ? 'wait' : 'lost'
  }

  /** Call it on every touch and key: the session is not idle. */
  here(): void {
    const now = performance.now()
    if (this.session?.state !== 'signedIn' || now - this.#hereAt < HERE_MILLISECONDS) return
    this.#hereAt = now
    void post(HERE_PATH, {})
  }
}

/** Others than those of the contract (a page that is older than the agent) are as no answer. */
async function refusalOf(answer: Response | null): Promise<ProviderAnswer> {
  const said: unknown = await answer?.json().catch(() => null)
  return typeof said === 'object' && said !== null && 'why' in said
    ? (said as ProviderSignInRefusal)
    : { why: 'lost' }
}
