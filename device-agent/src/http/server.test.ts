import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { Intent } from '../contract/intent.ts'
import { createHealth } from '../monitoring/health.ts'
import { createLog } from '../monitoring/log.ts'
import { createNotices } from '../monitoring/notices.ts'
import { systemClock } from '../runtime/clock.ts'
import { Signal } from '../runtime/emitter.ts'
import { createHttp, type Http, type HttpOptions } from './server.ts'
import { sampleView } from './view.test-support.ts'

const PORT = 8480
const host = `127.0.0.1:${PORT}`
let ui = ''
let http: Http
let intents: Signal<Intent>
const log = createLog({ write: () => {} })

function options(): HttpOptions {
  const notices = createNotices({ log, clock: systemClock })
  notices.raise('PRINTER_PAPER_OUT', '', 'printer')
  intents = new Signal<Intent>()
  const health = createHealth({
    kiosk: 'kiosk-1',
    version: '0.1.0',
    boot: 'boot-1',
    clock: systemClock,
    notices,
    screens: () => 0,
    devices: () => [],
    ils: () => ({ state: 'online', detail: '' }),
    offline: () => ({ lending: false, waiting: 0, oldest: null, listed: 0 }),
    obstacle: () => null,
  })
  return {
    port: PORT,
    kiosk: { view: () => sampleView(1), onView: () => () => {}, intent: (intent) => intents.tell(intent) },
    uiFolder: ui,
    clock: systemClock,
    log,
    health,
    notices: () => notices.open(),
    receiptPreview: {
      html: async () => '<p>receipt</p>',
      png: async () => new Uint8Array([0x89, 0x50]),
    },
  }
}

