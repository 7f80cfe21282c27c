/** The kiosk as a whole: what a patron finds, what ails it, what it counts. */
import { COUNTERS_MILLISECONDS } from '../mqtt/tell-kiosk.ts'
import { SEVERITIES } from '../mqtt/topic-row.ts'
import { KIOSK_STATES, LENDS, topicOf } from '../mqtt/topics.ts'
import {
  attributes,
  type Entities,
  eventEntity,
  onIf,
  type Prefix,
  type Sensor,
  withKiosk,
} from './entity.ts'

/** Counters that stay away for so long are not known, in rounds of theirs. */
const ROUNDS_MISSED_MAX = 6
const MILLISECONDS = 1_000

export const kioskEntities = (prefix: Prefix): Entities => ({
  ...states(prefix),
  ...counted(prefix),
  fault: eventEntity(prefix, 'fault', {
    name: 'Fault',
    icon: 'mdi:alert-outline',
    type: 'value_json.severity',
    types: SEVERITIES,
    fields: ['code', 'text', 'what_to_do', 'about'],
  }),
})

function states(prefix: Prefix): Entities {
  const state = { state_topic: topicOf(prefix, 'state'), ...withKiosk(prefix) }
  const availability = topicOf(prefix, 'availability')
  return {
    connected: {
      platform: 'binary_sensor',
      name: 'Connected',
      icon: 'mdi:lan-connect',
      device_class: 'connectivity',
      entity_category: 'diagnostic',
      state_topic: availability,
      value_template: '{{ value_json.state }}',
      payload_on: 'online',
      payload_off: 'offline',
    },
    state: {
      platform: 'sensor',
      name: 'State',
      icon: 'mdi:monitor-dashboard',
      device_class: 'enum',
      options: KIOSK_STATES,
      value_template: '{{ value_json.state }}',
      ...state,
      ...attributes(state.state_topic, 'reasons', 'since'),
    },
    problem: {
      platform: 'binary_sensor',
      name: 'Problem',
      icon: 'mdi:alert-circle-outline',
      device_class: 'problem',
      value_template: onIf('value_json.reasons | length > 0'),
      ...state,
      ...attributes(state.state_topic, 'reasons'),
    },
    gravest: {
      platform: 'sensor',
      name: 'Gravest notice',
      icon: 'mdi:message-alert-outline',
      value_template: "{{ value_json.reasons | first if value_json.reasons else 'none' }}",
      ...state,
    },
    lends: {
      platform: 'sensor',
      name: 'Lends',
      icon: 'mdi:book-arrow-right',
      device_class: 'enum',
      options: LENDS,
      value_template: '{{ value_json.lends }}',
      ...state,
    },
    software: {
      platform: 'sensor',
      name: 'Software',
      icon: 'mdi:package-variant',
      entity_category: 'diagnostic',
      state_topic: topicOf(prefix, 'info'),
      value_template: '{{ value_json.versions.agent }}',
      ...attributes(topicOf(prefix, 'info'), 'library', 'services', 'languages', 'versions'),
      ...withKiosk(prefix),
    },
  }
}

/** All of a metric's labels together. */
const sum = (metric: string): string =>
  `{{ value_json['values'].items() | selectattr(0, 'match', '${metric}') | map(attribute=1) | sum | int }}`
const value = (metric: string): string => `{{ value_json['values']['${metric}'] }}`

function counted(prefix: Prefix): Entities {
  const counter = (name: string, icon: string, value_template: string, more: Partial<Sensor>): Sensor => ({
    platform: 'sensor',
    name,
    icon,
    state_topic: topicOf(prefix, 'counters'),
    value_template,
    expire_after: (COUNTERS_MILLISECONDS / MILLISECONDS) * ROUNDS_MISSED_MAX,
    ...more,
    ...withKiosk(prefix),
  })
  const rises = { state_class: 'total_increasing' } as const
  const now = { state_class: 'measurement' } as const
  const inside = { ...now, entity_category: 'diagnostic' } as const
  return {
    checkouts: counter('Checkouts', 'mdi:book-arrow-up', sum('lectern_checkouts_total'), {
      ...rises,
      unit_of_measurement: 'items',
    }),
    returns: counter('Returns', 'mdi:book-arrow-down', sum('lectern_returns_total'), {
      ...rises,
      unit_of_measurement: 'items',
    }),
    refusals: counter('Refusals', 'mdi:cancel', sum('lectern_refusals_total'), rises),
    visits: counter('Visits', 'mdi:account-multiple-outline', sum('lectern_sessions_total'), rises),
    waiting: counter('Waiting for the library system', 'mdi:tray-full', value('lectern_offline_waiting'), {
      ...now,
      unit_of_measurement: 'items',
    }),
    uptime: counter('Running for', 'mdi:timer-outline', value('lectern_uptime_seconds'), {
      ...inside,
      device_class: 'duration',
      unit_of_measurement: 's',
    }),
    memory: counter('Memory', 'mdi:memory', value('lectern_resident_megabytes'), {
      ...inside,
      device_class: 'data_size',
      unit_of_measurement: 'MiB',
    }),
    ils: {
      platform: 'binary_sensor',
      name: 'Library system',
      icon: 'mdi:server-network',
      device_class: 'connectivity',
      state_topic: topicOf(prefix, 'counters'),
      value_template: onIf("value_json['values']['lectern_ils_up'] == 1"),
      ...withKiosk(prefix),
    },
  }
}
