import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { StaffAction, StaffMessage } from '../contract/staff-actions.ts'
import { ACTION_ROLES, mayDo, ROUTE_ROLES, STAFF_ROLES } from '../contract/staff-roles.ts'
import type { AccountRefusal, AuditPage } from '../contract/staff-sign-in.ts'
import { fakeDesk } from '../monitoring/desk.test-support.ts'
import type { StaffPort } from '../monitoring/desk.ts'
import { createLog } from '../monitoring/log.ts'
import { ManualClock } from '../runtime/clock.ts'
import { hashPassword } from '../staff/password.ts'
import { cookieWith, fakeSignIn, RULES } from '../staff/sign-in.test-support.ts'
import { createHttp, type Http } from './server.ts'
import { LOOK_MILLISECONDS } from './staff-wires.ts'
import { sampleView } from './view.test-support.ts'

const PASSWORD = 'a horse, a kingdom'
let ui = ''
let hash = ''
let http: Http
let address = ''
let clock: ManualClock
let who: ReturnType<typeof fakeSignIn>
let acted: StaffAction[]
const logged: string[] = []
const sockets: WebSocket[] = []

beforeAll(async () => {
  ui = await mkdtemp(join(tmpdir(), 'lectern-sign-in-'))
  for (const name of ['index.html', 'staff.html']) await writeFile(join(ui, name), '<!doctype html>')
  hash = await hashPassword(PASSWORD)
})
afterAll(() => rm(ui, { recursive: true }))
beforeEach(async () => {
  clock = new ManualClock()
  who = fakeSignIn({ clock })
  acted = []
  const { desk } = fakeDesk()
  const staff: StaffPort = {
    view: () => desk.view(),
    onView: (listener) => desk.onView(listener),
    act: async (action) => {
      acted.push(action)
      return null
    },
  }
  http = await createHttp({
    port: 0,
    kiosk: { view: () => sampleView(1), onView: () => () => {}, intent: () => undefined },
    uiFolder: ui,
    clock,
    log: createLog({ write: (line) => void logged.push(line) }),
    health: () => {
      throw new Error('nobody asks for it here')
    },
    notices: () => [],
    staff,
    signIn: who.signIn,
  })
  address = await http.listen()
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate()
  await http.close()
})

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(new URL(`staff/${path}`, address), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address.slice(0, -1), ...headers },
    body: JSON.stringify(body),
  })
const get = (path: string, cookie = '') => fetch(new URL(`staff/${path}`, address), { headers: { cookie } })
const signIn = (name: string, password: string) => post('sign-in', { name, password })
const cookieFor = (token: string) => cookieWith(address, token)
const connect = (cookie: string) => {
  const socket = new WebSocket(`${address.replace('http', 'ws')}staff/socket`, {
    origin: address.slice(0, -1),
    headers: { cookie },
  })
  socket.on('error', () => {})
  sockets.push(socket)
  return socket
}
const audit = () => who.signIn.audit.read(Number.MAX_SAFE_INTEGER, 100)

