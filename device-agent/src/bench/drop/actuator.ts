/** Two positions that are the same, of 1. */
const NEAR = 1e-6

/** A flap with a drive and a spring: it takes its time, and it can stick. */
export class Actuator {
  readonly #travelMilliseconds: number
  #from = 0
  #target = 0
  #since = 0
  #stuck = false

  constructor(travelMilliseconds: number) {
    this.#travelMilliseconds = travelMilliseconds
  }
  get stuck(): boolean {
    return this.#stuck
  }
  get target(): number {
    return this.#target
  }
  /** 0: where the spring holds it. 1: where the drive holds it. */
  position(now: number): number {
    if (this.#stuck) return this.#from
    const way = (now - this.#since) / this.#travelMilliseconds
    return this.#target > this.#from
      ? Math.min(this.#target, this.#from + way)
      : Math.max(this.#target, this.#from - way)
  }
  /** At least half way where the drive holds it. */
  isOut(now: number): boolean {
    return this.position(now) >= 0.5 - NEAR
  }
  isHome(now: number): boolean {
    return this.position(now) < NEAR && (this.#stuck || this.#target === 0)
  }
  /** True where that changed anything. */
  aim(driven: boolean, now: number): boolean {
    const target = driven ? 1 : 0
    if (target === this.#target) return false
    this.#from = this.position(now)
    this.#since = now
    this.#target = target
    return true
  }
  /** When it passes its middle, and when it is there; both lie ahead of `now`. */
  moments(now: number): readonly number[] {
    if (this.#stuck) return []
    const at = (place: number) => this.#since + Math.abs(place - this.#from) * this.#travelMilliseconds
    const crosses = (this.#from - 0.5) * (this.#target - 0.5) < 0
    return [...(crosses ? [at(0.5)] : []), at(this.#target)].filter((moment) => moment > now)
  }
  /** Sticks where it is, or at `place`. */
  stick(now: number, place = this.position(now)): void {
    this.#from = place
    this.#stuck = true
  }
  free(now: number): void {
    if (!this.#stuck) return
    this.#stuck = false
    this.#since = now
  }
}
