import { describe, expect, it } from 'vitest'
import type { Standing } from '../../journal/standings-contract.ts'
import { judgeCard, type OfflineRules, standingAfter } from './rules.ts'

const DAY = 86_400_000
const NOW = 1_000 * DAY
const RULES: OfflineRules = {
  mode: 'both',
  whoMayBorrow: 'known',
  knownMilliseconds: 90 * DAY,
  itemsMax: 5,
  loanDays: 14,
  lendingMaxMilliseconds: 3 * DAY,
  backlogMax: 1_000,
  withoutPin: false,
  pin: 'whenAsked',
  isCard: (text) => /^2\d{13}$/.test(text),
}
const CARD = '21173000000117'
const GOOD: Standing = { seenAt: NOW - DAY, mayCheckout: true, cardLost: false, needsPin: false }
const judged = (rules: Partial<OfflineRules>, standing: Standing | null, card = CARD) =>
  judgeCard({ ...RULES, ...rules }, card, standing, NOW)?.code ?? null

describe('a card that nobody can be asked about', () => {
  it.each([
    ['known and good', {}, GOOD, null],
    ['never seen', {}, null, 'OFFLINE_CARD_UNKNOWN'],
    ['seen too long ago', {}, { ...GOOD, seenAt: NOW - 91 * DAY }, 'OFFLINE_CARD_UNKNOWN'],
    ['blocked when last seen', {}, { ...GOOD, mayCheckout: false }, 'OFFLINE_BLOCKED'],
    ['reported lost', {}, { ...GOOD, cardLost: true }, 'OFFLINE_BLOCKED'],
    ['that has a PIN', {}, { ...GOOD, needsPin: true }, 'OFFLINE_NEEDS_PIN'],
    ['that has a PIN, where none is needed now', { withoutPin: true }, { ...GOOD, needsPin: true }, null],
    ['where every card needs a PIN', { pin: 'always' }, GOOD, 'OFFLINE_NEEDS_PIN'],
    ['where no card needs a PIN', { pin: 'never' }, { ...GOOD, needsPin: true }, null],
    ['never seen, where any card will do', { whoMayBorrow: 'anyCard' }, null, null],
    [
      'blocked, where any card will do',
      { whoMayBorrow: 'anyCard' },
      { ...GOOD, mayCheckout: false },
      'OFFLINE_BLOCKED',
    ],
  ] as const)('%s: %j', (_, rules, standing, code) => {
    expect(judged(rules, standing)).toBe(code)
  })

  it('is none where it does not look like one, although any card will do', () => {
    expect(judged({ whoMayBorrow: 'anyCard' }, null, '31173000001018')).toBe('OFFLINE_CARD_UNKNOWN')
  })
})

describe('what is remembered of an answer', () => {
  const answer = { mayCheckout: true, cardLost: false, pinRight: 'unknown' } as const
  const after = (
    verdict: Parameters<typeof standingAfter>[1],
    change: Partial<Parameters<typeof standingAfter>[0]> = {},
    before: Standing | null = null,
    pinGiven = false,
  ) => standingAfter({ ...answer, ...change }, verdict, { pinGiven, before, now: NOW })

  it('is that the card is good, and when', () => {
    expect(after('welcome')).toEqual({ seenAt: NOW, mayCheckout: true, cardLost: false, needsPin: false })
  })

  it('is that a PIN was right, so that there is one', () => {
    expect(after('welcome', { pinRight: 'yes' }, null, true)).toMatchObject({ needsPin: true })
  })

  it('is a refusal', () => {
    expect(after('refused', { mayCheckout: false })).toMatchObject({ mayCheckout: false })
  })

  it.each(['askPin', 'wrongPin'] as const)(
    'is nothing after %s, but that a known card has a PIN: anybody may hold it',
    (verdict) => {
      expect(after(verdict)).toBeNull()
      expect(after(verdict, {}, GOOD)).toEqual({ ...GOOD, needsPin: true })
      expect(after(verdict, {}, { ...GOOD, needsPin: true })).toBeNull()
    },
  )
})
