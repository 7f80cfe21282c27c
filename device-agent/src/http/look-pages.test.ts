import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { LookAction, LookMessage, LookView } from '../contract/look.ts'
import type { Looker, LookPort } from '../flows/look/port.ts'
import { fakeDesk } from '../monitoring/desk.test-support.ts'
import { createLog } from '../monitoring/log.ts'
import { systemClock } from '../runtime/clock.ts'
import { Signal } from '../runtime/emitter.ts'
import { cookieWith, fakeSignIn } from '../staff/sign-in.test-support.ts'
import { createHttp, type Http } from './server.ts'
import { sampleView } from './view.test-support.ts'

const LOOKED: LookView = {
  help: { stage: 'looking', secondsLeft: null },
  secondsLeft: 600,
  said: null,
  obstacle: null,
  idle: true,
  size: null,
  view: { ...sampleView(1), mirror: false },
}

class FakeLook implements LookPort {
  readonly acted: LookAction[] = []
  readonly lookers: Looker[] = []
  readonly happened = new Signal<string>()
  refusal: ReturnType<LookPort['begin']> = null
  begin(looker: Looker) {
    if (this.refusal === null) this.lookers.push(looker)
    return this.refusal
  }
  left(looker: Looker): void {
    this.lookers.splice(this.lookers.indexOf(looker), 1)
    this.happened.tell('left')
  }
  act(looker: Looker, action: LookAction) {
    this.acted.push(action)
    looker.note('look.act', action.type, 'done')
    this.happened.tell('act')
    if (action.type === 'letGo') throw new RangeError('a bug')
    return action.type === 'takeOver' ? null : ('onlyPatron' as const)
  }
  view() {
    return LOOKED
  }
  onView() {
    return () => {}
  }
  until(what: string): Promise<void> {
    return new Promise((resolve) => {
      const end = this.happened.listen((one) => {
        if (one !== what) return
        end()
        resolve()
      })
    })
  }
}

let ui = ''
let http: Http
let look: FakeLook
let address = ''
let who: ReturnType<typeof fakeSignIn>
const lines: string[] = []
const sockets: WebSocket[] = []

beforeAll(async () => {
  ui = await mkdtemp(join(tmpdir(), 'lectern-look-pages-'))
  for (const name of ['index.html', 'staff.html', 'look.html'])
    await writeFile(join(ui, name), '<!doctype html>')
})
afterAll(() => rm(ui, { recursive: true }))
beforeEach(async () => {
  look = new FakeLook()
  who = fakeSignIn()
  lines.length = 0
  http = await createHttp({
    port: 0,
    kiosk: { view: () => sampleView(1), onView: () => () => {}, intent: () => undefined },
    uiFolder: ui,
    clock: systemClock,
    log: createLog({ write: (line) => void lines.push(line) }),
    health: () => {
      throw new Error('nobody asks for it here')
    },
    notices: () => [],
    staff: fakeDesk().desk,
    signIn: who.signIn,
    look,
  })
  address = await http.listen()
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate()
  await http.close()
})

const cookieOf = (token: string) => cookieWith(address, token)
function connect(cookie: string, origin = address.slice(0, -1)) {
  const socket = new WebSocket(`${address.replace('http', 'ws')}staff/screen/socket`, {
    origin,
    headers: { cookie },
  })
  const heard: LookMessage[] = []
  socket.on('error', () => {})
  socket.on('message', (data) => heard.push(JSON.parse(String(data))))
  sockets.push(socket)
  const first = new Promise<void>((resolve) => socket.once('message', () => resolve()))
  const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)))
  return {
    socket,
    heard,
    closed,
    first,
    act: (action: unknown) => socket.send(JSON.stringify(action)),
  }
}
const audit = () => who.signIn.audit.read(Number.MAX_SAFE_INTEGER, 20)

