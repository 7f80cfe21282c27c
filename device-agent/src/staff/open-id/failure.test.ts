import { expect, it } from 'vitest'
import { failureOf } from './failure.ts'
import { ProviderError } from './port.ts'

const seen = (error: unknown) => {
  const { detail, why } = failureOf(error)
  return [why, detail]
}
const coded = (code: string) => Object.assign(new Error('of the system'), { code })
const noConnection = (code: string) => new TypeError('fetch failed', { cause: coded(code) })

it.each(['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED'])(
  'a certificate that is not of today (%s) is a wrong clock',
  (code) => {
    expect(seen(noConnection(code))).toEqual(['clock', code])
  },
)

it.each(['ENOTFOUND', 'ECONNREFUSED', 'SELF_SIGNED_CERT_IN_CHAIN'])(
  'no connection (%s) is a provider that is away',
  (code) => {
    expect(seen(noConnection(code))).toEqual(['away', code])
  },
)

it('an answer that did not come in time is one that is away; a mistake of ours is not', () => {
  expect(seen(coded('OAUTH_TIMEOUT'))).toEqual(['away', 'OAUTH_TIMEOUT'])
  expect(seen(new TypeError('x is undefined'))).toEqual(['failed', 'TypeError'])
})

it.each([
  ['access_denied', 'cancelled'],
  ['temporarily_unavailable', 'away'],
  ['server_error', 'away'],
  ['invalid_scope', 'failed'],
])('what the provider says is read by its code: %s is %s', (error, why) => {
  expect(seen(Object.assign(new Error('for people'), { error }))).toEqual([why, error])
})

it('no text for people goes on as a code, and what is known stays as it is', () => {
  expect(seen(Object.assign(new Error('no'), { error: 'ines.lindgren said no' }))).toEqual([
    'failed',
    'Error',
  ])
  const known = new ProviderError('noRole', 'groups')
  expect(failureOf(known)).toBe(known)
})
