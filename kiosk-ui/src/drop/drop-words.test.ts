import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DropScreenView, Greeting } from '@lectern/device-agent/contract/drop-screen'
import { describe, expect, it } from 'vitest'
import de from '../../messages/drop/de.json' with { type: 'json' }
import en from '../../messages/drop/en.json' with { type: 'json' }
import { dropWords, phaseOf, saidOf, soundOf, wishesOf } from './words.ts'

const code = readdirSync(import.meta.dirname)
  .filter((name) => /\.(svelte|ts)$/.test(name) && !name.includes('.test.'))
  .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
  .join('\n')
const greeting = (seen: Partial<Greeting> = {}): Greeting => ({
  state: 'welcome',
  visit: 'possible',
  count: 0,
  aside: 0,
  last: null,
  receipt: 'none',
  ...seen,
})
const view = (shown: Greeting, attended = true): DropScreenView => ({
  boot: 'boot',
  languages: ['en', 'de'],
  theme: 'light',
  volumePercent: 50,
  attended,
  greeting: shown,
})
const t = dropWords('en')
const said = (seen: Partial<Greeting>, attended = true) =>
  saidOf(phaseOf(greeting(seen), true), view(greeting(seen), attended), t)
const taken = { number: 1, taken: true }
const aside = { number: 1, taken: false }

describe('the words at the drop', () => {
  it('are the same in every language, and all said somewhere', () => {
    expect(Object.keys(de)).toEqual(Object.keys(en))
    const together =
      /^(receipt\.(printing|printed|failed)|wish\.(begin|goOn|done|printReceipt)|(full|stuck|staff|shut)\.title)$/
    expect(Object.keys(en).filter((key) => !together.test(key) && !code.includes(`'${key}'`))).toEqual([])
    for (const made of ['`receipt.$', '`wish.$', '}.title`']) expect(code).toContain(made)
  })

  it('ask, thank for what came in, and say so where staff look at it', () => {
    expect(said({}).title).toBe('Slide one item in')
    expect(said({ last: taken }).title).toBe('Received. Thank you!')
    expect(said({ last: aside })).toEqual({ title: t('aside.title'), lead: [t('aside.lead'), t('next')] })
    expect(said({ state: 'wait', last: taken }).title).toBe('One moment')
  })

  it('count in a visit that was begun, in every language', () => {
    const shown = { visit: 'begun', count: 3, aside: 1 } as const
    expect(said({ visit: 'begun' }).title).toBe('Slide your first item in')
    expect(said(shown)).toEqual({ title: '3 received', lead: ['Our staff look at one of them.', t('next')] })
    expect(saidOf('counting', view(greeting(shown)), dropWords('de')).title).toBe('3 erhalten')
    expect(said({ ...shown, last: aside }).title).toBe(t('aside.title'))
  })

  it('ask who is there before anything else, and say goodbye with the receipt', () => {
    expect(said({ visit: 'asking', state: 'wait' }).title).toBe('Still there?')
    expect(said({ visit: 'over' }).lead).toEqual([t('over.lead')])
    expect(said({ visit: 'over', receipt: 'failed' }).lead).toEqual([t('receipt.failed')])
  })

  it('say why it is shut and where else to go, and count for whoever cannot go on', () => {
    const elsewhere = [t('elsewhere.kiosk'), t('elsewhere.nothing')]
    for (const state of ['full', 'stuck', 'staff', 'shut'] as const)
      expect(said({ state })).toEqual({ title: t(`${state}.title`), lead: elsewhere })
    expect(said({ state: 'starting' }).lead).toEqual([t('starting.lead')])
    expect(said({ state: 'shut' }, false).lead[0]).toBe(t('elsewhere.staff'))
    expect(said({ state: 'shut', visit: 'begun', count: 2 }).lead[0]).toBe('2 received')
  })

  it('invite nobody while the agent is not there', () => {
    expect(phaseOf(greeting({ last: taken }), false)).toBe('shut')
  })
})

describe('what can be touched at the drop', () => {
  it('is a receipt where one can be had, then what ends the visit', () => {
    expect(wishesOf(greeting())).toEqual(['begin'])
    expect(wishesOf(greeting({ visit: 'none' }))).toEqual([])
    expect(wishesOf(greeting({ visit: 'begun' }))).toEqual(['done'])
    expect(wishesOf(greeting({ visit: 'begun', receipt: 'offered' }))).toEqual(['printReceipt', 'done'])
    expect(wishesOf(greeting({ visit: 'over', receipt: 'printed' }))).toEqual([])
  })
  it('waits for what is on its way, but for the question who is there', () => {
    expect(wishesOf(greeting({ state: 'wait', visit: 'begun', receipt: 'offered' }))).toEqual([])
    expect(wishesOf(greeting({ state: 'wait', visit: 'asking' }))).toEqual(['goOn', 'done'])
  })
})

describe('a sound at the drop', () => {
  it('comes with each item, another where it was not taken back, and with none from before the screen', () => {
    expect(soundOf(null, greeting({ last: taken }))).toBeNull()
    expect(soundOf(greeting(), greeting({ state: 'wait', last: taken }))).toBe('returned')
    expect(soundOf(greeting({ last: taken }), greeting({ last: { number: 2, taken: false } }))).toBe(
      'refused',
    )
    expect(soundOf(greeting({ state: 'wait', last: taken }), greeting({ last: taken }))).toBeNull()
    expect(soundOf(greeting({ last: taken }), greeting())).toBeNull()
  })
  it('asks aloud who is there, once', () => {
    expect(soundOf(greeting({ visit: 'begun' }), greeting({ visit: 'asking' }))).toBe('attention')
    expect(soundOf(greeting({ visit: 'asking' }), greeting({ visit: 'asking', state: 'wait' }))).toBeNull()
  })
  it('calls whoever would go on when the drop takes no more, and not an empty street', () => {
    const begun = { visit: 'begun', count: 2 } as const
    expect(soundOf(greeting({ ...begun, state: 'wait' }), greeting({ ...begun, state: 'full' }))).toBe(
      'attention',
    )
    expect(soundOf(greeting({ ...begun, state: 'full' }), greeting({ ...begun, state: 'shut' }))).toBeNull()
    expect(soundOf(greeting(), greeting({ state: 'shut' }))).toBeNull()
  })
})
