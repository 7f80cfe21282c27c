import { describe, expect, it } from 'vitest'
import type { Intent } from '../contract/intent.ts'
import type { View } from '../contract/view.ts'
import { ManualClock } from '../runtime/clock.ts'
import { Signal } from '../runtime/emitter.ts'
import type { SharedView } from './kiosk-port.ts'
import {
  BAD_MESSAGES_MAX,
  BUFFERED_MAX_BYTES,
  PING_INTERVAL_MILLISECONDS,
  UNANSWERED_PINGS_MAX,
  type Wire,
} from './screen.ts'
import { SCREENS_MAX, Screens } from './screens.ts'
import { sampleView } from './view.test-support.ts'

function wire() {
  const seen: View[] = []
  const closed: number[] = []
  const pending: (() => void)[] = []
  const state = { buffered: 0, pings: 0, terminated: false }
  const it: Wire = {
    bufferedBytes: () => state.buffered,
    send: (text, taken) => {
      seen.push(JSON.parse(text))
      pending.push(taken)
    },
    ping: () => {
      state.pings++
    },
    close: (code) => closed.push(code),
    terminate: () => {
      state.terminated = true
    },
  }
  const drain = (): void => {
    state.buffered = 0
    for (const taken of pending.splice(0)) taken()
  }
  return { it, seen, closed, state, drain, revisions: () => seen.map((view) => view.revision) }
}

function house(handler: (intent: Intent) => void = () => {}) {
  const clock = new ManualClock()
  const changed = new Signal<void>()
  const intents: Intent[] = []
  const errors: unknown[] = []
  const sends: (() => void)[] = []
  let revision = 1
  const shown = { screen: sampleView(1).screen }
  const kiosk = {
    view: (): SharedView => ({ ...sampleView(revision), screen: shown.screen }),
    onView: (listener: () => void) => changed.listen(listener),
    intent: (intent: Intent) => {
      intents.push(intent)
      handler(intent)
    },
  }
  const screens = new Screens({
    kiosk,
    clock,
    onError: (error) => errors.push(error),
    schedule: (send) => sends.push(send),
  })
  return Object.assign(shown, {
    clock,
    screens,
    intents,
    errors,
    changed,
    change: () => {
      revision++
      changed.tell()
    },
    tick: () => {
      for (const send of sends.splice(0)) send()
    },
    join: () => {
      const socket = wire()
      const events = screens.join(socket.it)
      const say = (intent: unknown) => events?.received(JSON.stringify(intent))
      return { ...socket, events, say }
    },
  })
}

describe('what a screen is shown', () => {
  it('gets the whole view at once when it connects', () => {
    const h = house()
    expect(h.join().seen).toEqual([{ ...sampleView(1), mirror: false }])
  })

  it('several changes within a tick are one message, with the newest view', () => {
    const h = house()
    const screen = h.join()
    h.change()
    h.change()
    h.change()
    h.tick()
    expect(screen.revisions()).toEqual([1, 4])
  })

  it('a slow screen is sent no older views after it has caught up: only the newest', () => {
    const h = house()
    const screen = h.join()
    screen.state.buffered = BUFFERED_MAX_BYTES + 1
    for (let i = 0; i < 5; i++) {
      h.change()
      h.tick()
    }
    expect(screen.revisions()).toEqual([1])
    screen.drain()
    expect(screen.revisions()).toEqual([1, 6])
  })

  it('a slow screen does not hold the others up', () => {
    const h = house()
    const slow = h.join()
    const quick = h.join()
    slow.state.buffered = BUFFERED_MAX_BYTES + 1
    h.change()
    h.tick()
    expect(quick.revisions()).toEqual([1, 2])
  })
})

