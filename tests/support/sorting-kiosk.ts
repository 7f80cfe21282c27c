/** The book drop's part of a kiosk alone, over real wires to the bench's virtual hardware: for measuring, without a screen. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { World } from '@lectern/device-agent/bench/world'
import type { DropSettings } from '@lectern/device-agent/config/drop-settings'
import { parseSettings } from '@lectern/device-agent/config/load'
import { createModbusModule } from '@lectern/device-agent/devices/io/modbus/driver'
import { createFeigPad } from '@lectern/device-agent/devices/rfid/feig-iso-host/driver'
import { createDrop } from '@lectern/device-agent/flows/drop/create-drop'
import type { Drop } from '@lectern/device-agent/flows/drop/ports'
import { chooseBin } from '@lectern/device-agent/flows/return/choose-bin'
import type { ReturnsJournal } from '@lectern/device-agent/journal/returns-contract'
import { sortRules } from '@lectern/device-agent/return-rules'
import { systemClock as clock } from '@lectern/device-agent/runtime/clock'
import { createSignals } from '@lectern/device-agent/signals/signals'
import { openTransport } from '@lectern/device-agent/transports/open'
import { startReturnDesk } from './return-desk.ts'

export interface SortingKiosk {
  readonly drop: Drop
  readonly journal: ReturnsJournal
  close(): Promise<void>
}

export interface SortingKioskOptions {
  readonly world: World
  readonly drop?: Partial<DropSettings>
}

/** Resolves when the drop takes items. */
export async function startSortingKiosk(options: SortingKioskOptions): Promise<SortingKiosk> {
  const folder = mkdtempSync(join(tmpdir(), 'drop-'))
  const parsed = parseSettings(options.world.settingsYaml({ dataFolder: folder, port: 1, drop: true }))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const { settings } = parsed
  const [module] = settings.io.modbus
  const { tunnel } = settings.devices
  if (module === undefined || tunnel === undefined || settings.drop === undefined) throw new Error('no drop')

  const { close, desk, notices, returns } = await startReturnDesk({ settings, folder })
  const io = createModbusModule({ transport: openTransport(module.url), settings: module, clock })
  const reader = createFeigPad({
    id: 'tunnel',
    transport: openTransport(tunnel.url),
    settings: tunnel,
    clock,
  })
  const signals = createSignals({
    modules: [io],
    wiring: settings.signals.map(({ debounceMilliseconds, releaseMilliseconds, ...signal }) => ({
      ...signal,
      debounce: { active: debounceMilliseconds, inactive: releaseMilliseconds },
    })),
    clock,
  })
  const rules = sortRules(settings, new Set(settings.drop.bins.map(({ number }) => number)))
  const drop = createDrop(
    { ...settings.drop, ...options.drop },
    {
      signals,
      reader,
      returns: desk,
      choose: (item, taken) => chooseBin(rules, item, taken),
      journal: returns,
      notices,
      clock,
      onSorted: () => undefined,
    },
  )
  for (const device of [io, reader]) device.start()
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
      signals.stop()
      await Promise.all([io.stop(), reader.stop()])
      await close()
      rmSync(folder, { recursive: true })
    },
  }
}
