import { itemId } from 'sip2/circulation'
import { beforeEach, describe, expect, it } from 'vitest'
import { LecternError } from '../../contract/errors.ts'
import type { DeviceStatus } from '../../devices/device.ts'
import type { GateCount, GateSighting, SecurityGate } from '../../devices/gate/contract.ts'
import { GATE_MIGRATIONS } from '../../journal/gate-schema.ts'
import { JournalFile } from '../../journal/journal-file.ts'
import type { RecentLoan } from '../../journal/recent-loans-contract.ts'
import { SqliteGates } from '../../journal/sqlite-gates.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { Signal } from '../../runtime/emitter.ts'
import { calm, FakeIls, pending, uid } from '../fakes.test-support.ts'
import type { KnownItem } from '../ils.ts'
import type { GateEvent } from './contract.ts'
import { type GateRules, GateWatch, SIGNAL_MILLISECONDS } from './gates.ts'
import { LOOK_AGAIN_MILLISECONDS, LOOKUPS_AT_ONCE } from './lookups.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

class FakeGate implements SecurityGate {
  readonly id = 'main'
  readonly kind = 'gate'
  count: GateCount | null = null
  readonly signals: unknown[] = []
  readonly #sightings = new Signal<readonly GateSighting[]>((error) => {
    throw error
  })
  readonly #forgotten = new Signal<readonly string[] | null>()
  readonly #counts = new Signal<GateCount>()
  get status(): DeviceStatus {
    return { id: 'main', kind: 'gate', state: 'ready', code: null, detail: '', since: 0, counters: {} }
  }
  onStatus = () => () => undefined
  start(): void {}
  async stop(): Promise<void> {}
  onSightings = (listener: (sightings: readonly GateSighting[]) => void) => this.#sightings.listen(listener)
  onForgotten = (listener: (records: readonly string[] | null) => void) => this.#forgotten.listen(listener)
  onCount = (listener: (count: GateCount) => void) => this.#counts.listen(listener)
  async signal(what: { light: boolean; sound: boolean }, milliseconds: number): Promise<boolean> {
    this.signals.push([what, milliseconds])
    return true
  }
  see(...sightings: readonly GateSighting[]): void {
    this.#sightings.tell(sightings)
  }
  people(into: number, out: number): void {
    this.count = { into, out }
    this.#counts.tell(this.count)
  }
}

let clock: ManualClock
let ils: FakeIls
let gate: FakeGate
let store: SqliteGates
let watch: GateWatch
let told: GateEvent[]
let notices: string[]
let loans: Map<string, RecentLoan>
let rules: GateRules
let kioskSounds: boolean
let nextRecord = 1

const sighting = (n: number, change: Partial<GateSighting> = {}): GateSighting => ({
  uid: uid(n),
  content: { kind: 'item', itemId: `item-${n}`, part: 1, parts: 1, owner: 'XXLIB' },
  afi: null,
  cause: 'afi',
  antennas: [1],
  direction: 'out',
  at: clock.wall(),
  record: `record ${nextRecord++}`,
  timed: true,
  ...change,
})
const begin = (): void => {
  watch = new GateWatch({
    gates: [{ device: gate, name: 'Main entrance', kioskSounds }],
    circulation: ils,
    store,
    clock,
    notices: {
      raise: (code, _detail, key = '') => notices.push(`${code} ${key}`),
      clear: (code, key = '') => {
        notices = notices.filter((open) => open !== `${code} ${key}`)
      },
    },
    kiosks: () => [
      {
        kiosk: 'kiosk-1',
        loans: {
          find: ({ item, tag }, since) => {
            const loan = loans.get(item ?? '') ?? loans.get(tag ?? '') ?? null
            return loan !== null && loan.at >= since ? loan : null
          },
        },
      },
    ],
    rules: () => rules,
  })
  watch.onEvent((event) => told.push(event))
  watch.start()
}
const verdicts = () => told.map(({ verdict, title }) => [verdict, title])

beforeEach(() => {
  clock = new ManualClock()
  ils = new FakeIls()
  gate = new FakeGate()
  store = new SqliteGates(
    new JournalFile({
      file: ':memory:',
      reserveBytes: 0,
      wall: () => clock.wall(),
      freeBytes: () => 1,
      migrations: GATE_MIGRATIONS,
    }),
  )
  told = []
  notices = []
  loans = new Map()
  kioskSounds = false
  rules = {
    sameTagMilliseconds: 10_000,
    recentMilliseconds: 10 * MINUTE,
    lookUpMilliseconds: HOUR,
    keepAlarmsMilliseconds: 14 * 24 * HOUR,
    keepHoursMilliseconds: 365 * 24 * HOUR,
    testTags: new Set(),
    testEveryMilliseconds: null,
    silence: [],
  }
})

