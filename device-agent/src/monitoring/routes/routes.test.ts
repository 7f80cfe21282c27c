import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ERRORS, LecternError } from '../../contract/errors.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { WAITING_MAX } from './contract.ts'
import { RETRY_MILLISECONDS } from './deliveries.ts'
import { isOpen } from './opening.ts'
import { dispatch, routeStore, routesStage, rule, settled } from './routes.test-support.ts'
import { FLICKER_MILLISECONDS, ROUND_MILLISECONDS } from './routes.ts'

const MINUTE = 60_000
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-routes-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('an alert', () => {
  it('is told at once, once, and that it is over when it has stayed away', async () => {
    const { clock, news, notices } = routesStage([rule()])
    notices.raise('PRINTER_PAPER_OUT', 'status 12', 'printer')
    notices.raise('PRINTER_PAPER_OUT', 'status 12', 'printer')
    expect(await news()).toEqual(['begun PRINTER_PAPER_OUT'])
    clock.advance(60 * MINUTE)
    expect(await news()).toEqual([])
    notices.clear('PRINTER_PAPER_OUT', 'printer')
    clock.advance(FLICKER_MILLISECONDS - 1)
    expect(await news()).toEqual([])
    clock.advance(ROUND_MILLISECONDS)
    expect(await news()).toEqual(['over PRINTER_PAPER_OUT'])
    clock.advance(60 * MINUTE)
    expect(await news()).toEqual([])
  })

  it('says what, where, since when and what to do, the same in the message that it is over', async () => {
    const { clock, notices, sent } = routesStage([rule()])
    notices.raise('PRINTER_PAPER_OUT', 'status 12', 'printer')
    await settled()
    clock.advance(MINUTE)
    notices.clear('PRINTER_PAPER_OUT', 'printer')
    clock.advance(2 * FLICKER_MILLISECONDS)
    await settled()
    const same = {
      library: 'Riverside',
      about: 'printer',
      severity: 'warning',
      since: '2026-01-15T09:00:00.000Z',
    }
    const what_to_do = ERRORS.PRINTER_PAPER_OUT.whatToDo
    expect(sent).toMatchObject([
      {
        kind: 'begun',
        ...same,
        kiosk: { id: 'kiosk-1', name: 'Self-service' },
        detail: 'status 12',
        what_to_do,
      },
      { kind: 'over', ...same },
    ])
    expect(new Set(sent.map(({ id }) => id)).size).toBe(2)
  })

  it('does not name an item, nor what is said of one', async () => {
    const { notices, sent, news } = routesStage([rule()])
    notices.raise('TAG_NOT_SECURED', '31234000001001 left', '31234000001001')
    expect(sent).toMatchObject([{ about: null, detail: null }])
    expect(JSON.stringify(sent)).not.toContain('31234')
    await news()
  })

  it('that flickers is one', async () => {
    const { clock, news, notices } = routesStage([rule()])
    for (let times = 0; times < 20; times++) {
      notices.raise('PRINTER_AWAY', '', 'printer')
      clock.advance(MINUTE)
      notices.clear('PRINTER_AWAY', 'printer')
      clock.advance(MINUTE)
    }
    expect(await news()).toEqual(['begun PRINTER_AWAY'])
    clock.advance(FLICKER_MILLISECONDS)
    expect(await news()).toEqual(['over PRINTER_AWAY'])
  })

  it('goes to each target once, whatever number of rules name it', async () => {
    const { notices, sent, news } = routesStage([
      rule({ to: ['a@library.example', 'webhook:duty'] }),
      rule({ to: ['a@library.example', 'b@library.example'] }),
    ])
    notices.raise('ILS_AWAY')
    await news()
    notices.raise('ILS_AWAY')
    expect(sent).toEqual([])
    notices.raise('DROP_JAM', '', 'bin 1')
    expect(sent.map(({ target }) => target).sort()).toEqual([
      'a@library.example',
      'b@library.example',
      'webhook:duty',
    ])
  })
})

