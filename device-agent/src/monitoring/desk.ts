/**
 * The desk: everything staff see of this kiosk as one view, and everything they can do to it. What happened is told at
 * once; what merely changes (a sensor that flickers, a belt that runs) is told a few times a second.
 */
import type { DeviceView, SignalView, StaffView } from '../contract/staff.ts'
import type { StaffAction, StaffRefusal } from '../contract/staff-actions.ts'
import type { Clock, TimerHandle } from '../runtime/clock.ts'
import { Signal, type Unsubscribe } from '../runtime/emitter.ts'
import type { KioskCommands } from './commands/contract.ts'
import { DeskEvents } from './desk-events.ts'
import type { DeskPorts } from './desk-ports.ts'
import { Exercise } from './exercise.ts'
import type { Log } from './log.ts'

/** Changes are told at most so often: ten times a second. */
export const PACE_MILLISECONDS = 100
/** So long a gate's light and sound are tried. */
export const GATE_TEST_MILLISECONDS = 2_000
/** What happened so long before the start was seen to, or never will be. */
export const STILL_NEW_MILLISECONDS = 15 * 60_000

export interface DeskOptions extends DeskPorts {
  readonly boot: string
  readonly clock: Clock
  readonly log: Log
  frame(): Pick<StaffView, 'kiosk' | 'library'>
  /** Left out where nobody carries out orders. */
  readonly commands?: KioskCommands
}

/** What the staff's pages need. */
export interface StaffPort {
  view(): StaffView
  /** Told that `view()` has changed. */
  onView(listener: () => void): Unsubscribe
  /** Null: it is done. Never rejects. */
  act(action: StaffAction): Promise<StaffRefusal | null>
}

export class Desk implements StaffPort {
  readonly #options: DeskOptions
  readonly #events: DeskEvents
  readonly #changed = new Signal<void>()
  readonly #exercise: Exercise | null
  readonly #endings: readonly Unsubscribe[]
  #view: StaffView | null = null
  #revision = 0
  #toldAt = Number.NEGATIVE_INFINITY
  #timer: TimerHandle | null = null

  constructor(options: DeskOptions) {
    const { clock, devices, drop, events, gates, hands, interlocks, log, notices, signals } = options
    this.#options = options
    this.#events = new DeskEvents(options.acknowledged)
    this.#exercise =
      signals === null
        ? null
        : new Exercise({
            signals,
            interlocks,
            clock,
            log,
            hands,
            dropTakesItems: () => this.#dropTakesItems(),
          })
    const changed = () => this.#soon()
    const before = events.flatMap((source) => source.recent())
    this.#events.restore(before, new Date(clock.wall() - STILL_NEW_MILLISECONDS).toISOString())
    this.#endings = [
      ...devices.map((device) => device.onStatus(changed)),
      notices.onChange(changed),
      ...(signals === null ? [] : [signals.onChange(changed)]),
      ...(drop === null ? [] : [drop.onView(() => this.#dropChanged())]),
      ...(gates === null ? [] : [gates.onView(changed)]),
      ...events.map((source) =>
        source.onEvent((event) => {
          this.#events.add(event)
          this.#now()
        }),
      ),
    ]
  }

  view(): StaffView {
    this.#view ??= this.#assemble()
    return this.#view
  }
  onView(listener: () => void): Unsubscribe {
    return this.#changed.listen(listener)
  }

  async act(action: StaffAction): Promise<StaffRefusal | null> {
    try {
      return await this.#perform(action)
    } catch (error) {
      const detail = `${action.type}: ${error instanceof Error ? error.name : typeof error}`
      this.#options.log.error('STAFF_ACTION_FAILED', { detail })
      return 'refused'
    }
  }

  async #perform(action: StaffAction): Promise<StaffRefusal | null> {
    const { drop, gates, log } = this.#options
    const gone = (found: boolean | undefined): StaffRefusal | null => (found === true ? null : 'gone')
    switch (action.type) {
      case 'exercise':
        if (this.#exercise === null) return 'gone'
        if (action.hold) return this.#exercise.hold(action.signal)
        await this.#exercise.release(action.signal)
        return null
      case 'emptyBin':
        return gone(drop?.empty(action.bin))
      case 'clearJam':
        drop?.clear()
        return gone(drop !== null)
      case 'resolveException':
        return gone(drop?.resolve(action.id))
      case 'acknowledge': {
        const found = this.#events.acknowledge(action.event)
        if (found) this.#now()
        return gone(found)
      }
      case 'silenceGate': {
        const found = gates?.silence(action.gate, action.minutes)
        if (found) log.info('GATE_SILENCED', { device: action.gate, count: action.minutes })
        return gone(found)
      }
      case 'testGate': {
        const { gate, light, sound } = action
        if (!gates?.views().some(({ id }) => id === gate)) return 'gone'
        return (await gates.signal(gate, { light, sound }, GATE_TEST_MILLISECONDS)) ? null : 'refused'
      }
      case 'restartAgent':
        return this.#restart(action.force)
    }
  }

  /** Answered before it ends. */
  async #restart(force: boolean): Promise<StaffRefusal | null> {
    const outcome = await this.#options.commands?.perform(
      { verb: 'restart_agent', args: { force } },
      'the desk',
    )
    if (outcome?.ok) return null
    return outcome?.why === 'KIOSK_IN_USE' ? 'inUse' : 'noRestart'
  }

  async stop(): Promise<void> {
    for (const end of this.#endings) end()
    this.#options.clock.clearTimeout(this.#timer)
    await this.#exercise?.stop()
  }

  #dropTakesItems(): boolean {
    const { drop } = this.#options
    return drop !== null && drop.view().state !== 'shut'
  }

  #dropChanged(): void {
    if (this.#dropTakesItems()) void this.#exercise?.releaseAll()
    this.#soon()
  }

  #soon(): void {
    this.#view = null
    if (this.#timer !== null) return
    const wait = this.#toldAt + PACE_MILLISECONDS - this.#options.clock.now()
    if (wait <= 0) this.#now()
    else this.#timer = this.#options.clock.setTimeout(() => this.#now(), wait)
  }

  #now(): void {
    const { clock } = this.#options
    this.#view = null
    if (this.#timer !== null) clock.clearTimeout(this.#timer)
    this.#timer = null
    this.#toldAt = clock.now()
    this.#revision++
    this.#changed.tell()
  }

  #assemble(): StaffView {
    const { boot, devices, drop, gates, notices, signals } = this.#options
    return {
      boot,
      revision: this.#revision,
      ...this.#options.frame(),
      devices: devices.map(({ status }): DeviceView => {
        const { id, kind, state, code, detail, since } = status
        return { id, kind, state, code, detail, since: iso(since) }
      }),
      notices: notices.open(),
      signals:
        signals === null
          ? []
          : signals.states().map((state): SignalView => ({ ...state, since: iso(state.since) })),
      drop: drop?.view() ?? null,
      gates: gates?.views() ?? [],
      events: this.#events.newestFirst,
      acknowledged: this.#events.acknowledged,
    }
  }
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString()
