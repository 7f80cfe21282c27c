/** Virtual hardware and a demo library: everything a kiosk needs to be real, on one machine. */
import { createSimulator, DEMO_LIBRARY, type Simulator } from 'sip2/simulator'
import type { BenchAction, BenchCable, BenchState, IlsMode } from '../contract/bench.ts'
import type { DropAct } from '../contract/bench-drop.ts'
import { FeigGateEmulator } from '../devices/gate/feig-gate/emulator.ts'
import { EscPosEmulator } from '../devices/printer/esc-pos/emulator.ts'
import { FeigEmulator, type VirtualTag } from '../devices/rfid/feig-iso-host/emulator.ts'
import { ScannerEmulator } from '../devices/scanner/serial-lines/emulator.ts'
import { type Clock, systemClock } from '../runtime/clock.ts'
import { Signal } from '../runtime/emitter.ts'
import { AFI_SECURED } from '../tags/tag.ts'
import type { Accept, EmulatorHost } from '../transports/emulator-host.ts'
import { hostOnPty } from '../transports/emulator-host-pty.ts'
import { hostOnTcp } from '../transports/emulator-host-tcp.ts'
import { DropDesk } from './drop/desk.ts'
import { DROP_LAYOUT, type DropLayout } from './drop/layout.ts'
import { BIN_NAMES, dropYaml } from './drop/plan.ts'
import { deskThings, type Thing } from './things.ts'

export interface WorldOptions {
  /** Wires of the devices: TCP, or pseudo terminals as serial lines. */
  readonly wires?: 'tcp' | 'pty'
  /** Tags take their real time in the air (1, the default) or none. */
  readonly airTime?: 0 | 1
  /** The library system's answer takes so long, in milliseconds. */
  readonly latencyMilliseconds?: number
  readonly lineMilliseconds?: number
  /** Of the book drop, as its mechanics have it; the kiosk at it must have the same. */
  readonly dropClock?: Clock
  /** Of the book drop. */
  readonly dropLayout?: DropLayout
  /** The demo library's state is kept there. */
  readonly stateFile?: string
  readonly kioskAddress?: string
  /** Cuts the kiosk's power or gives it back; left out where somebody else started it. */
  readonly power?: (on: boolean) => void
}

/** An ordinary library system's answer, and a tired one's. */
const LATENCY_MILLISECONDS = 60
const SLOW_MILLISECONDS = 3_000
const LINE_MILLISECONDS = 30
/** So long somebody walks through the gate. */
const WALK_MILLISECONDS = 800
const COUNTER_ADDRESS = 1

const LOGIN = { user: 'kiosk', password: 'lindenhof' }

export class World {
  readonly simulator: Simulator
  readonly feig: FeigEmulator
  readonly scanner: ScannerEmulator
  readonly printer: EscPosEmulator
  readonly drop: DropDesk
  readonly gate: FeigGateEmulator
  readonly hosts: Readonly<Record<BenchCable, EmulatorHost>>
  readonly gateHost: EmulatorHost
  readonly things: readonly Thing[]
  readonly #options: WorldOptions
  readonly #changes = new Signal<void>()
  #ils: IlsMode = 'up'
  #power = true
  #gate: BenchState['gate'] = null

  private constructor(
    options: WorldOptions,
    simulator: Simulator,
    feig: FeigEmulator,
    scanner: ScannerEmulator,
    printer: EscPosEmulator,
    drop: DropDesk,
    gate: FeigGateEmulator,
    gateHost: EmulatorHost,
    hosts: World['hosts'],
    things: readonly Thing[],
  ) {
    this.#options = options
    this.simulator = simulator
    this.feig = feig
    this.scanner = scanner
    this.printer = printer
    this.drop = drop
    this.gate = gate
    this.gateHost = gateHost
    this.hosts = hosts
    this.things = things
    this.#setIls('up')
    const changed = () => this.#changes.tell()
    feig.onChange(changed)
    printer.onChange(changed)
    drop.drop.onChange(changed)
    simulator.onChange(changed)
  }

