import { describe, expect, it } from 'vitest'
import { parseSettings } from './config/load.ts'
import { sessionSettings } from './session-settings.ts'

const offers = (text: string) => {
  const result = parseSettings(`library: { name: Lindenhof }\nils: { host: 127.0.0.1 }\n${text}`)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return sessionSettings(result.settings, null).offers
}

describe('what a kiosk is for', () => {
  it.each([
    ['', { lending: true, returns: true }],
    ['kiosk: { lends: false }', { lending: false, returns: true }],
    ['returns: { attended: false }', { lending: true, returns: false }],
    ['kiosk: { lends: false }\nreturns: { attended: false }', { lending: true, returns: false }],
  ])('with %j is %j', (text, wanted) => {
    expect(offers(text)).toEqual(wanted)
  })
})
