/**
 * Every fault that an emulator can make, from the device's bytes to the console's own store: shown within a second of the
 * kiosk's clock with the advice of the error table, held steadily while it lasts, and cleared when it is over.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { watchDevice } from '@lectern/device-agent/monitoring/device-notices'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EventClock } from '../simulation/drop/event-clock.ts'
import { EMULATED } from '../support/faults/all.ts'
import { StaffConsole } from '../support/faults/console.ts'
import type { Played } from '../support/faults/emulated.ts'
import { Wire } from '../support/faults/wire.ts'
import { Random } from '../support/random.ts'

/** A fault that stands is looked at for so long: the first four pauses before a port is opened again fit in. */
const STANDS_MILLISECONDS = 4_500
/** Whatever is healed is found within the longest pause before a port is opened again, and a second or two. */
const CLEARED_MILLISECONDS = 8_000

const clock = new EventClock(new Random(1))
let staff: StaffConsole
beforeAll(async () => {
  staff = await StaffConsole.open(clock)
})
afterAll(() => staff.close())

/** Lets time pass until it holds; false where it does not by then. */
async function within(milliseconds: number, fits: () => boolean): Promise<boolean> {
  const end = clock.now() + milliseconds
  let passed = false
  const limit = clock.setTimeout(() => {
    passed = true
  }, milliseconds)
  // What was just begun sets its own timers first.
  await new Promise<void>((resolve) => setImmediate(resolve))
  while (!fits() && !passed && clock.now() <= end) await clock.step()
  clock.clearTimeout(limit)
  return fits()
}

async function play(played: Played): Promise<void> {
  const stage = await played.open(clock, wired)
  const { device } = stage
  const told: string[] = []
  const open = () => staff.notices.open().map(({ code }) => code)
  const endings = [
    watchDevice(device, { notices: staff.notices, clock }),
    staff.tellOf([device]),
    staff.notices.onChange(() => void told.push(open().join(' '))),
  ]
  const isWell = () => open().length === 0 && device.status.state === 'ready'
  try {
    device.start()
    stage.ready()
    // A driver may load first what only it needs.
    while (!isWell()) if (!(await clock.step())) await new Promise<void>((resolve) => setImmediate(resolve))
    told.length = 0
    const since = clock.now()
    await stage.inject()
    if (played.shows === null) await within(STANDS_MILLISECONDS, () => false)
    else {
      await within(STANDS_MILLISECONDS + played.withinMilliseconds, () => open().length > 0)
      expect(open()).toEqual([played.shows])
      expect(Math.round(clock.now() - since), 'ms').toBeLessThanOrEqual(played.withinMilliseconds)
      await staff.shows(played.shows)
      await staff.says(device.id, played.shows)
      await within(STANDS_MILLISECONDS, () => false)
    }
    // Told once: what comes and goes while the fault stands would be an alarm each time.
    expect(told, played.because).toEqual(played.shows === null ? [] : [played.shows])
    await stage.heal()
    await stage.staffAct()
    const cleared = await within(CLEARED_MILLISECONDS + played.lingersMilliseconds, isWell)
    expect(cleared, `${device.status.state} ${device.status.detail}`).toBe(true)
    await staff.quiet()
    await staff.says(device.id, null)
  } finally {
    for (const end of endings) end()
    for (const { code, key } of staff.notices.open()) staff.notices.clear(code, key)
    await stage.close()
  }
}
const wired = (accept: ConstructorParameters<typeof Wire>[0]) => {
  const wire = new Wire(accept)
  return { transport: wire, plug: (plugged: boolean) => wire.plug(plugged), close: () => undefined }
}

describe('what can go wrong', () => {
  it('is known of every emulator there is', () => {
    const devices = join(import.meta.dirname, '../../device-agent/src/devices')
    const emulators = readdirSync(devices, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('/emulator.ts'),
    )
    expect(new Set(EMULATED.map(({ folder }) => `${folder}/emulator.ts`))).toEqual(new Set(emulators))
  })
  it.each(EMULATED)('is known by each name that the emulator has for it: $title', ({ knobs, known }) => {
    expect(known.filter((name) => !BESIDE.includes(name)).toSorted()).toEqual(knobs.toSorted())
  })
})
/** What is no switch of the emulator: hands at its cable, cards on it. */
const BESIDE: readonly string[] = ['cable', 'readerPulled', 'cover', 'commandsCable']

describe.each(EMULATED)('a fault of $title', ({ cases }) => {
  it.each(cases)('$name shows $shows', (played) => play(played))
})
