import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DeskEvent, StaffView } from '@lectern/device-agent/contract/staff'
import { StaffModeAction } from '@lectern/device-agent/contract/staff-mode'
import { COMMANDS } from '@lectern/device-agent/monitoring/commands/contract'
import { describe, expect, it } from 'vitest'
import de from '../../messages/staff/de.json' with { type: 'json' }
import en from '../../messages/staff/en.json' with { type: 'json' }
import { LANGUAGES } from '../i18n/languages.ts'
import { agoWords } from '../i18n/times.ts'
import { attentionOf, type GateAlarm, waitingOf } from './desk/attention.ts'
import { nameOf, verdictWords, whereWords } from './desk/event-words.ts'
import { isStaffKey, signalName, staffWords, wordOf } from './words.ts'

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.(svelte|ts)$/.test(name) && !name.includes('.test.'),
)
const code = files.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8')).join('\n')
/** Every placeholder there is. */
const PARAMS = {
  count: 2,
  direction: 'out',
  gate: 'x',
  kiosk: 'x',
  item: 'x',
  last: 'x',
  bin: 1,
  ago: 'x',
  ready: 1,
  total: 2,
  seconds: 2,
  name: 'x',
  role: 'x',
  module: 'x',
  terminal: 1,
  provider: 'x',
}
/** A branch of a plural may hold a single word too: 'item' is a placeholder only where it is one in no plural. */
const placeholders = (text: string): readonly string[] =>
  Object.keys(PARAMS).filter((name) => new RegExp(`(?<!\\b(one|other) )\\{${name}[,}]`).test(text))
/** Keys that the code puts together. */
const TOGETHER =
  /^(tab\.\w+|refusal\.\w+|verdict\.\w+|verdict\.short\.\w+|drop\.(open|busy|shut)|signal\.\w+|signals\.(on|off|unknown|holdOn|holdOff)|device\.\w+|state\.\w+|reports\.(day|month)|role\.\w+(\.lead)?|signIn\.(wrong|wait|closed|lost)|openId\.(away|clock|noRole|cancelled|expired|failed)|me\.(wrong|wait|lost)|accounts\.\w+|did\.[\w.]+|result\.\w+)$/

const alarm = (id: string, over: Partial<GateAlarm> = {}): GateAlarm => ({
  type: 'gateAlarm',
  id,
  at: '2026-01-15T09:00:00.000Z',
  gate: 'entrance',
  item: '31173000001024',
  title: null,
  verdict: 'theft',
  kiosk: null,
  direction: 'out',
  ...over,
})
const view = (over: Partial<StaffView>): StaffView => ({
  boot: 'boot-1',
  revision: 1,
  kiosk: { id: 'kiosk-1', name: '' },
  library: { name: '' },
  devices: [],
  notices: [],
  signals: [],
  drop: null,
  gates: [],
  events: [],
  acknowledged: [],
  ...over,
})
const notice = (code: 'ILS_AWAY' | 'PRINTER_PAPER_LOW', severity: 'error' | 'info') => ({
  code,
  key: '',
  severity,
  staff: '',
  whatToDo: '',
  detail: '',
  since: '2026-01-15T09:00:00.000Z',
  count: 1,
})

