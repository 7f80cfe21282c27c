/**
 * The bench as a process: `main.ts --port 8490 --settings-out file [--state file] [--kiosk-port 8480]
 * [--mqtt-port 1883 --mqtt-web-port 9001]`; without those two the kiosk has no MQTT.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { demoMqtt } from './mqtt.ts'
import { serveBench } from './server.ts'
import { demoStaff } from './staff.ts'
import { World } from './world.ts'

/** The demo library's sort bins as shelves; and whoever pulls its plug sees what a kiosk can do without it. */
const EXTRA = `offline: { mode: both, whoMayBorrow: anyCard }
returns:
  incompleteSets: ask
  shelves:
    - { bin: 1, name: Fiction trolley }
    - { bin: 2, name: Children's trolley }
    - { bin: 3, name: Non-fiction trolley }
    - { bin: 4, name: Media box }
    - { bin: 5, name: Games box }
    - { bin: 9, name: Shelf at the desk }
`

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8490' },
    'settings-out': { type: 'string' },
    state: { type: 'string' },
    'kiosk-port': { type: 'string', default: '8480' },
    'mqtt-port': { type: 'string' },
    'mqtt-web-port': { type: 'string' },
  },
})
const settingsOut = values['settings-out']
if (settingsOut === undefined) {
  process.stderr.write('usage: main.ts --settings-out file [--port n] [--state file] [--kiosk-port n]\n')
  process.exit(64)
}
const kioskPort = Number(values['kiosk-port'])
const send = process.send?.bind(process)
const world = await World.create({
  kioskAddress: `http://127.0.0.1:${kioskPort}/`,
  ...(values.state === undefined ? {} : { stateFile: values.state }),
  ...(send === undefined
    ? {}
    : { power: (on) => void send({ type: 'kioskPower', action: on ? 'start' : 'cut' }) }),
})
const uiFolder = fileURLToPath(new URL('../../../kiosk-ui/dist/', import.meta.url))
const server = await serveBench(world, { port: Number(values.port), uiFolder })
mkdirSync(dirname(settingsOut), { recursive: true })
const { 'mqtt-port': mqttPort, 'mqtt-web-port': mqttWebPort } = values
const mqtt =
  mqttPort === undefined || mqttWebPort === undefined
    ? null
    : await demoMqtt({
        folder: dirname(settingsOut),
        port: Number(mqttPort),
        webSocketPort: Number(mqttWebPort),
      })
const dataFolder = join(dirname(settingsOut), 'kiosk-data')
const { yaml: staffMode, ...staff } = await demoStaff(dataFolder)
writeFileSync(
  settingsOut,
  world.settingsYaml({
    dataFolder,
    port: kioskPort,
    drop: true,
    extra: `${EXTRA}${mqtt?.yaml ?? ''}${staffMode}`,
  }),
)
process.stdout.write(
  `${JSON.stringify({ ready: true, bench: server.address, settings: settingsOut, mqtt: mqtt?.login ?? null, staff })}\n`,
)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(
    signal,
    () =>
      void server
        .close()
        .then(() => world.close())
        .then(() => process.exit(0)),
  )
}