beforeAll(async () => {
  ui = await mkdtemp(join(tmpdir(), 'lectern-ui-'))
  await mkdir(join(ui, 'assets'))
  await writeFile(join(ui, 'index.html'), '<!doctype html><title>Kiosk</title>')
  await writeFile(join(ui, 'bench.html'), '<!doctype html><title>Bench</title>')
  await writeFile(join(ui, 'assets/app-1a2b3c.js'), 'export {}')
  await writeFile(join(ui, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
})
afterAll(() => rm(ui, { recursive: true }))
beforeEach(async () => {
  http = await createHttp(options())
})
afterEach(() => http.close())

const get = (url: string, headers: Record<string, string> = { host }) =>
  http.app.inject({ method: 'GET', url, headers })

describe('the files of the screen', () => {
  it('the page is not kept, its hashed files are kept for good, others are checked each time', async () => {
    const page = await get('/')
    expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-store'])
    expect(page.body).toContain('<title>Kiosk</title>')
    expect((await get('/assets/app-1a2b3c.js')).headers['cache-control']).toBe(
      'public, max-age=31536000, immutable',
    )
    expect((await get('/icon.svg')).headers['cache-control']).toBe('no-cache')
  })

  it('no other page and nothing outside the folder is served', async () => {
    for (const url of [
      '/bench.html',
      '/index.html',
      '/../package.json',
      '/%2e%2e/package.json',
      '/.env',
      '/assets/',
    ])
      expect((await get(url)).statusCode, url).toBeGreaterThanOrEqual(400)
  })

  it('where the screen is not built, that is said', async () => {
    const bare = await createHttp({ ...options(), uiFolder: join(ui, 'none') })
    const answer = await bare.app.inject({ url: '/', headers: { host } })
    expect([answer.statusCode, answer.body]).toEqual([503, 'The screen is not built.'])
    await bare.close()
  })
})

describe('against a hostile page', () => {
  it('every answer, a refusal too, forbids everything that does not come from here', async () => {
    for (const url of ['/', '/health', '/nothing']) {
      const { headers } = await get(url)
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      )
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('no-referrer')
      expect(headers['permissions-policy']).toContain('camera=()')
    }
  })

  it('a name that only points at this machine is refused, and so is another port', async () => {
    for (const name of [
      'attacker.example',
      `attacker.example:${PORT}`,
      '127.0.0.1:9',
      '127.0.0.1',
      `127.0.0.1.example:${PORT}`,
    ])
      expect((await get('/health', { host: name })).statusCode, name).toBe(403)
    for (const name of [host, `localhost:${PORT}`, `[::1]:${PORT}`])
      expect((await get('/health', { host: name })).statusCode, name).toBe(200)
  })

  it('the page sets a cookie no script reads and no other site sends, new with each start', async () => {
    const other = await createHttp(options())
    const cookie = (await get('/')).headers['set-cookie']
    expect(cookie).toMatch(/^lectern-8480=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    expect((await other.app.inject({ url: '/', headers: { host } })).headers['set-cookie']).not.toBe(cookie)
    await other.close()
  })
})

describe('health, notices and the receipt preview', () => {
  it('health tells how the kiosk is', async () => {
    expect((await get('/health')).json()).toMatchObject({
      status: 'reduced',
      kiosk: 'kiosk-1',
      boot: 'boot-1',
      ils: { state: 'online' },
      notices: { info: 0, warning: 1, error: 0 },
    })
  })

  it('notices are told with what to do', async () => {
    expect((await get('/notices')).json()).toMatchObject([
      { code: 'PRINTER_PAPER_OUT', key: 'printer', whatToDo: 'Put in a new roll.', count: 1 },
    ])
  })

  it('the receipt preview is a page that runs nothing, or a picture', async () => {
    const page = await get('/receipt-preview.html')
    expect(page.body).toBe('<p>receipt</p>')
    expect(page.headers['content-security-policy']).toContain('sandbox')
    expect((await get('/receipt-preview.png')).headers['content-type']).toBe('image/png')
  })
})

describe('the socket of the screen', () => {
  const sockets: WebSocket[] = []
  let address = ''
  let cookie = ''
  beforeEach(async () => {
    await http.close()
    http = await createHttp({ ...options(), port: 0 })
    address = await http.listen()
    const page = await fetch(address)
    cookie = page.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  })
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.terminate()
  })

  function connect(headers: { origin?: string; cookie?: string }): WebSocket {
    const { origin, ...rest } = headers
    const target = `${address.replace('http', 'ws')}kiosk/socket`
    const socket = new WebSocket(target, { headers: rest, ...(origin === undefined ? {} : { origin }) })
    sockets.push(socket)
    return socket
  }
  const own = () => ({ origin: address.slice(0, -1), cookie })
  const refusal = async (socket: WebSocket): Promise<number | undefined> => {
    socket.on('error', () => {})
    const [, response] = await once(socket, 'unexpected-response')
    return (response as { statusCode?: number }).statusCode
  }

  it('the page itself gets the view, and its intents arrive', async () => {
    const socket = connect(own())
    const [message] = await once(socket, 'message')
    expect(JSON.parse(String(message))).toEqual({ ...sampleView(1), mirror: false })
    expect(http.screens()).toBe(1)
    const heard = new Promise<Intent>((resolve) => intents.listen(resolve))
    socket.send('{"type":"start"}')
    expect(await heard).toEqual({ type: 'start' })
  })

  it('another page is refused, and so is a program that names no origin', async () => {
    expect(await refusal(connect({ ...own(), origin: 'http://attacker.example' }))).toBe(403)
    expect(await refusal(connect({ cookie }))).toBe(403)
  })

  it('a page of an earlier start is told to load itself again', async () => {
    const socket = connect({ origin: own().origin, cookie: cookie.replace(/.{4}$/, 'AAAA') })
    const [code] = await once(socket, 'close')
    expect(code).toBe(4401)
    expect(http.screens()).toBe(0)
  })

  it('a message larger than any intent ends the connection, not the agent', async () => {
    const socket = connect(own())
    await once(socket, 'message')
    socket.send('x'.repeat(5000))
    const [code] = await once(socket, 'close')
    expect(code).toBe(1009)
    expect((await fetch(`${address}health`)).status).toBe(200)
  })

  it('a screen that goes leaves its place', async () => {
    const first = connect(own())
    await once(first, 'message')
    const second = connect(own())
    await once(second, 'message')
    const told = once(second, 'message')
    first.close()
    const [message] = await told
    expect(JSON.parse(String(message)).mirror).toBe(false)
    expect(http.screens()).toBe(1)
  })

  it('when the agent stops, the screen is told so', async () => {
    const socket = connect(own())
    await once(socket, 'message')
    const closed = once(socket, 'close')
    await http.close()
    expect((await closed)[0]).toBe(1001)
  })
})
