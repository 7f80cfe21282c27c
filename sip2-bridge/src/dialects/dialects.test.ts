import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Dialect, RefusalReason } from './dialect.ts'
import { DIALECTS } from './dialects.ts'

const all: readonly (readonly [string, Dialect])[] = Object.entries(DIALECTS)

describe.each(all)('the dialect %s', (_, dialect) => {
  it('never pays with a payment type that forgives', () => {
    const { paymentTypes, writeOffTypes, feeType } = dialect.fees
    for (const type of Object.values(paymentTypes)) {
      expect(type).toMatch(/^\d{2}$/)
      expect(writeOffTypes).not.toContain(type)
    }
    expect(feeType).toMatch(/^0[1-9]$/)
  })

  it('reads fees line by line exactly where it says so', () => {
    const { details, fineText } = dialect.fees
    expect(fineText !== null).toBe(details === 'text')
    if (fineText !== null) expect(fineText.source).toContain('(?<amount>')
  })

  it('denies in one place only: what is never answered is not said to be supported', () => {
    for (const name of dialect.connection.silentAbout) expect(dialect.supports[name]).not.toBe(true)
  })

  it('keeps idle connections alive, and asks for pages and time within reason', () => {
    const { connectionsMax, keepAliveSeconds, patience } = dialect.connection
    expect(keepAliveSeconds).toBeGreaterThanOrEqual(5)
    expect(connectionsMax).toBeGreaterThanOrEqual(1)
    for (const factor of Object.values(patience)) expect(factor).toBeGreaterThanOrEqual(1)
    expect(dialect.answers.currency).toMatch(/^[A-Z]{3}$/)
  })

  it('has patterns that end with any text, however long', () => {
    const patterns = [...dialect.answers.messages.map(({ pattern }) => pattern), dialect.fees.fineText]
    const long = fc.string({ minLength: 0, maxLength: 255 }).map((text) => `${text}${' 1.50 "'.repeat(500)}`)
    fc.assert(
      fc.property(long, (text) => {
        for (const pattern of patterns) expect(pattern?.test(text) ?? false).toBeTypeOf('boolean')
      }),
      { numRuns: 50 },
    )
  })
})

describe('what Koha says', () => {
  const reasonOf = (about: 'checkout' | 'checkin' | 'renew', text: string): RefusalReason | undefined =>
    DIALECTS.koha.answers.messages.find((rule) => rule.about.includes(about) && rule.pattern.test(text))
      ?.reason

  // C4/SIP/ILS.pm and C4/SIP/ILS/Transaction/Checkout.pm.
  it.each([
    ['checkout', 'Invalid Patron', 'unknownPatron'],
    ['checkout', 'Invalid Item', 'unknownItem'],
    ['checkout', 'Item checked out to another patron', 'onLoan'],
    ['checkout', 'Item already checked out to another patron.  Please return item for check-in.', 'onLoan'],
    ['checkout', 'Item is on hold shelf for another patron.', 'onHold'],
    ['checkout', 'Outstanding Fines block issue', 'owes'],
    ['checkout', 'NOT_FOR_LOAN: 1', 'notForLoan'],
    ['checkout', 'TOO_MANY: 1', 'limit'],
    ['checkin', 'Item withdrawn, return not allowed', 'needsStaff'],
    ['checkin', 'Item is on hold, please return to circulation desk', 'needsStaff'],
    ['renew', 'Renewals not allowed.', 'blocked'],
    // Said with a loan that is granted: no reason for anything.
    ['checkout', 'Item is reserved for another patron upon return.', undefined],
    ['checkout', 'Item was reserved for you.', undefined],
    // A block has many reasons; the patron's own flags tell which.
    ['checkout', 'Patron Blocked', undefined],
  ] as const)('at a %s, %j, means %s', (about, text, reason) => {
    expect(reasonOf(about, text)).toBe(reason)
  })

  it('about a fee is its description and what is left of it', () => {
    expect(DIALECTS.koha.fees.fineText?.exec('Overdue: Emma 12.05.2026 3.50')?.groups).toMatchObject({
      title: 'Overdue: Emma 12.05.2026',
      amount: '3.50',
    })
  })
})

describe('fees in lines', () => {
  it.each([
    [
      'evergreen',
      '3.50 Overdue Emma / Jane Austen',
      { amount: '3.50', type: 'Overdue', title: 'Emma / Jane Austen' },
    ],
    ['evergreen-sip2', '4711 $3.50 "FINE" Emma', { id: '4711', amount: '3.50', type: 'FINE', title: 'Emma' }],
    ['evergreen-sip2', '3.50 Overdue Emma', { amount: '3.50', type: 'Overdue', title: 'Emma' }],
    [
      'folio-fsip2',
      '3c1a7c7e-7f0e-4e6c-9d0e-2b6f8a1f9c11 3.50 "Overdue fine" Emma',
      { id: '3c1a7c7e-7f0e-4e6c-9d0e-2b6f8a1f9c11', amount: '3.50', type: 'Overdue fine', title: 'Emma' },
    ],
  ] as const)('of %s are read: %s', (name, line, groups) => {
    expect(DIALECTS[name].fees.fineText?.exec(line)?.groups).toMatchObject(groups)
  })
})
