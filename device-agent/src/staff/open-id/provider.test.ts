import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '../../runtime/clock.ts'
import { ANSWER_MAX_BYTES } from './bounded-fetch.ts'
import { type Journey, ProviderError } from './port.ts'
import {
  CLIENT_ID,
  CLIENT_SECRET,
  KEY,
  newKey,
  startProvider,
  TestBrowser,
  type TestProvider,
} from './provider.test-support.ts'
import { CLOCKS_APART_SECONDS, OpenIdProvider } from './provider.ts'

const BACK = 'http://127.0.0.1:8480/staff/'
let there: TestProvider
beforeAll(async () => {
  there = await startProvider({ redirects: [BACK], secret: CLIENT_SECRET })
})
afterAll(() => there.close())
beforeEach(() => {
  there.answer = null
})

const clockAhead = (milliseconds: number): Clock => ({
  ...systemClock,
  wall: () => Date.now() + milliseconds,
})
function ours(over: { clock?: Clock; secret?: string | null; issuer?: string } = {}) {
  const { clock = systemClock, issuer = there.issuer, secret = CLIENT_SECRET } = over
  return new OpenIdProvider({ settings: { ...there.settings, issuer }, secret: async () => secret, clock })
}
/** Who signs in, up to the browser's return. */
async function back(provider: OpenIdProvider, who: string | null = 'ines') {
  const { journey, url } = await provider.begin(BACK)
  return { journey, query: await new TestBrowser().signIn(url, who, BACK), url: new URL(url) }
}
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => new Error('nothing was refused'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ProviderError)) throw error
  return { why: error.why, detail: error.detail }
}

describe('a sign-in at a provider', () => {
  it('is asked for with code, PKCE, state and nonce, each new, and tells whose claims they are', async () => {
    const provider = ours()
    const { journey, query, url } = await back(provider)
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid profile',
      redirect_uri: BACK,
      state: journey.state,
      nonce: journey.nonce,
    })
    expect(url.href).not.toContain(journey.verifier)
    const { claims, idToken } = await provider.finish(journey, query)
    expect(claims).toMatchObject({
      sub: 'ines',
      preferred_username: 'ines',
      groups: ['library', 'library-managers'],
    })
    const again = (await provider.begin(BACK)).journey
    for (const key of ['state', 'nonce', 'verifier'] as const) expect(again[key]).not.toBe(journey[key])
    const leave = new URL((await provider.leave(idToken, BACK)) ?? '')
    expect(leave.searchParams.get('id_token_hint')).toBe(idToken)
    expect(leave.searchParams.get('post_logout_redirect_uri')).toBe(BACK)
  })

  it('works for a client without a secret', async () => {
    const open = await startProvider({ redirects: [BACK] })
    const provider = ours({ issuer: open.issuer, secret: null })
    const { journey, query } = await back(provider, 'omar')
    expect((await provider.finish(journey, query)).claims.sub).toBe('omar')
    await open.close()
  })

  it.each([
    ['state', 'OAUTH_INVALID_RESPONSE'],
    ['nonce', 'OAUTH_JWT_CLAIM_COMPARISON_FAILED'],
    ['verifier', 'invalid_grant'],
  ] as const)('is refused where its %s is another one', async (part, detail) => {
    const provider = ours()
    const { journey, query } = await back(provider)
    const other: Journey = { ...journey, [part]: (await provider.begin(BACK)).journey[part] }
    expect(await refusal(provider.finish(other, query))).toEqual({ why: 'failed', detail })
  })

  it('is refused where its code was used before', async () => {
    const provider = ours()
    const { journey, query } = await back(provider)
    await provider.finish(journey, query)
    expect(await refusal(provider.finish(journey, query))).toEqual({ why: 'failed', detail: 'invalid_grant' })
  })

  it('is refused where another key signed than the provider’s', async () => {
    const provider = ours()
    const { journey, query } = await back(provider)
    const { alg, e, kid, kty, n } = newKey(KEY)
    const keys = [{ alg, e, kid, kty, n }]
    there.answer = (path) => (path === '/jwks' ? { status: 200, body: { keys } } : null)
    expect(await refusal(provider.finish(journey, query))).toEqual({
      why: 'failed',
      detail: 'OAUTH_INVALID_RESPONSE',
    })
  })

  it('is refused where another provider answers than the one that was asked (RFC 9207)', async () => {
    const provider = ours()
    const { journey, query } = await back(provider)
    const mixed = new URLSearchParams(query)
    mixed.set('iss', 'https://elsewhere.example')
    expect((await refusal(provider.finish(journey, mixed.toString()))).why).toBe('failed')
  })

  it('says what is not set up right by a code, and repeats nothing that was written for people', async () => {
    const wrong = ours({ secret: 'an old one' })
    const { journey, query } = await back(wrong)
    expect(await refusal(wrong.finish(journey, query))).toEqual({ why: 'failed', detail: 'invalid_client' })
    const cancelled = await back(ours(), null)
    expect(cancelled.query).toContain('ines+pressed+cancel')
    expect(await refusal(ours().finish(cancelled.journey, cancelled.query))).toEqual({
      why: 'cancelled',
      detail: 'access_denied',
    })
  })
})

