/**
 * Slips on their way to the printer: one that cannot be printed now waits until it can, and staff know of it. Kept in the
 * journal until it is printed: after a restart it is printed then, at least once.
 */
import { LecternError } from '../contract/errors.ts'
import type { ReceiptPrinter } from '../devices/printer/contract.ts'
import type { Slip } from '../flows/return/contract.ts'
import type { SlipFate } from '../flows/return/return-effects.ts'
import type { KeptSlips, SlipId } from '../journal/slips-contract.ts'
import type { Unsubscribe } from '../runtime/emitter.ts'

/** Slips that wait for the printer at most; one more is told to staff and not kept. */
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
  readonly kept: KeptSlips
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

interface Waiting {
  readonly slip: Slip
  /** Null where the journal could not keep it: then it waits in memory alone. */
  readonly id: SlipId | null
  uncertain: number
}

export function createSlipQueue({ printer, notices, kept, wanted, bytes }: SlipQueueOptions): SlipQueue {
  const queue: Waiting[] = kept.all().map(({ id, slip }) => ({ slip, id, uncertain: 0 }))
  let busy = false
  let stopped = false

  const end = (ended: Waiting): void => {
    queue.splice(queue.indexOf(ended), 1)
    const { id, slip } = ended
    // One that cannot be forgotten comes out again after a restart: a second copy harms nobody.
    if (id !== null) journaled(() => kept.remove(id))
    notices.clear('SLIP_WAITS', slip.item)
  }
  const lose = (lost: Waiting): void => {
    end(lost)
    notices.raise('SLIP_LOST', detailOf(lost.slip), lost.slip.item)
  }

  const pump = async (): Promise<void> => {
    if (busy || printer === null) return
    busy = true
    for (let next = queue[0]; next !== undefined && printer.canPrint && !stopped; next = queue[0]) {
      const outcome = await printer.print(await bytes(next.slip))
      if (outcome.printed) {
        end(next)
        continue
      }
      if (outcome.came === 'unknown') next.uncertain++
      if (next.uncertain > UNCERTAIN_TRIES_MAX) {
        lose(next)
        continue
      }
      notices.raise('SLIP_WAITS', detailOf(next.slip), next.slip.item)
      // A printer that says it can and then does not is heard of again when its state changes.
      if (outcome.came === 'nothing') break
    }
    busy = false
  }
  // Its printer was taken away meanwhile.
  for (const before of [...queue])
    if (printer === null) lose(before)
    else notices.raise('SLIP_WAITS', detailOf(before.slip), before.slip.item)
  const unsubscribe: Unsubscribe = printer?.onStatus(() => void pump()) ?? (() => undefined)

  return {
    print(slip) {
      if (printer === null || !wanted()) return 'none'
      if (queue.length >= SLIPS_MAX) {
        notices.raise('SLIP_LOST', detailOf(slip), slip.item)
        return 'none'
      }
      const now = printer.canPrint && queue.every(({ uncertain }) => uncertain === 0)
      queue.push({ slip, id: journaled(() => kept.add(slip)), uncertain: 0 })
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

/** Null where the journal cannot: staff hear of that from whoever watches it. */
function journaled<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof LecternError) return null
    throw error
  }
}
