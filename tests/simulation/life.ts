import { calm, uid } from '@lectern/device-agent/flows/fakes.test-support'
import { Random } from '../support/random.ts'
import { CrashingWorld, itemNumber } from './crashing-world.ts'

const STEPS = 40
export const ITEMS = [1, 2, 3, 4, 5, 6]
const CARDS = ['29999000000017', '29999000000025']

/** One seeded life of a kiosk: visits, faults and power cuts in any order; then everything heals. */
export async function live(seed: number): Promise<CrashingWorld> {
  const random = new Random(seed)
  const world = new CrashingWorld(random)
  world.powerOn()
  const steps: (() => Promise<void> | void)[] = [
    () => world.session.intent({ type: 'scan', code: random.pick(CARDS) }),
    () => {
      // An item scanned while its tag is elsewhere stays armed, as its row says; here the tag is always at hand.
      const here = ITEMS.filter((n) => world.pad.field.some((tag) => tag.uid === uid(n)))
      if (here.length > 0) world.session.intent({ type: 'scan', code: itemNumber(random.pick(here)) })
    },
    () => world.lay(ITEMS.filter(() => random.chance(0.7))),
    () => world.lay(ITEMS.filter(() => random.chance(0.7))),
    () => world.lay(ITEMS),
    () => world.session.intent({ type: 'finish' }),
    () => world.session.intent({ type: 'leaveAnyway' }),
    () => world.session.intent({ type: 'cancel' }),
    () => world.ilsBecomes(false),
    () => world.ilsBecomes(true),
    () => {
      world.powerOff()
      world.powerOn()
    },
  ]
  for (let step = 0; step < STEPS; step++) {
    await random.pick(steps)()
    for (let moment = random.below(12); moment > 0; moment--) {
      world.clock.advance(random.below(120))
      await calm()
    }
    if (random.chance(0.1)) {
      world.clock.advance(random.below(100_000))
      await calm()
    }
  }
  world.faulty = false
  await world.ilsBecomes(true)
  world.powerOff()
  world.powerOn()
  world.lay([])
  for (let second = 0; second < 150; second++) {
    world.clock.advance(500)
    await calm()
    if (second === 20) world.lay(ITEMS)
  }
  return world
}