describe("the words of the staff's pages", () => {
  it('are the same in every language, with the same placeholders', () => {
    expect(Object.keys(de).toSorted()).toEqual(Object.keys(en).toSorted())
    for (const [key, text] of Object.entries(en))
      if (isStaffKey(key)) expect(placeholders(de[key]), key).toEqual(placeholders(text))
  })

  it('are all said somewhere', () => {
    const unused = Object.keys(en).filter((key) => !TOGETHER.test(key) && !code.includes(`'${key}'`))
    expect(unused).toEqual([])
  })

  it('name all that the audit holds from the screen and of orders', () => {
    const actions = StaffModeAction.anyOf.map(({ properties }) => `did.staffMode.${properties.type.const}`)
    const orders = Object.keys(COMMANDS).map((verb) => `did.order.${verb}`)
    expect([...actions, ...orders].filter((key) => !isStaffKey(key))).toEqual([])
  })

  it.each(LANGUAGES)('are sound ICU messages in %s', (language) => {
    const t = staffWords(language)
    for (const key of Object.keys(en))
      if (isStaffKey(key)) expect(t(key, PARAMS).length, key).toBeGreaterThan(0)
    expect(t('desk.busy', { count: 1 })).not.toBe(t('desk.busy', { count: 2 }))
  })

  it("the drop's signals have names; others are the settings' own, their words apart", () => {
    const t = staffWords('en')
    expect(signalName(t, 'entryBeam')).toBe('Beam at the entry')
    expect(signalName(t, 'arrived3')).toBe('Arrived in bin 3')
    expect(signalName(t, 'garageDoorOpen')).toBe('Garage door open')
    expect(wordOf(t, 'state', 'ready')).toBe('Ready')
    expect(wordOf(t, 'state', 'dreaming')).toBe('dreaming')
  })

  it('time that has passed is told in its largest whole unit, and never in the future', () => {
    const now = Date.UTC(2026, 0, 15, 12)
    const ago = (minutes: number) => agoWords('en', new Date(now - minutes * 60_000).toISOString(), now)
    expect([ago(-1), ago(0.9), ago(1), ago(59), ago(60), ago(1439), ago(1440)]).toEqual([
      'now',
      'now',
      '1 minute ago',
      '59 minutes ago',
      '1 hour ago',
      '23 hours ago',
      'yesterday',
    ])
    expect(agoWords('de', new Date(now - 120_000).toISOString(), now)).toBe('vor 2 Minuten')
  })
})

describe('what needs a person', () => {
  const test = alarm('t', { verdict: 'test' })
  const lent = alarm('l', { verdict: 'rewriteFailed', kiosk: 'Kiosk 2' })
  const seen = alarm('s')
  const exception: DeskEvent = {
    type: 'exception',
    id: 'x',
    at: '2026-01-15T09:00:00.000Z',
    item: null,
    title: null,
    bin: 5,
    reason: 'ITEM_ON_HOLD',
  }

  it('is every alarm nobody has seen to, the grave ones first; a test tag and what was seen is past', () => {
    const attention = attentionOf(
      view({
        events: [test, lent, alarm('b'), exception, seen, alarm('a', { verdict: 'looking' })],
        acknowledged: ['s'],
      }),
    )
    expect(attention.alarms.map(({ id }) => id)).toEqual(['b', 'a', 'l'])
    expect(attention.earlier.map(({ id }) => id)).toEqual(['t', 'x', 's'])
  })

  it('is each warning and error, and the exceptions of the drop as one thing', () => {
    const attention = attentionOf(
      view({
        notices: [notice('ILS_AWAY', 'error'), notice('PRINTER_PAPER_LOW', 'info')],
        drop: {
          state: 'open',
          problem: null,
          onBelt: 0,
          bins: [],
          exceptions: [7, 8].map((id) => ({ ...exception, id })),
        },
        events: [alarm('a')],
      }),
    )
    expect(attention.notices.map(({ code }) => code)).toEqual(['ILS_AWAY'])
    expect(waitingOf(attention)).toBe(3)
    expect(waitingOf(attentionOf(view({})))).toBe(0)
  })

  it('is said in plain words', () => {
    const t = staffWords('en')
    expect(nameOf(t, lent)).toBe('Item 1024')
    expect(nameOf(t, { item: null, title: null })).toBe('An item without a readable tag')
    expect(nameOf(t, { item: 'x', title: 'Emma' })).toBe('Emma')
    expect(verdictWords(t, lent)).toContain('Lent at Kiosk 2 moments ago')
    expect(verdictWords(t, { ...lent, kiosk: null })).toContain('Lent at a kiosk')
    expect(whereWords(t, lent, 'Main entrance')).toBe('Main entrance, going out')
    expect(whereWords(t, { ...lent, direction: null }, 'Main entrance')).toBe('Main entrance')
  })
})
