/**
 * A line to a broker through `mqtt` (MQTT 3.1.1: the embedded broker knows no 5). Coming back is the publisher's matter,
 * so each line is one connection.
 */
import { readFile } from 'node:fs/promises'
import { connect, type IClientOptions, type MqttClient } from 'mqtt'
import type { MqttSettings } from '../../config/mqtt-settings.ts'
import type { Line, LineEvents, OpenLine, Parcel } from './contract.ts'

const PROTOCOL_3_1_1 = 4
const KEEP_ALIVE_SECONDS = 30
const CONNECT_MILLISECONDS = 10_000
/** CONNACK: bad user name or password, not authorised (MQTT 3.1.1, section 3.2.2.3). */
const REFUSALS: readonly unknown[] = [4, 5]

export function openLine(settings: MqttSettings, clientId: string): OpenLine {
  return async (will, events) => {
    try {
      return await lineOf(connect(settings.url, await options(settings, clientId, will)), events)
    } catch (error) {
      events.onEnd({ code: 'MQTT_AWAY', detail: wordsOf(error) })
      return null
    }
  }
}

async function options(settings: MqttSettings, clientId: string, will: Parcel): Promise<IClientOptions> {
  const { ca, passwordFile, username } = settings
  return {
    clientId,
    protocolVersion: PROTOCOL_3_1_1,
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: CONNECT_MILLISECONDS,
    keepalive: KEEP_ALIVE_SECONDS,
    will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: will.retain },
    ...(username === undefined ? {} : { username }),
    ...(passwordFile === undefined ? {} : { password: (await readFile(passwordFile, 'utf8')).trimEnd() }),
    ...(ca === undefined ? {} : { ca: await readFile(ca) }),
  }
}

function lineOf(client: MqttClient, events: LineEvents): Promise<Line | null> {
  const { promise, resolve } = Promise.withResolvers<Line | null>()
  let trouble: unknown = null
  client.on('error', (error) => {
    trouble = error
    client.end(true)
  })
  client.on('close', () => {
    client.end(true)
    const refused = trouble instanceof Error && 'code' in trouble && REFUSALS.includes(trouble.code)
    events.onEnd({ code: refused ? 'MQTT_REFUSED' : 'MQTT_AWAY', detail: wordsOf(trouble) })
    resolve(null)
  })
  client.once('connect', () =>
    resolve({
      send: async ({ topic, payload, retain }) => {
        await client.publishAsync(topic, payload, { qos: 1, retain })
      },
      end: () => client.endAsync(),
      cut: () => void client.end(true),
    }),
  )
  return promise
}

/** An error's code or words; it holds the broker's address at most. */
const wordsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'the connection ended'
  return 'code' in error && typeof error.code === 'string' && error.message === ''
    ? error.code
    : error.message
}
