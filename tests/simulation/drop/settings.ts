import { binAt, DROP_LAYOUT } from '@lectern/device-agent/bench/drop/layout'
import { parseSettings } from '@lectern/device-agent/config/load'
import type { Settings } from '@lectern/device-agent/config/settings'
import { collectionOf, DEFAULT_BIN, EXCEPTION_BIN, HOLD_BIN, OWN, SHELVES, TRANSIT_BIN } from './things.ts'

/** Of a library that sorts by what its system says, then by collection. */
export function simulatedSettings(sortWhenAway: 'rules' | 'exception'): Settings {
  const bins = [...DROP_LAYOUT.diverted, EXCEPTION_BIN].map((number) => ({
    number,
    name: `Bin ${number}`,
    exception: number === EXCEPTION_BIN,
    millimetres: binAt(DROP_LAYOUT, number),
  }))
  const result = parseSettings(
    JSON.stringify({
      ils: { host: '127.0.0.1', port: 6001, institution: 'LIB' },
      library: { name: 'A library' },
      devices: { tunnel: { url: 'tcp://127.0.0.1:1' } },
      offline: { mode: 'returns' },
      returns: {
        exceptionBin: EXCEPTION_BIN,
        defaultBin: DEFAULT_BIN,
        holdBin: HOLD_BIN,
        destinations: [{ location: 'BRANCH-2', bin: TRANSIT_BIN }],
        rules: SHELVES.map((bin) => ({ bin, collection: `^${collectionOf(bin)}$` })),
        owners: [OWN],
        sortWhenAway,
        tellPlace: true,
      },
      drop: { bins, beltMillimetresPerSecond: DROP_LAYOUT.beltMillimetresPerSecond },
    }),
  )
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.settings
}
