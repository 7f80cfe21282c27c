import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { LIST_PIECE_CHARACTERS, type TagToolAction, type TagToolView } from '../contract/tag-tool.ts'
import type { TagToolPort } from '../flows/tag-tool/port.ts'
import { fakeDesk } from '../monitoring/desk.test-support.ts'
import { createHealth } from '../monitoring/health.ts'
import { createLog } from '../monitoring/log.ts'
import { systemClock } from '../runtime/clock.ts'
import { Signal } from '../runtime/emitter.ts'
import { cookieWith, fakeSignIn } from '../staff/sign-in.test-support.ts'
import { createHttp, type Http } from './server.ts'
import { TAG_PAGES_MAX } from './tag-pages.ts'
import { sampleView } from './view.test-support.ts'

class FakeTool implements TagToolPort {
  readonly acted: TagToolAction[] = []
  readonly #changes = new Signal<void>()
  readonly #acts = new Signal<void>()
  revision = 0
  view(): TagToolView {
    return {
      revision: this.revision,
      work: 'look',
      pad: 'ready',
      defaults: { model: 'iso28560-3', owner: '' },
      step: { name: 'idle' },
      asked: null,
      tags: [],
      trolley: { entries: [], waiting: 0, done: 0, failed: 0 },
      results: [],
      today: { done: 0, failed: 0 },
      sound: null,
    }
  }
  onView(listener: () => void) {
    return this.#changes.listen(listener)
  }
  act(action: TagToolAction): void {
    this.acted.push(action)
    this.#acts.tell()
  }
  *csv() {
    yield 'time,item\r\n'
    yield 'now,31173000001018\r\n'
  }
  change(): void {
    this.revision++
    this.#changes.tell()
  }
  did(type: TagToolAction['type']): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.acted.some((action) => action.type === type)) resolve()
      }
      this.#acts.listen(look)
      look()
    })
  }
}

let ui = ''
let http: Http
let tool: FakeTool
let address = ''
let who: ReturnType<typeof fakeSignIn>
const sockets: WebSocket[] = []

beforeAll(async () => {
  ui = await mkdtemp(join(tmpdir(), 'lectern-tag-pages-'))
  for (const name of ['index.html', 'staff.html']) await writeFile(join(ui, name), '<!doctype html>')
})
afterAll(() => rm(ui, { recursive: true }))
beforeEach(async () => {
  const { desk, notices } = fakeDesk()
  tool = new FakeTool()
  who = fakeSignIn()
  http = await createHttp({
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
      notices,
      screens: () => 0,
      devices: () => [],
      ils: () => ({ state: 'online', detail: '' }),
      offline: () => ({ lending: false, waiting: 0, oldest: null, listed: 0 }),
      obstacle: () => null,
    }),
    notices: () => [],
    staff: desk,
    signIn: who.signIn,
    tags: tool,
  })
  address = await http.listen()
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate()
  await http.close()
})

const staffCookie = () => cookieWith(address, who.tokenOf('operate'))
const connect = (origin: string, cookie: string) => {
  const socket = new WebSocket(`${address.replace('http', 'ws')}staff/tags/socket`, {
    origin,
    headers: { cookie },
  })
  socket.on('error', () => {})
  sockets.push(socket)
  return socket
}
/** The code it is closed with. */
const shut = (socket: WebSocket): Promise<number> =>
  new Promise((resolve) => socket.on('close', (code) => resolve(code)))
const open = async () => {
  const socket = connect(address.slice(0, -1), staffCookie())
  const [first] = await once(socket, 'message')
  return { socket, first: JSON.parse(String(first)) }
}

describe('the tag pages', () => {
  it('are told the view at once and on every change, and act', async () => {
    const { socket, first } = await open()
    expect(first).toMatchObject({ type: 'view', view: { revision: 0, work: 'look' } })
    const next = once(socket, 'message')
    tool.change()
    const [changed] = await next
    expect(JSON.parse(String(changed))).toMatchObject({ view: { revision: 1 } })
    socket.send(JSON.stringify({ type: 'scan', code: '31173000001018' }))
    await tool.did('scan')
    expect(tool.acted).toEqual([{ type: 'scan', code: '31173000001018' }])
  })

  it.each([
    ['a lock', '{"type":"lock","uid":"E004010000000001"}'],
    ['half a UID', '{"type":"encode","uid":"E0"}'],
    ['too long a list', `{"type":"add","text":"${'1'.repeat(LIST_PIECE_CHARACTERS + 1)}"}`],
    ['no message', 'no message'],
  ])('are not heard where they send anything else: %s', async (_, text) => {
    const { socket } = await open()
    socket.send(text)
    socket.send('{"type":"clear"}')
    await tool.did('clear')
    expect(tool.acted).toEqual([{ type: 'clear' }])
  })

  it('give the pad back when the last of them is closed', async () => {
    const { socket } = await open()
    socket.close()
    await tool.did('work')
    expect(tool.acted).toEqual([{ type: 'work', work: 'off' }])
  })

  it('are for the staff’s own page: not without its token, not from elsewhere, not without end', async () => {
    expect(await shut(connect(address.slice(0, -1), 'lectern-staff=forged'))).toBeGreaterThan(4000)
    await shut(connect('http://elsewhere.example', staffCookie()))
    for (let page = 0; page < TAG_PAGES_MAX; page++) await open()
    await shut(connect(address.slice(0, -1), staffCookie()))
    expect(tool.acted).toEqual([])
  })

  it('are not for those who only look on', async () => {
    const cookie = cookieWith(address, who.tokenOf('view'))
    expect(await shut(connect(address.slice(0, -1), cookie))).toBe(4403)
    expect((await fetch(new URL('staff/tags/results.csv', address), { headers: { cookie } })).status).toBe(
      403,
    )
  })

  it('are in the audit without what was scanned, which may be a patron’s card', async () => {
    const { socket } = await open()
    socket.send('{"type":"scan","code":"29999000000017"}')
    socket.send('{"type":"work","work":"trolley"}')
    await tool.did('work')
    const entries = who.signIn.audit.read(Number.MAX_SAFE_INTEGER, 10)
    expect(entries.map(({ action, detail, result }) => [action, detail, result])).toEqual([
      ['tags.work', 'trolley', 'done'],
      ['tags.scan', '', 'done'],
    ])
    expect(JSON.stringify(entries)).not.toContain('29999000000017')
  })

  it('give the results as a file, to the staff’s own page only', async () => {
    const path = new URL('staff/tags/results.csv', address)
    expect((await fetch(path)).status).toBe(401)
    const answer = await fetch(path, { headers: { cookie: staffCookie() } })
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="tags.csv"')
    expect(await answer.text()).toBe('time,item\r\nnow,31173000001018\r\n')
  })
})
