/** The console, served as a kiosk does it: with a whole kiosk, or with many simulated ones. */
import { freePort, startMosquitto } from '../../device-agent/src/monitoring/mqtt/mosquitto.test-support.ts'
import { startDesk } from './desk.ts'
import { Fleet } from './fleet.ts'
import { startKiosk, type TestKiosk } from './kiosk.ts'

export interface ToldKiosk extends TestKiosk {
  /** Of the console's page. */
  readonly console: string
}

/** A whole kiosk with the broker inside, which a browser on this machine may ask. `mqtt`: more settings, as in YAML braces. */
export async function startToldKiosk(mqtt = ''): Promise<ToldKiosk> {
  const [port, broker, webSocket] = [await freePort(), await freePort(), await freePort()]
  const kiosk = await startKiosk({
    port,
    drop: true,
    extra: `mqtt: { broker: embedded, embedded: { port: ${broker}, webSocketPort: ${webSocket}${mqtt} } }`,
  })
  return { ...kiosk, console: `${kiosk.address}console/` }
}

export interface SimulatedConsole {
  /** Of the console's page. */
  readonly address: string
  readonly fleet: Fleet
  close(): Promise<void>
}

/** So many kiosks, told through a real Mosquitto that speaks WebSocket. */
export async function startSimulatedConsole(kiosks: number): Promise<SimulatedConsole> {
  const webSocketPort = await freePort()
  const mosquitto = await startMosquitto([
    'allow_anonymous true',
    // As in provisioning/mqtt: by default Mosquitto drops what is retained beyond the first thousand.
    'max_queued_messages 100000',
    `listener ${webSocketPort} 127.0.0.1`,
    'protocol websockets',
  ])
  const fleet = await Fleet.open(mosquitto.port, kiosks)
  const url = `ws://127.0.0.1:${webSocketPort}`
  const desk = await startDesk({ broker: { url, base: 'lectern', site: '', signIn: false } })
  return {
    address: `${desk.address}console/`,
    fleet,
    close: async () => {
      await desk.close()
      await fleet.close()
      await mosquitto.close()
    },
  }
}