describe('whoever looks at the screen', () => {
  it('is shown it at once, acts, hears why not, and is in the audit by name', async () => {
    const page = connect(cookieOf(who.tokenOf('operate', 'maria')))
    await page.first
    expect(page.heard).toEqual([{ type: 'look', look: LOOKED }])
    expect(look.lookers.map(({ name }) => name)).toEqual(['maria'])
    page.act({ type: 'takeOver' })
    page.act({ type: 'touch', intent: { type: 'enterPin', pin: '1234' } })
    await once(page.socket, 'message')
    expect(page.heard.at(-1)).toEqual({ type: 'refused', why: 'onlyPatron' })
    expect(audit().map(({ action, detail, who: by }) => [by, action, detail])).toEqual([
      ['maria', 'look.act', 'touch'],
      ['maria', 'look.act', 'takeOver'],
    ])
  })

  it('looks no longer when the page is gone', async () => {
    const page = connect(cookieOf(who.tokenOf('operate')))
    await page.first
    const left = look.until('left')
    page.socket.terminate()
    await left
    expect(look.lookers).toEqual([])
  })

  it.each([
    ['signs out', (token: string) => who.signIn.signOut(token, '')],
    ['loses the role', () => who.signIn.changeAccount({ type: 'role', name: 'operate', role: 'view' })],
  ])('looks no longer when somebody %s', async (_, change) => {
    const token = who.tokenOf('operate')
    const page = connect(cookieOf(token))
    await page.first
    const left = look.until('left')
    await change(token)
    expect(await page.closed).toBe(4403)
    await left
  })

  it('is told who looks already, and then shut out', async () => {
    look.refusal = { why: 'busy', by: 'jo' }
    const page = connect(cookieOf(who.tokenOf('operate')))
    expect(await page.closed).toBe(1000)
    expect(page.heard).toEqual([{ type: 'over', why: 'busy', by: 'jo' }])
  })

  it('is told when it is over, and why', async () => {
    const page = connect(cookieOf(who.tokenOf('operate')))
    await page.first
    look.lookers[0]?.over('time')
    expect(await page.closed).toBe(1000)
    expect(page.heard.at(-1)).toEqual({ type: 'over', why: 'time', by: '' })
  })

  it('has the role for it and comes from the staff’s own page', async () => {
    expect(await connect(cookieOf(who.tokenOf('view'))).closed).toBe(4403)
    expect(await connect('lectern-staff=forged').closed).toBeGreaterThan(4000)
    await connect(cookieOf(who.tokenOf('operate')), 'http://elsewhere.example').closed
    expect(look.lookers).toEqual([])
  })

  it('is not heard where the page sends anything else, and outlives a bug', async () => {
    const page = connect(cookieOf(who.tokenOf('operate')))
    await page.first
    page.act({ type: 'touch', intent: { type: 'lendAll' } })
    page.act({ type: 'letGo' })
    await look.until('act')
    page.act({ type: 'takeOver' })
    await look.until('act')
    expect(look.acted.map(({ type }) => type)).toEqual(['letGo', 'takeOver'])
    expect(lines.join('')).toContain('KIOSK_INTENT_FAILED')
  })
})

describe('the frame that draws the screen', () => {
  const get = (path: string, use: string) =>
    fetch(new URL(path, address), { headers: { 'sec-fetch-dest': use } })
  it('is given to a frame of our own page only, and may connect to nothing', async () => {
    const frame = await get('staff/screen/', 'iframe')
    const policy = frame.headers.get('content-security-policy')
    expect([frame.status, policy]).toEqual([200, expect.stringContaining("frame-ancestors 'self'")])
    expect(policy).not.toContain('connect-src')
    expect((await get('staff/screen/', 'document')).status).toBe(403)
    const page = await get('staff/', 'document')
    expect(page.headers.get('content-security-policy')).toContain("frame-src 'self'; frame-ancestors 'none'")
    expect((await get('staff/', 'iframe')).status).toBe(403)
  })
})
