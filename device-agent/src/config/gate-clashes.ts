/** What a schema cannot say about gates: what is there once, what belongs together, and who may connect. */
import type { SettingClash } from './drop-clashes.ts'
import type { GateSettings, GatesSettings } from './gate-settings.ts'
import type { SignalSettings } from './io-settings.ts'

const SIGNALS = ['alarmSignal', 'beamASignal', 'beamBSignal', 'lightSignal', 'soundSignal'] as const
const LOOPBACK = /^tcp-listen:\/\/(127\.|\[::1\])/

export function gateClashes(gates: GatesSettings, signals: readonly SignalSettings[]): SettingClash[] {
  const clashes: SettingClash[] = []
  const ids = new Set<string>()
  const places = new Map<string, string>()
  const names = new Set(signals.map(({ name }) => name))
  gates.list.forEach((gate, index) => {
    const clash = (key: string, reason: string) =>
      clashes.push({ path: ['gates', 'list', index, key], reason })
    if (ids.has(gate.id)) clash('id', `'${gate.id}' is there already`)
    ids.add(gate.id)
    for (const [key, reason] of gate.protocol === 'feig-gate' ? ofReader(gate) : ofContacts(gate, names))
      clash(key, reason)
    if (gate.url === undefined) return
    const place = `${gate.url} ${gate.mac ?? ''}`
    const other = places.get(place)
    if (other !== undefined) clash('url', `is '${other}' already: one entry for one gate`)
    places.set(place, gate.id)
    if (gate.url.startsWith('tcp-listen:') && !LOOPBACK.test(gate.url) && !gates.listenBeyondLoopback)
      clash('url', 'listens beyond this machine; set gates.listenBeyondLoopback to true to allow it')
  })
  return clashes
}

type Clash = readonly [key: string, reason: string]

function ofReader({ url, mode, host, directionIn, directionOut }: GateSettings): Clash[] {
  const clashes: Clash[] = []
  if (url === undefined) clashes.push(['url', 'is missing: where the reader is'])
  else if (url.startsWith('tcp-listen:') !== (mode === 'notification'))
    clashes.push(['url', "must be tcp:// in mode 'buffered' and tcp-listen:// in mode 'notification'"])
  if (host !== undefined && mode === 'buffered') clashes.push(['host', "belongs to mode 'notification' only"])
  if ((directionIn === undefined) !== (directionOut === undefined))
    clashes.push(['directionIn', 'and directionOut stand together'])
  return clashes
}

function ofContacts(gate: GateSettings, names: ReadonlySet<string>): Clash[] {
  const clashes: Clash[] = []
  if (gate.alarmSignal === undefined)
    clashes.push(['alarmSignal', 'is missing: the signal of the alarm relay'])
  if ((gate.beamASignal === undefined) !== (gate.beamBSignal === undefined))
    clashes.push(['beamASignal', 'and beamBSignal stand together'])
  for (const key of SIGNALS) {
    const name = gate[key]
    if (name !== undefined && !names.has(name)) clashes.push([key, `there is no signal '${name}' in signals`])
  }
  return clashes
}
