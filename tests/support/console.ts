/** The console served as a kiosk does, in a browser. */
import { freePort } from '../../device-agent/src/monitoring/mqtt/mosquitto.test-support.ts'
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
