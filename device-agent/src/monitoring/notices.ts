/** What staff should know now: open notices, each a row of the error table. Transitions are logged, not weather. */
import { ERRORS, type ErrorCode, type Severity } from '../contract/errors.ts'
import type { Clock } from '../runtime/clock.ts'
import { Signal, type Unsubscribe } from '../runtime/emitter.ts'
import type { Log } from './log.ts'

export interface Notice {
  readonly code: ErrorCode
  /** Tells two notices of one code apart: a device's id, an item's; empty where there is only one. */
  readonly key: string
  readonly severity: Severity
  readonly staff: string
  readonly whatToDo: string
  /** Of the newest raise; no patron data. */
  readonly detail: string
  /** ISO 8601 of the first raise. */
  readonly since: string
  /** How often it was raised since. */
  readonly count: number
}

export interface Notices {
  /** One line is logged when it was not open; otherwise it is counted and its detail renewed. */
  raise(code: ErrorCode, detail?: string, key?: string): void
  /** One line is logged, with how long it was open; nothing happens where it was not. */
  clear(code: ErrorCode, key?: string): void
  /** Gravest first, then newest first. */
  open(): readonly Notice[]
  /** Told when a notice opens or closes, not when it is counted. */
  onChange(listener: (open: readonly Notice[]) => void): Unsubscribe
}

/** With so many open, the least grave and oldest makes room. */
export const NOTICES_MAX = 200

const GRAVITY: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 }

interface Open extends Notice {
  /** Monotonic milliseconds. */
  readonly openedAt: number
  readonly order: number
}

const idOf = (code: ErrorCode, key: string): string => `${code} ${key}`

const gravestFirst = (a: Open, b: Open): number =>
  GRAVITY[b.severity] - GRAVITY[a.severity] || b.order - a.order

export function createNotices({ log, clock }: { readonly log: Log; readonly clock: Clock }): Notices {
  const open = new Map<string, Open>()
  const changed = new Signal<readonly Notice[]>()
  let order = 0

  const list = (): readonly Notice[] =>
    [...open.values()].sort(gravestFirst).map(({ openedAt: _at, order: _order, ...notice }) => notice)

  const makeRoom = (): void => {
    if (open.size < NOTICES_MAX) return
    const least = [...open.values()].sort(gravestFirst).at(-1)
    if (least !== undefined) open.delete(idOf(least.code, least.key))
  }

  return {
    raise(code, detail = '', key = '') {
      const id = idOf(code, key)
      const before = open.get(id)
      if (before !== undefined) {
        open.set(id, { ...before, detail, count: before.count + 1 })
        return
      }
      makeRoom()
      const { severity, staff, whatToDo } = ERRORS[code]
      const since = new Date(clock.wall()).toISOString()
      const notice = { code, key, severity, staff, whatToDo, detail, since, count: 1 }
      open.set(id, { ...notice, openedAt: clock.now(), order: order++ })
      log[severity](code, { ...(key === '' ? {} : { device: key }), detail: detail === '' ? staff : detail })
      changed.tell(list())
    },
    clear(code, key = '') {
      const id = idOf(code, key)
      const before = open.get(id)
      if (before === undefined) return
      open.delete(id)
      log.info(`${code}_OVER`, {
        ...(key === '' ? {} : { device: key }),
        milliseconds: Math.round(clock.now() - before.openedAt),
        count: before.count,
      })
      changed.tell(list())
    },
    open: list,
    onChange: (listener) => changed.listen(listener),
  }
}