  static async create(options: WorldOptions = {}): Promise<World> {
    const { airTime = 1, lineMilliseconds = LINE_MILLISECONDS, stateFile, wires = 'tcp' } = options
    const simulator = await createSimulator({
      login: LOGIN,
      ...(stateFile === undefined ? {} : { stateFile }),
    })
    const feig = new FeigEmulator({ airTime })
    const scanner = new ScannerEmulator()
    const printer = new EscPosEmulator({ lineMilliseconds })
    const things = deskThings()
    const drop = new DropDesk({
      clock: options.dropClock ?? systemClock,
      airTime,
      layout: options.dropLayout ?? DROP_LAYOUT,
      names: BIN_NAMES,
      tags: tagsOf(things),
    })
    const gate = new FeigGateEmulator({
      airTime,
      walkMilliseconds: airTime === 1 ? WALK_MILLISECONDS : 0,
      validMilliseconds: WALK_MILLISECONDS,
      afi: AFI_SECURED,
      counterAddress: COUNTER_ADDRESS,
    })
    const host = (accept: Accept) => (wires === 'pty' ? hostOnPty(accept) : hostOnTcp(accept))
    const hosts = {
      rfid: await host(feig.accept),
      scanner: await host(scanner.accept),
      printer: await host(printer.accept),
      tunnel: await host(drop.reader.accept),
      io: await hostOnTcp(drop.module.accept),
    }
    const gateHost = await hostOnTcp(gate.accept)
    return new World(options, simulator, feig, scanner, printer, drop, gate, gateHost, hosts, things)
  }

  get state(): BenchState {
    const { paperOut, paperNearEnd, coverOpen, cutterJam } = this.printer.switches
    const onPad = new Set(this.feig.tags.map((tag) => tag.uid))
    return {
      library: DEMO_LIBRARY.name,
      kioskAddress: this.#options.kioskAddress ?? '',
      things: this.things.map(({ id, kind, label, byline, barcode, hint, pin, tag }) => ({
        id,
        kind,
        label,
        byline,
        barcode,
        hint,
        pin,
        tagged: tag !== null,
        onPad: tag !== null && onPad.has(tag.uid),
        inDrop: this.drop.holds(id),
        armed: kind === 'item' && tag?.afi === AFI_SECURED,
      })),
      cables: {
        rfid: this.hosts.rfid.plugged,
        scanner: this.hosts.scanner.plugged,
        printer: this.hosts.printer.plugged,
        tunnel: this.hosts.tunnel.plugged,
        io: this.hosts.io.plugged,
      },
      printer: {
        paperOut,
        paperNearEnd,
        coverOpen,
        cutterJam,
        paper: this.printer.paper,
        receipts: this.printer.receipts.toReversed(),
      },
      ils: this.#ils,
      kioskPower: this.#options.power === undefined ? null : this.#power,
      gate: this.#gate,
      drop: this.drop.state,
    }
  }
  onChange(listener: () => void): () => void {
    return this.#changes.listen(listener)
  }

