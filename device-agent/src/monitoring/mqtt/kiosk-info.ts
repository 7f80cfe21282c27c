/** What the kiosk is, for whoever lists kiosks. */
import { readFile } from 'node:fs/promises'
import { release, type } from 'node:os'
import type { Settings } from '../../config/settings.ts'
import type { Health } from '../health.ts'
import type { Facts } from './topics.ts'

/** Where the firmware of a PC, and of a board with a device tree, says what machine this is. */
const MODEL_FILES = ['/sys/class/dmi/id/product_name', '/proc/device-tree/model']
const MODEL_MAX_CHARACTERS = 80

export interface InfoSources {
  readonly settings: () => Settings
  readonly health: () => Health
  /** Orders are taken. */
  readonly commands: boolean
}

/** The names are read at each call: they change without a restart. */
export async function kioskInfo({ commands, health, settings }: InfoSources): Promise<() => Facts<'info'>> {
  const model = await machineModel()
  return () => {
    const { drop, gates, http, kiosk, library, offline, returns, staff } = settings()
    const { devices, version } = health()
    const offered = {
      lend: kiosk.lends,
      return: returns.attended,
      drop: drop !== undefined,
      gates: gates.list.length > 0,
      offline: offline.mode !== 'off',
      commands,
    }
    return {
      name: kiosk.name,
      library: library.name,
      versions: { agent: version, node: process.versions.node, os: `${type()} ${release()}` },
      model,
      languages: [...kiosk.languages],
      services: (Object.keys(offered) as (keyof typeof offered)[]).filter((service) => offered[service]),
      devices: devices.map(({ id, kind }) => ({ id, kind })),
      staff_port: staff.enabled && http.port > 0 ? http.port : null,
    }
  }
}

/** Null where the firmware does not say. */
async function machineModel(): Promise<string | null> {
  for (const file of MODEL_FILES) {
    const words = await readFile(file, 'utf8').catch(() => '')
    // A device tree ends its words with a zero byte.
    const model = words.replaceAll(/\p{C}/gu, ' ').trim().slice(0, MODEL_MAX_CHARACTERS)
    if (model !== '') return model
  }
  return null
}