describe('a rule', () => {
  it('takes what is as grave as it says, and only its codes', async () => {
    const { news, notices } = routesStage([
      rule({ severity: 'error' }),
      rule({ severity: 'info', codes: ['CARD_RANDOM_UID'], to: ['b@library.example'] }),
    ])
    notices.raise('PRINTER_AWAY', '', 'printer')
    notices.raise('CARD_RANDOM_UID')
    notices.raise('ILS_AWAY')
    expect(await news()).toEqual(['begun CARD_RANDOM_UID', 'begun ILS_AWAY'])
  })

  it('waits, and what is well again by then is not told', async () => {
    const { clock, news, notices } = routesStage([rule({ delayMinutes: 5 })])
    notices.raise('ILS_AWAY')
    notices.raise('DROP_JAM', '', 'bin 1')
    clock.advance(4 * MINUTE)
    notices.clear('ILS_AWAY')
    expect(await news()).toEqual([])
    clock.advance(MINUTE)
    expect(await news()).toEqual(['begun DROP_JAM'])
    clock.advance(60 * MINUTE)
    expect(await news()).toEqual([])
  })

  it('tells again while it lasts, as often as it says', async () => {
    const { clock, news, notices } = routesStage([rule({ repeatMinutes: 60 })])
    notices.raise('ILS_AWAY')
    clock.advance(59 * MINUTE)
    expect(await news()).toEqual(['begun ILS_AWAY'])
    clock.advance(MINUTE)
    expect(await news()).toEqual(['still ILS_AWAY'])
    clock.advance(60 * MINUTE)
    expect(await news()).toEqual(['still ILS_AWAY'])
  })

  it('for opening hours or the closed library tells when they come', async () => {
    const { clock, library, notices, sent, news } = routesStage([
      rule({ when: 'openingHours', to: ['desk@library.example'] }),
      rule({ when: 'closed', to: ['webhook:guard'] }),
    ])
    library(false)
    notices.raise('ILS_AWAY')
    expect(sent.map(({ target }) => target)).toEqual(['webhook:guard'])
    library(true)
    clock.advance(ROUND_MILLISECONDS)
    await news()
    clock.advance(ROUND_MILLISECONDS)
    expect(await news()).toEqual([])
  })
})

describe('opening hours', () => {
  it('are the days, the times and not the closed dates', () => {
    const calendar = {
      openings: [{ days: [4], opens: 600, closes: 1080 }],
      closedDates: new Set(['2026-01-22']),
    }
    const at = (day: number, hour: number, minute = 0) =>
      isOpen(new Date(2026, 0, day, hour, minute).getTime(), calendar)
    expect([at(15, 9, 59), at(15, 10), at(15, 17, 59), at(15, 18), at(16, 12), at(22, 12)]).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
    ])
  })
})

describe('what cannot be sent', () => {
  it('waits, is tried with growing pauses, and staff see it until it has gone', async () => {
    const { clock, failWith, news, notices, sent } = routesStage([rule()])
    const codes = () => notices.open().map(({ code, detail }) => `${code} ${detail}`)
    failWith('421 come later')
    notices.raise('ILS_AWAY')
    await news()
    expect(codes()).toContain('MAIL_FAILED desk@library.example: 421 come later')
    for (const pause of RETRY_MILLISECONDS.slice(0, 3)) {
      clock.advance(pause - 1)
      await news()
      clock.advance(1)
      await news()
    }
    failWith(null)
    clock.advance(RETRY_MILLISECONDS[3])
    expect(await news()).toEqual(['begun ILS_AWAY'])
    expect(codes().join()).not.toContain('MAIL_FAILED')
    expect(sent).toEqual([])
  })

  it('goes in its order once the way is free, and is not told its own way fails', async () => {
    const { clock, failWith, news, notices } = routesStage([rule()])
    failWith('no route')
    notices.raise('ILS_AWAY')
    notices.raise('DROP_JAM', '', 'bin 1')
    await news()
    clock.advance(10_000)
    failWith(null)
    clock.advance(RETRY_MILLISECONDS[0])
    expect(await news()).toEqual(['begun ILS_AWAY', 'begun DROP_JAM'])
  })

  it('by one way is told by another', async () => {
    const { clock, failWith, news, notices } = routesStage([
      rule(),
      rule({ to: ['webhook:duty'], codes: ['MAIL_FAILED'] }),
    ])
    failWith('no route')
    notices.raise('ILS_AWAY')
    await news()
    failWith(null)
    clock.advance(ROUND_MILLISECONDS)
    expect(await news()).toContain('begun MAIL_FAILED')
  })

  it('to whom the settings no longer name is dropped', async () => {
    const store = routeStore()
    store.tell(
      { target: 'gone@library.example', code: 'ILS_AWAY', key: '', since: '', toldAt: 0 },
      dispatch(),
    )
    const { news } = routesStage([], store)
    expect(await news()).toEqual([])
    expect(store.targets()).toEqual([])
  })

  it('is bounded: the oldest makes room', () => {
    const store = routeStore()
    for (let one = 0; one < WAITING_MAX + 3; one++)
      store.tell(
        { target: 'a', code: 'ILS_AWAY', key: '', since: '', toldAt: one },
        dispatch({ id: String(one) }),
      )
    expect(store.next('a')?.dispatch.id).toBe('3')
  })
})

