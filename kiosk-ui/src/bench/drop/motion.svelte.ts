/** Between two states of the bench a pile moves on as its speed says: a clock for drawing, only while something moves. */
import type { BenchDrop, BenchPile } from '@lectern/device-agent/contract/bench-drop'

export class Motion {
  /** Milliseconds since the newest state came; stays 0 for those who want no motion. */
  #since = $state(0)

  /** Runs while the drop moves; for `$effect`. */
  run(drop: BenchDrop): (() => void) | undefined {
    this.#since = 0
    const moves = drop.piles.some(({ speed }) => speed > 0)
    if (!moves || matchMedia('(prefers-reduced-motion: reduce)').matches) return undefined
    const begun = performance.now()
    const step = (now: number) => {
      this.#since = Math.max(0, now - begun)
      frame = requestAnimationFrame(step)
    }
    let frame = requestAnimationFrame(step)
    return () => cancelAnimationFrame(frame)
  }
  front(pile: BenchPile): number {
    return pile.front + (pile.speed * this.#since) / 1_000
  }
}
