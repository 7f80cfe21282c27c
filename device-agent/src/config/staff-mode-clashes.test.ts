import { describe, expect, it } from 'vitest'
import { parseSettings } from './load.ts'

const HASH = `scrypt$15$${'A'.repeat(22)}$${'A'.repeat(43)}`
const problems = (staffMode: string): readonly string[] => {
  const result = parseSettings(`library: { name: L }\nils: { host: a }\nstaffMode: ${staffMode}`)
  return result.ok ? [] : result.problems.map(({ path, reason }) => `${path} ${reason}`)
}

describe('the settings of staff mode', () => {
  it.each([
    `{ pin: '${HASH}' }`,
    `{ pin: '${HASH}', pinFile: /etc/pin }`,
    '{ pinFile: /etc/pin, cardPattern: "^9" }',
    '{ cardPattern: "^9", cardNeedsPin: false }',
  ])('%s are sound', (staffMode) => {
    expect(problems(staffMode)).toEqual([])
  })

  it.each([
    ['{}', /lets nobody in/],
    ['{ cardPattern: "^9" }', /cardNeedsPin needs a pin/],
    ['{ pin: "246813" }', /staffMode.pin/],
    ['{ cards: ["99000000000001"], pinFile: /etc/pin }', /staffMode.cards/],
  ])('%s are refused', (staffMode, why) => {
    expect(problems(staffMode).join()).toMatch(why)
  })
})
