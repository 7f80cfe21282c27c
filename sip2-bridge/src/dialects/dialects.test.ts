import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { buildMessage } from '../protocol/codec.ts'
import { readDueDate } from '../protocol/dates.ts'
import type { RequestName } from '../protocol/pairs.ts'
import type { Dialect, RefusalReason } from './dialect.ts'
import { DIALECTS, type DialectName } from './dialects.ts'

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

describe('idle connections', () => {
  // C4/SIP/SIPServer.pm, `get_timeout`; SIPServer's SIPconfig.xml; fsip2, internal/server/connection.go.
  it.each([
    ['koha', 30],
    ['evergreen', 60],
    ['folio-fsip2', 300],
  ] as const)('of %s are closed after %i s, and used before that', (name, seconds) => {
    expect(DIALECTS[name].connection.keepAliveSeconds).toBeLessThan(seconds)
  })
})

describe('why not', () => {
  const reasonOf = (name: DialectName, about: RequestName, text: string): RefusalReason | undefined => {
    const { answers }: Dialect = DIALECTS[name]
    return answers.messages.find((rule) => rule.about.includes(about) && rule.pattern.test(text))?.reason
  }

  // C4/SIP/ILS.pm, C4/SIP/ILS/Transaction/Checkout.pm and Renew.pm.
  it.each([
    ['checkout', 'Invalid Patron', 'unknownPatron'],
    ['checkout', 'Invalid Item', 'unknownItem'],
    ['checkin', 'Invalid Item', 'unknownItem'],
    ['checkout', 'Patron debarred', 'blocked'],
    ['checkout', 'Patron expired on 12/31/2025', 'cardExpired'],
    ['checkout', 'Patron has fines - You owe $12.00.', 'owes'],
    ['checkout', 'Outstanding Fines block issue', 'owes'],
    ['checkout', 'Item checked out to another patron', 'onLoan'],
    ['checkout', 'Item already checked out to another patron.  Please return item for check-in.', 'onLoan'],
    ['checkout', 'Item is on hold shelf for another patron.', 'onHold'],
    ['checkout', 'Item is on hold for another patron.', 'onHold'],
    ['checkout', 'Item is reserved for another patron upon return.', 'onHold'],
    ['checkout', 'Item has been recalled for another patron', 'onHold'],
    ['checkout', 'NOT_FOR_LOAN: 1', 'notForLoan'],
    ['checkout', 'Issue failed : NOT_FOR_LOAN', 'notForLoan'],
    ['checkout', 'Item cannot be issued: NOT_FOR_LOAN_FORCING', 'notForLoan'],
    ['checkout', 'Item type cannot be checked out at this checkout location', 'notForLoan'],
    ['checkout', 'TOO_MANY: 1', 'limit'],
    ['checkout', 'Item cannot be issued: TOO_MANY', 'limit'],
    ['checkout', 'Issue failed : NO_MORE_RENEWALS', 'tooManyRenewals'],
    ['checkout', 'Item must be checked out at a circulation desk', 'needsStaff'],
    ['checkin', 'Item withdrawn, return not allowed', 'needsStaff'],
    ['checkin', 'Item is on hold, please return to circulation desk', 'needsStaff'],
    ['checkin', 'Checkin failed: data problem', 'needsStaff'],
    ['renew', 'Renewals not allowed.', 'blocked'],
    ['renew', 'Item has reached maximum renewals', 'tooManyRenewals'],
    ['renew', 'Item unavailable due to outstanding holds', 'onHold'],
    ['checkout', 'Item was reserved for you.', undefined],
    ['checkout', 'Item already checked out to you: renewing item.', undefined],
    // A block has many reasons; the patron's own flags tell which.
    ['checkout', 'Patron Blocked', undefined],
  ] as const)('Koha, at a %s: %j is %s', (about, text, reason) => {
    expect(reasonOf('koha', about, text)).toBe(reason)
  })

  // OpenILS/SIP.pm, OpenILS/SIP/Msg.pm; OpenILS/Application/SIP2/Checkout.pm.
  it.each([
    ['evergreen', 'checkout', "Invalid Item Barcode: '3'", 'unknownItem'],
    ['evergreen', 'checkin', "Invalid Item Barcode: '3'", 'unknownItem'],
    ['evergreen', 'checkout', "Invalid Patron Barcode '2'", 'unknownPatron'],
    ['evergreen', 'renew', 'Invalid patron barcode.', 'unknownPatron'],
    ['evergreen', 'checkout', 'Item checked out to another patron', 'onLoan'],
    ['evergreen', 'checkout', 'Fee required', 'feeDue'],
    ['evergreen', 'checkout', 'Patron is not allowed to check out the selected item', undefined],
    ['evergreen-sip2', 'checkout', 'This item is already checked out', 'onLoan'],
    // repositories/CirculationRepository.java.
    ['folio-edge-sip2', 'checkin', "Item with identifier '3' not found", 'unknownItem'],
    ['folio-edge-sip2', 'checkin', "Item status 'Declared lost' is not valid for checkin", 'needsStaff'],
    // rero_ils/modules/selfcheck/api.py.
    ['invenio-sip2', 'checkout', 'Error encountered: item not found', 'unknownItem'],
    ['invenio-sip2', 'checkout', 'Error encountered: patron not found', 'unknownPatron'],
    ['invenio-sip2', 'renew', 'Error encountered: please contact a librarian', 'needsStaff'],
  ] as const)('%s, at a %s: %j is %s', (name, about, text, reason) => {
    expect(reasonOf(name, about, text)).toBe(reason)
  })
})

