/** The book drop with its bins, and the gates: what is there to be emptied, looked at, gone after. */
import { DROP_STATES, topicOf, VERDICTS } from '../mqtt/topics.ts'
import { type Entities, eventEntity, onIf, type Prefix, withKiosk } from './entity.ts'

export interface NamedBin {
  readonly bin: number
  readonly name: string
}

/** 'Bin 3 Fiction'. */
export const binName = ({ bin, name }: NamedBin): string => `Bin ${bin} ${name}`.trim()

export function dropEntities(prefix: Prefix, bins: readonly NamedBin[]): Entities {
  const topic = topicOf(prefix, 'drop')
  const state = { state_topic: topic, ...withKiosk(prefix) }
  return {
    drop_state: {
      platform: 'sensor',
      name: 'Book drop',
      icon: 'mdi:inbox-arrow-down-outline',
      device_class: 'enum',
      options: DROP_STATES,
      value_template: '{{ value_json.state }}',
      ...state,
    },
    drop_exceptions: {
      platform: 'sensor',
      name: 'Items to look at',
      icon: 'mdi:archive-alert-outline',
      value_template: '{{ value_json.exceptions }}',
      state_class: 'measurement',
      unit_of_measurement: 'items',
      ...state,
    },
    drop_exception: eventEntity(prefix, 'exception', {
      name: 'Item to look at',
      icon: 'mdi:book-alert-outline',
      type: "'exception'",
      types: ['exception'],
      fields: ['reason', 'text', 'what_to_do', 'bin'],
    }),
    ...Object.assign({}, ...bins.map((bin) => binEntities(prefix, bin))),
  }
}

function binEntities(prefix: Prefix, bin: NamedBin): Entities {
  const state = { state_topic: topicOf(prefix, 'drop'), ...withKiosk(prefix) }
  const of = (field: string): string =>
    `value_json.bins | selectattr('bin', 'eq', ${bin.bin}) | map(attribute='${field}') | first`
  return {
    [`bin_${bin.bin}_items`]: {
      platform: 'sensor',
      name: binName(bin),
      icon: 'mdi:archive-outline',
      value_template: `{{ ${of('items')} }}`,
      state_class: 'measurement',
      unit_of_measurement: 'items',
      ...state,
    },
    [`bin_${bin.bin}_full`]: {
      platform: 'binary_sensor',
      name: `${binName(bin)} full`,
      icon: 'mdi:archive-alert-outline',
      device_class: 'problem',
      value_template: onIf(`(${of('full')})`),
      ...state,
    },
  }
}

export const gateEntities = (prefix: Prefix): Entities => ({
  gate_alarm: eventEntity(prefix, 'gateAlarm', {
    name: 'Gate alarm',
    icon: 'mdi:alarm-light-outline',
    type: 'value_json.verdict',
    types: VERDICTS,
    fields: ['gate', 'direction', 'at'],
  }),
})
