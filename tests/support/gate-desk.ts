import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SecurityGate } from '@lectern/device-agent/devices/gate/contract'
import { createFeigGate } from '@lectern/device-agent/devices/gate/feig-gate/driver'
import {
  FeigGateEmulator,
  type GateEmulatorOptions,
} from '@lectern/device-agent/devices/gate/feig-gate/emulator'
import type { GateEvent } from '@lectern/device-agent/flows/gate/contract'
import { GateWatch } from '@lectern/device-agent/flows/gate/gates'
import type { GateStore } from '@lectern/device-agent/journal/gate-contract'
import { openGates } from '@lectern/device-agent/journal/open-gates'
import { systemClock } from '@lectern/device-agent/runtime/clock'
import { callOverTcp } from '@lectern/device-agent/transports/emulator-caller-tcp'
import type { EmulatorHost } from '@lectern/device-agent/transports/emulator-host'
import { hostOnTcp } from '@lectern/device-agent/transports/emulator-host-tcp'
import { openTransport } from '@lectern/device-agent/transports/open'
import { type Circulation, createCirculation } from 'sip2/circulation'
import { createSimulator, DEMO_LIBRARY, type Simulator } from 'sip2/simulator'

export type GateMode = 'buffered' | 'notification'

export interface GateDeskOptions {
  readonly mode: GateMode
  readonly emulator?: GateEmulatorOptions
  readonly latencyMilliseconds?: number
}

const HOUR_MILLISECONDS = 3_600_000

/** A gate at the wire, its record on the disk, the demo library, and the desk that is told. */
export class GateDesk {
  readonly folder = mkdtempSync(join(tmpdir(), 'gate-'))
  readonly emulator: FeigGateEmulator
  readonly simulator: Simulator
  readonly host: EmulatorHost
  readonly circulation: Circulation
  /** Everything the desk was told, with when that was. */
  readonly told: { readonly event: GateEvent; readonly now: number }[] = []
  readonly #mode: GateMode
  gate: SecurityGate
  store: GateStore
  watch: GateWatch
  #wake: () => void = () => undefined

  private constructor(mode: GateMode, emulator: FeigGateEmulator, simulator: Simulator, host: EmulatorHost) {
    this.#mode = mode
    this.emulator = emulator
    this.simulator = simulator
    this.host = host
    this.circulation = createCirculation({
      host: '127.0.0.1',
      port: simulator.port,
      dialect: 'lectern-demo',
      institution: DEMO_LIBRARY.institution,
      terminalPassword: '',
    })
    this.circulation.start()
    ;({ gate: this.gate, store: this.store, watch: this.watch } = this.#begin())
  }

  static async open({
    mode,
    emulator: options,
    latencyMilliseconds = 1,
  }: GateDeskOptions): Promise<GateDesk> {
    const simulator = await createSimulator({})
    simulator.setFaults({ latencyMilliseconds })
    const emulator = new FeigGateEmulator(options)
    const desk = new GateDesk(
      mode,
      emulator,
      simulator,
      mode === 'buffered'
        ? await hostOnTcp(emulator.accept)
        : await callOverTcp(emulator.call, { port: await freePort() }),
    )
    await desk.ready()
    return desk
  }

  #begin() {
    const gate = createFeigGate({
      id: 'exit',
      clock: systemClock,
      transport: openTransport(this.host.url),
      mode:
        this.#mode === 'buffered'
          ? { kind: 'buffered', pollMilliseconds: 10 }
          : { kind: 'notification', acknowledge: true, keepAliveMilliseconds: null, commands: null },
      busAddress: 255,
      counterAddress: null,
      tamper: null,
      outputs: { light: null, sound: null },
      cause: 'afi',
      direction: null,
    })
    const { store } = openGates({ folder: this.folder, wall: systemClock.wall })
    const watch = new GateWatch({
      gates: [{ device: gate, name: 'Exit', kioskSounds: false }],
      circulation: this.circulation,
      store,
      notices: { raise: () => undefined, clear: () => undefined },
      clock: systemClock,
      kiosks: () => [],
      rules: () => ({
        sameTagMilliseconds: 10_000,
        recentMilliseconds: 0,
        lookUpMilliseconds: HOUR_MILLISECONDS,
        keepAlarmsMilliseconds: 24 * HOUR_MILLISECONDS,
        keepHoursMilliseconds: 24 * HOUR_MILLISECONDS,
        testTags: new Set(),
        testEveryMilliseconds: null,
        silence: [],
      }),
    })
    watch.onEvent((event) => {
      this.told.push({ event, now: performance.now() })
      this.#wake()
    })
    gate.onStatus(() => this.#wake())
    gate.onForgotten(() => this.#wake())
    watch.start()
    gate.start()
    return { gate, store, watch }
  }

  /** Of each alarm the first and the newest that was told. */
  get alarms(): ReadonlyMap<
    string,
    { readonly first: GateEvent; readonly last: GateEvent; readonly at: number }
  > {
    const alarms = new Map<string, { first: GateEvent; last: GateEvent; at: number }>()
    for (const { event, now } of this.told) {
      const before = alarms.get(event.id)
      alarms.set(
        event.id,
        before === undefined ? { first: event, last: event, at: now } : { ...before, last: event },
      )
    }
    return alarms
  }

  async until(fits: () => boolean): Promise<void> {
    while (!fits()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
  ready(): Promise<void> {
    return this.until(() => this.gate.status.state === 'ready')
  }

  /** The kiosk's program ends, as in a power cut: nothing more is sent or written. */
  async end(): Promise<void> {
    this.watch.stop()
    await this.gate.stop()
    this.store.shut()
  }
  async restart(): Promise<void> {
    ;({ gate: this.gate, store: this.store, watch: this.watch } = this.#begin())
    await this.ready()
  }

  async close(): Promise<void> {
    await this.end()
    await this.circulation.stop()
    await Promise.all([this.host.close(), this.simulator.close()])
    rmSync(this.folder, { recursive: true })
  }
}

async function freePort(): Promise<number> {
  const host = await hostOnTcp(() => undefined)
  await host.close()
  return Number(host.url.split(':').at(-1))
}
