/** Random faults between a kiosk and the demo library; at the end both must tell the same story, each transaction once. */
import { createCirculation } from 'sip2/circulation'
import { createSimulator, demoItems, demoPatron } from 'sip2/simulator'
import { Random } from '../support/random.ts'
import { type Believed, SoakedKiosk } from './kiosk.ts'
import { Weather } from './weather.ts'

/** Whoever stands at the kiosk; each has items of their own. */
const HANDS = ['Jonas B.', 'Zoë Ångström', 'Rafael D.']
const ITEMS_PER_HAND = 6
const TIMEOUT_MILLISECONDS = 500
const SILENCE_MILLISECONDS = 150
/** Above what half an hour brings. */
const HISTORY_MAX = 100_000_000
const LOGIN = { user: 'soak', password: 'soak' }

export interface SoakOptions {
  readonly seed: number
  /** More than one lets questions overtake. */
  readonly connectionsMax: number
  /** Asked before each operation, with what was done so far. */
  readonly goesOn: (counts: SoakedKiosk['counts']) => boolean
}

export interface SoakReport {
  readonly counts: SoakedKiosk['counts']
  readonly faults: Readonly<Record<string, number>>
  readonly ours: readonly Believed[]
  readonly theirs: readonly Believed[]
  /** Items about which the two differ. */
  readonly differing: readonly string[]
}

export async function soak({ seed, connectionsMax, goesOn }: SoakOptions): Promise<SoakReport> {
  const random = new Random(seed)
  const simulator = await createSimulator({ login: LOGIN, historyMax: HISTORY_MAX })
  const circulation = createCirculation({
    host: simulator.host,
    port: simulator.port,
    login: { ...LOGIN, location: '' },
    institution: 'LINDENHOF',
    terminalPassword: '',
    charset: 'utf8',
    terminator: 'CR',
    errorDetection: true,
    timeoutMilliseconds: TIMEOUT_MILLISECONDS,
    silenceMilliseconds: SILENCE_MILLISECONDS,
    connectionsMax,
    dialect: 'lectern-demo',
  })
  const kiosk = new SoakedKiosk(circulation, TIMEOUT_MILLISECONDS)
  const weather = new Weather(simulator, random)
  const free = demoItems.filter(
    ({ itemId }) =>
      simulator.library.loan(itemId) === undefined && simulator.library.holdsOn(itemId).length === 0,
  )
  circulation.start()
  weather.begin()
  try {
    const hands = HANDS.map((name, index) =>
      kiosk.work(
        demoPatron(name).patronId,
        free.slice(index * ITEMS_PER_HAND, (index + 1) * ITEMS_PER_HAND).map(({ itemId }) => itemId),
        new Random(seed + index + 1),
        () => goesOn(kiosk.counts),
      ),
    )
    await Promise.all(hands)
  } finally {
    await weather.end()
    await circulation.stop()
    await simulator.close()
  }
  const theirs = simulator.history.filter(isLending)
  return {
    counts: kiosk.counts,
    faults: Object.fromEntries([...weather.seen].sort()),
    ours: kiosk.record,
    theirs,
    differing: differing(kiosk.record, theirs),
  }
}

const isLending = (deed: { kind: string; itemId: string; patronId: string }): deed is Believed =>
  deed.kind === 'checkout' || deed.kind === 'checkin'

/** In the order of each item: hands write down what they found out later than it happened. */
function differing(ours: readonly Believed[], theirs: readonly Believed[]): readonly string[] {
  const story = (deeds: readonly Believed[], item: string) =>
    deeds
      .filter(({ itemId }) => itemId === item)
      .map(({ kind, patronId }) => `${kind} ${patronId}`)
      .join()
  const items = new Set([...ours, ...theirs].map(({ itemId }) => itemId))
  return [...items].filter((item) => story(ours, item) !== story(theirs, item))
}
