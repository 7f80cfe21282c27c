/**
 * What Home Assistant accepts as a device's discovery payload, as tables: which keys a component of each platform may
 * have, which it must, and which values. Read from home-assistant/core, homeassistant/components/mqtt, as of 2026:
 * DEVICE_DISCOVERY_SCHEMA, MQTT_ENTITY_DEVICE_INFO_SCHEMA, MQTT_ORIGIN_INFO_SCHEMA, MQTT_ENTITY_COMMON_SCHEMA
 * (schemas.py); PLATFORM_SCHEMA_MODERN of sensor.py, binary_sensor.py, button.py and event.py (event.py at commit
 * 03ffd74c83de5ed77022d84e4a056fd1a699a6b5); TOPIC_MATCHER (discovery.py); valid_topic (util.py);
 * validate_sensor_state_and_device_class_config (sensor.py); the units of device classes in
 * homeassistant/components/sensor/const.py. Its own schema drops a key it does not know without a word: here one is wrong.
 */
type Words = Readonly<Record<string, unknown>>

const AVAILABILITY = ['availability', 'availability_mode', 'availability_template', 'availability_topic']
const SHARED = [
  ...AVAILABILITY,
  'payload_available',
  'payload_not_available',
  'qos',
  'encoding',
  'message_expiry_interval',
]
const COMMON = [
  ...SHARED,
  ...['platform', 'unique_id', 'name', 'icon', 'entity_category', 'entity_picture', 'enabled_by_default'],
  ...['json_attributes_topic', 'json_attributes_template', 'default_entity_id', 'visible_by_default'],
]
const READ = [...COMMON, 'state_topic', 'value_template']

interface Platform {
  readonly may: readonly string[]
  readonly must: readonly string[]
  readonly classes: readonly string[]
}

const PLATFORMS: Readonly<Record<string, Platform>> = {
  sensor: {
    may: [
      ...READ,
      ...['device_class', 'expire_after', 'force_update', 'last_reset_value_template', 'options'],
      ...['suggested_display_precision', 'state_class', 'unit_of_measurement'],
    ],
    must: ['state_topic'],
    // Of those there are, the ones without units and those in UNITS.
    classes: ['enum', 'timestamp', 'date', 'duration', 'data_size'],
  },
  binary_sensor: {
    may: [...READ, 'device_class', 'expire_after', 'force_update', 'off_delay', 'payload_off', 'payload_on'],
    must: ['state_topic'],
    classes: [
      'connectivity',
      'door',
      'lock',
      'motion',
      'occupancy',
      'opening',
      'power',
      'problem',
      'running',
    ],
  },
  button: {
    may: [...COMMON, 'command_template', 'command_topic', 'device_class', 'payload_press', 'retain'],
    must: ['command_topic'],
    classes: ['identify', 'restart', 'update'],
  },
  event: {
    may: [...READ, 'device_class', 'event_types'],
    must: ['state_topic', 'event_types'],
    classes: ['button', 'doorbell', 'motion'],
  },
}

const UNITS: Readonly<Record<string, readonly string[]>> = {
  duration: ['d', 'h', 'min', 's', 'ms', 'μs'],
  data_size: ['bit', 'kbit', 'Mbit', 'Gbit', 'B', 'kB', 'MB', 'GB', 'TB', 'PB', 'KiB', 'MiB', 'GiB', 'TiB'],
}

