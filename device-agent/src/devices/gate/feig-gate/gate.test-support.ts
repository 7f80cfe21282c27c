import { systemClock } from '../../../runtime/clock.ts'
import { callOverTcp } from '../../../transports/emulator-caller-tcp.ts'
import type { EmulatorHost } from '../../../transports/emulator-host.ts'
import { hostOnTcp } from '../../../transports/emulator-host-tcp.ts'
import { openTransport } from '../../../transports/open.ts'
import type { DeviceState } from '../../device.ts'
import type { GateSighting, SecurityGate } from '../contract.ts'
import { createFeigGate, type FeigGateOptions } from './driver.ts'
import { FeigGateEmulator, type GateEmulatorOptions } from './emulator.ts'

/** A gate on its emulator, and what it told. */
export class GateStage {
  readonly emulator: FeigGateEmulator
  readonly host: EmulatorHost
  readonly gate: SecurityGate
  readonly told: GateSighting[] = []
  readonly forgotten: string[] = []
  #refusal: Error | null = null
  #wake: () => void = () => undefined

  constructor(emulator: FeigGateEmulator, host: EmulatorHost, gate: SecurityGate) {
    this.emulator = emulator
    this.host = host
    this.gate = gate
    gate.onSightings((sightings) => {
      if (this.#refusal !== null) throw this.#refusal
      this.told.push(...sightings)
      this.#wake()
    })
    gate.onForgotten((records) => {
      this.forgotten.push(...(records ?? []))
      this.#wake()
    })
    gate.onStatus(() => this.#wake())
    gate.onCount(() => this.#wake())
  }

  /** What is told cannot be written down. */
  refuse(error: Error | null): void {
    this.#refusal = error
  }
  async until(fits: () => boolean): Promise<void> {
    while (!fits()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
  state(wanted: DeviceState, code: string | null = null): Promise<void> {
    return this.until(() => this.gate.status.state === wanted && this.gate.status.code === code)
  }
  async close(): Promise<void> {
    await this.gate.stop()
    await this.host.close()
  }
}

export type Mode = 'buffered' | 'notification'

export interface StageOptions extends Partial<Omit<FeigGateOptions, 'mode'>> {
  readonly mode?: Mode
  readonly emulator?: GateEmulatorOptions
  readonly keepAliveMilliseconds?: number
  readonly acknowledge?: boolean
}

export async function freePort(): Promise<number> {
  const host = await hostOnTcp(() => undefined)
  await host.close()
  return Number(host.url.split(':').at(-1))
}

export async function startGate(options: StageOptions = {}): Promise<GateStage> {
  const {
    mode = 'buffered',
    emulator: emulated,
    keepAliveMilliseconds = null,
    acknowledge = true,
    ...rest
  } = options
  const emulator = new FeigGateEmulator({
    airTime: 0,
    walkMilliseconds: 20,
    acknowledge,
    keepAliveMilliseconds,
    ...emulated,
  })
  const host =
    mode === 'buffered'
      ? await hostOnTcp(emulator.accept)
      : await callOverTcp(emulator.call, { port: await freePort() })
  const gate = createFeigGate({
    id: 'gate-1',
    clock: systemClock,
    random: () => 0,
    transport: openTransport(host.url),
    busAddress: 255,
    counterAddress: null,
    tamper: null,
    outputs: { light: null, sound: null },
    cause: 'afi',
    direction: null,
    ...rest,
    mode:
      mode === 'buffered'
        ? { kind: 'buffered', pollMilliseconds: 5 }
        : { kind: 'notification', acknowledge, keepAliveMilliseconds, commands: null },
  })
  const stage = new GateStage(emulator, host, gate)
  gate.start()
  return stage
}
