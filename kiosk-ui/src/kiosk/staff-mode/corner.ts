/** The hidden way into staff mode: the lower left corner of the first screen, held for a while. Nothing there can be seen. */

/** Of the screen's shorter side. */
export const CORNER_SHARE = 0.12
export const CORNER_MILLISECONDS = 3_000

export interface Press {
  readonly x: number
  readonly y: number
}

export function isInCorner({ x, y }: Press, width: number, height: number): boolean {
  const side = Math.min(width, height) * CORNER_SHARE
  return x >= 0 && x <= side && y <= height && y >= height - side
}

/** Calls `held` once a press that began in the corner has lasted long enough; a finger that moves out of it ends it. */
export class Corner {
  readonly #held: () => void
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(held: () => void) {
    this.#held = held
  }

  down(press: Press): void {
    this.up()
    if (isInCorner(press, innerWidth, innerHeight)) this.#timer = setTimeout(this.#held, CORNER_MILLISECONDS)
  }
  move(press: Press): void {
    if (!isInCorner(press, innerWidth, innerHeight)) this.up()
  }
  up(): void {
    clearTimeout(this.#timer)
  }
}
