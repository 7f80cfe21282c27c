/**
 * How long after something goes wrong at a device's wire staff read it on the console: real sockets, real time, the broker
 * inside the kiosk, and the console's own line and store. Each fault strikes at another moment of the driver's round.
 */
import { watchDevice } from '@lectern/device-agent/monitoring/device-notices'
import { type Clock, systemClock, type TimerHandle } from '@lectern/device-agent/runtime/clock'
import type { Accept } from '@lectern/device-agent/transports/emulator-host'
import { hostOnTcp } from '@lectern/device-agent/transports/emulator-host-tcp'
import { openTransport } from '@lectern/device-agent/transports/open'
import { EMULATED } from '../support/faults/all.ts'
import { StaffConsole } from '../support/faults/console.ts'
import { type Cable, type Played, SHOWN_MILLISECONDS } from '../support/faults/emulated.ts'
import { Random } from '../support/random.ts'
import { type Measures, percentile, round } from './measure.ts'

/** A driver's round is shorter. */
const ROUND_MILLISECONDS = 500
/** More would only stretch the run. */
const AT_A_TIME = 8

/** What an emulator still had to say when its turn was over. */
const pending = new Set<TimerHandle>()
const clock: Clock = {
  ...systemClock,
  setTimeout: (callback, milliseconds) => {
    const timer = systemClock.setTimeout(() => {
      pending.delete(timer)
      callback()
    }, milliseconds)
    pending.add(timer)
    return timer
  },
  clearTimeout: (timer) => {
    pending.delete(timer)
    systemClock.clearTimeout(timer)
  },
}

async function onTcp(accept: Accept): Promise<Cable> {
  const host = await hostOnTcp(accept)
  return {
    transport: openTransport(host.url),
    plug: (plugged) => (plugged ? host.plug() : host.unplug()),
    close: () => host.close(),
  }
}

/** Milliseconds from the fault to the console; one console each, for two faults of one code are one alert. */
async function shown(played: Played, random: Random): Promise<number> {
  const { shows } = played
  if (shows === null) return Number.NaN
  const staff = await StaffConsole.open(clock)
  const stage = await played.open(clock, onTcp)
  const { device } = stage
  const endings = [watchDevice(device, { clock, notices: staff.notices }), staff.tellOf([device])]
  const ready = Promise.withResolvers<void>()
  endings.push(device.onStatus(({ state }) => void (state === 'ready' && ready.resolve())))
  device.start()
  stage.ready()
  await ready.promise
  await new Promise<void>((resolve) => clock.setTimeout(resolve, random.below(ROUND_MILLISECONDS)))
  const since = clock.now()
  await stage.inject()
  await staff.shows(shows)
  const milliseconds = clock.now() - since
  for (const end of endings) end()
  await stage.close()
  await staff.close()
  return milliseconds
}

export async function run(): Promise<Measures> {
  const random = new Random(1)
  const waiting = EMULATED.flatMap(({ cases }) => cases).filter(
    ({ shows, withinMilliseconds }) => shows !== null && withinMilliseconds === SHOWN_MILLISECONDS,
  )
  const all: number[] = []
  const faults = waiting.length
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      all.push(await shown(next, random))
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, worker))
  for (const timer of pending) clock.clearTimeout(timer)
  const measure = (value: number, unit: string) =>
    ({ value: round(value, 0), unit, target: SHOWN_MILLISECONDS, better: 'lower' }) as const
  return {
    'faults.median': measure(percentile(all, 50), `ms from the wire to the console, of ${faults} faults`),
    'faults.p95': measure(percentile(all, 95), 'ms'),
    'faults.worst': measure(percentile(all, 100), 'ms'),
  }
}
