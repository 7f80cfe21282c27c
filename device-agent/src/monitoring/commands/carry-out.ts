/** Carries out what staff order, from wherever it comes. */
import { type ErrorCode, LecternError } from '../../contract/errors.ts'
import type { Intent } from '../../contract/intent.ts'
import type { SessionView } from '../../contract/view.ts'
import type { Device } from '../../devices/device.ts'
import type { PrintOutcome } from '../../devices/printer/contract.ts'
import type { Clock, TimerHandle } from '../../runtime/clock.ts'
import type { DropPort } from '../desk-ports.ts'
import type { Log } from '../log.ts'
import type { CommandOutcome, KioskCommand, KioskCommands } from './contract.ts'
import type { LogRing } from './log-ring.ts'
import { screenPicture } from './screen-picture.ts'
import type { StandingOrders } from './standing.ts'

/** Whoever is at the kiosk when it is closed has so long to finish: five minutes. */
export const CLOSING_MILLISECONDS = 5 * 60_000
/** Between the answer and the end of the agent, so that the answer gets away: one second. */
export const RESTART_DELAY_MILLISECONDS = 1_000

export interface CarryOutParts {
  readonly standing: StandingOrders
  readonly devices: readonly Pick<Device, 'id' | 'start' | 'stop'>[]
  /** Null on a kiosk without a book drop. */
  readonly drop: Pick<DropPort, 'empty' | 'view'> | null
  readonly session: {
    /** No patron is at the kiosk. */
    readonly vacant: boolean
    view(): SessionView
    intent(intent: Intent): void
  }
  /** Somebody has seen to one of what needs a person. Null: it is off the list, else why not. */
  readonly resolve: (id: string) => Promise<ErrorCode | null>
  /** Null on a kiosk without a printer. Never rejects. */
  readonly printTest: (() => Promise<PrintOutcome>) | null
  readonly ring: LogRing
  /** Ends the agent in a way that starts it again; null where nobody would. */
  readonly restart: (() => void) | null
  readonly clock: Clock
  readonly log: Log
}

const DONE: CommandOutcome = { ok: true }
const NOT_HERE: CommandOutcome = { ok: false, why: 'COMMAND_NOT_HERE' }

export class CarryOut implements KioskCommands {
  readonly #parts: CarryOutParts
  /** Devices whose driver is being restarted. */
  readonly #restarting = new Set<string>()
  #closing: TimerHandle = null
  #ending: TimerHandle = null

  constructor(parts: CarryOutParts) {
    this.#parts = parts
  }

  async perform(command: KioskCommand, who: string): Promise<CommandOutcome> {
    try {
      const outcome = await this.#perform(command)
      if (outcome.ok) this.#parts.log.info('COMMAND_CARRIED_OUT', { detail: `${command.verb} by ${who}` })
      return outcome
    } catch (error) {
      if (error instanceof LecternError) return { ok: false, why: error.code }
      throw error
    }
  }

  stop(): void {
    const { clock } = this.#parts
    clock.clearTimeout(this.#closing)
    clock.clearTimeout(this.#ending)
  }

  async #perform(command: KioskCommand): Promise<CommandOutcome> {
    const { drop, ring, session, standing } = this.#parts
    switch (command.verb) {
      case 'close':
        standing.close(command.args.reason ?? '')
        this.#letFinish()
        return DONE
      case 'open':
        standing.open()
        this.#parts.clock.clearTimeout(this.#closing)
        return DONE
      case 'restart_driver':
        return this.#restartDriver(command.args.device)
      case 'restart_agent':
        return this.#restartAgent(command.args.force ?? false)
      case 'print_test':
        return this.#printTest()
      case 'empty_bin':
        return drop?.empty(command.args.bin) === true ? DONE : NOT_HERE
      case 'resolve': {
        const why = await this.#parts.resolve(command.args.id)
        return why === null ? DONE : { ok: false, why }
      }
      case 'log_tail':
        return { ok: true, detail: ring.tail(command.args.lines).join('\n') }
      case 'screenshot':
        return { ok: true, detail: JSON.stringify(screenPicture(session.view())) }
      case 'set_message':
        standing.say(command.args.text)
        return DONE
    }
  }

  /** Who has begun may finish, for a while; then the visit ends as if they had left. */
  #letFinish(): void {
    const { clock, session } = this.#parts
    clock.clearTimeout(this.#closing)
    if (session.vacant) return
    this.#closing = clock.setTimeout(() => {
      if (!session.vacant) session.intent({ type: 'cancel' })
    }, CLOSING_MILLISECONDS)
  }

  async #restartDriver(id: string): Promise<CommandOutcome> {
    const device = this.#parts.devices.find((one) => one.id === id)
    if (device === undefined) return NOT_HERE
    if (this.#restarting.has(id)) return { ok: false, why: 'COMMAND_BUSY' }
    this.#restarting.add(id)
    try {
      await device.stop()
      device.start()
    } finally {
      this.#restarting.delete(id)
    }
    return DONE
  }

  #restartAgent(force: boolean): CommandOutcome {
    const { clock, drop, restart, session } = this.#parts
    if (restart === null) return NOT_HERE
    const inUse = !session.vacant || drop?.view().state === 'busy'
    if (inUse && !force) return { ok: false, why: 'KIOSK_IN_USE' }
    clock.clearTimeout(this.#ending)
    this.#ending = clock.setTimeout(restart, RESTART_DELAY_MILLISECONDS)
    return DONE
  }

  async #printTest(): Promise<CommandOutcome> {
    const outcome = await this.#parts.printTest?.()
    if (outcome === undefined) return NOT_HERE
    return outcome.printed ? DONE : { ok: false, why: outcome.code }
  }
}
