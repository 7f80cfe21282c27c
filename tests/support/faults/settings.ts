/** Settings as an installer gets them who writes down nothing but what must be written. */
import { parseSettings } from '@lectern/device-agent/config/load'
import type { Settings } from '@lectern/device-agent/config/settings'

const YAML = `library: { name: Lindenhof }
data: { folder: data }
ils: { host: 127.0.0.1 }
devices:
  rfid: { url: 'tcp://127.0.0.1:1' }
  scanner: { url: 'tcp://127.0.0.1:1' }
  printer: { url: 'tcp://127.0.0.1:1' }
  card: { url: 'unix:///run/pcscd/pcscd.comm' }
io: { modbus: [{ id: io, url: 'tcp://127.0.0.1:1', inputs: 8, outputs: 8 }] }
gates: { list: [{ id: exit, name: Exit, url: 'tcp://127.0.0.1:1', tamperInput: 1 }] }
`

let parsed: Whole | null = null

type Whole = Settings & {
  readonly devices: {
    readonly [Kind in 'rfid' | 'scanner' | 'printer' | 'card']: NonNullable<Settings['devices'][Kind]>
  }
}

export function settingsOf(): Whole {
  if (parsed !== null) return parsed
  const result = parseSettings(YAML)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  const { card, printer, rfid, scanner } = result.settings.devices
  if (!rfid || !scanner || !printer || !card) throw new Error('a device is missing')
  parsed = { ...result.settings, devices: { ...result.settings.devices, rfid, scanner, printer, card } }
  return parsed
}
