import { beforeEach, describe, expect, it } from 'vitest'
import { LecternError } from '../contract/errors.ts'
import { DESK_EVENTS_MAX } from '../contract/staff.ts'
import { alarm, fakeDesk, kept } from './desk.test-support.ts'
import { GATE_TEST_MILLISECONDS, PACE_MILLISECONDS } from './desk.ts'
import { HOLD_MAX_MILLISECONDS, HOLD_SILENCE_MILLISECONDS } from './exercise.ts'

let h: ReturnType<typeof fakeDesk>
let told: number
beforeEach(() => {
  h = fakeDesk()
  told = 0
  h.desk.onView(() => told++)
})

describe('the view of the desk', () => {
  it('holds devices, notices, signals, drop, gates and events', () => {
    h.notices.raise('PRINTER_PAPER_OUT', '', 'printer')
    h.events.tell(alarm('a'))
    expect(h.desk.view()).toMatchObject({
      boot: 'boot-1',
      kiosk: { id: 'kiosk-1', name: 'Self-service' },
      library: { name: 'Riverside' },
      devices: [{ id: 'printer', kind: 'printer', state: 'ready', since: '1970-01-01T00:00:00.000Z' }],
      notices: [{ code: 'PRINTER_PAPER_OUT', whatToDo: 'Put in a new roll.' }],
      signals: [
        { name: 'beam', direction: 'input', active: false, module: 'io', terminal: 0 },
        { name: 'conveyor', direction: 'output', active: false },
        { name: 'doorClosed', direction: 'input', active: true },
      ],
      drop: { state: 'shut' },
      gates: [{ id: 'entrance' }],
      events: [{ id: 'a', verdict: 'looking' }],
      acknowledged: [],
    })
  })

  it('without drop, gates or wiring says so, and does nothing to them', async () => {
    const bare = fakeDesk({ drop: null, gates: null, signals: null, events: [] })
    expect(bare.desk.view()).toMatchObject({ drop: null, gates: [], signals: [], events: [] })
    for (const action of [
      { type: 'exercise', signal: 'conveyor', hold: true },
      { type: 'emptyBin', bin: 1 },
      { type: 'clearJam' },
      { type: 'resolveException', id: 7 },
      { type: 'silenceGate', gate: 'entrance', minutes: 15 },
      { type: 'testGate', gate: 'entrance', light: true, sound: true },
    ] as const)
      expect(await bare.desk.act(action), action.type).toBe('gone')
  })

  it('an event that is told again keeps its place and knows more', () => {
    h.events.tell(alarm('a'))
    h.events.tell(alarm('b'))
    h.events.tell(alarm('a', { title: 'Emma', verdict: 'theft' }))
    expect(h.desk.view().events).toMatchObject([
      { id: 'b', verdict: 'looking' },
      { id: 'a', title: 'Emma', verdict: 'theft' },
    ])
  })

  it('however much happens, the list is bounded and the newest stay', async () => {
    const acknowledged = kept()
    h = fakeDesk({ acknowledged })
    h.events.tell(alarm('0'))
    await h.desk.act({ type: 'acknowledge', event: '0' })
    expect(acknowledged.all()).toEqual(['0'])
    for (let i = 1; i <= DESK_EVENTS_MAX; i++) h.events.tell(alarm(String(i)))
    expect(h.desk.view().events).toHaveLength(DESK_EVENTS_MAX)
    expect(h.desk.view().events[0]?.id).toBe(String(DESK_EVENTS_MAX))
    expect(h.desk.view().acknowledged).toEqual([])
    expect(acknowledged.all()).toEqual([])
  })
})

