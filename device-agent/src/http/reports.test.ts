import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fakeDesk } from '../monitoring/desk.test-support.ts'
import { createLog } from '../monitoring/log.ts'
import { PAGE_POLICY } from '../monitoring/reports/page-style.ts'
import { Reports } from '../monitoring/reports/reports.ts'
import { systemClock } from '../runtime/clock.ts'
import { cookieWith, fakeSignIn } from '../staff/sign-in.test-support.ts'
import { createHttp, type Http } from './server.ts'
import { sampleView } from './view.test-support.ts'

let ui = ''
let http: Http
let address = ''
let cookie = ''
const who = fakeSignIn()

const server = (staff: boolean) =>
  createHttp({
    port: 0,
    kiosk: { view: () => sampleView(1), onView: () => () => {}, intent: () => undefined },
    uiFolder: ui,
    clock: systemClock,
    log: createLog({ write: () => {} }),
    health: () => {
      throw new Error('nobody asks for it here')
    },
    notices: () => [],
    signIn: who.signIn,
    ...(staff ? { staff: fakeDesk().desk } : {}),
    reports: new Reports({
      counts: { between: () => [] },
      gates: null,
      clock: systemClock,
      frame: () => ({ kiosk: { id: 'kiosk-1', name: '' }, library: { name: 'Riverside' } }),
    }),
  })

beforeAll(async () => {
  ui = await mkdtemp(join(tmpdir(), 'lectern-reports-'))
  await writeFile(join(ui, 'index.html'), '<!doctype html><title>Kiosk</title>')
  await writeFile(join(ui, 'staff.html'), '<!doctype html><title>Desk</title>')
  http = await server(true)
  address = await http.listen()
  cookie = cookieWith(address, who.tokenOf('view'))
})
afterAll(async () => {
  await http.close()
  await rm(ui, { recursive: true })
})

const ask = (path: string, headers: Record<string, string> = { cookie }) =>
  fetch(new URL(`staff/reports/${path}`, address), { headers })

describe('the reports of staff', () => {
  it('are given to those who have signed in', async () => {
    const patron = (await fetch(address)).headers.getSetCookie()[0]?.split(';')[0] ?? ''
    for (const headers of [{}, { cookie: patron }])
      for (const form of ['json', 'csv', 'html'])
        expect((await ask(`2026-01-15.${form}`, headers)).status, form).toBe(401)
  })

  it('do not exist where staff have no pages', async () => {
    const without = await server(false)
    const host = new URL(await without.listen()).host
    const url = '/staff/reports/2026-01-15.csv'
    expect((await without.app.inject({ url, headers: { host, cookie } })).statusCode).toBe(404)
    await without.close()
  })

  it('are data, a file that is saved under its name, and a page that may do nothing', async () => {
    const data = await ask('2026-01.json?language=de')
    expect(await data.json()).toMatchObject({ title: 'Januar 2026', kiosk: 'kiosk-1', library: 'Riverside' })
    const file = await ask('2026-01-15.csv')
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="lectern-2026-01-15.csv"')
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
    expect(new Uint8Array(await file.arrayBuffer()).slice(0, 3)).toEqual(new Uint8Array([0xef, 0xbb, 0xbf]))
    const page = await ask('2026-01-15.html')
    expect(page.headers.get('content-security-policy')).toBe(PAGE_POLICY)
    expect(await page.text()).toContain('Thursday, 15 January 2026')
    for (const answer of [data, file, page]) expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('are of a day or month, in a language and a form there is', async () => {
    for (const path of ['2026-02-30.csv', '2026-02-30.json', '2026-01.pdf', 'today.html'])
      expect((await ask(path)).status, path).toBe(404)
    expect((await ask('2026-01.csv?language=fr')).status).toBe(400)
  })
})
