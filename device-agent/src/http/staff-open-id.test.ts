/** The sign-in at a real provider over the wire: what a browser sends, and what its pages do in between. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeDesk } from '../monitoring/desk.test-support.ts'
import { createLog } from '../monitoring/log.ts'
import { freePort } from '../monitoring/mqtt/mosquitto.test-support.ts'
import { systemClock } from '../runtime/clock.ts'
import { OpenIdDoor } from '../staff/open-id/door.ts'
import {
  CLIENT_SECRET,
  startProvider,
  TestBrowser,
  type TestProvider,
} from '../staff/open-id/provider.test-support.ts'
import { OpenIdProvider } from '../staff/open-id/provider.ts'
import { fakeSignIn } from '../staff/sign-in.test-support.ts'
import { createHttp, type Http } from './server.ts'
import { sampleView } from './view.test-support.ts'

let ui = ''
let http: Http
let address = ''
let there: TestProvider
let who: ReturnType<typeof fakeSignIn>
const logged: string[] = []

beforeEach(async () => {
  ui = await mkdtemp(join(tmpdir(), 'lectern-open-id-'))
  for (const name of ['index.html', 'staff.html']) await writeFile(join(ui, name), `<!doctype html>${name}`)
  const port = await freePort()
  there = await startProvider({ redirects: [`http://127.0.0.1:${port}/staff/`], secret: CLIENT_SECRET })
  who = fakeSignIn()
  const { desk } = fakeDesk()
  const { settings } = there
  const provider = new OpenIdProvider({ settings, secret: async () => CLIENT_SECRET, clock: systemClock })
  const notices = { raise: () => undefined, clear: () => undefined }
  http = await createHttp({
    port,
    kiosk: { view: () => sampleView(1), onView: () => () => {}, intent: () => undefined },
    uiFolder: ui,
    clock: systemClock,
    log: createLog({ write: (line) => void logged.push(line) }),
    health: () => {
      throw new Error('nobody asks for it here')
    },
    notices: () => [],
    staff: desk,
    signIn: who.signIn,
    openId: new OpenIdDoor({ settings, provider, signIn: who.signIn, clock: systemClock, notices }),
  })
  address = await http.listen()
})
afterEach(async () => {
  await http.close()
  await there.close()
  await rm(ui, { recursive: true })
})

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(new URL(`staff/${path}`, address), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address.slice(0, -1), ...headers },
    body: JSON.stringify(body),
  })
const session = async (cookie = '') =>
  (await fetch(new URL('staff/session', address), { headers: { cookie } })).json()
const cookieIn = (answer: Response, name: string) =>
  answer.headers.getSetCookie().find((set) => set.startsWith(`${name}-${new URL(address).port}=`)) ?? ''
const pair = (cookie: string) => cookie.split(';')[0] ?? ''

const urlOf = async (answer: Response): Promise<string> => {
  const { url } = Object(await answer.json())
  return String(url)
}

/** Up to the browser's return. */
async function back(person: string | null) {
  const begun = await post('open-id/begin', {})
  const url = await urlOf(begun)
  const query = await new TestBrowser().signIn(url, person, `${address}staff/`)
  return { query, cookie: cookieIn(begun, 'lectern-staff-ticket') }
}

describe('signing in at a provider', () => {
  it('is offered where there is one, also where there is no account of this kiosk', async () => {
    expect(await session()).toEqual({ state: 'closed', provider: 'City login' })
    who.signIn.accounts.add('maria', 'operate', 'none')
    expect(await session()).toEqual({ state: 'signedOut', provider: 'City login' })
  })

  it('comes back to the staff’s page, which anybody is given, and is carried on from there', async () => {
    const { cookie, query } = await back('omar')
    expect(cookie).toMatch(
      /^lectern-staff-ticket-\d+=[\w-]{43}; Path=\/staff\/; HttpOnly; SameSite=Strict; Max-Age=600$/,
    )
    // From elsewhere no cookie comes along; the page is given all the same, and to a navigation only.
    const page = await fetch(new URL(`staff/?${query}`, address), {
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect([page.status, await page.text(), page.headers.getSetCookie()]).toEqual([
      200,
      '<!doctype html>staff.html',
      [],
    ])
    const answer = await post('open-id/finish', { query }, { cookie: pair(cookie) })
    const signedIn = { state: 'signedIn', name: 'omar (City login)', role: 'operate', local: false }
    expect([answer.status, await answer.json()]).toEqual([200, signedIn])
    expect(cookieIn(answer, 'lectern-staff-ticket')).toContain('Max-Age=0')
    const own = cookieIn(answer, 'lectern-staff')
    expect(own).toMatch(/^lectern-staff-\d+=[\w-]{43}; Path=\/staff\/; HttpOnly; SameSite=Strict$/)
    expect(await session(pair(own))).toEqual(signedIn)
    const change = { old: 'a horse, a kingdom', fresh: 'another long one' }
    expect((await post('password', change, { cookie: pair(own) })).status).toBe(400)
    const out = await post('sign-out', {}, { cookie: pair(own) })
    const url = await urlOf(out)
    expect(new URL(url).origin).toBe(there.issuer)
    expect(new URL(url).searchParams.get('post_logout_redirect_uri')).toBe(`${address}staff/`)
    expect(await session(pair(own))).toMatchObject({ state: 'closed' })
    expect(logged.join('')).not.toMatch(/omar|code=/)
  })

  it('whom another browser began for is not let in: nobody can be signed in as somebody else', async () => {
    const attacker = await back('ines')
    const victim = await back('omar')
    for (const cookie of ['', pair(victim.cookie)]) {
      const answer = await post('open-id/finish', { query: attacker.query }, { cookie })
      expect(answer.ok).toBe(false)
      expect(cookieIn(answer, 'lectern-staff')).toBe('')
    }
  })

  it.each([
    ['another page', { origin: 'https://elsewhere.example' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site' }],
    ['no page', { origin: '' }],
  ])('nothing of it is taken from %s', async (_, headers) => {
    const { cookie, query } = await back('ines')
    const began = await post('open-id/begin', {}, headers)
    const ended = await post('open-id/finish', { query }, { cookie: pair(cookie), ...headers })
    expect([began.status, ended.status]).toEqual([403, 403])
  })

  it('says why nobody came in', async () => {
    const refused = async (person: string | null) => {
      const { cookie, query } = await back(person)
      const answer = await post('open-id/finish', { query }, { cookie: pair(cookie) })
      return [answer.status, await answer.json()]
    }
    expect(await refused('vera')).toEqual([403, { why: 'noRole' }])
    expect(await refused(null)).toEqual([401, { why: 'cancelled' }])
    const lost = await post('open-id/finish', { query: 'state=x&code=y' })
    expect([lost.status, await lost.json()]).toEqual([401, { why: 'expired' }])
    const { cookie, query } = await back('ines')
    there.answer = () => ({ status: 503, body: {} })
    const away = await post('open-id/finish', { query }, { cookie: pair(cookie) })
    expect([away.status, await away.json()]).toEqual([502, { why: 'away' }])
    expect((await post('open-id/finish', { query: 7 })).status).toBe(400)
  })
})
