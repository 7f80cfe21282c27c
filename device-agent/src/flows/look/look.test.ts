import { beforeEach, describe, expect, it } from 'vitest'
import { HELP_INTENTS } from '../../contract/help-intents.ts'
import { Intent, type SessionIntent } from '../../contract/intent.ts'
import type { Screen, SessionView } from '../../contract/view.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { Signal } from '../../runtime/emitter.ts'
import { Look, type LookRules, QUESTIONS_MAX } from './look.ts'
import type { Looker } from './port.ts'

const SECOND = 1_000
const counts = { onPad: 0, yours: 0, inProgress: 0, notYours: 0 }
const ATTRACT: Screen = {
  name: 'attract',
  counts,
  problem: null,
  lends: { problem: null },
  takesBack: null,
  message: null,
}
const ITEMS: Screen = { name: 'items', patronName: 'Mira K.', counts, rows: [], problem: null, holdsReady: 1 }
const IDENTIFY: Screen = { name: 'identify', counts, problem: null }
const STAFF_PIN: Screen = { name: 'staffPin', problem: null, pauseSeconds: 0 }
const GOODBYE: Screen = {
  name: 'goodbye',
  reason: 'finished',
  visit: 'borrow',
  lent: 1,
  returned: 0,
  receipt: 'none',
  settling: 0,
  onPad: 0,
  problem: null,
}

let clock: ManualClock
let rules: LookRules
let screens: number
let shown: Screen
let intents: SessionIntent[]
let look: Look
const views = new Signal<void>()

function view(): SessionView {
  return {
    revision: 1,
    boot: 'boot-1',
    library: { name: 'Riverside' },
    kiosk: { name: 'Self-service', languages: ['en'] },
    preferences: { language: 'en', textSize: 'normal', theme: 'light', volumePercent: 50 },
    devices: { ils: 'ready', rfid: 'ready', scanner: 'none', printer: 'away' },
    screen: shown,
    dialog: null,
    inactivity: null,
  }
}
function show(screen: Screen): void {
  shown = screen
  views.tell()
}

/** Somebody at the desk; `told` is everything that reached them or the record. */
function staff(session = 'a', name = 'maria') {
  const told: string[] = []
  const looker: Looker = {
    session,
    name,
    over: (why) => told.push(`over ${why}`),
    note: (...words) => told.push(words.filter((word) => word !== '').join(' | ')),
  }
  return Object.assign(looker, { told })
}

beforeEach(() => {
  clock = new ManualClock()
  rules = { enabled: true, lookMilliseconds: 600 * SECOND, questionMilliseconds: 30 * SECOND }
  screens = 1
  shown = ATTRACT
  intents = []
  look = new Look({
    clock,
    session: {
      view,
      onView: (listener) => views.listen(listener),
      intent: (intent) => void intents.push(intent),
    },
    mask: (plain) => ({ ...plain, screen: { ...plain.screen, masked: true } }),
    screens: () => screens,
    rules: () => rules,
  })
  return () => {
    look.stop()
    expect(views.size).toBe(0)
    expect(clock.pending).toBe(0)
  }
})
const help = () => look.kiosk.view().help

/** In a visit that is being helped. */
function helping(maria = staff()) {
  show(ITEMS)
  look.begin(maria)
  look.act(maria, { type: 'takeOver' })
  look.kiosk.intent({ type: 'helpAllow' })
  expect(help()?.stage).toBe('helping')
  return maria
}
const touch = (intent: Intent) => ({ type: 'touch', intent }) as const