describe('fees in lines', () => {
  const fee = { amount: '3.50', title: 'Emma / Jane Austen' }
  it.each([
    ['koha', 'Overdue: Emma 12.05.2026 3.50', { title: 'Overdue: Emma 12.05.2026', amount: '3.50' }],
    ['evergreen', '3.50 Overdue Materials Emma / Jane Austen', { ...fee, type: 'Overdue Materials' }],
    [
      'evergreen',
      '3.50 Lost Materials Processing Fee Emma / Jane Austen',
      { ...fee, type: 'Lost Materials Processing Fee' },
    ],
    ['evergreen', '3.50 Misc Emma / Jane Austen', { ...fee, type: 'Misc' }],
    ['evergreen', '4711 $3.50 "FINE" Emma', { id: '4711', amount: '3.50', type: 'FINE', title: 'Emma' }],
    [
      'evergreen-sip2',
      'Charge-Number: 4711, Amount-Due: 3.50, Fine-Type: LOST, Title: Emma, or not',
      { id: '4711', amount: '3.50', type: 'LOST', title: 'Emma, or not' },
    ],
    [
      'folio-fsip2',
      '3c1a7c7e-7f0e-4e6c-9d0e-2b6f8a1f9c11 3.50 "Overdue fine" Emma',
      { id: '3c1a7c7e-7f0e-4e6c-9d0e-2b6f8a1f9c11', amount: '3.50', type: 'Overdue fine', title: 'Emma' },
    ],
  ] as const)('of %s are read: %s', (name, line, groups) => {
    expect(DIALECTS[name].fees.fineText?.exec(line)?.groups).toMatchObject(groups)
  })
})

describe('what would do harm', () => {
  it('is not sent: 01, 19 and 65 end invenio-sip2 for everybody', () => {
    const { supports }: Dialect = DIALECTS['invenio-sip2']
    expect([supports.blockPatron, supports.itemStatusUpdate, supports.renewAll]).toEqual([
      false,
      false,
      false,
    ])
  })

  it('is not sent: number and checksum, which edge-sip2 as it comes takes for a field without end', () => {
    expect(DIALECTS['folio-edge-sip2'].connection.errorDetection).toBe(false)
  })

  it.each(['evergreen', 'koha'] as const)('is not sent: "no block" ends %s', (name) => {
    expect(DIALECTS[name].offline).toEqual({ checkout: 'fatal', checkin: 'fatal' })
  })
})

describe('what would be lost on the way', () => {
  // C4/SIP/SIPServer.pm, `read_request`; SIPServer's Sip.pm; SIP2Mediator's Message.pm: each cuts this off the end.
  const CUT_OFF = /[^A-z0-9]+$/
  it.each(['koha', 'evergreen', 'evergreen-sip2'] as const)('to %s is kept: the end of a PIN', (name) => {
    const sequence = DIALECTS[name].connection.errorDetection ? 3 : null
    const request = {
      language: '000',
      transactionDate: '20261006    120500',
      summary: ' '.repeat(10),
      institutionId: 'LIB',
      patronId: 'P1',
      patronPassword: '12!',
    }
    const sent = buildMessage('patronInformation', request, { sequence }).toString('latin1')
    expect(sent.replace(CUT_OFF, '')).toContain('|AD12!|')
  })
})

describe('due dates', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  it('of RERO ILS are in UTC and do not say so', () => {
    vi.stubEnv('TZ', 'Europe/Zurich')
    expect(readDueDate('20261027    225900', DIALECTS['invenio-sip2'].answers)).toBe('2026-10-27T23:59:00')
    expect(readDueDate('20261027    225900', DIALECTS.koha.answers)).toBe('2026-10-27T22:59:00')
  })

  it('of Evergreen come as ISO 8601 without a zone', () => {
    expect(readDueDate('2026-10-27 23:59:00', DIALECTS.evergreen.answers)).toBe('2026-10-27T23:59:00')
  })
})
