/** Every metric there is, but for the timed ones, with what it says. Names and labels are a promise to dashboards. */
import { METRICS } from '../counts/metrics.ts'

export interface Family {
  readonly type: 'gauge' | 'counter'
  readonly help: string
}

const gauge = (help: string): Family => ({ type: 'gauge', help })
const counter = (help: string): Family => ({ type: 'counter', help })

export const FAMILIES: Readonly<Record<string, Family>> = {
  lectern_info: gauge('What runs here: 1, with the version of the agent and of Node.js.'),
  lectern_uptime_seconds: gauge('Since the agent started.'),
  lectern_resident_megabytes: gauge('Memory of the agent.'),
  lectern_screens: gauge('Screens that are connected.'),
  lectern_ils_up: gauge('1 while the library system answers.'),
  lectern_offline_waiting: gauge('Loans and returns that wait to be told to the library system.'),
  lectern_health: gauge('1 for the one of ok, reduced and failing that holds.'),
  lectern_notices: gauge('Open notices, by severity.'),
  lectern_alert: gauge('Open notices, by code; none where there is none.'),
  lectern_device_up: gauge('1 while the device does its work.'),
  lectern_device_events_total: counter('Framing faults and the like, by device.'),
  ...Object.fromEntries(Object.entries(METRICS).map(([name, help]) => [name, counter(help)])),
  process_cpu_seconds_total: counter('Processor time of the agent.'),
  process_resident_memory_bytes: gauge('Memory of the agent.'),
  process_start_time_seconds: gauge('When the agent started, since 1970.'),
  nodejs_heap_used_bytes: gauge('Memory that JavaScript uses.'),
}
