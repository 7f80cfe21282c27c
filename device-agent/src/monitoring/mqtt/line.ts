/**
 * A line to a broker through `mqtt`. Coming back is the publisher's matter, so each line is one connection. With version
 * `auto` MQTT 5 is tried, and 3.1.1 at once where the broker does not know 5: it says so in its CONNACK, with return code
 * 1 (MQTT 3.1.1, section 3.2.2.3) or reason code 0x84 (MQTT 5, section 3.2.2.2), or just hangs up.
 */
import { connect, type IClientPublishOptions, type IPublishPacket, type MqttClient } from 'mqtt'
import type { Incoming, Line, LineEnd, LineEvents, OpenLine, Parcel } from './contract.ts'
import { type LineOptions, lineOptions, type MqttVersion } from './line-options.ts'

/** User name or password, not authorised, banned: of MQTT 3.1.1, and of 5. */
const REFUSALS: readonly unknown[] = [4, 5, 0x86, 0x87, 0x8a]
/** Unacceptable protocol version: of MQTT 3.1.1, and of 5. */
const OTHER_VERSION: readonly unknown[] = [1, 0x84]

type Tried =
  | { readonly line: Line }
  /** `otherVersion`: the broker was there, and perhaps does not know this version. */
  | { readonly line: null; readonly end: LineEnd; readonly otherVersion: boolean }

export function openLine(options: LineOptions): OpenLine {
  // Found out at the first connection, and kept until the next start.
  let version: MqttVersion | null = options.version === 'auto' ? null : options.version
  return async (will, events) => {
    let tried = await tryLine(options, version ?? 5, will, events)
    if (version === null && tried.line === null && tried.otherVersion) {
      tried = await tryLine(options, '3.1.1', will, events)
      if (tried.line !== null) version = '3.1.1'
    } else if (tried.line !== null) version ??= 5
    if (tried.line === null) events.onEnd(tried.end)
    return tried.line
  }
}

async function tryLine(
  options: LineOptions,
  version: MqttVersion,
  will: Parcel,
  events: LineEvents,
): Promise<Tried> {
  try {
    const client = connect(options.url, await lineOptions(options, version, will))
    return await lineOf(client, version, options.listen, events)
  } catch (error) {
    return { line: null, end: { code: 'MQTT_AWAY', detail: wordsOf(error) }, otherVersion: false }
  }
}

function lineOf(
  client: MqttClient,
  version: MqttVersion,
  listen: readonly string[],
  events: LineEvents,
): Promise<Tried> {
  const { promise, resolve } = Promise.withResolvers<Tried>()
  let trouble: unknown = null
  let open = false
  const fail = (error: unknown): void => {
    trouble ??= error
    client.end(true)
  }
  client.on('error', fail)
  client.on('close', () => {
    client.end(true)
    const code = codeOf(trouble)
    const end: LineEnd = {
      code: REFUSALS.includes(code) ? 'MQTT_REFUSED' : 'MQTT_AWAY',
      detail: wordsOf(trouble),
    }
    if (open) events.onEnd(end)
    open = false
    resolve({ line: null, end, otherVersion: trouble === null || OTHER_VERSION.includes(code) })
  })
  client.on('message', (topic, payload, packet) => events.onMessage(incomingOf(topic, payload, packet)))
  client.once('connect', () => {
    open = true
    if (listen.length > 0)
      client.subscribe([...listen], { qos: 1 }, (error) => {
        if (error !== null && open) events.onDeaf(wordsOf(error))
      })
    resolve({
      line: {
        send: (parcel) => send(client, version, parcel, fail),
        end: () => client.endAsync(),
        cut: () => void client.end(true),
      },
    })
  })
  return promise
}

/** A broker of MQTT 5 that says it will not have this message is refusing us; one that cannot take it has had it. */
async function send(
  client: MqttClient,
  version: MqttVersion,
  { topic, payload, ...parcel }: Parcel,
  fail: (error: unknown) => void,
): Promise<void> {
  try {
    await client.publishAsync(topic, payload, publishOptions(parcel, version))
  } catch (error) {
    if (typeof codeOf(error) !== 'number') throw error
    if (!REFUSALS.includes(codeOf(error))) return
    fail(error)
    throw error
  }
}

function publishOptions(
  { correlation, expirySeconds, qos, retain }: Omit<Parcel, 'topic' | 'payload'>,
  version: MqttVersion,
): IClientPublishOptions {
  if (version !== 5) return { qos, retain }
  return {
    qos,
    retain,
    properties: {
      ...(expirySeconds === null ? {} : { messageExpiryInterval: expirySeconds }),
      ...(correlation === undefined ? {} : { correlationData: correlation }),
    },
  }
}

function incomingOf(topic: string, payload: Buffer, { dup, properties, retain }: IPublishPacket): Incoming {
  const by = properties?.userProperties?.by
  return {
    topic,
    payload,
    retain,
    again: dup,
    replyTo: properties?.responseTopic ?? null,
    correlation: properties?.correlationData ?? null,
    by: (Array.isArray(by) ? by[0] : by) ?? null,
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null)

/** An error's code or words; it holds the broker's address at most. */
const wordsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'the connection ended'
  const code = codeOf(error)
  return typeof code === 'string' && error.message === '' ? code : error.message
}
