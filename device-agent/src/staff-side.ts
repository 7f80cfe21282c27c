/** All that is there for staff, put together: orders, the desk, what MQTT hears, and staff mode at the screen. */
import type { StaffModePort } from './flows/session/staff-port.ts'
import { createOrders, type OrdersParts } from './orders.ts'
import { createStaffDesk, type StaffDesk, type StaffDeskParts } from './staff-desk.ts'
import { createStaffMode, type StaffModeParts } from './staff-mode.ts'

export type StaffSideParts = Omit<StaffDeskParts, 'commands' | 'closed'> &
  Omit<OrdersParts, 'drop' | 'resolve'> &
  Omit<StaffModeParts, 'commands' | 'desk'>

export interface StaffSide extends Omit<StaffDesk, 'attention' | 'desk'> {
  readonly mode: StaffModePort
}

export async function createStaffSide(parts: StaffSideParts): Promise<StaffSide> {
  const carried = createOrders({ ...parts, resolve: (id) => attention.resolve(id) })
  const { attention, desk, pages, start, stop } = await createStaffDesk({ ...parts, ...carried })
  const mode = createStaffMode({ ...parts, ...carried, desk })
  return {
    pages,
    mode,
    start,
    stop: async () => {
      carried.commands.stop()
      await stop()
    },
  }
}
