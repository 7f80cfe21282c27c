/** docs/mqtt.asyncapi.json from the tables of topics and of commands (asyncapi.com, specification 3.0.0). */
import packageJson from '../../device-agent/package.json' with { type: 'json' }
import { COMMANDS } from '../../device-agent/src/monitoring/commands/contract.ts'
import { OrderMessage } from '../../device-agent/src/monitoring/mqtt/command-message.ts'
import type { TopicRow } from '../../device-agent/src/monitoring/mqtt/topic-row.ts'
import { TOPICS } from '../../device-agent/src/monitoring/mqtt/topics.ts'
import { nodeOf } from './mqtt-schema.ts'

const PLACES = ['base', 'site', 'kiosk']
const address = (path: string): string => `${PLACES.map((place) => `{${place}}`).join('/')}/${path}`
const parameters = (path: string) =>
  Object.fromEntries(
    [...PLACES, ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)].map((name) => [name, {}]),
  )

const channelOf = (path: string, description: string, payload: unknown) => ({
  address: address(path),
  description,
  parameters: parameters(path),
  messages: { message: { contentType: 'application/json', payload } },
})

export function mqttAsyncApi(): string {
  const told: [string, TopicRow][] = Object.entries(TOPICS)
  const orders = Object.entries(COMMANDS).map(([verb, { about, args }]) => {
    const order = nodeOf(OrderMessage)
    const payload = { ...order, properties: { ...order.properties, args: nodeOf(args) } }
    return [`order_${verb}`, channelOf(`cmd/${verb}`, about, payload)] as const
  })
  const operation = (name: string, action: 'send' | 'receive', bindings: object) => [
    name,
    { action, channel: { $ref: `#/channels/${name}` }, bindings: { mqtt: bindings } },
  ]
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'Lectern kiosk over MQTT',
      version: `${TOPICS.availability.schema.properties.v.const}.0.0`,
      description: 'What a kiosk tells and takes; see mqtt.md.',
      license: { name: packageJson.license },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries([
      ...told.map(([name, { about, path, schema }]) => [name, channelOf(path, about, nodeOf(schema))]),
      ...orders,
    ]),
    operations: Object.fromEntries([
      ...told.map(([name, { keeping, retain }]) =>
        operation(name, 'send', { qos: keeping === 'reading' ? 0 : 1, retain }),
      ),
      ...orders.map(([name]) => operation(name, 'receive', { qos: 1, retain: false })),
    ]),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}
