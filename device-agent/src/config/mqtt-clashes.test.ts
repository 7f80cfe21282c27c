import { expect, it } from 'vitest'
import { parseSettings } from './load.ts'

const problems = (mqtt: string): readonly string[] => {
  const result = parseSettings(
    `library: { name: Riverside }\nils: { host: ils.example, port: 6001 }\nmqtt: ${mqtt}\n`,
  )
  return result.ok ? [] : result.problems.map(({ path, reason }) => `${path} ${reason}`)
}

it.each([
  ["{ url: 'mqtts://broker.example' }"],
  ["{ url: 'mqtts://broker.example', version: 5, certificate: a.pem, key: a.key, commands: true }"],
  ["{ url: 'mqtt://127.0.0.1', version: '3.1.1' }"],
  ['{ broker: embedded }'],
  [
    '{ broker: embedded, commands: true, embedded: { usersFile: a, webSocketPort: 9001, listenBeyondLoopback: true } }',
  ],
])('%s is sound', (mqtt) => {
  expect(problems(mqtt)).toEqual([])
})

it.each([
  ['{}', 'mqtt.url is missing: where the broker is'],
  ["{ broker: embedded, url: 'mqtt://127.0.0.1' }", "mqtt.url belongs to broker 'external' only"],
  ["{ url: 'mqtts://broker.example', key: a.key }", 'mqtt.certificate and key stand together'],
  [
    '{ broker: embedded, embedded: { listenBeyondLoopback: true } }',
    'mqtt.embedded.listenBeyondLoopback needs usersFile: whoever reaches the port could listen',
  ],
  [
    '{ broker: embedded, commands: true }',
    'mqtt.commands needs embedded.usersFile: without it nobody may order',
  ],
  [
    '{ broker: embedded, embedded: { webSocketPort: 9001 } }',
    'mqtt.embedded.webSocketPort needs usersFile: any page of this kiosk could listen',
  ],
  [
    '{ broker: embedded, embedded: { port: 9001, webSocketPort: 9001, usersFile: a } }',
    'mqtt.embedded.webSocketPort is the port for MQTT already',
  ],
])('%s is not', (mqtt, problem) => {
  expect(problems(mqtt)).toEqual([problem])
})