describe('after a start', () => {
  it('what happened before is there in its order, and only what is still new waits for somebody', () => {
    const at = (minutes: number) => new Date(Date.UTC(2026, 0, 15, 9) - minutes * 60_000).toISOString()
    const recent = [alarm('b', { at: at(5) }), alarm('a', { at: at(60) })]
    const later = fakeDesk({ events: [{ recent: () => recent, onEvent: () => () => {} }] })
    expect(later.desk.view().events.map(({ id }) => id)).toEqual(['b', 'a'])
    expect(later.desk.view().acknowledged).toEqual(['a'])
  })

  it('what was seen to waits for nobody again, and what is no longer shown is forgotten', async () => {
    const recent = [alarm('c'), alarm('b'), alarm('a')].map((event) => ({
      ...event,
      at: new Date(h.clock.wall()).toISOString(),
    }))
    const events = [{ recent: () => recent, onEvent: () => () => {} }]
    const acknowledged = kept('gone')
    const first = fakeDesk({ events, acknowledged })
    await first.desk.act({ type: 'acknowledge', event: 'b' })
    const again = fakeDesk({ events, acknowledged })
    expect(again.desk.view().acknowledged).toEqual(['b'])
    expect(acknowledged.all()).toEqual(['b'])
  })

  it('what cannot be kept is seen to all the same until the next start', async () => {
    const full = () => {
      throw new LecternError('JOURNAL_DISK_FULL')
    }
    const later = fakeDesk({ acknowledged: { all: () => [], add: full, remove: full } })
    later.events.tell(alarm('a'))
    expect(await later.desk.act({ type: 'acknowledge', event: 'a' })).toBeNull()
    expect(later.desk.view().acknowledged).toEqual(['a'])
  })
})

describe('what is told when', () => {
  it('an event is told at once, however much else was told just before', () => {
    h.signals.change('beam', true)
    h.events.tell(alarm('a'))
    h.events.tell(alarm('b'))
    expect(told).toBe(3)
  })

  it('a sensor that flickers is told at once, then at most ten times a second, and its last level is not lost', () => {
    for (let i = 0; i < 1_000; i++) {
      h.signals.change('beam', i % 2 === 0)
      h.clock.advance(1)
    }
    expect(told).toBeLessThanOrEqual(1_000 / PACE_MILLISECONDS + 1)
    expect(told).toBeGreaterThanOrEqual(9)
    h.clock.advance(PACE_MILLISECONDS)
    expect(h.desk.view().signals[0]?.active).toBe(false)
    expect(h.clock.pending).toBe(0)
  })

  it('a device, a notice and the drop are told, each with a new revision', () => {
    for (const change of [
      () => h.device({ state: 'away', code: 'PRINTER_AWAY' }),
      () => h.notices.raise('ILS_AWAY'),
      () => h.drop.change({ onBelt: 1 }),
    ]) {
      const { revision } = h.desk.view()
      change()
      h.clock.advance(PACE_MILLISECONDS)
      expect(h.desk.view().revision).toBe(revision + 1)
    }
    expect(h.desk.view()).toMatchObject({
      devices: [{ state: 'away', code: 'PRINTER_AWAY' }],
      notices: [{ code: 'ILS_AWAY' }],
      drop: { onBelt: 1 },
    })
  })

  it('after its end it listens to nobody and waits for nothing', async () => {
    h.signals.change('beam', true)
    h.signals.change('beam', false)
    await h.desk.act({ type: 'exercise', signal: 'conveyor', hold: true })
    await h.desk.stop()
    expect(h.listeners()).toBe(0)
    expect(h.clock.pending).toBe(0)
    expect(h.told.at(-1)).toEqual(['conveyor', false])
  })
})

describe('what staff do', () => {
  it('reaches drop and gates, and what is not there is gone', async () => {
    const said = [
      await h.desk.act({ type: 'emptyBin', bin: 1 }),
      await h.desk.act({ type: 'emptyBin', bin: 9 }),
      await h.desk.act({ type: 'clearJam' }),
      await h.desk.act({ type: 'resolveException', id: 7 }),
      await h.desk.act({ type: 'resolveException', id: 8 }),
      await h.desk.act({ type: 'silenceGate', gate: 'entrance', minutes: 15 }),
      await h.desk.act({ type: 'silenceGate', gate: 'cellar', minutes: 15 }),
      await h.desk.act({ type: 'testGate', gate: 'entrance', light: true, sound: false }),
      await h.desk.act({ type: 'testGate', gate: 'cellar', light: true, sound: false }),
    ]
    expect(said).toEqual([null, 'gone', null, null, 'gone', null, 'gone', null, 'gone'])
    expect(h.drop.asked).toEqual(['empty 1', 'empty 9', 'clear', 'resolve 7', 'resolve 8'])
    expect(h.gates.asked).toEqual([
      'silence entrance 15',
      'silence cellar 15',
      `signal entrance {"light":true,"sound":false} ${GATE_TEST_MILLISECONDS}`,
    ])
    expect(h.lines).toMatchObject([{ code: 'GATE_SILENCED', device: 'entrance', count: 15 }])
  })

  it('an event is acknowledged once for everybody', async () => {
    h.events.tell(alarm('a'))
    expect(await h.desk.act({ type: 'acknowledge', event: 'a' })).toBeNull()
    expect(await h.desk.act({ type: 'acknowledge', event: 'z' })).toBe('gone')
    expect(h.desk.view().acknowledged).toEqual(['a'])
    expect(told).toBe(2)
  })

  it('that fails is refused and logged without its words', async () => {
    h.drop.resolve = () => {
      throw new RangeError('31173000001001')
    }
    expect(await h.desk.act({ type: 'resolveException', id: 7 })).toBe('refused')
    expect(h.lines).toMatchObject([{ code: 'STAFF_ACTION_FAILED', detail: 'resolveException: RangeError' }])
  })
})