  async act(action: BenchAction): Promise<void> {
    if (action.type === 'lay') this.feig.place(...this.#tags(action.ids))
    else if (action.type === 'take') this.feig.remove(...this.#tags(action.ids).map((tag) => tag.uid))
    else if (action.type === 'scan') {
      const { barcode } = this.thing(action.id)
      if (barcode !== null) this.scanner.scan(barcode, 'F')
    } else if (action.type === 'gate') await this.#carryThrough(this.thing(action.id))
    else if (action.type === 'cable') {
      const host = this.hosts[action.device]
      await (action.plugged ? host.plug() : host.unplug())
    } else if (action.type === 'printer') this.printer.set({ [action.switch]: action.on })
    else if (action.type === 'ils') this.#setIls(action.mode)
    else if (action.type === 'drop') await this.#dropAct(action.act)
    else this.#setPower(action.on)
    this.#changes.tell()
  }

  /** Throws RangeError for a thing that is not on the desk. */
  thing(id: string): Thing {
    const thing = this.things.find((candidate) => candidate.id === id)
    if (thing === undefined) throw new RangeError('no such thing on the desk')
    return thing
  }

  /** Settings for a kiosk on this world, as YAML. */
  settingsYaml({
    dataFolder,
    port,
    extra = '',
    drop = false,
    gates = '',
  }: {
    dataFolder: string
    port: number
    extra?: string
    /** With the book drop. */
    drop?: boolean
    /** More settings of the gates, as in YAML braces. */
    gates?: string
  }): string {
    const { io, printer, rfid, scanner, tunnel } = this.hosts
    const url = (host: EmulatorHost, query = '') =>
      JSON.stringify(
        host.url + (host.url.startsWith('serial:') && query !== '' && !host.url.includes('?') ? query : ''),
      )
    return `library: { name: ${JSON.stringify(DEMO_LIBRARY.name)} }
http: { port: ${port} }
data: { folder: ${JSON.stringify(dataFolder)}, reserveMegabytes: 1 }
ils:
  host: 127.0.0.1
  port: ${this.simulator.port}
  dialect: lectern-demo
  user: ${LOGIN.user}
  password: ${LOGIN.password}
  institution: ${DEMO_LIBRARY.institution}
devices:
  rfid: { url: ${url(rfid, '?baud=38400&parity=even')} }
  scanner: { url: ${url(scanner, '?baud=9600')} }
  printer: { url: ${url(printer, '?baud=38400')} }
${drop ? `  tunnel: { url: ${url(tunnel, '?baud=38400&parity=even')} }\n${dropYaml(this.drop.drop.layout, { io: io.url })}` : ''}
gates:
  { list: [{ id: exit, name: Exit, url: '${this.gateHost.url}', counter: feig-gpc, counterAddress: ${COUNTER_ADDRESS} }], ${gates} }
${extra}`
  }

  async close(): Promise<void> {
    this.drop.drop.stop()
    const hosts = [...Object.values(this.hosts), this.gateHost]
    await Promise.all([...hosts.map((host) => host.close()), this.simulator.close()])
  }

  #tags(ids: readonly string[]) {
    return ids.map((id) => this.thing(id).tag).filter((tag) => tag !== null)
  }

  /** Somebody walks out with it; whether the gate sounds is the gate's to say. */
  async #carryThrough({ label, tag }: Thing): Promise<void> {
    if (tag !== null) this.feig.remove(tag.uid)
    let alarm = false
    const end = this.gate.onAlarm((seen) => {
      alarm ||= seen.tag.uid === tag?.uid
    })
    await this.gate.carry(...(tag === null ? [] : [tag]))
    end()
    this.#gate = { label, alarm, count: (this.#gate?.count ?? 0) + 1 }
  }

  #setPower(on: boolean): void {
    this.#power = on
    this.#options.power?.(on)
  }

  async #dropAct(act: DropAct): Promise<void> {
    if (act.do === 'mains') {
      this.#setPower(act.on)
      this.drop.power(act.on)
      const { io, tunnel } = this.hosts
      await Promise.all([io, tunnel].map((host) => (act.on ? host.plug() : host.unplug())))
      return
    }
    // What goes into the slot leaves the pad.
    if (act.do === 'offer' || act.do === 'force')
      this.feig.remove(...this.#tags(act.ids).map((tag) => tag.uid))
    this.drop.act(act)
  }

  #setIls(mode: IlsMode): void {
    this.#ils = mode
    const usual = this.#options.latencyMilliseconds ?? LATENCY_MILLISECONDS
    this.simulator.setFaults({
      mode: mode === 'slow' ? 'up' : mode,
      latencyMilliseconds: mode === 'slow' ? SLOW_MILLISECONDS : usual,
    })
  }
}

const tagsOf =
  (things: readonly Thing[]) =>
  (id: string): readonly VirtualTag[] =>
    things.filter((thing) => thing.id === id).flatMap(({ tag }) => (tag === null ? [] : [tag]))
