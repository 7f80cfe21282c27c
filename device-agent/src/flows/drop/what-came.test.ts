import { describe, expect, it } from 'vitest'
import { itemTag, uid } from '../fakes.test-support.ts'
import { whatCame } from './what-came.ts'

const tag = (n: number, content: Parameters<typeof whatCame>[0][number]['content']) => ({
  uid: uid(n),
  content,
})
const unreadable = tag(7, { kind: 'unreadable' })
const foreign = tag(8, { kind: 'foreign', usage: 9 })
const card = tag(9, { kind: 'patron', patronId: 'P', owner: '' })

describe('what came in', () => {
  it('is one item with all the tags of its parts', () => {
    expect(whatCame([itemTag(1, 'A', 1, 2), itemTag(2, 'A', 2, 2)])).toEqual({
      items: [{ itemId: 'A', tags: [uid(1), uid(2)], whole: true }],
      odd: null,
      complete: true,
    })
  })

  it('is not whole while a part is missing, also where one part has two tags', () => {
    expect(whatCame([itemTag(1, 'A', 1, 2), itemTag(2, 'A', 1, 2)])).toMatchObject({
      items: [{ whole: false }],
      complete: false,
    })
  })

  it('is complete only when every tag is read', () => {
    const pending = tag(3, { kind: 'pending' })
    expect(whatCame([itemTag(1, 'A'), pending])).toMatchObject({
      odd: 'RFID_TAG_UNREADABLE',
      complete: false,
    })
    expect(whatCame([itemTag(1, 'A'), itemTag(2, 'B')])).toMatchObject({ odd: null, complete: true })
  })

  it('has a reason where it is no item', () => {
    expect(whatCame([])).toMatchObject({ items: [], odd: 'DROP_NO_TAG' })
    expect(whatCame([foreign])).toMatchObject({ odd: 'DROP_NO_ITEM_TAG' })
    expect(whatCame([card])).toMatchObject({ odd: 'DROP_NO_ITEM_TAG' })
    expect(whatCame([unreadable])).toMatchObject({ odd: 'RFID_TAG_UNREADABLE' })
  })

  it('may have a supplier’s tag or a card in it, but not a tag that may be another item', () => {
    expect(whatCame([itemTag(1, 'A'), foreign, card])).toMatchObject({ odd: null, complete: true })
    expect(whatCame([itemTag(1, 'A'), unreadable])).toMatchObject({ odd: 'RFID_TAG_UNREADABLE' })
  })
})