describe('which screen acts', () => {
  it('the first acts, the second mirrors it, and its intents change nothing', () => {
    const h = house()
    const first = h.join()
    const second = h.join()
    expect(second.seen.map((view) => view.mirror)).toEqual([true])
    second.say({ type: 'start' })
    expect(h.intents).toEqual([])
    first.say({ type: 'start' })
    expect(h.intents).toEqual([{ type: 'start' }])
  })

  it('a mirror shows nothing of whoever is there before it has taken over, which the other screen says', () => {
    const h = house()
    h.screen = {
      name: 'items',
      patronName: 'Mira K.',
      counts: { onPad: 0, yours: 0, inProgress: 0, notYours: 0 },
      rows: [],
      problem: null,
      holdsReady: 2,
    }
    const first = h.join()
    const second = h.join()
    expect(JSON.stringify(second.seen)).not.toContain('Mira')
    expect(second.seen.at(-1)).toMatchObject({ mirror: true, screen: { name: 'items' } })
    second.say({ type: 'takeOver' })
    h.tick()
    expect(JSON.stringify(second.seen.at(-1))).toContain('Mira')
    expect(first.seen.at(-1)).toMatchObject({ mirror: true, screen: { patronName: '•••' } })
  })

  it('a mirror takes over when it asks to, and the other one becomes the mirror', () => {
    const h = house()
    const first = h.join()
    const second = h.join()
    second.say({ type: 'takeOver' })
    h.tick()
    expect(first.seen.at(-1)?.mirror).toBe(true)
    expect(second.seen.at(-1)?.mirror).toBe(false)
    second.say({ type: 'start' })
    first.say({ type: 'cancel' })
    expect(h.intents).toEqual([{ type: 'start' }])
  })

  it('when the acting screen goes, the oldest of the others takes over', () => {
    const h = house()
    const first = h.join()
    const second = h.join()
    const third = h.join()
    first.events?.gone()
    h.tick()
    expect(second.seen.at(-1)?.mirror).toBe(false)
    expect(third.seen.at(-1)?.mirror).toBe(true)
  })

  it('a mirror that goes changes nothing for the others', () => {
    const h = house()
    const first = h.join()
    h.join().events?.gone()
    h.tick()
    expect(first.seen).toHaveLength(1)
    expect(h.screens.count).toBe(1)
  })

  it('more screens than the kiosk bears are turned away', () => {
    const h = house()
    for (let i = 0; i < SCREENS_MAX; i++) h.join()
    const late = h.join()
    expect(late.closed).toEqual([1013])
    expect(h.screens.count).toBe(SCREENS_MAX)
  })
})

describe('a screen that misbehaves', () => {
  it.each([
    ['no JSON', '{'],
    ['an unknown intent', '{"type":"lendAll"}'],
    ['an intent with more than it should hold', '{"type":"start","x":1}'],
    ['a code that is too long', JSON.stringify({ type: 'scan', code: '1'.repeat(81) })],
    ['JSON that is no object', '3'],
  ])('is closed after %s was sent too often, and nothing reaches the session', (_what, text) => {
    const h = house()
    const screen = h.join()
    for (let i = 1; i < BAD_MESSAGES_MAX; i++) screen.events?.received(text)
    expect(screen.closed).toEqual([])
    screen.events?.received(text)
    expect(screen.closed).toEqual([1008])
    expect(h.intents).toEqual([])
  })

  it('binary messages are bad messages', () => {
    const h = house()
    const screen = h.join()
    for (let i = 0; i < BAD_MESSAGES_MAX; i++) screen.events?.received(null)
    expect(screen.closed).toEqual([1008])
  })

  it('a handler that throws is told, and the next intent is taken', () => {
    const h = house((intent) => {
      if (intent.type === 'start') throw new RangeError('bug')
    })
    const screen = h.join()
    screen.say({ type: 'start' })
    screen.say({ type: 'cancel' })
    expect(h.errors).toEqual([new RangeError('bug')])
    expect(h.intents).toHaveLength(2)
  })

  it('a screen that answers no pings is taken for dead, and the next one acts', () => {
    const h = house()
    const dead = h.join()
    const alive = h.join()
    for (let i = 0; i <= UNANSWERED_PINGS_MAX; i++) {
      h.clock.advance(PING_INTERVAL_MILLISECONDS)
      alive.events?.ponged()
    }
    h.tick()
    expect(dead.state.terminated).toBe(true)
    expect(alive.state.terminated).toBe(false)
    expect(alive.seen.at(-1)?.mirror).toBe(false)
  })

  it('leaves no timer and no listener behind when all is closed', () => {
    const h = house()
    const screen = h.join()
    h.join()
    h.screens.close()
    expect(screen.closed).toEqual([1001])
    expect(h.clock.pending).toBe(0)
    expect(h.changed.size).toBe(0)
  })
})
