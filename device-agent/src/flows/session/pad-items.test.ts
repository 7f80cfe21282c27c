import { describe, expect, it } from 'vitest'
import { itemTag, uid } from '../fakes.test-support.ts'
import { padContents } from './pad-items.ts'

describe('what lies on the pad', () => {
  it('is items, however many tags each has', () => {
    const contents = padContents([itemTag(1, 'A', 1, 2), itemTag(2, 'B'), itemTag(3, 'A', 2, 2)], new Map())
    expect(contents.items).toEqual([
      {
        itemId: 'A',
        total: 2,
        present: [
          { uid: uid(1), part: 1 },
          { uid: uid(3), part: 2 },
        ],
      },
      { itemId: 'B', total: 1, present: [{ uid: uid(2), part: 1 }] },
    ])
  })

  it('counts what is not read yet, cannot be read, or is no library item', () => {
    const contents = padContents(
      [
        { uid: uid(1), content: { kind: 'pending' } },
        { uid: uid(2), content: { kind: 'unreadable' } },
        { uid: uid(3), content: { kind: 'foreign', usage: 9 } },
        { uid: uid(4), content: { kind: 'patron', patronId: 'P', owner: '' } },
      ],
      new Map(),
    )
    expect(contents).toEqual({
      items: [],
      pending: 1,
      unreadable: [uid(2)],
      foreign: [uid(3)],
      cards: [{ uid: uid(4), patronId: 'P' }],
    })
  })

  it('takes an unreadable tag for the item whose barcode was scanned', () => {
    const contents = padContents([{ uid: uid(2), content: { kind: 'unreadable' } }], new Map([[uid(2), 'A']]))
    expect(contents.unreadable).toEqual([])
    expect(contents.items).toMatchObject([{ itemId: 'A', total: 1 }])
  })
})
