/**
 * Decides who is told of which notice, by the library's rules. What flickers is one: it is told when it has lasted, and
 * over only once it has stayed away. Who was told is kept, so that a restart tells nobody twice.
 */
import { randomUUID } from 'node:crypto'
import type { AlertRule } from '../../config/alert-settings.ts'
import { ERRORS, isErrorCode, LecternError } from '../../contract/errors.ts'
import type { Clock, TimerHandle } from '../../runtime/clock.ts'
import type { Unsubscribe } from '../../runtime/emitter.ts'
import type { NoticesPort } from '../desk-ports.ts'
import type { Notice, Notices } from '../notices.ts'
import type { Dispatch, DispatchKind, RouteStore, Told } from './contract.ts'

/** Rules are looked at so often, and whenever a notice comes or goes. */
export const ROUND_MILLISECONDS = 30_000
/** Away for less, it was never away; nor is it over so soon after a start, when devices are not yet known. */
export const FLICKER_MILLISECONDS = 120_000
const MINUTE = 60_000

const GRAVITY = { info: 0, warning: 1, error: 2 } as const

export interface RoutesOptions {
  readonly rules: readonly AlertRule[]
  readonly notices: NoticesPort & Pick<Notices, 'raise' | 'clear'>
  readonly store: RouteStore
  readonly clock: Clock
  readonly isOpen: () => boolean
  readonly frame: () => Pick<Dispatch, 'library' | 'kiosk'>
  /** A device, a bin: what no item is. */
  readonly isThing: (key: string) => boolean
  /** That its own way fails need not be sent that way. */
  readonly failureOf: (target: string) => string
  /** Something is there to be sent. */
  readonly onKept: () => void
}

interface Seen {
  readonly notice: Notice
  /** Monotonic milliseconds. */
  readonly from: number
  /** Since when it is away; null while it is open. */
  goneAt: number | null
}

const idOf = ({ code, key }: { readonly code: string; readonly key: string }): string => `${code} ${key}`

export class AlertRoutes {
  readonly #options: RoutesOptions
  readonly #seen = new Map<string, Seen>()
  readonly #startedAt: number
  readonly #end: Unsubscribe
  #timer: TimerHandle = null
  #looking = false

  constructor(options: RoutesOptions) {
    this.#options = options
    this.#startedAt = options.clock.now()
    this.#end = options.notices.onChange(() => this.#look())
    this.#round()
  }

  stop(): void {
    this.#end()
    this.#options.clock.clearTimeout(this.#timer)
  }

  #round(): void {
    this.#look()
    this.#timer = this.#options.clock.setTimeout(() => this.#round(), ROUND_MILLISECONDS)
  }

  /** A notice of its own that it raises or clears meanwhile is looked at in the next round. */
  #look(): void {
    if (this.#looking) return
    this.#looking = true
    const { notices, store } = this.#options
    try {
      this.#see()
      const told = new Map(store.told().map((one) => [`${one.target} ${idOf(one)}`, one]))
      for (const seen of this.#seen.values()) if (seen.goneAt === null) this.#tell(seen, told)
      for (const one of told.values()) if (this.#isOver(one)) this.#tellOver(one)
      notices.clear('ALERTS_NOT_KEPT')
    } catch (error) {
      if (!(error instanceof LecternError)) throw error
      notices.raise('ALERTS_NOT_KEPT', error.code)
    } finally {
      this.#looking = false
    }
  }

  #see(): void {
    const now = this.#options.clock.now()
    const open = new Map(this.#options.notices.open().map((notice) => [idOf(notice), notice]))
    for (const [id, seen] of this.#seen) {
      if (open.has(id)) continue
      seen.goneAt ??= now
      if (now - seen.goneAt >= FLICKER_MILLISECONDS) this.#seen.delete(id)
    }
    for (const [id, notice] of open)
      this.#seen.set(id, { notice, from: this.#seen.get(id)?.from ?? now, goneAt: null })
  }

  #tell({ from, notice }: Seen, told: ReadonlyMap<string, Told>): void {
    const { clock, failureOf, rules } = this.#options
    const lasted = clock.now() - from
    const done = new Set<string>()
    for (const rule of rules) {
      if (!this.#fits(rule, notice) || lasted < rule.delayMinutes * MINUTE) continue
      for (const target of rule.to) {
        const before = told.get(`${target} ${idOf(notice)}`)
        const again =
          rule.repeatMinutes > 0 && before !== undefined && this.#since(before) >= rule.repeatMinutes * MINUTE
        if (done.has(target) || failureOf(target) === notice.code || (before !== undefined && !again))
          continue
        done.add(target)
        this.#keep(notice, target, before ?? null)
      }
    }
  }

  #fits({ codes, severity, when }: AlertRule, notice: Notice): boolean {
    if (GRAVITY[notice.severity] < GRAVITY[severity]) return false
    if (codes.length > 0 && !codes.includes(notice.code)) return false
    return when === 'always' || this.#options.isOpen() === (when === 'openingHours')
  }

  #since({ toldAt }: Told): number {
    return this.#options.clock.wall() - toldAt
  }

  #keep(
    { code, detail, key, severity, since, staff, whatToDo }: Notice,
    target: string,
    before: Told | null,
  ): void {
    const { clock, onKept, store } = this.#options
    const told = { target, code, key, since: before?.since ?? since, toldAt: clock.wall() }
    const words = { severity, text: staff, what_to_do: whatToDo, detail }
    store.tell(told, this.#dispatch(before === null ? 'begun' : 'still', told, words))
    onKept()
  }

  #isOver({ code, key }: Told): boolean {
    return (
      !this.#seen.has(idOf({ code, key })) &&
      this.#options.clock.now() - this.#startedAt >= FLICKER_MILLISECONDS
    )
  }

  #tellOver(told: Told): void {
    const { onKept, store } = this.#options
    const row = isErrorCode(told.code) ? ERRORS[told.code] : null
    const words = { severity: row?.severity ?? 'info', text: row?.staff ?? '', what_to_do: '', detail: '' }
    store.over(told, this.#dispatch('over', told, words))
    onKept()
  }

  #dispatch(
    kind: DispatchKind,
    { code, key, since }: Told,
    { detail, ...words }: Pick<Dispatch, 'severity' | 'text' | 'what_to_do'> & { readonly detail: string },
  ): Dispatch {
    const { clock, frame, isThing } = this.#options
    const tells = key === '' || isThing(key)
    return {
      id: randomUUID(),
      kind,
      at: new Date(clock.wall()).toISOString(),
      ...frame(),
      code,
      ...words,
      about: key !== '' && tells ? key : null,
      detail: detail !== '' && tells ? detail : null,
      since,
    }
  }
}
