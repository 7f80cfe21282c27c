import { describe, expect, it } from 'vitest'
import type { Fields } from '../protocol/codec.ts'
import type { ConnectionOptions } from './contract.ts'
import { habitsOf, limitsOf, RESENDS_MAX, SILENCE_MILLISECONDS, TIMEOUT_MILLISECONDS } from './habits.ts'

const options: ConnectionOptions = {
  host: 'ils',
  port: 6001,
  charset: 'utf8',
  terminator: 'CR',
  errorDetection: true,
}
const server = (timeoutPeriod: string, retriesAllowed: string): Fields<'acsStatus'> => ({
  onlineStatus: 'Y',
  checkinOk: 'Y',
  checkoutOk: 'Y',
  renewalPolicy: 'Y',
  statusUpdateOk: 'Y',
  offlineOk: 'Y',
  timeoutPeriod,
  retriesAllowed,
  dateTimeSync: '20261006    120000',
  protocolVersion: '2.00',
  institutionId: 'M',
})
const limits = (timeout: string, retries: string, change: Partial<ConnectionOptions> = {}) =>
  limitsOf(habitsOf({ ...options, ...change }), 'itemInformation', server(timeout, retries))

describe('how long and how often a server is asked', () => {
  it.each([
    ['060', 6_000],
    ['005', 3_000],
    ['010', 3_000],
    ['998', 30_000],
    ['999', TIMEOUT_MILLISECONDS],
    ['000', TIMEOUT_MILLISECONDS],
    ['   ', TIMEOUT_MILLISECONDS],
    ['1.5', TIMEOUT_MILLISECONDS],
  ])('is what it says of itself, within reason: a time-out of %j tenths is %i ms', (said, milliseconds) => {
    expect(limits(said, '003').timeoutMilliseconds).toBe(milliseconds)
  })

  it.each([
    ['000', 0],
    ['002', 2],
    ['100', 5],
    ['999', RESENDS_MAX],
    ['', RESENDS_MAX],
  ])('retries %j are %i', (said, retries) => {
    expect(limits('999', said).retriesMax).toBe(retries)
  })

  it('is what the settings say, where they say it', () => {
    expect(limits('060', '002', { timeoutMilliseconds: 1_234, retriesMax: 1 })).toMatchObject({
      timeoutMilliseconds: 1_234,
      retriesMax: 1,
    })
  })

  it('is the default before the server has said anything', () => {
    expect(limitsOf(habitsOf(options), 'checkout', null)).toEqual({
      timeoutMilliseconds: TIMEOUT_MILLISECONDS,
      retriesMax: RESENDS_MAX,
      silenceMilliseconds: SILENCE_MILLISECONDS,
    })
  })

  it('grows by the patience for this request, and shrinks for one that is never answered', () => {
    expect(limits('060', '003', { patience: { itemInformation: 2 } })).toMatchObject({
      timeoutMilliseconds: 12_000,
      silenceMilliseconds: 2 * SILENCE_MILLISECONDS,
    })
    expect(limits('060', '003', { silentAbout: ['itemInformation'] }).timeoutMilliseconds).toBe(
      SILENCE_MILLISECONDS,
    )
  })
})