describe('an output that is tried by hand', () => {
  const hold = (signal = 'conveyor') => h.desk.act({ type: 'exercise', signal, hold: true })
  const release = () => h.desk.act({ type: 'exercise', signal: 'conveyor', hold: false })

  it('takes the level it does not have and goes back when the button is let go; both are logged', async () => {
    expect(await hold()).toBeNull()
    h.clock.advance(400)
    expect(await hold()).toBeNull()
    expect(await release()).toBeNull()
    expect(h.told).toEqual([
      ['conveyor', true],
      ['conveyor', false],
    ])
    expect(h.lines).toMatchObject([
      { code: 'OUTPUT_EXERCISED', device: 'io', detail: 'conveyor on' },
      { code: 'OUTPUT_EXERCISED_OVER', device: 'io', detail: 'conveyor', milliseconds: 400 },
    ])
    expect(h.clock.pending).toBe(0)
  })

  it('is told before it moves, and no more when it is back, so that the drop stays shut meanwhile', async () => {
    const seen: string[] = []
    h.hands.onChange(() => seen.push(`${h.hands.held.join()}: told ${h.told.length}`))
    await hold()
    await hold()
    h.clock.advance(HOLD_SILENCE_MILLISECONDS)
    await Promise.resolve()
    await Promise.resolve()
    expect(seen).toEqual(['conveyor: told 0', ': told 2'])
  })

  it('that the module refuses is given back at once', async () => {
    h.signals.confirms = false
    await hold()
    expect(h.hands.held).toEqual([])
  })

  it('goes back by itself when the page falls silent', async () => {
    await hold()
    h.clock.advance(HOLD_SILENCE_MILLISECONDS - 1)
    expect(h.told).toHaveLength(1)
    h.clock.advance(1)
    expect(h.told.at(-1)).toEqual(['conveyor', false])
  })

  it('goes back after the longest time, and stays until the button was let go', async () => {
    for (let held = 0; held < 2 * HOLD_MAX_MILLISECONDS; held += 500) {
      await hold()
      h.clock.advance(500)
    }
    expect(h.told).toEqual([
      ['conveyor', true],
      ['conveyor', false],
    ])
    expect(h.lines.at(-1)).toMatchObject({ milliseconds: HOLD_MAX_MILLISECONDS })
    await release()
    await hold()
    expect(h.told).toHaveLength(3)
  })

  it('is refused while the drop takes items, and goes back when it begins to', async () => {
    await hold()
    h.drop.change({ state: 'open' })
    expect(h.told.at(-1)).toEqual(['conveyor', false])
    expect(await hold()).toBe('dropOpen')
    expect(h.told).toHaveLength(2)
  })

  it('is refused while an interlock is open or not known, and goes back when one opens', async () => {
    await hold()
    h.signals.change('doorClosed', false)
    expect(h.told.at(-1)).toEqual(['conveyor', false])
    expect(await hold()).toBe('interlock')
    h.signals.change('doorClosed', null)
    expect(await hold()).toBe('interlock')
    expect(h.told).toHaveLength(2)
    h.signals.change('doorClosed', true)
    expect(await hold()).toBeNull()
  })

  it('is refused where the module says no, and where its level is not known', async () => {
    h.signals.confirms = false
    expect(await hold()).toBe('refused')
    expect(h.told.at(-1)).toEqual(['conveyor', false])
    expect(h.lines.at(-1)).toMatchObject({ code: 'OUTPUT_EXERCISED_OVER', level: 'warning' })
    h.signals.change('conveyor', null)
    expect(await hold()).toBe('refused')
    expect(h.told).toHaveLength(2)
  })

  it('is never an input', async () => {
    expect(await hold('beam')).toBe('gone')
    expect(await hold('nothing')).toBe('gone')
    expect(h.told).toEqual([])
  })
})