describe('signing in', () => {
  beforeEach(() => {
    who.signIn.accounts.add('Maria', 'operate', hash)
  })

  it('gives a cookie that only the staff’s pages get, and a session that is told', async () => {
    expect(await (await get('session')).json()).toEqual({ state: 'signedOut' })
    const answer = await signIn('maria', PASSWORD)
    const cookie = answer.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^lectern-staff-\d+=[\w-]{43}; Path=\/staff\/; HttpOnly; SameSite=Strict$/)
    const signedIn = { state: 'signedIn', name: 'Maria', role: 'operate', local: true }
    expect([answer.status, await answer.json()]).toEqual([200, signedIn])
    expect(await (await get('session', cookie.split(';')[0])).json()).toEqual(signedIn)
    expect(audit()).toMatchObject([{ who: 'Maria', action: 'signIn', result: 'done', address: '127.0.0.1' }])
  })

  it('is refused in the same words for a wrong name and a wrong password, and no name is written down that nobody has', async () => {
    const wrong = [await signIn('maria', 'a horse, a kingdon'), await signIn('my secret', PASSWORD)]
    const told = await Promise.all(
      wrong.map(async (one) => [one.status, await one.text(), one.headers.get('set-cookie')]),
    )
    expect(told[0]).toEqual([401, '{"why":"wrong"}', null])
    expect(told[1]).toEqual(told[0])
    expect(audit().map((entry) => [entry.who, entry.result])).toEqual([
      ['', 'wrong'],
      ['Maria', 'wrong'],
    ])
    expect(logged.join('') + JSON.stringify(audit())).not.toContain('secret')
  })

  it('is paused after a few wrong tries, also with the right password and for a name nobody has; then goes on', async () => {
    for (const name of ['maria', 'nobody']) {
      for (let i = 0; i < 4; i++) expect((await signIn(name, 'wrong wrong wrong')).status).toBe(401)
      const paused = await signIn(name, PASSWORD)
      expect([paused.status, paused.headers.get('retry-after')], name).toEqual([429, '1'])
    }
    clock.advance(1_000)
    expect((await signIn('maria', PASSWORD)).status).toBe(200)
    expect((await signIn('maria', 'wrong wrong wrong')).status).toBe(401)
  })

  it('counts tries that are made at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn('maria', 'wrong wrong wrong')))
    const looked = answers.filter(({ status }) => status === 401)
    expect(looked.length).toBeLessThanOrEqual(4)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(12 - looked.length)
  })

  it('is taken from our own page alone', async () => {
    const body = { name: 'maria', password: PASSWORD }
    for (const headers of [
      { origin: 'http://attacker.example' },
      { origin: `http://127.0.0.1:${Number(new URL(address).port) + 1}` },
      { origin: 'null' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site' },
    ])
      expect((await post('sign-in', body, headers)).status, JSON.stringify(headers)).toBe(403)
    const bare = await fetch(new URL('staff/sign-in', address), {
      method: 'POST',
      body: JSON.stringify(body),
    })
    expect(bare.status).toBe(403)
    expect(audit()).toEqual([])
  })

  it('makes nothing of what is no sign-in', async () => {
    for (const body of [{}, { name: 'maria' }, { name: 'maria', password: 'x', role: 'manage' }, [1]])
      expect((await post('sign-in', body)).status).toBe(400)
    expect((await post('sign-in', { name: 'x'.repeat(4_000), password: '' })).status).toBe(413)
    const text = { 'content-type': 'text/plain' }
    expect((await post('sign-in', { name: 'maria', password: PASSWORD }, text)).status).toBe(400)
  })

  it('ends with a sign-out: cookie and session are gone', async () => {
    const cookie = (await signIn('maria', PASSWORD)).headers.get('set-cookie')?.split(';')[0] ?? ''
    const answer = await post('sign-out', {}, { cookie })
    expect([await answer.json(), answer.headers.get('set-cookie')]).toEqual([
      { url: null },
      expect.stringContaining('Max-Age=0'),
    ])
    expect(await (await get('session', cookie)).json()).toEqual({ state: 'signedOut' })
    expect(audit()[0]).toMatchObject({ who: 'Maria', action: 'signOut' })
  })
})

describe('without any account', () => {
  it('nobody comes in, and the page is told why', async () => {
    expect(await (await get('session')).json()).toEqual({ state: 'closed' })
    const answer = await signIn('maria', PASSWORD)
    expect([answer.status, await answer.json()]).toEqual([409, { why: 'closed' }])
  })
})

