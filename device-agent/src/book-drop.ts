/** The unattended book drop, put together: its reader, its wires, the service for returns, and where things go. */
import type { DropSettings } from './config/drop-settings.ts'
import type { Settings } from './config/settings.ts'
import type { RfidPad } from './devices/rfid/contract.ts'
import { createTunnel } from './drivers.ts'
import { type DropReceiptParts, dropReceipts, dropScreen } from './drop-screen.ts'
import { createDrop } from './flows/drop/create-drop.ts'
import type { Drop } from './flows/drop/ports.ts'
import type { StaffNotices } from './flows/ports.ts'
import { chooseBin, type SortRules } from './flows/return/choose-bin.ts'
import type { Returns, Slip } from './flows/return/contract.ts'
import { heard } from './flows/return/heard.ts'
import type { DropScreenPort } from './http/drop.ts'
import type { ReturnsJournal } from './journal/returns-contract.ts'
import { sortRules } from './return-rules.ts'
import type { Clock } from './runtime/clock.ts'
import type { ByHand } from './signals/by-hand.ts'
import type { Signals } from './signals/contract.ts'

export interface BookDropParts extends DropReceiptParts {
  readonly boot: string
  readonly signals: Signals
  readonly byHand: ByHand
  readonly returns: Returns
  readonly journal: ReturnsJournal
  readonly notices: StaffNotices
  readonly clock: Clock
  readonly printSlip: (slip: Slip) => unknown
  /** Staff have closed the kiosk, and so the drop. */
  readonly closedByStaff: () => boolean
}

export interface BookDrop {
  readonly drop: Drop
  /** The reader in its tunnel, to be started and stopped by whoever made it. */
  readonly reader: RfidPad
  /** Null where there is none at the drop. */
  readonly screen: DropScreenPort | null
}

/** Null on a kiosk without a book drop. */
export function createBookDrop(parts: BookDropParts): BookDrop | null {
  const { settings, returns, clock } = parts
  const { drop: plan, devices } = settings()
  if (plan === undefined || devices.tunnel === undefined) return null
  const reader = createTunnel(
    'tunnel',
    devices.tunnel,
    clock,
    () => new RegExp(settings().patron.itemPattern),
  )
  const drop = createDrop(plan, {
    ...parts,
    reader,
    returns: withSlips(parts),
    receipts: dropReceipts(parts),
    choose: (item, taken) => chooseBin(dropRules(settings(), plan), item, taken),
    onSorted: (item, bin) => void returns.tellPlace(item, bin),
  })
  return { drop, reader, screen: plan.screen ? dropScreen(drop, settings, parts.boot) : null }
}

/** Without a belt there is one bin, and what lies in it is shelved from there: any number is a shelf. */
function dropRules(settings: Settings, { bins, layout }: DropSettings): SortRules {
  if (layout === 'simple') return sortRules(settings, null)
  const rules = sortRules(settings, new Set(bins.map(({ number }) => number)))
  const exceptionBin = bins.find(({ exception }) => exception)?.number ?? rules.exceptionBin
  return { ...rules, exceptionBin }
}

/** The same service, whose slips are printed where the library wants them from the drop as well. */
function withSlips({ closedByStaff, returns, printSlip, settings }: BookDropParts): Returns {
  return heard(
    returns,
    () => (taken) => {
      if ('slip' in taken && taken.slip !== null && settings().returns.dropSlips) printSlip(taken.slip)
    },
    () => (closedByStaff() ? 'KIOSK_CLOSED' : null),
  )
}
