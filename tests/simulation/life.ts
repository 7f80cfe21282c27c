import { calm, uid } from '@lectern/device-agent/flows/fakes.test-support'
import { Random } from '../support/random.ts'
import { CrashingWorld, itemNumber } from './crashing-world.ts'

const STEPS = 40
export const ITEMS = [1, 2, 3, 4, 5, 6]
const CARDS = ['29999000000017', '29999000000025']

/** One seeded life of a kiosk: visits, faults and power cuts in any order; then everything heals. */
export async function live(seed: number, mode: 'returns' | 'both' = 'returns'): Promise<CrashingWorld> {
  const random = new Random(seed)
  const world = new CrashingWorld(random, mode)
  world.powerOn()
  /** Where things come back too, patrons take along what is theirs. */
  const lay = (items: readonly number[]) => {
    const busy = ['items', 'finish'].includes(world.session.view().screen.name)
    const stays = (n: number) => busy && world.pad.field.some((tag) => tag.uid === uid(n))
    world.lay(mode === 'both' ? items.filter((n) => !isOut(world, n) || stays(n)) : items)
  }
  const steps: (() => Promise<void> | void)[] = [
    () => {
      lay(ITEMS.filter((n) => world.pad.field.some((tag) => tag.uid === uid(n))))
      world.session.intent({ type: 'scan', code: random.pick(CARDS) })
    },
    () => {
      // An item scanned while its tag is elsewhere stays armed, as its row says; here the tag is always at hand.
      const here = ITEMS.filter((n) => world.pad.field.some((tag) => tag.uid === uid(n)))
      if (here.length > 0) world.session.intent({ type: 'scan', code: itemNumber(random.pick(here)) })
    },
    () => lay(ITEMS.filter(() => random.chance(0.7))),
    () => lay(ITEMS.filter(() => random.chance(0.7))),
    () => lay(ITEMS),
    () => world.session.intent({ type: 'finish' }),
    () => world.session.intent({ type: 'leaveAnyway' }),
    () => world.session.intent({ type: 'cancel' }),
    () => world.ilsBecomes(false),
    () => world.ilsBecomes(true),
    () => restart(world),
  ]
  if (mode === 'both')
    steps.push(
      () => takeBack(world, random),
      () => world.ilsBecomes(false),
    )
  for (let step = 0; step < STEPS; step++) {
    await random.pick(steps)()
    if (world.isCut) restart(world)
    for (let moment = random.below(12); moment > 0; moment--) {
      world.clock.advance(random.below(120))
      await calm()
      if (world.isCut) restart(world)
    }
    if (random.chance(0.1)) {
      world.clock.advance(random.below(100_000))
      await calm()
      if (world.isCut) restart(world)
    }
  }
  world.faulty = false
  await world.ilsBecomes(true)
  restart(world)
  world.lay([])
  for (let second = 0; second < (mode === 'both' ? 300 : 150); second++) {
    world.clock.advance(500)
    await calm()
    if (second === 20) world.lay(ITEMS)
  }
  return world
}

function restart(world: CrashingWorld): void {
  world.powerOff()
  world.powerOn()
}

/** An item comes back while nobody is at the pad; its tag is secured, as a return does it, once that is kept. */
function takeBack(world: CrashingWorld, random: Random): void {
  if (!world.session.idle) return
  const isBack = (n: number) => world.journal.stored.latest(itemNumber(n))?.kind === 'checkin'
  const away = ITEMS.filter((n) => isOut(world, n) && !isBack(n))
  if (away.length === 0) return
  const n = random.pick(away)
  const others = ITEMS.filter((other) => other !== n && world.pad.field.some((tag) => tag.uid === uid(other)))
  world.lay(others)
  if (!world.session.idle) return
  world.takeBack(itemNumber(n))
  if (isBack(n)) world.pad.security.set(uid(n), 'secured')
}

const isOut = (world: CrashingWorld, n: number): boolean =>
  world.pad.security.get(uid(n)) === 'onLoan' || world.ils.loans.has(itemNumber(n))
