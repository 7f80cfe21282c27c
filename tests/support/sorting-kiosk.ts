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
import { Replay } from '@lectern/device-agent/flows/offline/replay'
import { RightOfWay } from '@lectern/device-agent/flows/offline/right-of-way'
import { chooseBin } from '@lectern/device-agent/flows/return/choose-bin'
import { Claims } from '@lectern/device-agent/flows/return/claims'
import type { ReturnIls } from '@lectern/device-agent/flows/return/ports'
import { ReturnDesk } from '@lectern/device-agent/flows/return/return-desk'
import { circulationOptions } from '@lectern/device-agent/ils-options'
import { openJournal } from '@lectern/device-agent/journal/open-journal'
import type { ReturnsJournal } from '@lectern/device-agent/journal/returns-contract'
import { returnRules, sortRules } from '@lectern/device-agent/return-rules'
import { systemClock as clock } from '@lectern/device-agent/runtime/clock'
import { createSignals } from '@lectern/device-agent/signals/signals'
import { openTransport } from '@lectern/device-agent/transports/open'
import { createCirculation } from 'sip2/circulation'

export interface SortingKiosk {
  readonly drop: Drop
  readonly journal: ReturnsJournal
  close(): Promise<void>
}

export interface SortingKioskOptions {
  readonly world: World
  readonly drop?: Partial<DropSettings>
  /** Laid between the return service and the library system. */
  readonly ils?: (ils: ReturnIls) => ReturnIls
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

  const { journal, returns, stored } = openJournal({ folder, reserveBytes: 0, wall: clock.wall })
  const circulation = createCirculation(circulationOptions(settings.ils))
  const notices = { raise: () => undefined, clear: () => undefined }
  const replay = new Replay({
    circulation,
    stored,
    journal,
    clock,
    notices,
    rightOfWay: new RightOfWay(),
    answerTimeoutMilliseconds: settings.ils.timeoutSeconds * 1_000,
  })
  const desk = new ReturnDesk({
    circulation: options.ils?.(circulation) ?? circulation,
    journal,
    returns,
    stored,
    replay,
    claims: new Claims(),
    notices,
    clock,
    rules: () => returnRules(settings),
  })
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
  circulation.start()
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
      replay.stop()
      await Promise.all([io.stop(), reader.stop(), circulation.stop()])
      journal.shut()
      rmSync(folder, { recursive: true })
    },
  }
}
