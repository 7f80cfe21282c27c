import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { DropScreenView, DropWish } from '../contract/drop-screen.ts'
import { CLOSE_BAD_MESSAGES, CLOSE_RELOAD, CLOSE_TOO_MANY_SCREENS } from '../contract/socket.ts'
import { fakeDesk } from '../monitoring/desk.test-support.ts'
import { createHealth } from '../monitoring/health.ts'
import { createLog } from '../monitoring/log.ts'
import { systemClock } from '../runtime/clock.ts'
import { Signal } from '../runtime/emitter.ts'
import { DROP_SCREENS_MAX, type DropScreenPort } from './drop.ts'
import { createHttp, type Http } from './server.ts'
import { sampleView } from './view.test-support.ts'

class FakeDrop implements DropScreenPort {
  count = 0
  wishes = new Signal<DropWish>()
  #changes = new Signal<void>()
  view = (): DropScreenView => ({
    boot: 'boot-1',
    languages: ['en', 'de'],
    theme: 'light',
    volumePercent: 50,
    attended: true,
    greeting: { state: 'welcome', visit: 'begun', count: this.count, aside: 0, last: null, receipt: 'none' },
  })
  onView = (listener: () => void) => this.#changes.listen(listener)
  wish = (wish: DropWish) => this.wishes.tell(wish)
  take(): void {
    this.count++
    this.#changes.tell()
  }
}

let ui = ''
let http: Http
let drop: FakeDrop
let address = ''
const sockets: WebSocket[] = []

async function serve(port: DropScreenPort | null): Promise<Http> {
  return createHttp({
    port: 0,
    kiosk: { view: () => sampleView(1), onView: () => () => {}, intent: () => undefined },
    uiFolder: ui,
    clock: systemClock,
    log: createLog({ write: () => {} }),
    health: createHealth({
      kiosk: 'kiosk-1',
      version: '0.1.0',
      boot: 'boot-1',
      clock: systemClock,
      notices: fakeDesk().notices,
      screens: () => 0,
      devices: () => [],
      ils: () => ({ state: 'online', detail: '' }),
      offline: () => ({ lending: false, waiting: 0, oldest: null, listed: 0 }),
      obstacle: () => null,
    }),
    notices: () => [],
    ...(port === null ? {} : { drop: port }),
  })
}

beforeAll(async () => {
  ui = await mkdtemp(join(tmpdir(), 'lectern-drop-screen-'))
  for (const name of ['index.html', 'drop.html']) await writeFile(join(ui, name), '<!doctype html>')
})
afterAll(() => rm(ui, { recursive: true }))
beforeEach(async () => {
  drop = new FakeDrop()
  http = await serve(drop)
  address = await http.listen()
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate()
  await http.close()
})

const cookieOf = async (path: string) =>
  (await fetch(new URL(path, address))).headers.getSetCookie()[0]?.split(';')[0] ?? ''
const connect = (origin: string, cookie: string) => {
  const socket = new WebSocket(`${address.replace('http', 'ws')}drop/socket`, { origin, headers: { cookie } })
  socket.on('error', () => {})
  sockets.push(socket)
  return socket
}
/** The code it is closed with. */
const shut = (socket: WebSocket): Promise<number> =>
  new Promise((resolve) => socket.on('close', (code) => resolve(code)))
const origin = () => address.slice(0, -1)
const open = async () => {
  const socket = connect(origin(), await cookieOf('drop/'))
  const [first] = await once(socket, 'message')
  return { socket, first: JSON.parse(String(first)) }
}

describe('the screen at the drop', () => {
  it('is told the greeting at once and on every change, and passes on what is wished there', async () => {
    const { socket, first } = await open()
    expect(first).toEqual(drop.view())
    const next = once(socket, 'message')
    drop.take()
    const [changed] = await next
    expect(JSON.parse(String(changed))).toMatchObject({ greeting: { count: 1 } })
    const wished = new Promise<DropWish>((resolve) => drop.wishes.listen(resolve))
    socket.send('{"type":"printReceipt"}')
    expect(await wished).toBe('printReceipt')
  })

  it('is not heard where it sends anything else, and shut out where it goes on', async () => {
    let asked = 0
    drop.wishes.listen(() => asked++)
    const { socket } = await open()
    for (const text of ['{"type":"clear"}', '{"type":"printReceipt","items":[]}', 'nonsense'])
      socket.send(text)
    expect(await shut(socket)).toBe(CLOSE_BAD_MESSAGES)
    expect(asked).toBe(0)
  })

  it('has a token of its own, comes from this machine, and there are not many', async () => {
    expect(await shut(connect(origin(), await cookieOf('')))).toBe(CLOSE_RELOAD)
    expect(await shut(connect('http://elsewhere.example', await cookieOf('drop/')))).toBeLessThan(4000)
    for (let screen = 0; screen < DROP_SCREENS_MAX; screen++) await open()
    expect(await shut(connect(origin(), await cookieOf('drop/')))).toBe(CLOSE_TOO_MANY_SCREENS)
  })

  it('is a page and nothing that a script fetches', async () => {
    const inject = (headers: Record<string, string>) =>
      http.app.inject({ url: '/drop/', headers: { host: new URL(address).host, ...headers } })
    const page = await inject({ 'sec-fetch-dest': 'document' })
    expect(page.statusCode).toBe(200)
    expect(page.headers['set-cookie']).toContain('Path=/drop/; HttpOnly; SameSite=Strict')
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect((await inject({ 'sec-fetch-dest': 'empty' })).statusCode).toBe(403)
    expect((await inject({ host: 'rebound.example' })).statusCode).toBe(403)
  })

  it('does not exist where there is none', async () => {
    const bare = await serve(null)
    const host = new URL(await bare.listen()).host
    for (const url of ['/drop/', '/drop', '/drop/socket', '/drop.html'])
      expect((await bare.app.inject({ url, headers: { host } })).statusCode).toBe(404)
    await bare.close()
  })
})
