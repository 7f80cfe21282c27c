/** A stack of ten items, from tags in the field to all done on screen, against what physics and the library system allow. */

import type { World } from '@lectern/device-agent/bench/world'
import { MISSED_MAX } from '@lectern/device-agent/devices/rfid/field'
import { book, card, startKiosk } from '../support/kiosk.ts'
import { ScreenClient } from '../support/screen-client.ts'
import { type Measures, median, round } from './measure.ts'

const LATENCY_MILLISECONDS = 50
const ROUNDS = 7
/** Sub-code of the inventory command. */
const INVENTORY = 0x01
const STACK = [
  'Pride and Prejudice',
  'Frankenstein; or, The Modern Prometheus',
  'The Picture of Dorian Gray',
  'The Time Machine',
  'Moby-Dick; or, The Whale',
  'The Wind in the Willows',
  'Die Verwandlung',
  'Vingt mille lieues sous les mers',
  'Nosferatu',
  'Goldberg Variations',
].map(book)

/** Resolves when the pad was looked at so often that what was taken away is forgotten. */
function looks({ feig }: World): Promise<void> {
  let left = MISSED_MAX + 1
  return new Promise((resolve) => {
    feig.onCommand = (_command, sub) => {
      if (sub === INVENTORY && --left === 0) resolve()
    }
  })
}

export async function run(): Promise<Measures> {
  const kiosk = await startKiosk({ airTime: 1, latencyMilliseconds: LATENCY_MILLISECONDS })
  const screen = await ScreenClient.open(kiosk.address)
  const { world } = kiosk
  const took: number[] = []
  const floors: number[] = []
  const sums: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await screen.untilScreen('attract')
    await screen.until(
      'an empty pad',
      (view) => view.screen.name === 'attract' && view.screen.counts.onPad === 0,
    )
    screen.send({ type: 'scan', code: card('Jonas B.') })
    await screen.untilScreen('items')
    const before = { ...world.feig.airTimeSpent }
    const began = performance.now()
    await world.act({ type: 'lay', ids: STACK })
    await screen.until(
      'all yours',
      ({ screen: now }) => now.name === 'items' && now.counts.yours === STACK.length,
    )
    took.push(performance.now() - began)
    const spent = (on: string) => (world.feig.airTimeSpent[on] ?? 0) - (before[on] ?? 0)
    const count = STACK.length
    const reads = spent('read') / count
    const writes = (spent('writeAfi') + spent('systemInformation')) / count
    // One look sees them all; looks before and after it are not the stack's.
    const look = world.feig.inventoryMilliseconds(count)
    const ils = count * LATENCY_MILLISECONDS
    floors.push(
      look +
        Math.max(
          reads + ils + writes,
          count * (reads + writes),
          count * reads + LATENCY_MILLISECONDS + writes,
        ),
    )
    sums.push(look + count * (reads + writes) + ils)
    screen.send({ type: 'finish' })
    await screen.untilScreen('finish')
    screen.send({ type: 'end', receipt: 'none' })
    await screen.untilScreen('goodbye')
    await world.act({ type: 'take', ids: STACK })
    await looks(world)
    for (const id of STACK) {
      world.simulator.library.checkin(id)
      const { tag } = world.thing(id)
      if (tag !== null) tag.afi = 0x07
    }
    screen.send({ type: 'start' })
  }
  screen.close()
  await kiosk.close()
  const ratios = took.map((value, index) => value / (floors[index] ?? Number.NaN))
  return {
    'stack.toFloor': { value: round(median(ratios)), unit: 'times the floor', target: 1.15, better: 'lower' },
    'stack.milliseconds': {
      value: round(median(took), 0),
      unit: 'ms for ten items',
      target: null,
      better: 'lower',
    },
    'stack.withoutOverlap': {
      value: round(median(sums) / median(took)),
      unit: 'times as long one by one',
      target: null,
      better: 'higher',
    },
  }
}