describe('while staff look', () => {
  it('the kiosk says so, what they see is masked, and both end with it', () => {
    const maria = staff()
    expect(help()).toBeNull()
    expect(look.begin(maria)).toBeNull()
    expect(help()).toEqual({ stage: 'looking', secondsLeft: null })
    expect(look.view()).toMatchObject({ secondsLeft: 600, idle: true, view: { screen: { masked: true } } })
    look.left(maria)
    expect(help()).toBeNull()
    expect(maria.told).toEqual(['look.begin | done', 'look.end | left, seconds 0 | done'])
  })

  it('each change of who looks is a view of its own, with a higher revision', () => {
    let heard = 0
    look.kiosk.onView(() => heard++)
    const before = look.kiosk.view().revision
    const maria = staff()
    look.begin(maria)
    expect(look.kiosk.view().revision).toBe(before + 1)
    clock.advance(5 * SECOND)
    expect(heard).toBe(1)
    look.left(maria)
    expect(heard).toBe(2)
  })

  it('it ends by itself when its time is over, or the library wants it no more', () => {
    const maria = staff()
    look.begin(maria)
    clock.advance(599 * SECOND)
    expect(help()).not.toBeNull()
    clock.advance(SECOND)
    expect(help()).toBeNull()
    expect(maria.told).toContain('over time')
    look.begin(maria)
    rules = { ...rules, enabled: false }
    clock.advance(SECOND)
    expect(maria.told.at(-1)).toBe('over off')
    expect(look.begin(maria)).toEqual({ why: 'off', by: '' })
  })

  it('another one is told who looks; the same one goes on at another page', () => {
    const maria = staff()
    look.begin(maria)
    const jo = staff('b', 'jo')
    expect(look.begin(jo)).toEqual({ why: 'busy', by: 'maria' })
    expect(jo.told).toEqual(['look.begin | busy'])
    const again = staff()
    expect(look.begin(again)).toBeNull()
    expect(maria.told.at(-1)).toBe('over elsewhere')
    look.left(maria)
    expect(help()).not.toBeNull()
    expect(look.act(maria, { type: 'takeOver' })).toBe('notTakenOver')
    look.left(again)
  })

  it('nothing is shown that no banner tells of: without a screen of the kiosk there is no view', () => {
    const maria = staff()
    screens = 0
    look.begin(maria)
    expect(look.view()).toMatchObject({ view: null, obstacle: 'noScreen' })
    expect(look.act(maria, { type: 'takeOver' })).toBe('noScreen')
    screens = 1
    expect(look.view().view).not.toBeNull()
    look.left(maria)
  })

  it('the kiosk’s screen says how large it is, and the session hears nothing of it', () => {
    look.kiosk.intent({ type: 'screenSize', width: 1080, height: 1920 })
    expect(look.view().size).toEqual({ width: 1080, height: 1920 })
    expect(intents).toEqual([])
  })
})

describe('a patron who is asked', () => {
  it('sees how long the question stands, and no answer is a no', () => {
    show(ITEMS)
    const maria = staff()
    look.begin(maria)
    expect(look.act(maria, { type: 'takeOver' })).toBeNull()
    expect(help()).toEqual({ stage: 'asking', secondsLeft: 30 })
    clock.advance(12 * SECOND)
    expect(help()?.secondsLeft).toBe(18)
    expect(look.act(maria, touch({ type: 'finish' }))).toBe('notTakenOver')
    clock.advance(18 * SECOND)
    expect(help()?.stage).toBe('looking')
    expect(look.view().said).toBe('noAnswer')
    look.kiosk.intent({ type: 'helpAllow' })
    expect(help()?.stage).toBe('looking')
    look.left(maria)
  })

  it('is asked a few times at most in one visit, and again in the next', () => {
    show(ITEMS)
    const maria = staff()
    look.begin(maria)
    for (let asked = 0; asked < QUESTIONS_MAX; asked++) {
      expect(look.act(maria, { type: 'takeOver' })).toBeNull()
      clock.advance(30 * SECOND)
    }
    expect(look.act(maria, { type: 'takeOver' })).toBe('askedEnough')
    show(GOODBYE)
    expect(look.act(maria, { type: 'takeOver' })).toBe('leaving')
    show(IDENTIFY)
    expect(look.act(maria, { type: 'takeOver' })).toBeNull()
    look.left(maria)
  })

  it('and says no, or ends the help, is not asked again in this visit', () => {
    const maria = staff()
    show(ITEMS)
    look.begin(maria)
    look.act(maria, { type: 'takeOver' })
    look.kiosk.intent({ type: 'helpRefuse' })
    expect(look.view()).toMatchObject({ said: 'refused', obstacle: 'patronSaidNo' })
    expect(look.act(maria, { type: 'takeOver' })).toBe('patronSaidNo')
    show(ATTRACT)
    helping(maria)
    look.kiosk.intent({ type: 'helpEnd' })
    expect(look.view()).toMatchObject({
      said: 'patronEnded',
      obstacle: 'patronSaidNo',
      help: { stage: 'looking' },
    })
    expect(look.act(maria, touch({ type: 'finish' }))).toBe('notTakenOver')
    look.left(maria)
  })

  it('and leaves has not answered; staff may take the question back', () => {
    const maria = staff()
    show(ITEMS)
    look.begin(maria)
    look.act(maria, { type: 'takeOver' })
    look.act(maria, { type: 'letGo' })
    expect(look.view()).toMatchObject({ said: 'letGo', help: { stage: 'looking' } })
    look.act(maria, { type: 'takeOver' })
    show(GOODBYE)
    expect(look.view()).toMatchObject({ said: 'visitOver', obstacle: 'leaving', help: { stage: 'looking' } })
    look.left(maria)
  })
})

