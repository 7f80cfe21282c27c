import { describe, expect, it } from 'vitest'
import { type Fields, parseMessage } from '../protocol/codec.ts'
import { serverFacts } from './server.ts'

const factsOf = (text: string, datesAreUtc = false) => {
  const result = parseMessage(Buffer.from(text))
  if (!result.ok) throw new Error(`no message: ${text}`)
  return serverFacts(result.message.fields as Fields<'acsStatus'>, { dayOrMonthFirst: null, datesAreUtc })
}

describe('the server’s word about itself', () => {
  it('is told in full', () => {
    expect(
      factsOf('98YNYNYN10000320261006    1200002.00AOLIB|AMCentral|BXY|ANDESK 1|AFHello|AGHours|'),
    ).toEqual({
      online: 'yes',
      checkinOk: 'no',
      checkoutOk: 'yes',
      renewalOk: 'no',
      itemUpdateOk: 'yes',
      offlineOk: 'no',
      timeoutMilliseconds: 10_000,
      retries: 3,
      time: '2026-10-06T12:00:00',
      protocolVersion: '2.00',
      institution: 'LIB',
      libraryName: 'Central',
      terminalLocation: 'DESK 1',
      screenMessages: ['Hello'],
      printLines: ['Hours'],
    })
  })

  it('leaves unknown what it does not say: 999, 000, noughts for a time, a header cut short', () => {
    const nothing = { timeoutMilliseconds: null, retries: null, time: null }
    expect(factsOf('98YYYYYY99999900000000    0000002.00AOLIB|')).toMatchObject(nothing)
    expect(factsOf('98YYYYYY00000000000000    0000002.00AOLIB|')).toMatchObject({ ...nothing, retries: 0 })
    expect(factsOf('98Y')).toMatchObject({
      ...nothing,
      online: 'yes',
      checkinOk: 'unknown',
      institution: null,
    })
  })
})
