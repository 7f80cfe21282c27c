import { describe, expect, it } from 'vitest'
import { type MessageName, parseMessage } from '../../sip2-bridge/src/protocol/codec.ts'
import { FIELDS } from '../../sip2-bridge/src/protocol/fields.ts'
import { codesOf, meaningOf, positionsOf } from '../../sip2-bridge/src/protocol/meanings.ts'
import { MESSAGES, type MessageRow } from '../../sip2-bridge/src/protocol/messages.ts'
import { SUPPORTED_MESSAGES_ORDER } from '../../sip2-bridge/src/protocol/supported-messages.ts'
import { exampleOf } from './sip2-example.ts'
import { fieldsDoc } from './sip2-fields-doc.ts'
import { messagesDoc } from './sip2-messages-doc.ts'

const names = Object.keys(MESSAGES) as MessageName[]
/** SIP2 2.00, "Fields", and the six of 3M's extensions, revision 1.20; AY and AZ are the trailer. */
const IDS =
  'AA AB AC AD AE AF AG AH AJ AL AM AN AO AP AQ AS AT AU AV BD BE BF BG BH BI BK BL BM BN BO BP BQ BR BS BT BU BV ' +
  'BW BX BY BZ CA CB CC CD CF CG CH CI CJ CK CL CM CN CO CP CQ CR CS CT CV CY DA'

describe('the pages about SIP2', () => {
  it('have every field of 2.00 and of the extensions, and no other', () => {
    expect(Object.values(FIELDS).map(({ id }) => id)).toEqual(IDS.split(' '))
  })

  it('name for each field a message that carries it', () => {
    const carried = new Set(
      names.flatMap((name) => {
        const row: MessageRow = MESSAGES[name]
        return [...row.required, ...row.optional, ...row.repeated]
      }),
    )
    expect(Object.keys(FIELDS).filter((field) => !carried.has(field as keyof typeof FIELDS))).toEqual([])
  })

  it.each(names)('show an example of %s that reads back whole, its checksum right', (name) => {
    const result = parseMessage(Buffer.from(exampleOf(name)))
    expect(result).toMatchObject({ ok: true, checked: true, message: { name, extra: [] } })
    expect(messagesDoc()).toContain(`\n${exampleOf(name)}\n`)
  })

  it('link to headings that are there', () => {
    const pages = { 'messages.md': messagesDoc(), 'fields.md': fieldsDoc() }
    for (const [own, text] of Object.entries(pages)) {
      for (const [, page = '', target = ''] of text.matchAll(/\]\((\w+\.md)?#([\w-]+)\)/g)) {
        const there = pages[(page === '' ? own : page) as keyof typeof pages]
        const headings = [...there.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
          title.toLowerCase().replaceAll(' ', '-'),
        )
        expect(headings.includes(target) || there.includes(`<a id="${target}">`), target).toBe(true)
      }
    }
  })

  it('give each code the meaning that decode gives it', () => {
    expect(codesOf('circulationStatus')?.[2]).toEqual(['03', 'available'])
    for (const field of ['circulationStatus', 'alertType', 'language', 'paymentType', 'mediaType']) {
      for (const [code, meaning] of codesOf(field) ?? []) expect(meaningOf(field, code)).toBe(meaning)
      expect(fieldsDoc()).toContain(`| \`${codesOf(field)?.[1]?.[0]}\` | ${codesOf(field)?.[1]?.[1]} |`)
    }
  })

  it('count as many supported messages as have a meaning', () => {
    expect(positionsOf('supportedMessages')).toHaveLength(SUPPORTED_MESSAGES_ORDER.length)
  })
})
