/** One life of the agent's part of the drop, from power on to its end: return service, replay, controller. */
import { wiring } from '@lectern/device-agent/bench/drop/terminals'
import type { Settings } from '@lectern/device-agent/config/settings'
import { dropPlan } from '@lectern/device-agent/flows/drop/plan'
import { Sorter } from '@lectern/device-agent/flows/drop/sorter'
import { Replay } from '@lectern/device-agent/flows/offline/replay'
import { RightOfWay } from '@lectern/device-agent/flows/offline/right-of-way'
import { chooseBin } from '@lectern/device-agent/flows/return/choose-bin'
import { Claims } from '@lectern/device-agent/flows/return/claims'
import { ReturnDesk } from '@lectern/device-agent/flows/return/return-desk'
import type { JournalFile } from '@lectern/device-agent/journal/journal-file'
import { SqliteJournal } from '@lectern/device-agent/journal/sqlite-journal'
import { SqliteReturns } from '@lectern/device-agent/journal/sqlite-returns'
import { SqliteStored } from '@lectern/device-agent/journal/sqlite-stored'
import { returnRules, sortRules } from '@lectern/device-agent/return-rules'
import type { Clock } from '@lectern/device-agent/runtime/clock'
import { Hands } from '@lectern/device-agent/signals/by-hand'
import { createSignals } from '@lectern/device-agent/signals/signals'
import type { Random } from '../../support/random.ts'
import { cuttablePart } from './cuttable.ts'
import { ANSWER_TIMEOUT_MILLISECONDS, type LibrarySystem } from './library-system.ts'
import type { Machine } from './machine.ts'

const RETURN_WRITES = new Set([
  'begin',
  'asking',
  'keep',
  'settle',
  'secured',
  'sort',
  'close',
  'moveBelt',
  'restBelt',
  'found',
  'emptied',
  'together',
])
const STORED_WRITES = new Set(['add', 'sending', 'notSent', 'close'])
/** One in so many writes is the last of a life; the belt's way is written far more often than anything else. */
const LAST_WRITE = 700
const LAST_BELT_WRITE = 12_000
const DEBOUNCE = { active: 4, inactive: 8 }

export interface KioskParts {
  readonly machine: Machine
  readonly library: LibrarySystem
  readonly file: JournalFile
  readonly settings: Settings
  readonly random: Random
  /** Whether power may go at a write. */
  readonly mayDie: () => boolean
  /** Told once, when it is over. */
  readonly onEnd: () => void
}

export class Kiosk {
  readonly drop: Sorter
  readonly returns: SqliteReturns
  readonly stored: SqliteStored
  readonly #parts: KioskParts
  #alive = true

  constructor(parts: KioskParts) {
    this.#parts = parts
    const { file, library, machine, mayDie, random, settings } = parts
    const alive = () => this.#alive
    const world = machine.clock
    const clock: Clock = {
      now: () => world.now(),
      wall: () => world.wall(),
      setTimeout: (callback, milliseconds) =>
        world.setTimeout(() => void (alive() && callback()), milliseconds),
      clearTimeout: (handle) => world.clearTimeout(handle),
    }
    const power = {
      alive,
      before: () => random.chance(0.5),
      cuts: (write: string) =>
        mayDie() && random.below(write === 'moveBelt' ? LAST_BELT_WRITE : LAST_WRITE) === 0,
      cut: () => this.end(),
    }
    this.returns = new SqliteReturns(file)
    this.stored = new SqliteStored(file)
    const returns = cuttablePart(this.returns, RETURN_WRITES, power)
    const stored = cuttablePart(this.stored, STORED_WRITES, power)
    const journal = new SqliteJournal(file)
    const notices = { raise: () => undefined, clear: () => undefined }
    const ils = guarded(library, alive)
    const replay = new Replay({
      circulation: ils,
      stored,
      journal,
      clock,
      notices,
      rightOfWay: new RightOfWay(),
      answerTimeoutMilliseconds: ANSWER_TIMEOUT_MILLISECONDS,
    })
    const rules = sortRules(settings, new Set(settings.drop?.bins.map(({ number }) => number)))
    const desk = new ReturnDesk({
      circulation: ils,
      journal,
      returns,
      stored,
      replay,
      claims: new Claims(),
      notices,
      clock,
      rules: () => returnRules(settings),
    })
    const module = machine.module(alive)
    const signals = createSignals({
      modules: [module],
      wiring: wiring(machine.drop.layout, 'drop').map((one) => ({
        ...one,
        activeLow: false,
        debounce: DEBOUNCE,
      })),
      clock,
    })
    if (settings.drop === undefined) throw new Error('no drop in the settings')
    this.drop = new Sorter({
      plan: dropPlan(settings.drop),
      signals,
      byHand: new Hands(),
      reader: machine.reader(alive),
      returns: desk,
      choose: (item, taken) => chooseBin(rules, item, taken),
      journal: returns,
      notices,
      clock,
      onSorted: (item, bin) => void desk.tellPlace(item, bin),
    })
    desk.resume()
    replay.start()
    this.drop.start()
  }

  get alive(): boolean {
    return this.#alive
  }
  /** Power is gone: nothing of this life happens any more, and the module hears nobody. */
  end(): void {
    if (!this.#alive) return
    this.#alive = false
    this.#parts.machine.dropOutputs()
    this.#parts.onEnd()
  }
}

/** What a life asked for and did not live to hear, it never hears. */
function guarded(library: LibrarySystem, alive: () => boolean): LibrarySystem {
  return new Proxy(library, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target)
      if (name === 'onStatus')
        return (listener: (status: unknown) => void) =>
          target.onStatus((status) => void (alive() && listener(status)))
      if (typeof value !== 'function') return value
      return (...words: unknown[]) => {
        if (!alive()) return never()
        const asked: unknown = value.apply(target, words)
        if (!(asked instanceof Promise)) return asked
        return asked.then(
          (answer: unknown) => (alive() ? answer : never()),
          (error: unknown) => (alive() ? Promise.reject(error) : never()),
        )
      }
    },
  })
}
const never = () => new Promise<never>(() => undefined)
