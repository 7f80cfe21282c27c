/** What rides on the belt: each pile moves at one speed between two moments, so that positions are exact at any time. */

export interface DropThing {
  readonly id: string
  readonly lengthMillimetres: number
  readonly grams: number
}

/** One thing, or several that lie on each other: they ride and fall together. */
export interface Pile {
  things: readonly DropThing[]
  readonly length: number
  /** Position of its foremost edge. */
  front: number
  /** A hand pushes it until its front is at the entry's beam. */
  pushed: boolean
}

/** Below this two positions are the same, in millimetres. */
export const NEAR = 1e-6

export const rear = (pile: Pile): number => pile.front - pile.length
/** From the front's arrival until the rear has gone. */
export const covers = (pile: Pile, position: number): boolean =>
  pile.front >= position - NEAR && rear(pile) < position - NEAR
/** The middle of a thing, where its tag sits. */
export const tagAt = (pile: Pile, thing: DropThing): number => pile.front - thing.lengthMillimetres / 2

export interface Speeds {
  readonly belt: number
  readonly push: number
}

export class Belt {
  /** The farthest first. */
  #piles: Pile[] = []
  readonly jams = new Set<number>()

  get piles(): readonly Pile[] {
    return this.#piles
  }
  add(pile: Pile): void {
    this.#piles.push(pile)
    this.#piles.sort((a, b) => b.front - a.front)
  }
  remove(pile: Pile): void {
    this.#piles = this.#piles.filter((other) => other !== pile)
  }

  /** Millimetres a millisecond of each pile, in the order of `piles`. */
  speeds({ belt, push }: Speeds): readonly number[] {
    const speeds: number[] = []
    for (const [index, pile] of this.#piles.entries()) {
      const ahead = this.#piles[index - 1]
      const jammed = [...this.jams].some((place) => covers(pile, place))
      let speed = jammed ? 0 : pile.pushed ? Math.max(belt, push) : belt
      if (ahead !== undefined && rear(ahead) - pile.front < NEAR)
        speed = Math.min(speed, speeds[index - 1] ?? 0)
      speeds.push(speed)
    }
    return speeds
  }

  /** Milliseconds until a front reaches one of its marks, or touches the pile ahead; infinite where nothing moves. */
  untilNext(speeds: readonly number[], marks: (pile: Pile) => readonly number[]): number {
    let soonest = Number.POSITIVE_INFINITY
    for (const [index, pile] of this.#piles.entries()) {
      const speed = speeds[index] ?? 0
      if (speed === 0) continue
      for (const mark of [...marks(pile), ...this.jams])
        if (mark > pile.front + NEAR) soonest = Math.min(soonest, (mark - pile.front) / speed)
      const ahead = this.#piles[index - 1]
      const closing = speed - (speeds[index - 1] ?? 0)
      const room = ahead === undefined ? Number.POSITIVE_INFINITY : rear(ahead) - pile.front
      if (closing > 0 && room >= NEAR) soonest = Math.min(soonest, room / closing)
    }
    return soonest
  }

  move(milliseconds: number, speeds: readonly number[]): void {
    for (const [index, pile] of this.#piles.entries()) pile.front += (speeds[index] ?? 0) * milliseconds
  }
}
