import { beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/clock.ts'
import { AGAIN_MILLISECONDS, ShownCards } from './shown.ts'

const RULES = {
  bytes: 4,
  from: 'start',
  reversed: false,
  base: 'hex',
  width: 0,
  prefix: 'P',
  suffix: '',
} as const
const chip = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))

let clock: ManualClock
let cards: ShownCards
let told: string[]

beforeEach(() => {
  clock = new ManualClock()
  cards = new ShownCards(clock, RULES)
  told = []
  cards.cards.listen(({ number }) => told.push(number))
  cards.refusals.listen((why) => told.push(why))
})

describe('a shown card', () => {
  it('is told once while it lies there, and again when it was away', () => {
    cards.chip('a', chip('04a2b3c4'))
    cards.chip('a', chip('04a2b3c4'))
    cards.removed('a')
    clock.advance(AGAIN_MILLISECONDS)
    cards.chip('a', chip('04a2b3c4'))
    expect(told).toEqual(['P04A2B3C4', 'P04A2B3C4'])
  })

  it('that flickers was never away', () => {
    for (let n = 0; n < 5; n++) {
      cards.chip('a', chip('04a2b3c4'))
      cards.removed('a')
      clock.advance(AGAIN_MILLISECONDS - 1)
    }
    expect(told).toHaveLength(1)
  })

  it('after another one is news, at once', () => {
    cards.chip('a', chip('04a2b3c4'))
    cards.removed('a')
    cards.chip('a', chip('04a2b3c5'))
    cards.removed('a')
    cards.chip('a', chip('04a2b3c4'))
    expect(told).toEqual(['P04A2B3C4', 'P04A2B3C5', 'P04A2B3C4'])
  })

  it('with a number made up for this showing, or too short for the rules, identifies nobody', () => {
    cards.chip('a', chip('08a2b3c4'))
    cards.chip('b', chip('a2b3'))
    cards.unreadable('c')
    expect(told).toEqual(['CARD_RANDOM_UID', 'CARD_UNREADABLE', 'CARD_UNREADABLE'])
  })

  it('may bring its number made', () => {
    cards.number('a', '4711')
    expect(told).toEqual(['P4711'])
  })

  it('is forgotten when all is, with its timers', () => {
    cards.chip('a', chip('04a2b3c4'))
    cards.removed('a')
    cards.clear()
    expect(clock.pending).toBe(0)
    cards.chip('a', chip('04a2b3c4'))
    expect(told).toHaveLength(2)
  })
})