describe('a socket', () => {
  it('is closed with a code of its own within seconds after its session ended, was removed, or got another role', async () => {
    who.tokenOf('manage', 'boss')
    const [ended, removed, changed, stays] = ['ended', 'removed', 'changed', 'stays'].map((name) => {
      const token = who.tokenOf('operate', name)
      return { token, socket: connect(cookieFor(token)) }
    })
    if (!ended || !removed || !changed || !stays) throw new Error('four')
    const all = [ended, removed, changed, stays]
    await Promise.all(all.map(({ socket }) => once(socket, 'message')))
    const shut = Promise.all([ended, removed, changed].map(({ socket }) => once(socket, 'close')))
    await post('sign-out', {}, { cookie: cookieFor(ended.token) })
    // By another program: nothing tells it but the next look.
    who.signIn.accounts.remove('removed')
    who.signIn.accounts.setRole('changed', 'view')
    clock.advance(LOOK_MILLISECONDS)
    expect((await shut).map(([code]) => code)).toEqual([4403, 4403, 4403])
    expect(stays.socket.readyState).toBe(WebSocket.OPEN)
    const expired = once(stays.socket, 'close')
    clock.jumpWall(RULES.idleMilliseconds)
    clock.advance(LOOK_MILLISECONDS)
    expect((await expired)[0]).toBe(4403)
  })

  it('stays while somebody is there', async () => {
    const token = who.tokenOf('view')
    const socket = connect(cookieFor(token))
    await once(socket, 'message')
    clock.jumpWall(RULES.idleMilliseconds - 1)
    expect((await post('here', {}, { cookie: cookieFor(token) })).status).toBe(204)
    clock.jumpWall(RULES.idleMilliseconds - 1)
    expect(await (await get('session', cookieFor(token))).json()).toMatchObject({ state: 'signedIn' })
    clock.jumpWall(1)
    expect((await post('here', {}, { cookie: cookieFor(token) })).status).toBe(401)
  })
})

describe.each(STAFF_ROLES)('whoever may %s', (role) => {
  const EXAMPLES: { readonly [T in StaffAction['type']]: Extract<StaffAction, { type: T }> } = {
    exercise: { type: 'exercise', signal: 'belt', hold: true },
    emptyBin: { type: 'emptyBin', bin: 3 },
    clearJam: { type: 'clearJam' },
    resolveException: { type: 'resolveException', id: 8 },
    acknowledge: { type: 'acknowledge', event: 'a' },
    silenceGate: { type: 'silenceGate', gate: 'entrance', minutes: 15 },
    testGate: { type: 'testGate', gate: 'entrance', light: true, sound: false },
    restartAgent: { type: 'restartAgent', force: false },
  }

  it('can do at the desk what the table says, no more, and all of it is in the audit', async () => {
    const socket = connect(cookieFor(who.tokenOf(role)))
    await once(socket, 'message')
    const heard: StaffMessage[] = []
    const all = Object.values(EXAMPLES)
    const answered = new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        const message: StaffMessage = JSON.parse(String(data))
        if (message.type !== 'view') heard.push(message)
        if (heard.length === all.length) resolve()
      })
    })
    for (const [request, action] of all.entries()) socket.send(JSON.stringify({ request, action }))
    await answered
    const allowed = all.filter(({ type }) => mayDo(role, ACTION_ROLES[type]))
    expect(acted).toEqual(allowed)
    for (const [request, { type }] of all.entries())
      expect(heard.find((one) => one.type !== 'view' && one.request === request)).toEqual(
        mayDo(role, ACTION_ROLES[type])
          ? { type: 'done', request }
          : { type: 'refused', request, why: 'role' },
      )
    // A refusal is written down at once, what is done when it is: in their own order.
    const kept = audit().map(({ action, result, role: as, who: by }) => [by, as, action, result])
    expect(kept.toSorted()).toEqual(
      all.map(({ type }) => [role, role, type, mayDo(role, ACTION_ROLES[type]) ? 'done' : 'role']).toSorted(),
    )
  })

  it('gets over HTTP what the table says, and no more', async () => {
    const cookie = cookieFor(who.tokenOf(role))
    const add = { type: 'add', name: 'new', role: 'view', password: PASSWORD }
    const asked: readonly (readonly [keyof typeof ROUTE_ROLES, Promise<Response>])[] = [
      ['accounts', get('accounts', cookie)],
      ['accounts', post('accounts', add, { cookie })],
      ['audit', get('audit.json', cookie)],
      ['audit', get('audit.csv', cookie)],
      ['desk', post('here', {}, { cookie })],
    ]
    for (const [route, answer] of asked)
      expect((await answer).ok, `${route} ${(await answer).url}`).toBe(mayDo(role, ROUTE_ROLES[route]))
    expect(who.signIn.accounts.find('new') !== null).toBe(role === 'manage')
  })
})

