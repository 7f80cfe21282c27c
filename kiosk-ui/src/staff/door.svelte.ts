/** Who is signed in at this page; it asks the agent, and knows no better. */
import type { PasswordRequest, SignInRequest } from '@lectern/device-agent/contract/staff-requests'
import {
  HERE_MILLISECONDS,
  HERE_PATH,
  PASSWORD_PATH,
  SESSION_PATH,
  type SessionState,
  SIGN_IN_PATH,
  SIGN_OUT_PATH,
  type SignInRefusal,
} from '@lectern/device-agent/contract/staff-sign-in'
import { post } from './post.ts'

/** Pause before the agent is asked again where it does not answer. */
const AGAIN_MILLISECONDS = 2_000

/** `lost`: the agent did not answer. */
export type SignInAnswer = SignInRefusal | { readonly why: 'lost' } | null

export class Door {
  /** Null until the agent has said. */
  session = $state.raw<SessionState | null>(null)
  #hereAt = Number.NEGATIVE_INFINITY

  constructor() {
    void this.ask()
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

  async signOut(): Promise<void> {
    await post(SIGN_OUT_PATH, {})
    await this.ask()
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
