/** What signing in at a provider needs of it, and how it may end. OpenID Connect itself stands behind it. */

/**
 * Why nobody came in.
 * - `away`: the provider did not answer, or says it cannot now
 * - `clock`: this kiosk's time and the provider's are too far apart
 * - `noRole`: whoever it is, no value of their claim gives a role
 * - `cancelled`: they, or the provider, broke it off
 * - `failed`: what was answered is not what was asked for; the notice says what
 */
export type ProviderRefusal = 'away' | 'clock' | 'noRole' | 'cancelled' | 'failed'

/** A sign-in that goes on; whoever holds `state`, `nonce` and `verifier` may end it. */
export interface Journey {
  readonly state: string
  readonly nonce: string
  /** Of PKCE (RFC 7636). */
  readonly verifier: string
  /** Where the provider sends the browser back to. */
  readonly redirect: string
}

/** Who it is, by the claims the provider vouches for. */
export interface Vouched {
  readonly claims: Readonly<Record<string, unknown>>
  /** For the provider, when they sign out. */
  readonly idToken: string
}

export interface Provider {
  /** Where the browser goes to. Rejects with ProviderError. */
  begin(redirect: string): Promise<{ readonly url: string; readonly journey: Journey }>
  /** `query`: what the browser came back with. Rejects with ProviderError. */
  finish(journey: Journey, query: string): Promise<Vouched>
  /** Where the browser goes to sign out there as well; null where that cannot be. Never rejects. */
  leave(idToken: string | null, redirect: string): Promise<string | null>
}

export class ProviderError extends Error {
  readonly why: ProviderRefusal
  /** A code, never what the provider wrote for people: that may name somebody. */
  readonly detail: string
  constructor(why: ProviderRefusal, detail: string, cause?: unknown) {
    super(`${why}: ${detail}`, cause === undefined ? undefined : { cause })
    this.name = 'ProviderError'
    this.why = why
    this.detail = detail
  }
}