describe('staff who help', () => {
  const allIntents = Intent.anyOf.map(({ properties }) => properties.type.const)
  const exampleOf = (type: string): Intent =>
    ({
      ...{ type, row: 'row-1', receipt: 'none', language: 'de', number: '29999000000017', pin: '1234' },
      ...{ code: '29999000000017', page: 'home', action: { type: 'open' }, width: 1, height: 1 },
    }) as Intent

  it('have a rule for every intent there is, and no other', () => {
    expect(Object.keys(HELP_INTENTS).toSorted()).toEqual([...allIntents].toSorted())
  })

  it.each(allIntents)(
    'do with %s what the table says, and no PIN, card or word of it is in the record',
    (type) => {
      const rule = HELP_INTENTS[type]
      const maria = helping()
      const inVisit = look.act(maria, touch(exampleOf(type)))
      expect(inVisit).toBe(rule === 'never' ? 'onlyPatron' : rule === 'idle' ? 'notTakenOver' : null)
      expect(intents.map((intent) => intent.type)).toEqual(inVisit === null ? [type] : [])
      show(ATTRACT)
      look.act(maria, { type: 'takeOver' })
      expect(look.act(maria, touch(exampleOf(type)))).toBe(
        rule === 'never' ? 'onlyPatron' : rule === 'allowed' ? 'notTakenOver' : null,
      )
      expect(maria.told.join()).not.toMatch(/29999000000017|1234/)
      look.left(maria)
    },
  )

  it('can enter no PIN and no card, scan nothing and answer for nobody', () => {
    for (const type of ['enterPin', 'enterNumber', 'scan', 'staffPin', 'helpAllow', 'takeOver'] as const)
      expect(HELP_INTENTS[type]).toBe('never')
  })

  it('leave the patron’s own touch as it is', () => {
    const maria = helping()
    look.kiosk.intent({ type: 'finish' })
    look.act(maria, touch({ type: 'back' }))
    look.kiosk.intent({ type: 'enterPin', pin: '1234' })
    expect(intents.map(({ type }) => type)).toEqual(['finish', 'back', 'enterPin'])
    look.left(maria)
  })

  it('use the screen that waits for somebody without asking; whoever begins has it for themselves', () => {
    const maria = staff()
    look.begin(maria)
    look.act(maria, { type: 'takeOver' })
    expect(help()?.stage).toBe('helping')
    expect(look.act(maria, touch({ type: 'start' }))).toBeNull()
    show(IDENTIFY)
    expect(look.view()).toMatchObject({ said: 'visitBegan', help: { stage: 'looking' } })
    expect(look.act(maria, touch({ type: 'cancel' }))).toBe('notTakenOver')
    look.left(maria)
  })

  it('have let go when the visit is over, also where the next begins at once', () => {
    const maria = helping()
    show(GOODBYE)
    show(IDENTIFY)
    expect(look.view()).toMatchObject({ said: 'visitOver', help: { stage: 'looking' } })
    look.left(maria)
  })

  it('stop where the kiosk’s screen is not connected any more, or their own page is not', () => {
    const maria = helping()
    screens = 0
    expect(look.act(maria, touch({ type: 'finish' }))).toBe('noScreen')
    clock.advance(SECOND)
    expect(look.view()).toMatchObject({ said: 'noScreen', help: { stage: 'looking' } })
    screens = 1
    look.act(maria, { type: 'takeOver' })
    look.kiosk.intent({ type: 'helpAllow' })
    look.left(maria)
    expect(help()).toBeNull()
    expect(look.act(maria, touch({ type: 'finish' }))).toBe('notTakenOver')
    expect(intents).toEqual([])
  })

  it('stay away from staff mode at the kiosk', () => {
    const maria = staff()
    show(STAFF_PIN)
    look.begin(maria)
    expect(look.act(maria, { type: 'takeOver' })).toBe('staffThere')
    look.left(maria)
  })

  it('are in the record with all of it: the question, the answer, each touch, and how long it took', () => {
    const maria = helping()
    look.act(maria, touch({ type: 'prefer', language: 'de', volumePercent: 0 }))
    look.act(maria, touch({ type: 'enterPin', pin: '1234' }))
    clock.advance(7 * SECOND)
    look.kiosk.intent({ type: 'helpEnd' })
    look.left(maria)
    expect(maria.told).toEqual([
      'look.begin | done',
      'look.ask | done',
      'look.help | allowed | done',
      'look.touch | prefer language volumePercent | done',
      'look.touch | enterPin | onlyPatron',
      'look.helped | patronEnded, seconds 7 | done',
      'look.end | left, seconds 7 | done',
    ])
  })
})
