/** The connections there are: one, or a small pool that grows when it is busy and shrinks to what the server bears. */
import type { Message } from '../protocol/codec.ts'
import type { TerminalStatus } from './contract.ts'
import type { Habits } from './habits.ts'
import { Link, type LinkHooks, type NotLinked } from './link.ts'

/** After the server bore fewer connections than allowed, no further one is tried for so long. */
export const POOL_SHRUNK_MILLISECONDS = 600_000

export interface LinksHooks extends LinkHooks {
  readonly onOpened: (link: Link, status: Message<'acsStatus'>) => void
  /** The first connection could not be made; of a further one nobody is told. */
  readonly onNotOpened: (error: NotLinked) => void
}

export class Links {
  readonly #habits: Habits
  readonly #hooks: LinksHooks
  /** Those that may be asked. */
  readonly #good = new Set<Link>()
  /** All that are not closed: also those being opened, and those that only await their last answer. */
  readonly #all = new Set<Link>()
  #opening: Link | null = null
  #shrunkUntil = Number.NEGATIVE_INFINITY

  constructor(habits: Habits, hooks: LinksHooks) {
    this.#habits = habits
    this.#hooks = hooks
  }

  get size(): number {
    return this.#good.size
  }
  has(link: Link): boolean {
    return this.#good.has(link)
  }
  idle(): Link | undefined {
    for (const link of this.#good) if (!link.busy) return link
    return undefined
  }

  /** One connection more; one at a time is opened. */
  open(terminal: TerminalStatus): void {
    if (this.#opening !== null) return
    const link = new Link(this.#habits, this.#hooks)
    const isFirst = this.size === 0
    this.#opening = link
    this.#all.add(link)
    link.open(terminal).then(
      (status) => {
        this.#opening = null
        if (!this.#all.has(link)) return link.close()
        this.#good.add(link)
        this.#hooks.onOpened(link, status)
      },
      (error: NotLinked) => {
        this.#opening = null
        const wasWanted = this.#all.has(link)
        this.close(link)
        if (!wasWanted) return
        if (isFirst || this.size === 0) this.#hooks.onNotOpened(error)
        else this.#shrink()
      },
    )
  }

  /** All are busy and more could be done. */
  grow(terminal: TerminalStatus): void {
    const max = this.#habits.clock.now() < this.#shrunkUntil ? this.size : this.#habits.connectionsMax
    if (this.size < max) this.open(terminal)
  }

  /** The connection went by itself. True where others are left. */
  lose(link: Link): boolean {
    this.close(link)
    if (this.size === 0) return false
    this.#shrink()
    return true
  }

  /** No more is asked of these connections; what is under way may still be answered. */
  retire(): void {
    for (const link of [...this.#good]) if (!link.busy) this.close(link)
    this.#good.clear()
  }

  close(link: Link): void {
    this.#habits.clock.clearTimeout(link.timer)
    this.#good.delete(link)
    this.#all.delete(link)
    link.close()
  }

  closeAll(): void {
    for (const link of [...this.#all]) this.close(link)
  }

  #shrink(): void {
    this.#shrunkUntil = this.#habits.clock.now() + POOL_SHRUNK_MILLISECONDS
    this.#hooks.count('poolShrunk')
  }
}