describe('an alarm', () => {
  it('is at the desk before anybody is asked, and is written down before that', () => {
    begin()
    let kept = 0
    watch.onEvent(() => {
      kept = store.recent(9).length
    })
    gate.see(sighting(1))
    expect(told).toEqual([
      {
        type: 'gateAlarm',
        id: 'gate-1',
        at: new Date(clock.wall()).toISOString(),
        gate: 'main',
        item: 'item-1',
        title: null,
        verdict: 'looking',
        kiosk: null,
        direction: 'out',
      },
    ])
    expect(kept).toBe(1)
  })

  it.each([
    ['available', 'theft'],
    ['onHoldShelf', 'theft'],
    ['missing', 'theft'],
    ['charged', 'onLoan'],
    ['recalled', 'onLoan'],
  ] as const)('for an item that is %s is %s, with its title', async (status, verdict) => {
    begin()
    ils.statuses.set('item-1', status)
    gate.see(sighting(1))
    await calm()
    expect(verdicts()).toEqual([
      ['looking', null],
      [verdict, 'Title item-1'],
    ])
    expect(told[1]?.id).toBe(told[0]?.id)
    expect(watch.recent()).toEqual([told[1]])
    expect(store.open(0)).toEqual([])
  })

  it('for an item lent moments ago is a failed rewrite, at once, and its title follows', async () => {
    begin()
    loans.set('item-1', { item: 'item-1', at: clock.wall() - 9 * MINUTE })
    gate.see(sighting(1))
    await calm()
    expect(told.map(({ verdict, kiosk, title }) => [verdict, kiosk, title])).toEqual([
      ['rewriteFailed', 'kiosk-1', null],
      ['rewriteFailed', 'kiosk-1', 'Title item-1'],
    ])
  })

  it('for a tag without content is known by the loan it was part of', () => {
    begin()
    loans.set(uid(1), { item: 'item-9', at: clock.wall() })
    gate.see(sighting(1, { content: null }))
    expect(told[0]).toMatchObject({ verdict: 'rewriteFailed', item: 'item-9' })
  })

  it('for an item lent longer ago is looked up', () => {
    begin()
    loans.set('item-1', { item: 'item-1', at: clock.wall() - 11 * MINUTE })
    gate.see(sighting(1))
    expect(told[0]?.verdict).toBe('looking')
  })

  it('without an identity is unknown, and nobody is asked', async () => {
    begin()
    gate.see(sighting(1, { uid: null, content: null, cause: 'eas' }))
    await calm()
    expect(new Set(told.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']))
    expect(store.open(0)).toEqual([])
  })

  it('of a patron’s card is none, and nothing of it is kept', () => {
    begin()
    gate.see(sighting(1, { content: { kind: 'patron', patronId: '21173000000113', owner: '' } }))
    expect(told).toEqual([])
    expect(store.recent(9)).toEqual([])
  })

  it('of an item the library does not know is unknown', async () => {
    begin()
    const answer = await ils.item(itemId('item-1'))
    ils.item = async () => ({ ...answer, known: 'no', title: null })
    gate.see(sighting(1))
    await calm()
    expect(verdicts().at(-1)).toEqual(['unknown', null])
  })

  it('while the library system is away is unknown, and is looked up when it is back', async () => {
    begin()
    ils.become('away')
    gate.see(sighting(1))
    await calm()
    expect(verdicts()).toEqual([
      ['looking', null],
      ['unknown', null],
    ])
    clock.advance(LOOK_AGAIN_MILLISECONDS * 3)
    await calm()
    expect(told).toHaveLength(2)
    ils.become('online')
    await calm()
    expect(verdicts().at(-1)).toEqual(['theft', 'Title item-1'])
  })

  it('that was not looked up for an hour is left alone', async () => {
    begin()
    ils.become('away')
    gate.see(sighting(1))
    await calm()
    clock.advance(HOUR + MINUTE)
    ils.become('online')
    await calm()
    expect(verdicts().at(-1)).toEqual(['unknown', null])
  })

  it('from before a restart is looked up after it, and is still on the desk', async () => {
    begin()
    const never = pending<KnownItem>()
    const item = ils.item.bind(ils)
    ils.item = () => never.promise
    gate.see(sighting(1))
    watch.stop()
    told = []
    ils.item = item
    begin()
    expect(watch.recent()).toMatchObject([{ id: 'gate-1', verdict: 'looking' }])
    await calm()
    expect(verdicts()).toEqual([['theft', 'Title item-1']])
  })

  it('told twice by the gate is told once to the desk; of the same tag within seconds too', () => {
    begin()
    const one = sighting(1)
    gate.see(one)
    gate.see(one, sighting(1))
    expect(told).toHaveLength(1)
    clock.advance(10_001)
    gate.see(sighting(1))
    expect(told.filter(({ verdict }) => verdict === 'looking')).toHaveLength(2)
  })

  it('that cannot be written down is not taken from the gate', () => {
    begin()
    store.keep = () => {
      throw new LecternError('JOURNAL_DISK_FULL')
    }
    expect(() => gate.see(sighting(1))).toThrow('JOURNAL_DISK_FULL')
    expect(told).toEqual([])
  })

  it('asks a few at a time, and all in the end', async () => {
    begin()
    let asked = 0
    let most = 0
    const item = ils.item.bind(ils)
    ils.item = async (id) => {
      most = Math.max(most, ++asked)
      await calm()
      asked--
      return item(id)
    }
    gate.see(...Array.from({ length: 40 }, (_, n) => sighting(n + 1)))
    expect(told).toHaveLength(40)
    for (let turn = 0; turn < 30; turn++) await calm()
    expect(told.filter(({ verdict }) => verdict === 'theft')).toHaveLength(40)
    expect(most).toBe(LOOKUPS_AT_ONCE)
  })
})

describe('a test tag', () => {
  it('is a test, by its UID or its number, and is never looked up', async () => {
    rules = { ...rules, testTags: new Set([uid(1), 'item-2']) }
    begin()
    gate.see(sighting(1), sighting(2))
    await calm()
    expect(verdicts()).toEqual([
      ['test', null],
      ['test', null],
    ])
  })

  it('that nobody carried through for too long is told to staff, until somebody does', () => {
    rules = { ...rules, testTags: new Set([uid(1)]), testEveryMilliseconds: 24 * HOUR }
    begin()
    clock.advance(23 * HOUR)
    expect(notices).toEqual([])
    clock.advance(2 * HOUR)
    expect(notices).toEqual(['GATE_MUTE main test'])
    gate.see(sighting(1))
    clock.advance(2 * MINUTE)
    expect(notices).toEqual([])
  })
})

describe('in a silent hour', () => {
  it('an alarm is written down and looked up, and nobody is told', async () => {
    rules = {
      ...rules,
      silence: [{ days: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'], from: '00:00', to: '24:00' }],
    }
    kioskSounds = true
    begin()
    gate.see(sighting(1))
    await calm()
    expect(told).toEqual([])
    expect(watch.recent()).toEqual([])
    expect(store.recent(9)).toMatchObject([{ silenced: true, verdict: 'theft' }])
    expect(watch.views()[0]?.silenced).toBe(true)
    expect(gate.signals).toEqual([])
  })
})

describe('light and sound', () => {
  it('are switched by the kiosk where the gate does not do so, but not for a test tag', () => {
    rules = { ...rules, testTags: new Set([uid(2)]) }
    kioskSounds = true
    begin()
    gate.see(sighting(1))
    gate.see(sighting(2))
    expect(gate.signals).toEqual([[{ light: true, sound: true }, SIGNAL_MILLISECONDS]])
  })

  it('are not switched while somebody at the desk wants quiet, who is told of the alarm all the same', async () => {
    kioskSounds = true
    begin()
    expect(watch.silence('main', 5)).toBe(true)
    expect(watch.silence('nowhere', 5)).toBe(false)
    gate.see(sighting(1))
    expect(gate.signals).toEqual([])
    expect(told).toHaveLength(1)
    expect(watch.views()[0]?.silenced).toBe(true)
    clock.advance(5 * MINUTE)
    gate.see(sighting(2))
    expect(gate.signals).toHaveLength(1)
    expect(await watch.signal('main', { light: true, sound: false }, 100)).toBe(true)
    expect(await watch.signal('nowhere', { light: true, sound: false }, 100)).toBe(false)
  })
})

describe('people', () => {
  it('of today are shown for each gate that counts, and of each hour told when it is over', () => {
    begin()
    expect(watch.views()).toEqual([
      { id: 'main', name: 'Main entrance', state: 'ready', silenced: false, today: null },
    ])
    const hourly: unknown[] = []
    watch.onHour((hour) => hourly.push(hour))
    gate.people(100, 90)
    clock.advance(5_000)
    gate.people(103, 91)
    expect(watch.views()[0]?.today).toEqual({ into: 3, out: 1 })
    expect(hourly).toEqual([])
    clock.advance(HOUR)
    const from = clock.wall() - (clock.wall() % HOUR) - HOUR
    expect(hourly).toEqual([{ gate: 'main', from, to: from + HOUR, into: 3, out: 1, alarms: 0 }])
    clock.advance(HOUR)
    expect(hourly.slice(1)).toMatchObject([{ gate: 'main', from: from + HOUR, into: 0, out: 0, alarms: 0 }])
    expect(watch.hours(0, clock.wall())).toHaveLength(1)
  })
})
