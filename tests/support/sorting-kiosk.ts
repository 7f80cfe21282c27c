/** The book drop's part of a kiosk alone, put together as the agent does it, over real wires to the bench's virtual hardware. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { World } from '@lectern/device-agent/bench/world'
import { createBookDrop } from '@lectern/device-agent/book-drop'
import { parseSettings } from '@lectern/device-agent/config/load'
import type { Drop } from '@lectern/device-agent/flows/drop/ports'
import type { ReturnsJournal } from '@lectern/device-agent/journal/returns-contract'
import { type Clock, systemClock } from '@lectern/device-agent/runtime/clock'
import { createIo } from '@lectern/device-agent/wired-io'
import { startReturnDesk } from './return-desk.ts'

export interface SortingKiosk {
  readonly drop: Drop
  readonly journal: ReturnsJournal
  close(): Promise<void>
}

export interface SortingKioskOptions {
  readonly world: World
  /** The same as that of its belt; the system's where left out. */
  readonly clock?: Clock
}

/** Resolves when the drop takes items. */
export async function startSortingKiosk({
  clock = systemClock,
  world,
}: SortingKioskOptions): Promise<SortingKiosk> {
  const folder = mkdtempSync(join(tmpdir(), 'drop-'))
  const parsed = parseSettings(world.settingsYaml({ dataFolder: folder, port: 1, drop: true }))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const { settings } = parsed
  const { close, desk, notices, returns } = await startReturnDesk({ settings, folder })
  const { modules, signals, hands, stop } = createIo(settings, clock)
  const bookDrop = createBookDrop({
    boot: 'alone',
    printer: null,
    printReceipt: async () => ({ printed: false, code: 'PRINTER_AWAY', came: 'nothing' }),
    settings: () => settings,
    signals,
    byHand: hands,
    returns: desk,
    journal: returns,
    notices,
    clock,
    printSlip: () => undefined,
    closedByStaff: () => false,
  })
  if (bookDrop === null) throw new Error('no drop')
  const { drop, reader } = bookDrop
  const devices = [...modules, reader]
  for (const device of devices) device.start()
  drop.start()
  await new Promise<void>((resolve) => {
    const look = () => void (drop.view().state === 'open' && resolve())
    drop.onView(look)
    look()
  })
  return {
    drop,
    journal: returns,
    close: async () => {
      await drop.stop()
      stop()
      await Promise.all(devices.map((device) => device.stop()))
      await close()
      rmSync(folder, { recursive: true })
    },
  }
}
