/** Tells MQTT how the kiosk is as a whole: what a patron finds, what it is, how its counters stand. No patron data. */
import type { Clock, TimerHandle } from '../../runtime/clock.ts'
import type { Unsubscribe } from '../../runtime/emitter.ts'
import type { NoticesPort } from '../desk-ports.ts'
import type { Health } from '../health.ts'
import type { Publisher } from './contract.ts'
import type { Facts, KioskStateName } from './topics.ts'

/** Counters are told so often. */
export const COUNTERS_MILLISECONDS = 30_000

/** What is counted, under the names and labels of Prometheus. */
export interface CounterSource {
  /** 'lectern_device_up{device="rfid"}' to its value now. */
  read(): Readonly<Record<string, number>>
}

export interface KioskSources {
  readonly publisher: Publisher
  readonly notices: NoticesPort
  readonly clock: Clock
  readonly info: () => Facts<'info'>
  readonly health: () => Health
  /** Somebody is at the kiosk. */
  readonly inUse: () => boolean
  /** Staff have closed it. */
  readonly closed: () => boolean
  /** Told whenever one of those may have changed. */
  readonly onChange: (listener: () => void) => Unsubscribe
  readonly counters: readonly CounterSource[]
  /** Told with each round of the counters. */
  readonly onRound: () => void
}

export function tellKiosk(sources: KioskSources): Unsubscribe {
  const { clock, info, notices, onChange, publisher } = sources
  let told = ''
  const tellState = () => {
    const facts = stateOf(sources)
    const words = JSON.stringify(facts)
    if (words === told) return
    told = words
    publisher.publish('state', { ...facts, since: new Date(clock.wall()).toISOString() })
  }
  let toldInfo = ''
  const tellInfo = () => {
    const facts = info()
    const words = JSON.stringify(facts)
    if (words !== toldInfo) publisher.publish('info', facts)
    toldInfo = words
  }
  let timer: TimerHandle = null
  const round = () => {
    tellInfo()
    tellState()
    sources.onRound()
    publisher.publish('counters', { values: Object.assign({}, ...sources.counters.map((one) => one.read())) })
    timer = clock.setTimeout(round, COUNTERS_MILLISECONDS)
  }
  tellInfo()
  tellState()
  timer = clock.setTimeout(round, COUNTERS_MILLISECONDS)
  const endings = [notices.onChange(tellState), onChange(tellState)]
  return () => {
    clock.clearTimeout(timer)
    for (const end of endings) end()
  }
}

function stateOf({ closed, health, inUse, notices }: KioskSources): Omit<Facts<'state'>, 'since'> {
  const { ils, offline, status } = health()
  const reasons = notices.open().flatMap(({ code, severity }) => (severity === 'info' ? [] : [code]))
  const state = (): KioskStateName => {
    if (closed()) return 'maintenance'
    if (inUse()) return 'in_use'
    if (status === 'failing') return 'out_of_service'
    return status === 'reduced' ? 'degraded' : 'ready'
  }
  const lends = ils.state === 'online' ? 'online' : offline.lending ? 'offline' : 'no'
  return { state: state(), reasons: [...new Set(reasons)], lends: status === 'failing' ? 'no' : lends }
}
