import { patronId } from 'sip2/circulation'
import { describe, expect, it } from 'vitest'
import type { KnownPatron } from '../ils.ts'
import { judge } from './verdict.ts'

const answer = (change: Partial<KnownPatron>): KnownPatron => ({
  patron: patronId('1'),
  known: 'yes',
  pinRight: 'yes',
  name: 'Ada L.',
  mayCheckout: true,
  mayRenew: true,
  mayHold: true,
  cardLost: false,
  standing: [],
  owed: null,
  chargedCount: 0,
  charged: [],
  holdsReady: null,
  screenMessages: [],
  printLines: [],
  ...change,
})

describe('the verdict on a patron', () => {
  it.each([
    ['never', 'no', false, 'welcome'],
    ['whenAsked', 'unknown', false, 'welcome'],
    ['whenAsked', 'yes', false, 'welcome'],
    ['whenAsked', 'no', false, 'askPin'],
    ['whenAsked', 'no', true, 'wrongPin'],
    ['always', 'yes', false, 'askPin'],
    ['always', 'unknown', true, 'wrongPin'],
    ['always', 'yes', true, 'welcome'],
  ] as const)('with PIN %s, told %s and given %s, is %s', (mode, pinRight, given, kind) => {
    expect(judge(answer({ pinRight }), given, mode).kind).toBe(kind)
  })

  it('says nothing about a blocked card to somebody without its PIN', () => {
    expect(judge(answer({ pinRight: 'no', mayCheckout: false }), false, 'whenAsked')).toEqual({
      kind: 'askPin',
    })
  })

  it('welcomes a patron at the limit, who may still see what is theirs', () => {
    const atLimit = answer({ mayCheckout: false, standing: ['tooManyItemsCharged'] })
    expect(judge(atLimit, true, 'whenAsked')).toEqual({ kind: 'welcome' })
  })

  it('takes an absent "valid patron" for a yes only with a name', () => {
    expect(judge(answer({ known: 'unknown' }), false, 'never').kind).toBe('welcome')
    expect(judge(answer({ known: 'unknown', name: null }), false, 'never')).toEqual({
      kind: 'refused',
      code: 'PATRON_UNKNOWN',
    })
  })
})
