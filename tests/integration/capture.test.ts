import { demoPatron, demoPatrons } from 'sip2/simulator'
import { afterEach, describe, expect, it } from 'vitest'
import { Capture, CHANNELS, TOLD_BY_EVERY_KIOSK } from '../support/capture/capture.ts'
import { captureOutput } from '../support/capture/output.ts'
import { findPatronData, patronData } from '../support/capture/patron-data.ts'
import { captureWith, Running } from '../support/capture/running.ts'
import { book, startKiosk } from '../support/kiosk.ts'

const ottilie = demoPatron('Ottilie W.')
const found = (text: string) => findPatronData(text).map(({ text: one }) => one)

describe('a patron’s datum', () => {
  it('is every name, number, PIN and sum of every patron of the demo library', () => {
    const all = patronData.map(({ text }) => text)
    for (const { name, owesMinor, patronId, pin } of demoPatrons) {
      expect(all).toEqual(expect.arrayContaining([patronId, ...(name.match(/\p{L}{3,}/gu) ?? [])]))
      if (pin !== null) expect(all).toContain(pin)
      for (const minor of owesMinor) expect(all).toContain((minor / 100).toFixed(2))
    }
  })

  it.each([
    ['a card number', `"detail":"no answer for ${ottilie.patronId}"`, ottilie.patronId],
    ['with blanks', ottilie.patronId.replaceAll(/(\d{4})/g, '$1 '), ottilie.patronId],
    ['as a bare number', `{"card":${ottilie.patronId}}`, ottilie.patronId],
    ['the number behind the institution’s', `patron=${ottilie.patronId.slice(5)}`, ottilie.patronId.slice(5)],
    ['a name, whatever its case', 'Goodbye, OTTILIE!', 'Ottilie'],
    ['a name that is not ASCII', '{"name":"Zo\\u00eb A\u030angström"}', 'Ångström'],
    ['a name in a mail', 'Subject: =?UTF-8?Q?Z=C3=B6e_=C3=85ngstr=C3=B6m?=', 'Ångström'],
    ['a name in the text of a mail', 'from =D0=94=D0=B0=D1=80=\r\n=D1=8C=D1=8F', 'Дарья'],
    ['a name in an address', '/staff/?who=%D0%94%D0%B0%D1%80%D1%8C%D1%8F', 'Дарья'],
    ['a name beside an author’s', 'Les Misérables by Victor Hugo for Hugo', 'Hugo'],
    ['a PIN', '{"detail":"wrong pin:1234"}', '1234'],
    ['a PIN in a form', 'name=x&pin=987654', '987654'],
    ['a sum', 'owes 27.40 EUR', '27.40'],
    ['a label of a metric', 'lectern_visits{card="1234"} 5', '1234'],
  ])('is found: %s', (_what, text, datum) => {
    expect(found(text)).toContain(datum)
  })

  it.each([
    ['an id drawn by lot', '6f1e0a53-1234-4f6b-9d51-0a1b2c3d4e5f'],
    ['a bare number', '{"milliseconds":1234,"at":[1234, 27.40]}'],
    ['a value of a metric', 'lectern_seconds_sum{route="/"} 1234\nlectern_total 27.40'],
    ['a number with its unit', 'It answered in 1234 ms.'],
    ['a port, a time, a version', '127.0.0.1:1234 12:1234 27.40.1'],
    ['an author', 'Les Misérables, Victor Hugo; Sagan om Gösta Berling, Selma Lagerlöf'],
    ['a part of a word', 'Miracle, Norange, e-mail'],
    ['an item', `${book('Emma')} Emma`],
  ])('is not taken to be: %s', (_what, text) => {
    expect(found(text)).toEqual([])
  })
})

describe('a capture', () => {
  afterEach(() => captureWith(null))

  it('finds in each channel what was put there, and says where', () => {
    for (const channel of CHANNELS) {
      const capture = new Capture()
      capture.add(channel, 'all is well')
      expect(capture.leaks()).toEqual([])
      capture.add(channel, `card ${ottilie.patronId}`)
      expect(capture.leaks()).toMatchObject([{ channel, what: `card number of ${ottilie.patronId}` }])
      expect(capture.counts[channel]).toBe(2)
    }
  })

  it('hears what a kiosk tells that is called as a patron is, everywhere', async () => {
    const running = new Running()
    captureWith(running)
    const kiosk = await startKiosk({
      extra: `kiosk: { id: hugo, name: 'Ottilie' }\nreturns: { attended: true }`,
    })
    await kiosk.close()
    await running.close()
    const { capture } = running
    const channels = (name: string) =>
      new Set(capture.leaks().flatMap(({ channel, text }) => (text === name ? [channel] : [])))
    for (const channel of TOLD_BY_EVERY_KIOSK) expect(capture.counts[channel], channel).toBeGreaterThan(0)
    expect(channels('Ottilie')).toEqual(new Set(['mqtt', 'mail', 'webhook']))
    expect([...channels('Hugo')]).toEqual(expect.arrayContaining(['mqtt', 'health']))
    expect(capture.texts('mqtt').some((text) => text.includes('/cmd/screenshot/result'))).toBe(true)
  })

  it('hears whatever the program writes', () => {
    const heard: string[] = []
    const end = captureOutput((text) => heard.push(text))
    console.debug('to the console')
    end()
    expect(heard.join('')).toContain('to the console')
    console.debug('after it')
    expect(heard.join('')).not.toContain('after it')
  })
})
