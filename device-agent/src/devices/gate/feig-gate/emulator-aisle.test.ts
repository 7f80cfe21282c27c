import { expect, it } from 'vitest'
import { ManualClock } from '../../../runtime/clock.ts'
import { tagged } from '../tagged.test-support.ts'
import { Aisle } from './emulator-aisle.ts'

it('people who come one after the other are seen in their turn, by the clock of the aisle', async () => {
  const clock = new ManualClock()
  const seen: string[] = []
  const passed: number[] = []
  const aisle = new Aisle({
    clock,
    airTime: 1,
    antennas: 1,
    afi: 0x07,
    easOnly: false,
    blocks: 0,
    validMilliseconds: 5_500,
    walkMilliseconds: 800,
    onSeen: ({ tag }) => seen.push(`${tag.uid} ${Math.floor(clock.now() / 1_000)}`),
    onPassed: () => passed.push(Math.floor(clock.now() / 1_000)),
  })
  const people = [0, 1, 2].map((n) =>
    aisle.walk({ tags: [tagged(n + 1)], direction: 'out', afterMilliseconds: n * 1_000 }),
  )
  for (let step = 0; step < 3_000; step++) {
    clock.advance(1)
    for (let turn = 0; turn < 8; turn++) await Promise.resolve()
  }
  await Promise.all(people)
  expect(seen).toEqual([1, 2, 3].map((n) => `${tagged(n).uid} ${n - 1}`))
  expect(passed).toEqual([0, 1, 2])
  expect(clock.pending).toBe(0)
})
