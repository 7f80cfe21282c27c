/**
 * A provider by OpenID Connect: what it can is discovered (OpenID Connect Discovery 1.0, section 4), people sign in by the
 * authorization code flow (Core 1.0, section 3.1) with PKCE (RFC 7636), and the ID token's signature is checked although it
 * comes from the provider itself. Nothing of the tokens is kept but, for the sign-out there, the ID token.
 */
import type { ClientAuth, Configuration, ServerMetadata } from 'openid-client'
import type { OpenIdSettings } from '../../config/open-id-settings.ts'
import { type Clock, systemClock } from '../../runtime/clock.ts'
import { boundedFetch } from './bounded-fetch.ts'
import { claimOf } from './claims.ts'
import { failureOf } from './failure.ts'
import { type Journey, type Provider, ProviderError, type Vouched } from './port.ts'

/** For each request. */
export const ANSWER_SECONDS = 8
/** Between this kiosk's clock and the provider's, as Kerberos allows (RFC 4120, section 1.6). */
export const CLOCKS_APART_SECONDS = 5 * 60
const SECOND_MILLISECONDS = 1_000

/** Loaded with the first sign-in: most kiosks have no provider. */
const library = () => import('openid-client')
type Client = Awaited<ReturnType<typeof library>>

export interface ProviderParts {
  readonly settings: OpenIdSettings
  /** The client secret, null for a public client. Rejects where it cannot be read. */
  readonly secret: () => Promise<string | null>
  readonly clock: Clock
}

export class OpenIdProvider implements Provider {
  readonly #parts: ProviderParts
  /** What it said last that it can. */
  #known: ServerMetadata | null = null

  constructor(parts: ProviderParts) {
    this.#parts = parts
  }

  async begin(redirect: string): Promise<{ readonly url: string; readonly journey: Journey }> {
    try {
      const client = await library()
      // Asked anew each time: a browser that is sent to a provider that is away has nothing to show but its own error.
      this.#known = await this.#discover()
      const configuration = this.#configured(client, this.#known, client.None())
      const [state, nonce] = [client.randomState(), client.randomNonce()]
      const verifier = client.randomPKCECodeVerifier()
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirect,
        scope: ['openid', ...this.#parts.settings.scopes].join(' '),
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, journey: { state, nonce, verifier, redirect } }
    } catch (error) {
      throw failureOf(error)
    }
  }

  async finish({ nonce, redirect, state, verifier }: Journey, query: string): Promise<Vouched> {
    try {
      const client = await library()
      const configuration = await this.#configuration()
      const tokens = await client.authorizationCodeGrant(configuration, new URL(`?${query}`, redirect), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
      })
      const claims = tokens.claims()
      if (claims === undefined || tokens.id_token === undefined)
        throw new ProviderError('failed', 'no ID token')
      const apart = Math.abs(claims.iat - this.#parts.clock.wall() / SECOND_MILLISECONDS)
      if (apart > CLOCKS_APART_SECONDS)
        throw new ProviderError('clock', `${Math.round(apart / 60)} minutes apart`)
      const { access_token, id_token } = tokens
      const more = await this.#more(configuration, claims, access_token)
      return { claims: { ...more, ...claims }, idToken: id_token }
    } catch (error) {
      throw failureOf(error)
    }
  }

  async leave(idToken: string | null, redirect: string): Promise<string | null> {
    // Whoever came in came by it; nobody waits for a provider that is away to leave.
    if (this.#known === null) return null
    try {
      const client = await library()
      const configuration = this.#configured(client, this.#known, client.None())
      const hint = idToken === null ? {} : { id_token_hint: idToken }
      return client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: redirect, ...hint }).href
    } catch {
      // It has no such place: they are signed out here all the same.
      return null
    }
  }

  /** Many providers tell the claims that make a role only there (Core 1.0, section 5.3). */
  async #more(
    configuration: Configuration,
    claims: Vouched['claims'] & { readonly sub: string },
    token: string,
  ) {
    const { nameClaim, roleClaim } = this.#parts.settings
    const missing = [nameClaim, roleClaim].some((name) => claimOf(claims, name) === undefined)
    if (!missing || configuration.serverMetadata().userinfo_endpoint === undefined) return {}
    return (await library()).fetchUserInfo(configuration, token, claims.sub)
  }

  async #discover(): Promise<ServerMetadata> {
    const client = await library()
    const { clientId, issuer } = this.#parts.settings
    const found = await client.discovery(new URL(issuer), clientId, undefined, client.None(), {
      [client.customFetch]: boundedFetch,
      execute: this.#allowances(client),
      timeout: ANSWER_SECONDS,
    })
    return found.serverMetadata()
  }

  /** To ask it in this kiosk's name. */
  async #configuration(): Promise<Configuration> {
    const client = await library()
    this.#known ??= await this.#discover()
    const metadata = this.#known
    const secret = await this.#parts.secret()
    if (secret === null) return this.#configured(client, metadata, client.None())
    // Basic is what a provider takes that says nothing (Discovery 1.0, section 3).
    const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const basic = methods.includes('client_secret_basic')
    const proof = basic ? client.ClientSecretBasic(secret) : client.ClientSecretPost(secret)
    return this.#configured(client, metadata, proof)
  }

  #configured(client: Client, metadata: ServerMetadata, proof: ClientAuth): Configuration {
    const { clock, settings } = this.#parts
    const clocks = {
      // The library looks at the system's clock.
      [client.clockSkew]: Math.round((clock.wall() - systemClock.wall()) / SECOND_MILLISECONDS),
      [client.clockTolerance]: CLOCKS_APART_SECONDS,
    }
    const configuration = new client.Configuration(metadata, settings.clientId, clocks, proof)
    configuration[client.customFetch] = boundedFetch
    configuration.timeout = ANSWER_SECONDS
    for (const allow of [...this.#allowances(client), client.enableNonRepudiationChecks]) allow(configuration)
    return configuration
  }

  /** The settings' schema lets an issuer that does not encrypt be on this machine only. */
  #allowances(client: Client) {
    return this.#parts.settings.issuer.startsWith('http:') ? [client.allowInsecureRequests] : []
  }
}
