/** What happens to a drop in its life, each by a seed: faults of machines and systems, people, and power. */
import type { Life } from './life.ts'

/** Mean milliseconds between two of a kind, and what it is; it heals by itself or by the staff. */
const FAULTS: readonly (readonly [number, (life: Life) => void])[] = [
  [400_000, away],
  [300_000, slow],
  [250_000, loses],
  [250_000, failsToWrite],
  [200_000, jam],
  [500_000, stuckDiverter],
  [400_000, emergencyStop],
  [400_000, dirtyBeam],
  [400_000, unplugged],
  [400_000, (life) => life.cutPower()],
  [300_000, (life) => life.kiosk?.end()],
  [200_000, pushedIn],
  [500_000, stuffed],
]

export function begin(life: Life): void {
  for (const [mean, strike] of FAULTS) {
    const next = () => {
      // Exponential: a fault does not know when the last one was.
      const wait = -mean * Math.log(1 - life.random.next())
      life.clock.setTimeout(() => {
        if (!life.faulty) return
        strike(life)
        next()
      }, wait)
    }
    next()
  }
}

const some = (life: Life, least: number, more: number) => least + life.random.below(more)

function away(life: Life): void {
  life.library.become('away')
  life.after(some(life, 3_000, 60_000), () => life.library.become('online'))
}
function slow(life: Life): void {
  life.library.slowness = 10 + life.random.below(30)
  life.after(some(life, 5_000, 30_000), () => {
    life.library.slowness = 1
  })
}
function loses(life: Life): void {
  life.library.lost = 0.4
  life.after(some(life, 5_000, 20_000), () => {
    life.library.lost = 0
  })
}
function failsToWrite(life: Life): void {
  life.machine.failing = 0.7
  life.after(some(life, 5_000, 20_000), () => {
    life.machine.failing = 0
  })
}
function jam(life: Life): void {
  life.machine.drop.jam(some(life, 20, 3_500))
}
function stuckDiverter(life: Life): void {
  const { drop } = life.machine
  const bin = life.random.pick(drop.layout.diverted)
  drop.stick(bin, life.random.pick([0, 1]))
  life.after(some(life, 10_000, 40_000), () => drop.free(bin))
}
function emergencyStop(life: Life): void {
  const { drop } = life.machine
  const change = life.random.pick(['stopPressed', 'doorOpen'] as const)
  drop.set({ [change]: true })
  life.after(some(life, 500, 8_000), () => drop.set({ [change]: false }))
}
function dirtyBeam(life: Life): void {
  const { drop } = life.machine
  const beam = life.random.pick(['entryBeam', 'tunnelBeam'] as const)
  drop.set({ [beam]: 'blocked' })
  life.after(some(life, 300, 15_000), () => drop.set({ [beam]: 'clear' }))
}
function unplugged(life: Life): void {
  life.plug(false)
  life.after(some(life, 100, 8_000), () => life.plug(true))
}
function pushedIn(life: Life): void {
  life.pushNext()
}
function stuffed(life: Life): void {
  const { drop } = life.machine
  const bin = life.random.pick(drop.bins.numbers())
  drop.stuff(bin, true)
}
