/** A gate on a FEIG reader: what it sees is safe here before the gate may forget it. */
import type { Clock } from '../../../runtime/clock.ts'
import { Signal } from '../../../runtime/emitter.ts'
import type { Transport } from '../../../transports/transport.ts'
import type { DeviceStatus } from '../../device.ts'
import { superviseDevice } from '../../supervised.ts'
import type { GateCount, SecurityGate } from '../contract.ts'
import { askReader, hearReader } from './channels.ts'
import { Chores } from './chores.ts'
import { Condition } from './condition.ts'
import type { SightingOptions } from './sighting.ts'
import { Teller } from './told.ts'

export interface FeigGateOptions extends SightingOptions {
  readonly id: string
  readonly clock: Clock
  /** `buffered`: to the reader. `notification`: where the reader connects to us. */
  readonly transport: Transport
  readonly mode:
    | { readonly kind: 'buffered'; readonly pollMilliseconds: number }
    | {
        readonly kind: 'notification'
        readonly acknowledge: boolean
        /** Null where the reader sends none. */
        readonly keepAliveMilliseconds: number | null
        /** To the reader's own port, for counts, inputs and outputs; null without. */
        readonly commands: Transport | null
      }
  readonly busAddress: number
  /** Bus address of the people counter; null without one. */
  readonly counterAddress: number | null
  /** The input at the cover's contact, from 1, and its level when the cover is open; null without. */
  readonly tamper: { readonly input: number; readonly openLevel: boolean } | null
  /** Numbers of the outputs (OUT-NR of the reader's manual); null where there is none. */
  readonly outputs: { readonly light: number | null; readonly sound: number | null }
  readonly random?: () => number
}

export function createFeigGate(options: FeigGateOptions): SecurityGate {
  const { id, clock, mode, transport, busAddress, tamper, outputs } = options
  const counts = new Signal<GateCount>()
  const statuses = new Signal<DeviceStatus>()
  let count: GateCount | null = null
  const condition = new Condition(clock)
  const onInputs = (inputs: number) => {
    if (tamper === null) return
    const open = ((inputs >> (tamper.input - 1)) & 1) === (tamper.openLevel ? 1 : 0)
    condition.set('GATE_TAMPER', open, open ? `input ${tamper.input}` : '')
  }
  const teller = new Teller({ ...options, condition, onInputs })
  const chores = new Chores({
    clock,
    counterAddress: options.counterAddress,
    watchesInput: tamper !== null,
    onInputs,
    onCount: (now) => {
      count = now
      counts.tell(now)
    },
  })
  const parts = { clock, busAddress, condition, teller, chores }
  const supervised = {
    id,
    kind: 'gate' as const,
    clock,
    ...(options.random === undefined ? {} : { random: options.random }),
  }
  const main = superviseDevice({
    ...supervised,
    transport,
    awayCode: 'GATE_AWAY',
    work: (stream, session) =>
      mode.kind === 'buffered'
        ? askReader({ ...parts, pollMilliseconds: mode.pollMilliseconds }, stream, session)
        : hearReader({ ...parts, ...mode }, stream, session),
    ended: () => {
      condition.end()
      if (mode.kind === 'buffered') chores.end()
    },
  })
  const commands =
    mode.kind === 'buffered' || mode.commands === null
      ? null
      : superviseDevice({
          ...supervised,
          transport: mode.commands,
          awayCode: 'GATE_COMMANDS_AWAY',
          work: (stream, session) => askReader({ ...parts, pollMilliseconds: null }, stream, session),
          ended: () => chores.end(),
        })

  /** The way the alarms take says how the gate is; the way commands take can only reduce it. */
  const status = (): DeviceStatus => {
    const own = main.status
    const other = commands?.status
    if (own.state !== 'ready' || other === undefined) return own
    if (other.state === 'ready' || other.state === 'starting') return own
    const { code, detail, since, state } = other
    const lost = state === 'away' || code === 'GATE_AWAY'
    return { ...own, state: 'reduced', code: lost ? 'GATE_COMMANDS_AWAY' : code, detail, since }
  }
  const tellStatus = () => statuses.tell(status())
  main.onStatus(tellStatus)
  commands?.onStatus(tellStatus)

  return {
    id,
    kind: 'gate',
    get status() {
      return status()
    },
    onStatus: (listener) => statuses.listen(listener),
    start: () => {
      main.start()
      commands?.start()
    },
    stop: async () => {
      await Promise.all([main.stop(), commands?.stop()])
      condition.stop()
    },
    onSightings: (listener) => teller.onSightings(listener),
    onForgotten: (listener) => teller.onForgotten(listener),
    get count() {
      return count
    },
    onCount: (listener) => counts.listen(listener),
    signal: (what, milliseconds) => {
      const wanted = [what.light ? outputs.light : null, what.sound ? outputs.sound : null]
      const pulses = wanted.filter((output) => output !== null).map((output) => ({ output, milliseconds }))
      return pulses.length === 0 ? Promise.resolve(false) : chores.pulse(pulses)
    },
  }
}
