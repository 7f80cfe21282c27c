/** The mechanical drop as its page draws it. */
import type { BenchBin, BenchDrop, BenchFlap } from '../../contract/bench-drop.ts'
import { OUTPUTS } from '../../flows/drop/roles.ts'
import type { Actuator } from './actuator.ts'
import type { DropThing } from './belt.ts'
import type { Drop } from './drop.ts'
import { binAt } from './layout.ts'

const ids = (things: readonly DropThing[]): readonly string[] => things.map(({ id }) => id)

export function picture(drop: Drop, names: ReadonlyMap<number, string>): BenchDrop {
  const now = drop.look()
  const { layout, speeds, switches } = drop
  const flap = (actuator: Actuator): BenchFlap => ({
    place: actuator.position(now),
    target: actuator.stuck ? actuator.position(now) : actuator.target,
    stuck: actuator.stuck,
  })
  const bin = (number: number): BenchBin => {
    const diverter = drop.diverters.get(number)
    return {
      bin: number,
      name: names.get(number) ?? '',
      at: binAt(layout, number),
      diverter: diverter === undefined ? null : flap(diverter),
      ids: ids(drop.bins.things(number)),
      full: drop.bins.isFull(number),
      stuffed: drop.bins.isStuffed(number),
    }
  }
  return {
    measures: {
      chamber: layout.chamberMillimetres,
      tunnel: layout.tunnelMillimetres,
      beltSpeed: layout.beltMillimetresPerSecond,
      shutterMilliseconds: layout.shutterMilliseconds,
      diverterMilliseconds: layout.diverterMilliseconds,
    },
    ...switches,
    lamp: drop.output(OUTPUTS.lamp),
    runs: drop.runs,
    shutter: flap(drop.shutter),
    piles: drop.belt.piles.map(({ front, length, things }, index) => ({
      ids: ids(things),
      length,
      front,
      speed: (speeds[index] ?? 0) * 1_000,
    })),
    falling: drop.bins.falling.map(({ bin, from, things, until }) => ({
      ids: ids(things),
      bin,
      milliseconds: until - from,
    })),
    waiting: drop.waiting.map(ids),
    bins: drop.bins.numbers().map(bin),
    jams: [...drop.belt.jams],
    inTunnel: drop.tunnel,
  }
}
