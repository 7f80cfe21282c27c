/** The desk and what MQTT hears of it, put together from what this kiosk has. */
import { INPUTS } from './flows/drop/roles.ts'
import type { EntryId } from './journal/contract.ts'
import { Attention, type OfflineSource } from './monitoring/attention.ts'
import { Desk, type StaffPort } from './monitoring/desk.ts'
import type { DeskPorts, DropPort, EventSource, GatesPort, SignalsPort } from './monitoring/desk-ports.ts'
import { exceptionEvents } from './monitoring/exception-events.ts'
import type { GateHours } from './monitoring/mqtt/tell.ts'
import { createTelling, type TellingParts } from './telling.ts'

export interface StaffDeskParts
  extends Omit<TellingParts, 'attention' | 'drop' | 'events' | 'gates'>,
    Pick<DeskPorts, 'acknowledged' | 'hands'> {
  readonly signals: SignalsPort
  readonly offline: OfflineSource
  readonly journal: { entry(id: EntryId): { readonly item: string } | null }
  /** Null on a kiosk without a book drop. */
  readonly drop: DropPort | null
  /** Null on a kiosk without gates. */
  readonly gates: (GatesPort & EventSource & GateHours) | null
}

export interface StaffDesk {
  /** Null where the library does not want the staff's pages. */
  readonly pages: StaffPort | null
  /** Whether there are pages or not: staff mode at the screen moves outputs by it. */
  readonly desk: StaffPort
  readonly attention: Pick<Attention, 'resolve'>
  start(): void
  stop(): Promise<void>
}

/** Nothing is moved by hand while a person may be inside. */
const INTERLOCKS = [INPUTS.serviceDoor, INPUTS.emergencyStop]

export async function createStaffDesk(parts: StaffDeskParts): Promise<StaffDesk> {
  const { drop, gates, settings, signals } = parts
  const events = [...(gates === null ? [] : [gates]), ...(drop === null ? [] : [exceptionEvents(drop)])]
  const desk = new Desk({
    ...parts,
    signals: signals.states().length === 0 ? null : signals,
    events,
    interlocks: INTERLOCKS,
    frame: () => ({
      kiosk: { id: settings().kiosk.id, name: settings().kiosk.name },
      library: { name: settings().library.name },
    }),
  })
  const itemOf = (entry: string) => parts.journal.entry(Number(entry) as EntryId)?.item ?? null
  const attention = new Attention({ ...parts, desk, itemOf })
  const telling = await createTelling({ ...parts, events, attention })
  return {
    pages: settings().staff.enabled ? desk : null,
    desk,
    attention,
    start: () => telling?.start(),
    stop: async () => {
      attention.stop()
      await Promise.all([desk.stop(), telling?.stop()])
    },
  }
}
