/** What a connection is made with; files are read at each, so that a new password or certificate needs no restart. */
import { readFile } from 'node:fs/promises'
import type { IClientOptions } from 'mqtt'
import type { MqttSettings } from '../../config/mqtt-settings.ts'
import type { Parcel } from './contract.ts'

export type MqttVersion = 5 | '3.1.1'

export interface LineOptions
  extends Pick<MqttSettings, 'version' | 'username' | 'passwordFile' | 'ca' | 'certificate' | 'key'> {
  readonly url: string
  readonly clientId: string
  /** Instead of a file. */
  readonly password?: string
  /** Topics that are listened to. */
  readonly listen: readonly string[]
}

const KEEP_ALIVE_SECONDS = 30
const CONNECT_MILLISECONDS = 10_000
/** Nothing the kiosk takes is larger; MQTT 5 tells the broker so. */
export const INCOMING_MAX_BYTES = 65_536
/** A kiosk that is back so soon was never away: the broker waits with the will (MQTT 5, section 3.1.3.2.2). */
export const WILL_DELAY_SECONDS = 10

export async function lineOptions(
  options: LineOptions,
  version: MqttVersion,
  will: Parcel,
): Promise<IClientOptions> {
  const { ca, certificate, clientId, key, passwordFile, username } = options
  const password =
    passwordFile === undefined ? options.password : (await readFile(passwordFile, 'utf8')).trimEnd()
  return {
    clientId,
    reconnectPeriod: 0,
    connectTimeout: CONNECT_MILLISECONDS,
    keepalive: KEEP_ALIVE_SECONDS,
    ...(version === 5 ? ofVersion5(will) : { protocolVersion: 4, clean: true, will: willOf(will) }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(ca === undefined ? {} : { ca: await readFile(ca) }),
    ...(certificate === undefined ? {} : { cert: await readFile(certificate) }),
    ...(key === undefined ? {} : { key: await readFile(key) }),
  }
}

/** The will waits only as long as the session lives, so it lives as long: a clean start would end it at once. */
const ofVersion5 = (will: Parcel): IClientOptions => ({
  protocolVersion: 5,
  clean: false,
  properties: { sessionExpiryInterval: WILL_DELAY_SECONDS, maximumPacketSize: INCOMING_MAX_BYTES },
  will: { ...willOf(will), properties: { willDelayInterval: WILL_DELAY_SECONDS } },
})

const willOf = ({ payload, retain, topic }: Parcel) => ({
  topic,
  payload: Buffer.from(payload),
  qos: 1 as const,
  retain,
})
