/** Who may come into staff mode: by a card, by the PIN. */
import { readFile } from 'node:fs/promises'
import type { StaffModeSettings } from '../config/staff-mode-settings.ts'
import { LecternError } from '../contract/errors.ts'
import type { StaffCard, StaffPinVerdict } from '../flows/session/staff-port.ts'
import type { Log } from '../monitoring/log.ts'
import type { RecordStaff } from '../staff/audit.ts'
import { AT_THE_SCREEN } from './perform.ts'
import type { PinTries } from './pin-tries.ts'
import { isCard, isPin } from './secret.ts'

export interface WayInParts {
  readonly settings: () => StaffModeSettings | undefined
  readonly tries: PinTries
  readonly log: Log
  readonly record: RecordStaff
}

export class WayIn {
  readonly #parts: WayInParts

  constructor(parts: WayInParts) {
    this.#parts = parts
  }

  card(code: string): StaffCard | null {
    const settings = this.#parts.settings()
    if (settings === undefined) return null
    const { cardNeedsPin, cardPattern, cards } = settings
    const number = cards.findIndex((hash) => isCard(code, hash)) + 1
    const byPattern = number === 0 && cardPattern !== undefined && new RegExp(cardPattern).test(code)
    if (number === 0 && !byPattern) return null
    // Not its number: a pattern that is too wide would write down a patron's.
    this.#record('staffMode.card', byPattern ? 'cardPattern' : `card ${number}`, 'done')
    return cardNeedsPin ? 'pin' : 'enter'
  }

  #record(action: string, detail: string, result: string): void {
    this.#parts.record({ ...AT_THE_SCREEN, action, detail, result })
  }

  async checkPin(pin: string): Promise<StaffPinVerdict> {
    const { log, tries } = this.#parts
    const paused = tries.pause
    if (paused > 0) return { right: false, pauseSeconds: Math.ceil(paused / 1_000) }
    const hash = await this.#hash()
    tries.begin()
    const right = await isPin(pin, hash).catch(() => {
      throw new LecternError('STAFF_PIN_UNREADABLE')
    })
    if (right) {
      tries.right()
      log.info('STAFF_MODE_ENTERED')
      this.#record('staffMode.pin', '', 'done')
      return { right }
    }
    const pauseSeconds = Math.ceil(tries.pause / 1_000)
    this.#record('staffMode.pin', '', pauseSeconds > 0 ? 'wait' : 'wrong')
    log.warning(pauseSeconds > 0 ? 'STAFF_PIN_PAUSED' : 'STAFF_PIN_WRONG', { count: pauseSeconds })
    return { right, pauseSeconds }
  }

  async #hash(): Promise<string> {
    const { pin, pinFile } = this.#parts.settings() ?? {}
    if (pinFile === undefined) {
      if (pin !== undefined) return pin
      throw new LecternError('STAFF_PIN_UNREADABLE')
    }
    return readFile(pinFile, 'utf8').catch(() => {
      throw new LecternError('STAFF_PIN_UNREADABLE')
    })
  }
}
