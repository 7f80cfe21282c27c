import { expect, it } from 'vitest'
import type { Settings } from './config/settings.ts'
import { toolSettings } from './tag-tool.ts'

const settings = (tags: Partial<Settings['tags']>, rfid?: object): Settings =>
  ({
    tags: { model: 'iso28560-3', country: '', owner: '', title: false, ...tags },
    patron: { itemPattern: '^3\\d{13}$' },
    devices: rfid === undefined ? {} : { rfid },
  }) as Settings

it('writes the owner’s ISIL where both of its halves are set, and none otherwise', () => {
  expect(toolSettings(settings({ country: 'DE', owner: '526' })).owner).toBe('DE-526')
  expect(toolSettings(settings({ country: 'DE' })).owner).toBe('')
  expect(toolSettings(settings({ owner: '526' })).owner).toBe('')
})

it('goes by the reader’s security', () => {
  expect(toolSettings(settings({}, { afiSecured: 0xd7, afiOnLoan: 0xda, security: ['eas'] }))).toMatchObject({
    afiSecured: 0xd7,
    afiOnLoan: 0xda,
    security: ['eas'],
  })
})
