/**
 * Items through the book drop over real wires: Modbus TCP, FEIG ISO-Host, SIP2. With the mechanics it is measured how many an
 * hour a patron gets in who never pauses; without them, how many the return service and its journal bear; and what the
 * software adds to an item above the library system's round trip and the reader's air time.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { World } from '@lectern/device-agent/bench/world'
import { parseSettings } from '@lectern/device-agent/config/load'
import type { Settings } from '@lectern/device-agent/config/settings'
import { chooseBin } from '@lectern/device-agent/flows/return/choose-bin'
import type { ReturnIls } from '@lectern/device-agent/flows/return/ports'
import { sortRules } from '@lectern/device-agent/return-rules'
import { itemId } from 'sip2/circulation'
import { createSimulator, DEMO_LIBRARY, generatedId } from 'sip2/simulator'
import { startReturnDesk } from '../support/return-desk.ts'
import { startSortingKiosk } from '../support/sorting-kiosk.ts'
import { type Measures, median, round } from './measure.ts'

const LATENCY_MILLISECONDS = 50
const MINUTE_MILLISECONDS = 60_000
const HOUR_MILLISECONDS = 3_600_000
/** Without the mechanics, one after the other. */
const ITEMS = 500

export async function run(): Promise<Measures> {
  const mechanical = await withMechanics()
  const alone = await withoutMechanics()
  return {
    'drop.perHour': { value: round(mechanical, 0), unit: 'items/h', target: 3_600, better: 'higher' },
    'drop.added': { value: round(alone.added, 1), unit: 'ms per item', target: 10, better: 'lower' },
    'drop.withoutMechanics': {
      value: round(alone.perHour, 0),
      unit: 'items/h',
      target: 20_000,
      better: 'higher',
    },
  }
}

/** Counted between the first arrival and the last of a minute. */
async function withMechanics(): Promise<number> {
  const world = await World.create({ latencyMilliseconds: LATENCY_MILLISECONDS, airTime: 1 })
  const { drop } = world.drop
  const kiosk = await startSortingKiosk({ world })
  const books = world.things.filter(({ hint, kind }) => kind === 'item' && hint === '').map(({ id }) => id)
  const arrivals: number[] = []
  drop.onLevel(({ active, name }) => {
    if (active && name.startsWith('arrived')) arrivals.push(performance.now())
  })
  // The next is at the slot before the one before is through; bins are emptied as they fill.
  let next = 0
  const feed = () => {
    if (drop.waiting.length > 0) return
    for (const bin of drop.bins.numbers()) if (drop.bins.things(bin).length > 2) drop.empty(bin)
    const free = books.filter((id) => !world.drop.holds(id))
    const id = free[next++ % free.length]
    if (id !== undefined) world.drop.act({ do: 'offer', ids: [id] })
  }
  const end = drop.onChange(feed)
  feed()
  await new Promise((resolve) => setTimeout(resolve, MINUTE_MILLISECONDS))
  end()
  await kiosk.close()
  await world.close()
  const took = (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)
  return ((arrivals.length - 1) / took) * HOUR_MILLISECONDS
}

/** Barcodes of a large collection, so that no air time is in it; each round trip is taken out of `added`. */
async function withoutMechanics() {
  const folder = mkdtempSync(join(tmpdir(), 'returns-'))
  const simulator = await createSimulator({ items: ITEMS })
  await simulator.setFaults({ latencyMilliseconds: LATENCY_MILLISECONDS })
  const settings = settingsFor(simulator.port)
  const rules = sortRules(settings, null)
  let roundTrip = 0
  const wrap = (ils: ReturnIls): ReturnIls =>
    new Proxy(ils, {
      get: (target, name) => {
        if (name !== 'checkin') return Reflect.get(target, name, target)
        return async (request: Parameters<ReturnIls['checkin']>[0]) => {
          const begun = performance.now()
          const answer = await target.checkin(request)
          roundTrip = performance.now() - begun
          return answer
        }
      },
    })
  const { close, desk, returns } = await startReturnDesk({ settings, folder, wrap })
  const added: number[] = []
  const begun = performance.now()
  for (let index = 0; index < ITEMS; index++) {
    const item = itemId(generatedId('item', index))
    const from = performance.now()
    const entry = desk.begin('drop')
    const taken = await desk.takeBack({ entry, item, tags: [], pad: null })
    const { bin, reason } = chooseBin(rules, item, taken)
    returns.sort(entry, { bin, reason, beltMillimetres: 0 })
    returns.close(entry, bin, reason)
    added.push(performance.now() - from - roundTrip)
    if (taken.kind !== 'returned') throw new Error(`${item}: ${taken.kind}`)
  }
  const perHour = (ITEMS / (performance.now() - begun)) * HOUR_MILLISECONDS
  await close()
  await simulator.close()
  rmSync(folder, { recursive: true })
  return { perHour, added: median(added) }
}

function settingsFor(port: number): Settings {
  const ils = { host: '127.0.0.1', port, institution: DEMO_LIBRARY.institution, dialect: 'lectern-demo' }
  const result = parseSettings(JSON.stringify({ library: { name: DEMO_LIBRARY.name }, devices: {}, ils }))
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.settings
}
