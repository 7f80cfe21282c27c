/**
 * What Home Assistant is told of one entity. Keys are those of its own schema, written out (it knows short ones too):
 * home-assistant/core, homeassistant/components/mqtt/{schemas,sensor,binary_sensor,button,event}.py.
 */
import { type TopicName, topicOf } from '../mqtt/topics.ts'

interface Availability {
  readonly topic: string
  /** To `online` or `offline`. */
  readonly value_template: string
}

interface Common {
  readonly name: string
  /** 'mdi:printer-pos', of pictogrammers.com. */
  readonly icon: string
  readonly entity_category?: 'diagnostic' | 'config'
  readonly availability?: readonly Availability[]
  readonly availability_mode?: 'all'
}

interface Read extends Common {
  readonly state_topic: string
  readonly value_template: string
  readonly json_attributes_topic?: string
  readonly json_attributes_template?: string
  /** Seconds without a message; then the value is not known. */
  readonly expire_after?: number
}

export interface Sensor extends Read {
  readonly platform: 'sensor'
  readonly device_class?: 'enum' | 'duration' | 'data_size'
  readonly options?: readonly string[]
  readonly state_class?: 'measurement' | 'total_increasing'
  readonly unit_of_measurement?: string
}

export interface BinarySensor extends Read {
  readonly platform: 'binary_sensor'
  readonly device_class: 'connectivity' | 'problem'
  readonly payload_on?: string
  readonly payload_off?: string
}

export interface Event
  extends Omit<Read, 'json_attributes_topic' | 'json_attributes_template' | 'expire_after'> {
  readonly platform: 'event'
  readonly event_types: readonly string[]
}

export interface Button extends Common {
  readonly platform: 'button'
  readonly command_topic: string
  readonly command_template: string
  readonly device_class?: 'restart'
  readonly qos: 1
}

export type Entity = Sensor | BinarySensor | Event | Button
/** By their name within the device. */
export type Entities = Readonly<Record<string, Entity>>

/** '{base}/{site}/{kiosk}'. */
export type Prefix = string

export const kioskIsThere = (prefix: Prefix): Availability => ({
  topic: topicOf(prefix, 'availability'),
  value_template: '{{ value_json.state }}',
})

/** Of what the kiosk alone decides about. */
export const withKiosk = (prefix: Prefix) => ({ availability: [kioskIsThere(prefix)] })

/** A payload's fields as attributes of the entity. */
export const attributes = (topic: string, ...fields: readonly string[]) => ({
  json_attributes_topic: topic,
  json_attributes_template: `{{ ${object(fields)} | tojson }}`,
})

/** A dictionary in a template, out of the payload. */
export const object = (fields: readonly string[], first = ''): string =>
  `{${first}${fields.map((field) => `'${field}': value_json.${field}`).join(', ')}}`

export const onIf = (condition: string): string => `{{ 'ON' if ${condition} else 'OFF' }}`

/** What no component's name may hold is replaced. */
export const keyOf = (id: string): string => id.replaceAll(/[^\w-]/g, '_')

export const eventEntity = (
  prefix: Prefix,
  topic: TopicName,
  {
    fields,
    icon,
    name,
    type,
    types,
  }: {
    readonly name: string
    readonly icon: string
    /** An expression over `value_json`: what kind of event it is. */
    readonly type: string
    readonly types: readonly string[]
    readonly fields: readonly string[]
  },
): Event => ({
  platform: 'event',
  name,
  icon,
  event_types: types,
  state_topic: topicOf(prefix, topic),
  value_template: `{{ ${object(fields, `'event_type': ${type}, `)} | tojson }}`,
  ...withKiosk(prefix),
})