describe('an output that is held', () => {
  it('is in the audit once, and once when it is let go', async () => {
    const socket = connect(cookieFor(who.tokenOf('operate')))
    await once(socket, 'message')
    const hold = (request: number, on: boolean) => {
      socket.send(JSON.stringify({ request, action: { type: 'exercise', signal: 'belt', hold: on } }))
      return once(socket, 'message')
    }
    for (const [request, on] of [true, true, true, false, true].entries()) await hold(request, on)
    expect(audit().map(({ detail }) => detail)).toEqual([
      'signal belt, hold true',
      'signal belt, hold false',
      'signal belt, hold true',
    ])
  })
})

describe('those who manage', () => {
  let cookie = ''
  beforeEach(() => {
    cookie = cookieFor(who.tokenOf('manage', 'boss'))
  })
  const order = async (body: unknown) => {
    const answer = await post('accounts', body, { cookie })
    if (answer.status !== 409) return answer.status
    const { why } = (await answer.json()) as { why: AccountRefusal }
    return why
  }

  it('make, change and remove accounts, and are told why not', async () => {
    const tom = { name: 'tom', role: 'view', password: PASSWORD }
    expect(await order({ type: 'add', ...tom })).toBe(204)
    expect(await order({ type: 'add', ...tom, name: 'TOM' })).toBe('exists')
    expect(await order({ type: 'role', name: 'tom', role: 'operate' })).toBe(204)
    expect(await (await get('accounts', cookie)).json()).toMatchObject([
      { name: 'boss', role: 'manage' },
      { name: 'tom', role: 'operate', lastSeen: null },
    ])
    expect((await signIn('tom', PASSWORD)).status).toBe(200)
    expect(await order({ type: 'password', name: 'tom', password: 'another long one' })).toBe(204)
    expect((await signIn('tom', PASSWORD)).status).toBe(401)
    expect(await order({ type: 'remove', name: 'tom' })).toBe(204)
    expect(await order({ type: 'remove', name: 'boss' })).toBe('lastManager')
    for (const wrong of [
      { ...tom, password: 'too short' },
      { ...tom, name: ' x' },
      { ...tom, role: 'root' },
    ])
      expect(await order({ type: 'add', ...wrong })).toBe(400)
    const told = audit().map(({ action, detail, result }) => `${action} ${detail} ${result}`)
    expect(told).toContain('account.role tom, operate done')
    expect(JSON.stringify(audit())).not.toContain(PASSWORD)
  })

  it('read the audit page by page, and as a file; that it was saved is in it', async () => {
    for (let i = 0; i < 150; i++)
      who.signIn.record({
        who: 'boss',
        role: 'manage',
        address: '',
        action: `a${i}`,
        detail: '',
        result: 'done',
      })
    const page = async (query = '') => (await (await get(`audit.json${query}`, cookie)).json()) as AuditPage
    const first = await page()
    expect([first.entries.length, first.entries[0]?.action, first.before]).toEqual([100, 'a149', 51])
    const second = await page(`?before=${first.before}`)
    expect([second.entries.length, second.entries.at(-1)?.action, second.before]).toEqual([50, 'a0', null])
    const csv = await get('audit.csv', cookie)
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="lectern-audit.csv"')
    const lines = (await csv.text()).trim().split('\r\n')
    expect([lines.length, lines[1]]).toEqual([152, expect.stringContaining('audit.save')])
  })
})

describe('one’s own password', () => {
  it('is changed by whoever knows the old one, who signs in again everywhere', async () => {
    who.signIn.accounts.add('tom', 'view', hash)
    const cookie = (await signIn('tom', PASSWORD)).headers.get('set-cookie')?.split(';')[0] ?? ''
    const fresh = 'another long one'
    expect((await post('password', { old: 'wrong', fresh }, { cookie })).status).toBe(401)
    expect((await post('password', { old: PASSWORD, fresh: 'short' }, { cookie })).status).toBe(400)
    expect((await post('password', { old: PASSWORD, fresh }, { cookie })).status).toBe(204)
    expect(await (await get('session', cookie)).json()).toEqual({ state: 'signedOut' })
    expect((await signIn('tom', fresh)).status).toBe(200)
    expect(audit().filter(({ action }) => action === 'password')).toMatchObject([
      { who: 'tom', result: 'done' },
      { who: 'tom', result: 'wrong' },
    ])
  })
})
