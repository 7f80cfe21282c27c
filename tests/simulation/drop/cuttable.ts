/** A part of the journal whose kiosk may lose power just before or just after any of its writes. */
import type { Power } from '../cuttable-journal.ts'

/** What the dead get for an answer; nothing comes of it. */
const OF_THE_DEAD = -1

const whole = (work: unknown, alive: () => boolean) => () => {
  if (typeof work === 'function') work()
  if (!alive()) throw new Error('power is gone')
}

/** `writes`: names of the methods that write; everything else is passed on. */
export function cuttablePart<Part extends object>(
  part: Part,
  writes: ReadonlySet<string>,
  power: Omit<Power, 'cuts'> & { cuts(write: string): boolean },
): Part {
  return new Proxy(part, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      if (!writes.has(String(name))) return value.bind(target)
      return (...words: unknown[]) => {
        if (!power.alive()) return OF_THE_DEAD
        const cuts = power.cuts(String(name))
        if (cuts && power.before()) {
          power.cut()
          return OF_THE_DEAD
        }
        // Cut within what is one write: nothing of it is kept.
        const done = words.map((word) => (typeof word === 'function' ? whole(word, power.alive) : word))
        let result: unknown
        try {
          result = value.apply(target, done)
        } catch (error) {
          if (power.alive()) throw error
          return OF_THE_DEAD
        }
        if (cuts) power.cut()
        return result
      }
    },
  })
}
