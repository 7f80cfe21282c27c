import { expect, it } from 'vitest'
import { type TagUid, tagUid } from '../../../tags/tag.ts'
import { air, EMPTY_SLOT_MILLISECONDS } from './air.ts'
import { anticollision, TAGS_PER_SECOND_MAX } from './anticollision.ts'

const uid = (n: number): TagUid => tagUid(`E00401${n.toString(16).toUpperCase().padStart(10, '0')}`)

it('tells one tag apart in its slot, after the slots before it', () => {
  const { tags, milliseconds } = anticollision([uid(3)])
  expect(tags).toEqual([
    { uid: uid(3), milliseconds: expect.closeTo(air(5, 0) + 3 * EMPTY_SLOT_MILLISECONDS + air(0, 12), 6) },
  ])
  expect(milliseconds).toBeCloseTo(air(5, 0) + 15 * EMPTY_SLOT_MILLISECONDS + air(0, 12), 6)
})

it('goes one deeper where two answer in one slot', () => {
  const { tags, milliseconds } = anticollision([uid(0x15), uid(0x25)])
  expect(tags.map((tag) => tag.uid)).toEqual([uid(0x15), uid(0x25)])
  expect(milliseconds).toBeCloseTo(
    air(5, 0) +
      15 * EMPTY_SLOT_MILLISECONDS +
      air(0, 12) +
      air(6, 0) +
      14 * EMPTY_SLOT_MILLISECONDS +
      2 * air(0, 12),
    6,
  )
})

it('tells a hundred apart, each once, and never faster than the air lets through', () => {
  const uids = Array.from({ length: 100 }, (_, n) => uid(1 + n * 7_919))
  const { tags, milliseconds } = anticollision(uids)
  expect(tags.map((tag) => tag.uid).toSorted()).toEqual(uids.toSorted())
  expect((100 / milliseconds) * 1_000).toBeLessThan(TAGS_PER_SECOND_MAX)
})

it('spends a request with an AFI one byte more', () => {
  expect(anticollision([], true).milliseconds - anticollision([]).milliseconds).toBeCloseTo(8 / 26.48, 6)
})