describe('a clock that is wrong', () => {
  const apart = (CLOCKS_APART_SECONDS + 60) * 1_000
  it.each([
    ['ahead, so that what is new is over', 3_600_000],
    ['a little ahead', apart],
    ['behind', -apart],
  ])('%s: it is said', async (_, milliseconds) => {
    const provider = ours({ clock: clockAhead(milliseconds) })
    const { journey, query } = await back(provider)
    expect((await refusal(provider.finish(journey, query))).why).toBe('clock')
  })

  it('is none where it is a few minutes', async () => {
    const provider = ours({ clock: clockAhead(-120_000) })
    const { journey, query } = await back(provider)
    expect((await provider.finish(journey, query)).claims.sub).toBe('ines')
  })
})

describe('a provider that is away', () => {
  it('is said to be, before the browser goes there and after, and is asked anew', async () => {
    const gone = await startProvider({ redirects: [BACK] })
    await gone.close()
    const away = await refusal(ours({ issuer: gone.issuer }).begin(BACK))
    expect(away).toEqual({ why: 'away', detail: 'ECONNREFUSED' })
    const provider = ours()
    there.answer = () => ({ status: 503, body: {} })
    expect(await refusal(provider.begin(BACK))).toEqual({ why: 'away', detail: 'HTTP 503' })
    there.answer = null
    const { journey, query } = await back(provider)
    there.answer = (path) => (path === '/token' ? { status: 502, body: {} } : null)
    expect(await refusal(provider.finish(journey, query))).toEqual({ why: 'away', detail: 'HTTP 502' })
    there.answer = () => ({ status: 503, body: {} })
    expect((await refusal(provider.begin(BACK))).why).toBe('away')
  })

  it('is another one where its issuer is, and no answer of it is taken without an end', async () => {
    there.answer = () => ({ status: 200, body: { issuer: 'https://elsewhere.example' } })
    expect((await refusal(ours().begin(BACK))).why).toBe('failed')
    there.answer = () => ({ status: 200, body: { issuer: there.issuer, more: 'x'.repeat(ANSWER_MAX_BYTES) } })
    expect(await refusal(ours().begin(BACK))).toEqual({ why: 'failed', detail: 'ANSWER_TOO_LONG' })
  })

  it('keeps nobody from leaving: no question is asked for that, and without a place to leave there is none', async () => {
    const provider = ours()
    expect(await provider.leave(null, BACK)).toBeNull()
    await provider.begin(BACK)
    there.answer = () => {
      throw new Error('it was asked')
    }
    expect(await provider.leave(null, BACK)).toContain(`client_id=${CLIENT_ID}`)
    const { issuer } = there
    const none = ours()
    there.answer = () => ({ status: 200, body: { issuer, authorization_endpoint: `${issuer}/auth` } })
    await none.begin(BACK)
    expect(await none.leave(null, BACK)).toBeNull()
  })
})
