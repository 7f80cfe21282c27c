import { expect, it } from 'vitest'
import { claimOf, nameFrom, roleFrom } from './claims.ts'

const roles = { view: ['readers'], operate: ['desk', 'both'], manage: ['heads', 'both'] }
const role = (groups: unknown, roleClaim = 'groups') => roleFrom({ sub: '1', groups }, { roleClaim, roles })

it('the highest role counts that a value gives, in a list or alone', () => {
  expect(role(['readers', 'heads', 'desk'])).toBe('manage')
  expect(role('desk')).toBe('operate')
  expect(role(['both'])).toBe('manage')
})

it.each([
  [undefined],
  [null],
  [[]],
  [''],
  [true],
  [['Desk', 'desks', 'desk ']],
  [[['desk']]],
  [{ desk: true }],
])('nothing but the very value gives a role: %j gives none', (groups) => {
  expect(role(groups)).toBeNull()
})

it('a claim may be within another, or have dots in its own name; what every object has is none', () => {
  const claims = { realm_access: { roles: ['desk'] }, 'https://library.example/roles': ['heads'] }
  expect(roleFrom(claims, { roleClaim: 'realm_access.roles', roles })).toBe('operate')
  expect(roleFrom(claims, { roleClaim: 'https://library.example/roles', roles })).toBe('manage')
  expect(claimOf(claims, 'constructor.name')).toBeUndefined()
  expect(claimOf(claims, 'realm_access.roles.0.x')).toBeUndefined()
})

it('a person is called as the claim says, with the provider behind: no account and nobody of another provider looks like it', () => {
  const settings = { name: 'City login', nameClaim: 'email' }
  const name = (email: unknown) => nameFrom({ sub: 'id-7', email }, settings)
  expect(name('ines@city.example')).toBe('ines@city.example (City login)')
  expect(name('ines (Other login)\n\u202e')).toBe('ines Other login (City login)')
  expect(name('x'.repeat(100))).toBe(`${'x'.repeat(64)} (City login)`)
  for (const nobody of [undefined, '', ' ()', 7]) expect(name(nobody)).toBe('id-7 (City login)')
})
