/**
 * How bright the screen is, where the system lets that be set: Linux' backlight class, a folder a screen with `brightness`
 * and `max_brightness` (kernel.org, Documentation/ABI/stable/sysfs-class-backlight).
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const BACKLIGHT_FOLDER = '/sys/class/backlight'
/** Darker, nobody would find the way back. */
export const BRIGHTNESS_MIN_PERCENT = 10

export class Backlight {
  readonly #folder: string

  constructor(folder = BACKLIGHT_FOLDER) {
    this.#folder = folder
  }

  /** 0 to 100; null where it cannot be told. */
  get percent(): number | null {
    const [screen] = this.#screens()
    return screen === undefined ? null : Math.round((screen.now / screen.max) * 100)
  }

  /** False where no screen took it. */
  set(percent: number): boolean {
    const share = Math.max(percent, BRIGHTNESS_MIN_PERCENT) / 100
    const screens = this.#screens()
    try {
      for (const { folder, max } of screens)
        writeFileSync(join(folder, 'brightness'), String(Math.round(max * share)))
      return screens.length > 0
    } catch {
      return false
    }
  }

  #screens(): readonly { readonly folder: string; readonly now: number; readonly max: number }[] {
    try {
      return readdirSync(this.#folder)
        .map((name) => {
          const folder = join(this.#folder, name)
          const read = (file: string) => Number(readFileSync(join(folder, file), 'utf8'))
          return { folder, now: read('brightness'), max: read('max_brightness') }
        })
        .filter(({ max, now }) => max > 0 && now >= 0)
    } catch {
      return []
    }
  }
}
