/** Slips on their way to the printer: one that cannot be printed now waits until it can, and staff know of it. */
import type { ReceiptPrinter } from '../devices/printer/contract.ts'
import type { Slip } from '../flows/return/contract.ts'
import type { SlipFate } from '../flows/return/return-effects.ts'
import type { Unsubscribe } from '../runtime/emitter.ts'

/** Slips that wait for the printer at most, here; one more is told to staff and not kept. */
export const SLIPS_MAX = 100
/** A slip of which nobody knows whether it came out is tried again so often; a second copy harms nobody. */
export const UNCERTAIN_TRIES_MAX = 2

export interface SlipQueueOptions {
  /** Null on a kiosk without a printer. */
  readonly printer: ReceiptPrinter | null
  readonly notices: {
    raise(code: 'SLIP_WAITS' | 'SLIP_LOST', detail: string, key: string): void
    clear(code: 'SLIP_WAITS', key: string): void
  }
  /** Whether slips are wanted. */
  readonly wanted: () => boolean
  readonly bytes: (slip: Slip) => Uint8Array | Promise<Uint8Array>
}

export interface SlipQueue {
  /** Says at once what becomes of it; never throws. */
  print(slip: Slip): SlipFate
  readonly waiting: number
  stop(): void
}

/** Without title and mark: notices are logged. */
const detailOf = ({ kind, item, destination, callNumber }: Slip): string =>
  [
    `${kind}, item ${item}`,
    ...(callNumber === null ? [] : [`at ${callNumber}`]),
    ...(destination === null ? [] : [`to ${destination}`]),
  ].join(', ')

export function createSlipQueue({ printer, notices, wanted, bytes }: SlipQueueOptions): SlipQueue {
  const queue: { readonly slip: Slip; uncertain: number }[] = []
  let busy = false
  let stopped = false

  const pump = async (): Promise<void> => {
    if (busy || printer === null) return
    busy = true
    for (let next = queue[0]; next !== undefined && printer.canPrint && !stopped; next = queue[0]) {
      const { item } = next.slip
      const outcome = await printer.print(await bytes(next.slip))
      if (outcome.printed) {
        queue.shift()
        notices.clear('SLIP_WAITS', item)
        continue
      }
      if (outcome.came === 'unknown') next.uncertain++
      if (next.uncertain > UNCERTAIN_TRIES_MAX) {
        queue.shift()
        notices.clear('SLIP_WAITS', item)
        notices.raise('SLIP_LOST', detailOf(next.slip), item)
        continue
      }
      notices.raise('SLIP_WAITS', detailOf(next.slip), item)
      // A printer that says it can and then does not is heard of again when its state changes.
      if (outcome.came === 'nothing') break
    }
    busy = false
  }
  const unsubscribe: Unsubscribe = printer?.onStatus(() => void pump()) ?? (() => undefined)

  return {
    print(slip) {
      if (printer === null || !wanted()) return 'none'
      if (queue.length >= SLIPS_MAX) {
        notices.raise('SLIP_LOST', detailOf(slip), slip.item)
        return 'none'
      }
      const now = printer.canPrint && queue.every(({ uncertain }) => uncertain === 0)
      queue.push({ slip, uncertain: 0 })
      if (!now) notices.raise('SLIP_WAITS', detailOf(slip), slip.item)
      void pump()
      return now ? 'printing' : 'waits'
    },
    get waiting() {
      return queue.length
    },
    stop() {
      stopped = true
      unsubscribe()
    },
  }
}
