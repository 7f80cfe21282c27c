import { describe, expect, it } from 'vitest'
import { commandOf } from '../commands/contract.ts'
import { isValidUntil, readOrder } from '../mqtt/command-message.ts'
import type { Facts } from '../mqtt/topics.ts'
import { Home } from './announce.ts'
import { BUTTON_LIFE_SECONDS, HOME_ORDERS } from './buttons.ts'
import { discovery, discoveryTopics } from './discovery.ts'
import { CONFIG_TOPIC, wrongWith } from './schema.test-support.ts'

const PREFIX = 'lectern/main/kiosk-1'
const INFO: Facts<'info'> = {
  name: 'Self-service',
  library: 'Riverside',
  versions: { agent: '0.1.0', node: '26.10.0', os: 'Linux 6.1' },
  model: null,
  languages: ['en'],
  services: ['lend', 'drop', 'gates', 'commands'],
  devices: [
    { id: 'rfid', kind: 'rfid' },
    { id: 'scanner', kind: 'scanner' },
    { id: 'printer', kind: 'printer' },
    { id: 'card', kind: 'card' },
    { id: 'io-1', kind: 'io' },
    { id: 'entrance', kind: 'gate' },
    { id: '{{ {% Süd "1" {#', kind: 'gate' },
  ],
  staff_port: 8480,
}
const BINS = [
  { bin: 1, name: 'Fiction' },
  { bin: 9, name: '' },
]
type Component = Readonly<Record<string, unknown>>
const isPayload = (value: object): value is { components: Record<string, Component> } => 'components' in value

function components(over: Partial<Facts<'info'>> = {}): Record<string, Component> {
  const payload = discovery({ prefix: PREFIX, info: { ...INFO, ...over }, bins: BINS })
  if (!isPayload(payload)) throw new Error('no components')
  return payload.components
}
const ofPlatform = (platform: string) =>
  Object.entries(components()).filter(([, component]) => component.platform === platform)

