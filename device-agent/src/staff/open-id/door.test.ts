import { beforeEach, describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../contract/errors.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { ADDRESS_PAUSES } from '../pauses.ts'
import { fakeSignIn, RULES } from '../sign-in.test-support.ts'
import { JOURNEY_MILLISECONDS, JOURNEYS_MAX, OpenIdDoor } from './door.ts'
import { type Journey, type Provider, ProviderError, type ProviderRefusal, type Vouched } from './port.ts'

const BACK = 'http://127.0.0.1:8480/staff/'
const HERE = '127.0.0.1'
let clock: ManualClock
let open: Map<ErrorCode, string>
let who: ReturnType<typeof fakeSignIn>
let door: OpenIdDoor
let finished: { journey: Journey; query: string }[]
let left: (string | null)[]
let refuse: ProviderRefusal | null
let vouched: Vouched['claims']
/** What each that has begun brings back, by its ticket. */
let states: Map<string, string>

beforeEach(() => {
  clock = new ManualClock()
  open = new Map()
  finished = []
  left = []
  refuse = null
  states = new Map()
  vouched = { sub: '7', name: 'Ines', groups: ['desk'] }
  const notices = {
    raise: (code: ErrorCode, detail = '') => void open.set(code, detail),
    clear: (code: ErrorCode) => void open.delete(code),
  }
  who = fakeSignIn({ clock, notices })
  let made = 0
  const provider: Provider = {
    begin: async (redirect) => {
      if (refuse !== null) throw new ProviderError(refuse, 'as the test wants')
      const own = String(++made)
      return {
        url: `https://login.example/?${own}`,
        journey: { state: own, nonce: own, verifier: own, redirect },
      }
    },
    finish: async (journey, query) => {
      finished.push({ journey, query })
      if (refuse !== null) throw new ProviderError(refuse, 'as the test wants')
      return { claims: vouched, idToken: `token of ${query}` }
    },
    leave: async (idToken) => {
      left.push(idToken)
      return 'https://login.example/leave'
    },
  }
  const settings = {
    name: 'City login',
    issuer: 'https://login.example',
    clientId: 'lectern',
    scopes: [],
    nameClaim: 'name',
    roleClaim: 'groups',
    roles: { operate: ['desk'], manage: ['heads'] },
  }
  door = new OpenIdDoor({ settings, provider, signIn: who.signIn, clock, notices })
})

const begin = async (address = HERE) => {
  const begun = await door.begin(BACK, address)
  if (!begun.ok) throw new Error(begun.why)
  states.set(begun.ticket, new URL(begun.url).search.slice(1))
  return begun.ticket
}
const finish = (ticket: string, state = states.get(ticket) ?? '1') =>
  door.finish(ticket, `code=1&state=${state}`, HERE)
const token = async () => {
  const answer = await finish(await begin())
  if (!answer.ok) throw new Error(answer.why)
  return answer.token
}
const audit = () =>
  who.signIn.audit
    .read(Number.MAX_SAFE_INTEGER, 100)
    .map((one) => [one.who, one.role, one.action, one.detail, one.result])

describe('whom a provider vouches for', () => {
  it('comes in with the role that was said, and it is written down', async () => {
    const session = await token()
    expect(who.signIn.state(session)).toEqual({
      state: 'signedIn',
      name: 'Ines (City login)',
      role: 'operate',
      local: false,
    })
    expect(audit()).toEqual([['Ines (City login)', 'operate', 'signIn', 'City login', 'done']])
    expect(finished).toEqual([
      { journey: { state: '1', nonce: '1', verifier: '1', redirect: BACK }, query: 'code=1&state=1' },
    ])
  })

  it('is out by idleness and age as everybody, and with the end of the agent', async () => {
    const idle = await token()
    clock.jumpWall(RULES.idleMilliseconds)
    expect(who.signIn.signed(idle)).toBeNull()
    const session = await token()
    expect(who.signIn.signed(session)).not.toBeNull()
    expect(fakeSignIn({ clock, file: who.file }).signIn.signed(session)).toBeNull()
  })

  it('does not come in without a role, and is told so under their name', async () => {
    vouched = { sub: '7', name: 'Vera', groups: ['sports'] }
    expect(await finish(await begin())).toEqual({ ok: false, why: 'noRole' })
    expect(audit()).toEqual([['Vera (City login)', null, 'signIn', 'City login', 'noRole']])
    expect(who.file.get('SELECT count(*) AS count FROM session')?.count).toBe(0)
    expect(open.size).toBe(0)
  })

  it('leaves there as well, with the token of their own session, once', async () => {
    const session = await token()
    expect(await door.leave(session, BACK)).toBe('https://login.example/leave')
    await door.leave(session, BACK)
    expect(left).toEqual(['token of code=1&state=1', null])
  })
})

describe('an answer of a provider’s', () => {
  it.each(['', 'another browser’s'])('opens nothing without the ticket of who began (%j)', async (ticket) => {
    await begin()
    expect(await finish(ticket)).toEqual({ ok: false, why: 'expired' })
    expect([finished, audit()]).toEqual([[], []])
  })

  it('opens nothing for another sign-in of the same browser, and does not end that one', async () => {
    const ticket = await begin()
    await begin()
    expect(await finish(ticket, '2')).toEqual({ ok: false, why: 'expired' })
    expect(await door.finish(ticket, 'error=access_denied', HERE)).toEqual({ ok: false, why: 'expired' })
    expect([finished, audit()]).toEqual([[], []])
    expect((await finish(ticket)).ok).toBe(true)
  })

  it('opens nothing twice, and nothing after ten minutes', async () => {
    const ticket = await begin()
    await finish(ticket)
    expect(await finish(ticket)).toEqual({ ok: false, why: 'expired' })
    const late = await begin()
    clock.advance(JOURNEY_MILLISECONDS)
    expect(await finish(late)).toEqual({ ok: false, why: 'expired' })
    expect(finished.length).toBe(1)
  })

  it('is waited for by so many browsers only: the oldest makes room', async () => {
    const tickets: string[] = []
    for (let n = 0; n <= JOURNEYS_MAX; n++) tickets.push(await begin(`192.0.2.${n}`))
    const [first = '', second = ''] = tickets
    expect([(await finish(first)).ok, (await finish(second)).ok]).toEqual([false, true])
  })
})

describe('what goes wrong', () => {
  it.each([
    ['away', 'OPEN_ID_AWAY'],
    ['clock', 'OPEN_ID_CLOCK'],
    ['failed', 'OPEN_ID_FAILED'],
  ] as const)('%s: is told to staff until somebody has come in', async (why, notice) => {
    const ticket = await begin()
    refuse = why
    expect(await finish(ticket)).toEqual({ ok: false, why })
    expect([...open]).toEqual([[notice, 'City login: as the test wants']])
    refuse = null
    await token()
    expect([...open]).toEqual([])
    expect(audit().at(-1)).toEqual(['', null, 'signIn', 'City login', why])
  })

  it('is told before the browser leaves, too; breaking it off is nothing staff must hear of', async () => {
    refuse = 'away'
    expect(await door.begin(BACK, HERE)).toEqual({ ok: false, why: 'away' })
    expect([...open.keys()]).toEqual(['OPEN_ID_AWAY'])
    open.clear()
    refuse = null
    const ticket = await begin()
    refuse = 'cancelled'
    expect(await finish(ticket)).toEqual({ ok: false, why: 'cancelled' })
    expect([...open]).toEqual([])
  })

  it('slows down whoever tries on and on from one address; who comes in does not count', async () => {
    for (let n = 0; n < ADDRESS_PAUSES.free * 2; n++) await token()
    for (let n = 0; n < ADDRESS_PAUSES.free; n++) await begin()
    expect(await door.begin(BACK, HERE)).toEqual({ ok: false, why: 'wait', seconds: 1 })
    expect((await door.begin(BACK, '192.0.2.7')).ok).toBe(true)
    clock.advance(1_000)
    expect((await door.begin(BACK, HERE)).ok).toBe(true)
  })
})
