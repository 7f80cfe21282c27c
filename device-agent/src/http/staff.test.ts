import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { StaffMessage } from '../contract/staff-actions.ts'
import { alarm, fakeDesk } from '../monitoring/desk.test-support.ts'
import { createHealth } from '../monitoring/health.ts'
import { createLog } from '../monitoring/log.ts'
import { systemClock } from '../runtime/clock.ts'
import { cookieWith, fakeSignIn } from '../staff/sign-in.test-support.ts'
import { createHttp, type Http } from './server.ts'
import { STAFF_PAGES_MAX } from './staff-pages.ts'
import { sampleView } from './view.test-support.ts'

let ui = ''
let http: Http
let h: ReturnType<typeof fakeDesk>
let address = ''
let who: ReturnType<typeof fakeSignIn>
let token = ''
const log = createLog({ write: () => {} })
const sockets: WebSocket[] = []

const server = (staff: boolean) =>
  createHttp({
    port: 0,
    kiosk: { view: () => sampleView(1), onView: () => () => {}, intent: () => undefined },
    uiFolder: ui,
    clock: systemClock,
    log,
    health: createHealth({
      kiosk: 'kiosk-1',
      version: '0.1.0',
      boot: 'boot-1',
      clock: systemClock,
      notices: h.notices,
      screens: () => 0,
      devices: () => [],
      ils: () => ({ state: 'online', detail: '' }),
      offline: () => ({ lending: false, waiting: 0, oldest: null, listed: 0 }),
      obstacle: () => null,
    }),
    notices: () => [],
    signIn: who.signIn,
    ...(staff ? { staff: h.desk } : {}),
  })

beforeAll(async () => {
  ui = await mkdtemp(join(tmpdir(), 'lectern-staff-'))
  await writeFile(join(ui, 'index.html'), '<!doctype html><title>Kiosk</title>')
  await writeFile(join(ui, 'staff.html'), '<!doctype html><title>Desk</title>')
})
afterAll(() => rm(ui, { recursive: true }))
beforeEach(async () => {
  h = fakeDesk()
  who = fakeSignIn()
  token = who.tokenOf('operate')
  http = await server(true)
  address = await http.listen()
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate()
  await http.close()
})

const patronCookie = async () => (await fetch(address)).headers.getSetCookie()[0]?.split(';')[0] ?? ''
/** One person with many pages open. */
const staffCookie = () => cookieWith(address, token)
const connect = (headers: { origin?: string; cookie?: string }) => {
  const { origin, ...rest } = headers
  const socket = new WebSocket(`${address.replace('http', 'ws')}staff/socket`, {
    headers: rest,
    ...(origin === undefined ? {} : { origin }),
  })
  socket.on('error', () => {})
  sockets.push(socket)
  return socket
}
/** A page, with what it was told in order. */
const open = async () => {
  const socket = connect({ origin: address.slice(0, -1), cookie: staffCookie() })
  const heard: StaffMessage[] = []
  socket.on('message', (data) => heard.push(JSON.parse(String(data))))
  await once(socket, 'message')
  const next = async () => {
    await once(socket, 'message')
    return heard.at(-1)
  }
  return { socket, heard, next, ask: (words: unknown) => socket.send(JSON.stringify(words)) }
}

describe("the staff's page", () => {
  it('is served at its own address, and opens nothing by itself', async () => {
    const page = await fetch(new URL('staff/', address))
    expect([page.status, await page.text()]).toEqual([200, '<!doctype html><title>Desk</title>'])
    expect(page.headers.get('set-cookie')).toBeNull()
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect((await fetch(new URL('staff', address))).url).toBe(`${address}staff/`)
  })

  it('is given to nothing but a navigation: a script on the patron’s screen does not get the page', async () => {
    for (const purpose of ['empty', 'script', 'iframe']) {
      const answer = await http.app.inject({
        url: '/staff/',
        headers: { host: new URL(address).host, 'sec-fetch-dest': purpose },
      })
      expect([answer.statusCode, answer.headers['set-cookie']], purpose).toEqual([403, undefined])
    }
  })

  it('does not exist where it is not wanted', async () => {
    const without = await server(false)
    const host = new URL(await without.listen()).host
    for (const url of ['/staff', '/staff/', '/staff.html', '/staff/socket'])
      expect((await without.app.inject({ url, headers: { host } })).statusCode, url).toBe(404)
    await without.close()
  })
})

describe("the staff's socket", () => {
  it('lets in the staff’s page alone: not another origin, not a program, not the patron’s token', async () => {
    const origin = address.slice(0, -1)
    const cookie = staffCookie()
    for (const headers of [{ origin: 'http://attacker.example', cookie }, { cookie }]) {
      const [, response] = await once(connect(headers), 'unexpected-response')
      expect((response as { statusCode?: number }).statusCode).toBe(403)
    }
    for (const wrong of [await patronCookie(), cookie.replace(/.{4}$/, 'AAAA'), '']) {
      const [code] = await once(connect({ origin, cookie: wrong }), 'close')
      expect(code).toBe(4403)
    }
  })

  it('shows the view at once, and an alarm to every page', async () => {
    const desk = await open()
    const phone = await open()
    expect(desk.heard).toMatchObject([{ type: 'view', view: { boot: 'boot-1', events: [] } }])
    const both = Promise.all([desk.next(), phone.next()])
    h.events.tell(alarm('a', { title: 'Emma', verdict: 'theft' }))
    for (const message of await both)
      expect(message).toMatchObject({ type: 'view', view: { events: [{ id: 'a', title: 'Emma' }] } })
  })

  it('answers each request by its number', async () => {
    const page = await open()
    page.ask({ request: 5, action: { type: 'emptyBin', bin: 9 } })
    expect(await page.next()).toEqual({ type: 'refused', request: 5, why: 'gone' })
    page.ask({ request: 6, action: { type: 'emptyBin', bin: 1 } })
    expect(await page.next()).toEqual({ type: 'done', request: 6 })
    expect(h.drop.asked).toEqual(['empty 9', 'empty 1'])
  })

  it('ends a page that talks nonsense', async () => {
    const page = await open()
    const closed = once(page.socket, 'close')
    for (const words of [
      {},
      { request: 1, action: { type: 'open' } },
      { request: -1, action: { type: 'clearJam' } },
    ])
      page.ask(words)
    expect((await closed)[0]).toBe(1008)
    expect(h.drop.asked).toEqual([])
  })

  it('has room for so many pages, and for another when one has gone', async () => {
    const first = await open()
    await Promise.all(Array.from({ length: STAFF_PAGES_MAX - 1 }, () => open()))
    const headers = { origin: address.slice(0, -1), cookie: staffCookie() }
    expect((await once(connect(headers), 'close'))[0]).toBe(1013)
    first.socket.close()
    await once(first.socket, 'close')
    await open()
  })

  it('is told when the agent stops', async () => {
    const page = await open()
    const closed = once(page.socket, 'close')
    await http.close()
    expect((await closed)[0]).toBe(1001)
  })
})