describe('what Home Assistant finds a kiosk by', () => {
  it('has only keys and values that its schema takes, for every kind of device, with a drop, gates and orders', () => {
    expect(wrongWith(discovery({ prefix: PREFIX, info: INFO, bins: BINS }))).toEqual([])
    expect(
      wrongWith(discovery({ prefix: PREFIX, info: { ...INFO, services: [], devices: [] }, bins: [] })),
    ).toEqual([])
  })

  it('would be refused by the tables it is held against with a wrong key, unit, class or topic', () => {
    const [state] = Object.values(components())
    const of = (over: Component) =>
      wrongWith({
        device: { identifiers: ['a'] },
        origin: { name: 'b' },
        components: { c: { ...state, ...over } },
      })
    expect(of({ object_id: 'x' })).toEqual(['c: component: unknown key object_id'])
    expect(of({ device_class: 'trouble' })).toEqual(['c: device_class'])
    expect(of({ state_topic: 'lectern/+' })).toEqual(['c: state_topic is no topic'])
    expect(of({ value_template: '{{ a' })).toEqual(['c: value_template is no template'])
    expect(
      of({ platform: 'sensor', payload_on: undefined, device_class: 'duration', unit_of_measurement: 'm' }),
    ).toEqual([
      'c: component: unknown key payload_on',
      'c: component: unknown key payload_off',
      'c: m is no unit of duration',
    ])
    expect(wrongWith({})).toEqual(['device: no identifier', 'origin: no name'])
  })

  it('is told where Home Assistant looks and where an access list can name the kiosk', () => {
    const { config, status } = discoveryTopics({ base: 'lectern', site: 'main', prefix: 'homeassistant' })
    expect(config('kiosk-1')).toBe('homeassistant/device/lectern_main/kiosk-1/config')
    expect(config('kiosk-1')).toMatch(CONFIG_TOPIC)
    expect(status).toBe('homeassistant/status')
  })

  it('names every entity, differently, with an icon and an id of its own in the whole fleet', () => {
    const all = Object.values(components())
    for (const { icon, name } of all) {
      expect(name).toMatch(/^\p{Lu}/u)
      expect(icon).toMatch(/^mdi:[a-z-]+$/)
    }
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
    expect(new Set(all.map(({ unique_id }) => unique_id)).size).toBe(all.length)
    for (const { unique_id } of all) expect(unique_id).toMatch(/^lectern_main_kiosk-1_[\w-]+$/)
  })

  it('reads topics of the kiosk alone, and is available as the kiosk is', () => {
    for (const [key, component] of Object.entries(components())) {
      for (const [field, topic] of Object.entries(component))
        if (field.endsWith('_topic')) expect(topic, key).toMatch(/^lectern\/main\/kiosk-1\//)
      if (key !== 'connected')
        expect(component.availability, key).toContainEqual({
          topic: `${PREFIX}/availability`,
          value_template: '{{ value_json.state }}',
        })
    }
  })

  it('has what a device says of itself only while the device is there', () => {
    expect(components().device_printer_paper).toMatchObject({
      options: ['ok', 'low', 'out', 'unknown'],
      availability: [{}, { topic: `${PREFIX}/device/printer/state` }],
      availability_mode: 'all',
    })
  })

  it('has buttons for what wants no words, only where orders are taken', () => {
    const verbs = ofPlatform('button').map(([, { command_topic }]) => String(command_topic).split('/').at(-1))
    expect(new Set(verbs)).toEqual(new Set(HOME_ORDERS))
    expect(
      Object.keys(components({ services: ['drop'] })).filter((key) => /^(open|close|restart)/.test(key)),
    ).toEqual([])
  })

  it('makes of each button, filled in as Home Assistant does it, an order the kiosk takes', () => {
    const now = Date.UTC(2026, 0, 15, 9)
    const until = new Date(now + BUTTON_LIFE_SECONDS * 1_000).toISOString().replace('Z', '+00:00')
    for (const [key, { command_template, command_topic }] of ofPlatform('button')) {
      const filled = String(command_template)
        .replace('{{ utcnow().timestamp() }}', '1768467600.123456')
        .replace(`{{ (utcnow() + timedelta(seconds=${BUTTON_LIFE_SECONDS})).isoformat() }}`, until)
      expect(filled, key).not.toMatch(/\{\{|\{%|\{#/)
      const order = readOrder(Buffer.from(filled))
      if (order === null) throw new Error(`${key}: ${filled}`)
      expect(isValidUntil(order.expires_at, now)).toBe(true)
      const verb = HOME_ORDERS.find((one) => command_topic === `${PREFIX}/cmd/${one}`)
      if (verb === undefined) throw new Error(key)
      expect(commandOf(verb, order.args), key).not.toBeNull()
    }
    expect(
      String(ofPlatform('button').find(([key]) => key.startsWith('restart____'))?.[1].command_template),
    ).toContain('\\u007b')
  })
})

describe('announcing', () => {
  const STATUS = 'homeassistant/status'
  function home() {
    const told: string[] = []
    let info = INFO
    const one = new Home({
      config: 'homeassistant/device/lectern_main/kiosk-1/config',
      status: STATUS,
      prefix: PREFIX,
      info: () => info,
      bins: () => BINS,
      announce: (topic, payload) => told.push(`${topic} ${payload}`),
    })
    const rename = (name: string) => {
      info = { ...INFO, name }
    }
    return { one, rename, told }
  }

  it('happens once, and again when what the kiosk is has changed', () => {
    const { one, rename, told } = home()
    one.refresh()
    one.refresh()
    expect(told).toHaveLength(1)
    rename('Upstairs')
    one.refresh()
    expect(told).toHaveLength(2)
    expect(told[1]).toContain('"name":"Riverside Upstairs"')
  })

  it('happens again when Home Assistant is back, not when it goes nor for what is on another topic', () => {
    const { one, told } = home()
    one.refresh()
    one.take({ topic: STATUS, payload: Buffer.from('offline') })
    one.take({ topic: `${PREFIX}/cmd/open`, payload: Buffer.from('online') })
    expect(told).toHaveLength(1)
    one.take({ topic: STATUS, payload: Buffer.from('online') })
    expect(told).toHaveLength(2)
    expect(told[1]).toBe(told[0])
  })
})
