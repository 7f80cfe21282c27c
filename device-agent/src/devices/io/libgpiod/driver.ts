/** This computer's own pins as an I/O module. */
import type { GpioSettings } from '../../../config/settings.ts'
import { LecternError } from '../../../contract/errors.ts'
import type { Clock } from '../../../runtime/clock.ts'
import type { IoModule } from '../contract.ts'
import { type IoSession, superviseIoModule } from '../io-module.ts'
import { openPins, type Pins } from './pins.ts'

export interface GpioModuleOptions {
  readonly settings: GpioSettings
  readonly clock: Clock
  readonly random?: () => number
  /** Where the programs are; PATH where left out. */
  readonly toolFolder?: string
  /** Where the chips are; /dev where left out. */
  readonly deviceFolder?: string
}

/** A program that does not hold its lines by then is given up. */
const START_TIMEOUT_MILLISECONDS = 3_000
/** Edges and orders wake the driver; this is only how long it sleeps at a stretch. */
const SLEEP_MILLISECONDS = 60_000

export function createGpioModule(options: GpioModuleOptions): IoModule {
  const { settings, clock, toolFolder = '', deviceFolder = '/dev' } = options
  let pins: Pins | null = null
  return superviseIoModule({
    ...options,
    id: settings.id,
    transport: {
      url: `gpio:${settings.chip}`,
      open: async () => {
        pins = await openPins({ settings, clock, toolFolder, deviceFolder })
        return pins.stream
      },
    },
    outputs: settings.outputs.length,
    detail: `${settings.inputs.length} inputs, ${settings.outputs.length} outputs`,
    work: async (_stream, session) => {
      if (pins !== null) await hold(pins, session)
    },
  })

  async function hold(held: Pins, session: IoSession): Promise<void> {
    const { levels, orders, signal } = session
    const outputs = settings.outputs.map(() => false)
    const inTime = <T>(start: Promise<T>) => startsInTime(start, session, clock)
    // Whatever they were before: begun is with everything off.
    for (const output of outputs.keys()) await inTime(held.drive(output, false))
    const inputs: (boolean | undefined)[] = []
    const known = () => settings.inputs.map((_, input) => inputs[input] ?? false)
    const before = await inTime(
      held.watch(
        (input, on) => {
          inputs[input] = on
          if (levels.inputs !== null) levels.learn({ inputs: known() })
        },
        () => session.count('badLine'),
      ),
    )
    // An edge that was told meanwhile is newer.
    before.forEach((on, input) => {
      inputs[input] ??= on
    })
    levels.learn({ inputs: known(), outputs: [...outputs] })
    for (;;) {
      session.tell()
      await orders.wait(SLEEP_MILLISECONDS, { clock, signal })
      await orders.carryOut(async (taken) => {
        for (const { output, on } of taken) {
          await inTime(held.drive(output, on))
          outputs[output] = on
        }
        levels.learn({ outputs: [...outputs] })
        return outputs
      })
    }
  }
}

/** Rejects with LecternError `IO_FAULT` where a program does not get going. */
async function startsInTime<T>(start: Promise<T>, { signal }: IoSession, clock: Clock): Promise<T> {
  signal.throwIfAborted()
  const { promise, reject } = Promise.withResolvers<never>()
  const ended = () => reject(signal.reason)
  signal.addEventListener('abort', ended, { once: true })
  const timer = clock.setTimeout(
    () => reject(new LecternError('IO_FAULT', 'a program of gpiod does not get going')),
    START_TIMEOUT_MILLISECONDS,
  )
  try {
    return await Promise.race([start, promise])
  } finally {
    clock.clearTimeout(timer)
    signal.removeEventListener('abort', ended)
  }
}