describe('a restart', () => {
  const file = () => join(folder, 'alerts.sqlite')

  it('loses no alert that waits, and tells none twice', async () => {
    const before = routesStage([rule()], routeStore(file()))
    before.failWith('no route')
    before.notices.raise('ILS_AWAY')
    await before.news()
    await before.stop()
    before.store.shut()
    const clock = new ManualClock()
    const after = routesStage([rule()], routeStore(file()), clock)
    expect(await after.news()).toEqual(['begun ILS_AWAY'])
    clock.advance(ROUND_MILLISECONDS)
    after.notices.raise('ILS_AWAY')
    clock.advance(60 * MINUTE)
    expect(await after.news()).toEqual([])
    after.notices.clear('ILS_AWAY')
    clock.advance(FLICKER_MILLISECONDS + ROUND_MILLISECONDS)
    expect(await after.news()).toEqual(['over ILS_AWAY'])
    await after.stop()
    after.store.shut()
  })

  it('tells that something ended meanwhile, once the kiosk knows its devices', async () => {
    const before = routesStage([rule()], routeStore(file()))
    before.notices.raise('PRINTER_AWAY', '', 'printer')
    expect(await before.news()).toEqual(['begun PRINTER_AWAY'])
    await before.stop()
    before.store.shut()
    const after = routesStage([rule()], routeStore(file()))
    after.clock.advance(FLICKER_MILLISECONDS - 1)
    expect(await after.news()).toEqual([])
    after.clock.advance(ROUND_MILLISECONDS)
    expect(await after.news()).toEqual(['over PRINTER_AWAY'])
    await after.stop()
    after.store.shut()
  })

  it('ends nothing half: what is under way is waited for, and nothing begins after it', async () => {
    const stage = routesStage([rule()])
    await stage.stop()
    stage.notices.raise('ILS_AWAY')
    stage.clock.advance(60 * MINUTE)
    expect(await stage.news()).toEqual([])
    expect(stage.clock.pending).toBe(0)
  })
})

describe('a disk that takes nothing', () => {
  it('is told to staff, and the alert is told when it takes again', async () => {
    const store = routeStore()
    const { clock, news, notices } = routesStage([rule({ codes: ['ILS_AWAY'] })], store)
    const tell = store.tell.bind(store)
    store.tell = () => {
      throw new LecternError('JOURNAL_DISK_FULL')
    }
    notices.raise('ILS_AWAY')
    expect(notices.open().map(({ code }) => code)).toContain('ALERTS_NOT_KEPT')
    store.tell = tell
    clock.advance(ROUND_MILLISECONDS)
    expect(await news()).toEqual(['begun ILS_AWAY'])
    expect(notices.open().map(({ code }) => code)).not.toContain('ALERTS_NOT_KEPT')
  })
})
