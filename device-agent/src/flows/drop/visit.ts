import type { DropWish, Greeting } from '../../contract/drop-screen.ts'
import type { ReturnId } from '../../journal/returns-contract.ts'
import type { TimerHandle } from '../../runtime/clock.ts'
import { Signal } from '../../runtime/emitter.ts'
import type { TakenBack } from '../return/contract.ts'
import { heard } from '../return/heard.ts'
import type { ReceiptItem } from '../session/receipt-data.ts'
import {
  ASKING_MILLISECONDS,
  ON_ITS_WAY_MILLISECONDS,
  SHOWN_MILLISECONDS,
  VISIT_ITEMS_MAX,
} from './limits.ts'
import type { DropPorts } from './ports.ts'

/** What is seen of it. */
export type VisitView = Omit<Greeting, 'state'>

/**
 * Whose items these are. Nobody's, until somebody begins a visit at the screen: only then is anything counted, and are titles
 * kept, in memory, for a receipt. An item belongs to the visit in which it entered. A visit ends when the person says so or
 * has a receipt printed, and after a silence, over the question whether they are still there; what is dropped while that
 * is unanswered is nobody's. With its end everything is forgotten.
 */
export class Visit {
  readonly #ports: Pick<DropPorts, 'clock' | 'receipts'>
  readonly changes = new Signal<void>()
  #state: 'none' | 'begun' | 'asking' | 'over' = 'none'
  #printing: Exclude<Greeting['receipt'], 'offered'> = 'none'
  /** What entered in this visit; of nobody's only the newest. */
  readonly #entered = new Set<ReturnId>()
  readonly #counted = new Set<ReturnId>()
  /** What the return service said of what is not decided yet: taken back or not, and what a receipt would say. */
  readonly #answers = new Map<ReturnId, ReceiptItem | 'taken'>()
  #items: ReceiptItem[] = []
  #aside = 0
  #last: Greeting['last'] = null
  #arrivals = 0
  #timer: TimerHandle = null
  #lastTimer: TimerHandle = null

  constructor(ports: Pick<DropPorts, 'clock' | 'receipts'>) {
    this.#ports = ports
  }

  view(): VisitView {
    const isBegun = this.#state === 'begun'
    const canPrint = this.#canPrint()
    return {
      visit: this.#state === 'none' && canPrint ? 'possible' : this.#state,
      count: isBegun ? this.#counted.size : 0,
      aside: isBegun ? this.#aside : 0,
      last: this.#last,
      receipt: isBegun && this.#items.length > 0 && canPrint ? 'offered' : this.#printing,
    }
  }

  /** Something entered; whoever says so shows it. */
  tookIn(id: ReturnId): void {
    if (this.#state !== 'begun' || this.#entered.size >= VISIT_ITEMS_MAX) this.#become('none')
    else this.#after(ON_ITS_WAY_MILLISECONDS, () => this.#ask())
    this.#entered.add(id)
  }

  /** What entered together is decided; one of these entered alone, what came to light with it came in with it. */
  decided(ids: readonly ReturnId[]): void {
    const isMine = ids.some((id) => this.#entered.has(id))
    const fresh = [...new Set(ids)].filter((id) => !this.#counted.has(id))
    const answers = fresh.map((id) => this.#answers.get(id))
    for (const id of ids) this.#answers.delete(id)
    if (!isMine || fresh.length === 0) return
    for (const id of fresh) this.#counted.add(id)
    for (const answer of answers) {
      if (answer === undefined) this.#aside++
      else if (answer !== 'taken') this.#items.push(answer)
    }
    this.#show(!answers.includes(undefined))
    if (this.#state === 'begun') this.#wait()
    this.changes.tell()
  }

  /** The same ports; what their service takes back is remembered until it is decided. */
  listening(ports: DropPorts): DropPorts {
    const returns = heard(ports.returns, ({ entry, item }) => (taken) => {
      if (taken.kind === 'refused' || taken.kind === 'unresolved') return
      this.#answers.set(entry, this.#state === 'begun' ? receiptItem(item, taken) : 'taken')
    })
    return { ...ports, returns }
  }

  /** Nothing happens where it does not fit. */
  wish(wish: DropWish): void {
    if (wish === 'begin') this.#begin()
    else if (wish === 'printReceipt') this.#print()
    else if (wish === 'done') this.#done()
    else if (this.#state === 'asking') this.#goOn()
    this.changes.tell()
  }

  stop(): void {
    this.#become('none')
  }

  #canPrint(): boolean {
    const { receipts } = this.#ports
    return receipts?.wanted() === true && receipts.canPrint()
  }

  #begin(): void {
    if (this.#state !== 'none' || !this.#canPrint()) return
    this.#become('begun')
    this.#wait()
  }

  #goOn(): void {
    this.#state = 'begun'
    this.#wait()
  }

  #done(): void {
    if (this.#state === 'begun' || this.#state === 'asking') this.#thank()
  }

  #print(): void {
    const { receipts } = this.#ports
    if (receipts === undefined || this.view().receipt !== 'offered') return
    const items = this.#items
    this.#become('over')
    this.#printing = 'printing'
    // A next visit has a list of its own: an answer that comes too late is told nobody.
    const mine = this.#items
    void receipts.print(items).then((printed) => {
      if (this.#items !== mine || this.#printing !== 'printing') return
      this.#thank()
      this.#printing = printed ? 'printed' : 'failed'
      this.changes.tell()
    })
  }

  /** With nothing dropped for a while, it may be another who stands there. */
  #wait(): void {
    const { receipts } = this.#ports
    if (receipts !== undefined) this.#after(receipts.quietMilliseconds(), () => this.#ask())
  }

  #ask(): void {
    this.#state = 'asking'
    this.#last = null
    this.#after(ASKING_MILLISECONDS, () => this.#become('none'))
  }

  #thank(): void {
    this.#become('over')
    this.#after(SHOWN_MILLISECONDS, () => this.#become('none'))
  }

  #show(taken: boolean): void {
    const { clock } = this.#ports
    clock.clearTimeout(this.#lastTimer)
    this.#last = { number: ++this.#arrivals, taken }
    this.#lastTimer = clock.setTimeout(() => {
      this.#last = null
      this.changes.tell()
    }, SHOWN_MILLISECONDS)
  }

  #after(milliseconds: number, then: () => void): void {
    const { clock } = this.#ports
    clock.clearTimeout(this.#timer)
    this.#timer = clock.setTimeout(() => {
      then()
      this.changes.tell()
    }, milliseconds)
  }

  /** Another state, which knows nothing of the one before. */
  #become(state: 'none' | 'begun' | 'over'): void {
    const { clock } = this.#ports
    clock.clearTimeout(this.#timer)
    clock.clearTimeout(this.#lastTimer)
    this.#state = state
    this.#printing = 'none'
    this.#entered.clear()
    this.#counted.clear()
    this.#answers.clear()
    this.#items = []
    this.#aside = 0
    this.#last = null
  }
}

type Taken = Extract<TakenBack, { readonly secured: boolean }>

const receiptItem = (itemId: string, { kind, title }: Taken): ReceiptItem => ({
  title,
  itemId,
  due: null,
  provisional: kind === 'kept',
  again: kind === 'again',
})
