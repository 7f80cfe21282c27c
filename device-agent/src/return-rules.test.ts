import { describe, expect, it } from 'vitest'
import { parseSettings } from './config/load.ts'
import { lastClosing } from './flows/return/return-date.ts'
import { returnRules, sortRules } from './return-rules.ts'

const settings = (text: string) => {
  const result = parseSettings(`library:\n  name: L\n${text}`)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.settings
}
const ILS = 'ils:\n  host: localhost\n'

describe('the rules for returns in the settings', () => {
  it('date a return by the opening hours', () => {
    const hours = "  openingHours: [{ days: [wed], opens: '10:00', closes: '18:30' }]\n"
    const { calendar } = returnRules(settings(`${hours}${ILS}`))
    const night = new Date('2026-11-25T23:00').getTime()
    expect(calendar !== null && new Date(lastClosing(night, calendar))).toEqual(new Date('2026-11-25T18:30'))
    expect(returnRules(settings(`${hours}${ILS}returns:\n  whenClosed: dropTime\n`)).calendar).toBeNull()
  })

  it('sort by what they name', () => {
    const text = `returns:
  holdBin: 2
  sortBins: [{ sortBin: A1, bin: 5 }]
  rules: [{ bin: 6, callNumber: '^78', media: music }]
`
    const rules = sortRules(settings(`${ILS}${text}`), null)
    expect(rules).toMatchObject({ exceptionBin: 9, defaultBin: 1, holdBin: 2, transitBin: null, bins: null })
    expect(rules.sortBins.get('A1')).toBe(5)
    expect(rules.rules).toEqual([{ bin: 6, media: 'music', callNumber: /^78/ }])
  })
})
