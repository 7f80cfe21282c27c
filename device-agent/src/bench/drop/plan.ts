/** The drop on the bench as a kiosk's settings have it. */
import { binAt, type DropLayout, inputNames, outputNames } from './layout.ts'
import { wiring } from './terminals.ts'

/** Where the demo library's sort bins lead (`sip2/simulator`, shelves). */
export const BIN_NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'Fiction'],
  [2, 'Children'],
  [3, 'Non-fiction'],
  [4, 'Sound and film'],
  [5, 'Magazines, games'],
  [9, 'For the staff'],
])

const MODULE = 'drop'
/** A pulse of a bin's sensor is ten times as long. */
const POLL_MILLISECONDS = 10
const DEBOUNCE_MILLISECONDS = 5
/** What a module that drives a belt is waited for: its watchdog is fed though a reply is lost, and lost again. */
const TIMEOUT_MILLISECONDS = 40

/** Sections of the settings as YAML (JSON is YAML). */
export function dropYaml(layout: DropLayout, urls: { readonly io: string }): string {
  const bins = [...layout.diverted, layout.exception].map((number) => ({
    number,
    name: BIN_NAMES.get(number) ?? `Bin ${number}`,
    exception: number === layout.exception,
    millimetres: binAt(layout, number),
  }))
  const drop = {
    bins,
    screen: true,
    receipt: true,
    beltMillimetresPerSecond: layout.beltMillimetresPerSecond,
    tunnelMillimetres: layout.tunnelMillimetres,
  }
  const module = {
    id: MODULE,
    url: urls.io,
    inputs: inputNames(layout).length,
    outputs: outputNames(layout).length,
    pollMilliseconds: POLL_MILLISECONDS,
    timeoutMilliseconds: TIMEOUT_MILLISECONDS,
  }
  const debounce = {
    debounceMilliseconds: DEBOUNCE_MILLISECONDS,
    releaseMilliseconds: DEBOUNCE_MILLISECONDS,
  }
  const signals = wiring(layout, MODULE).map((signal) => ({ ...signal, ...debounce }))
  return `drop: ${JSON.stringify(drop)}
io: ${JSON.stringify({ modbus: [module] })}
signals: ${JSON.stringify(signals)}
`
}