const DEVICE = [
  ...[
    'identifiers',
    'connections',
    'manufacturer',
    'model',
    'model_id',
    'name',
    'hw_version',
    'serial_number',
  ],
  ...['sw_version', 'via_device', 'suggested_area', 'configuration_url'],
]
const TOP = [...SHARED, 'device', 'components', 'origin', 'state_topic', 'command_topic']
const TOPIC = /^[^+#\0]{1,65535}$/
export const CONFIG_TOPIC = /^homeassistant\/device\/(?:[a-zA-Z0-9_-]+\/)?[a-zA-Z0-9_-]+\/config$/

const isWords = (value: unknown): value is Words => typeof value === 'object' && value !== null
const words = (value: unknown): Words => (isWords(value) && !Array.isArray(value) ? value : {})
const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

/** All that is wrong; empty where Home Assistant takes it. */
export function wrongWith(payload: unknown): string[] {
  const top = words(payload)
  const device = words(top.device)
  const wrong = [...unknown('payload', top, TOP), ...unknown('device', device, DEVICE)]
  if (!Array.isArray(device.identifiers) || device.identifiers.length === 0)
    wrong.push('device: no identifier')
  if (!isText(words(top.origin).name)) wrong.push('origin: no name')
  wrong.push(...unknown('origin', words(top.origin), ['name', 'sw_version', 'support_url']))
  for (const [key, component] of Object.entries(words(top.components)))
    wrong.push(...wrongWithComponent(words(component)).map((what) => `${key}: ${what}`))
  return wrong
}

const unknown = (where: string, value: Words, known: readonly string[]): string[] =>
  Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => `${where}: unknown key ${key}`)

function wrongWithComponent(component: Words): string[] {
  const platform = PLATFORMS[String(component.platform)]
  if (platform === undefined) return ['unknown platform']
  const wrong = [...unknown('component', component, platform.may)]
  const check = (right: boolean, what: string) => {
    if (!right) wrong.push(what)
  }
  for (const key of ['unique_id', ...platform.must]) check(component[key] !== undefined, `no ${key}`)
  for (const key of Object.keys(component).filter((key) => key.endsWith('_topic')))
    check(TOPIC.test(String(component[key])), `${key} is no topic`)
  for (const key of Object.keys(component).filter((key) => key.endsWith('template')))
    check(balanced(component[key]), `${key} is no template`)
  const { device_class, entity_category, icon, qos } = component
  check(device_class === undefined || platform.classes.includes(String(device_class)), 'device_class')
  check(
    entity_category === undefined || ['config', 'diagnostic'].includes(String(entity_category)),
    'category',
  )
  // EntityCategory.CONFIG is for what can be changed; sensors are refused with it.
  check(entity_category !== 'config' || component.platform === 'button', 'category of a sensor')
  check(icon === undefined || String(icon).includes(':'), 'icon has no set')
  check(qos === undefined || [0, 1, 2].includes(Number(qos)), 'qos')
  return [...wrong, ...wrongWithAvailability(component), ...wrongWithSensor(component)]
}

function wrongWithAvailability({ availability, availability_mode }: Words): string[] {
  const list = Array.isArray(availability) ? availability : []
  const mode = availability_mode === undefined || ['all', 'any', 'latest'].includes(String(availability_mode))
  return [
    ...(mode ? [] : ['availability_mode']),
    ...list.flatMap((entry: unknown) => [
      ...unknown('availability', words(entry), [
        'topic',
        'payload_available',
        'payload_not_available',
        'value_template',
      ]),
      ...(TOPIC.test(String(words(entry).topic)) ? [] : ['availability: no topic']),
      ...(balanced(words(entry).value_template) ? [] : ['availability: no template']),
    ]),
  ]
}

function wrongWithSensor({
  device_class,
  options,
  platform,
  state_class,
  unit_of_measurement: unit,
}: Words): string[] {
  if (platform !== 'sensor') return []
  const wrong: string[] = []
  if (
    state_class !== undefined &&
    !['measurement', 'total', 'total_increasing'].includes(String(state_class))
  )
    wrong.push('state_class')
  if (options !== undefined) {
    if (!Array.isArray(options) || options.length === 0) wrong.push('options are empty')
    if (device_class !== 'enum') wrong.push('options without device_class enum')
    if (state_class !== undefined || unit !== undefined) wrong.push('options with a unit or a state_class')
  }
  const units = UNITS[String(device_class)]
  if (units !== undefined && !units.includes(String(unit)))
    wrong.push(`${unit} is no unit of ${device_class}`)
  return wrong
}

/** Braces of a template that come in pairs. */
const balanced = (template: unknown): boolean =>
  isText(template) &&
  !String(template)
    .replaceAll(/\{\{(?:(?!\{\{|\}\}).)+?\}\}/g, '')
    .match(/\{\{|\{%|\{#/)
