/** A real Mosquitto of this test alone, and somebody who listens there with either version of MQTT. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { connectAsync, type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt'

export interface Mosquitto {
  readonly port: number
  readonly folder: string
  /** Ends as a power cut would. */
  kill(): Promise<void>
  close(): Promise<void>
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** `config`: more lines of mosquitto.conf(5); `files` are written beside it, and named there by `{name}`. */
export async function startMosquitto(
  config: readonly string[] = ['allow_anonymous true'],
  files: Readonly<Record<string, string>> = {},
): Promise<Mosquitto> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-mosquitto-'))
  const port = await freePort()
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 })
  const lines = [`listener ${port} 127.0.0.1`, ...(process.getuid?.() === 0 ? ['user root'] : []), ...config]
  const file = join(folder, 'mosquitto.conf')
  await writeFile(
    file,
    lines.map((line) => line.replaceAll(/\{([\w.-]+)\}/g, (_all, name) => join(folder, name))).join('\n'),
  )
  const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin` }
  const child = spawn('mosquitto', ['-c', file], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const said: string[] = []
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => reject(new Error(said.join('\n'))))
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line)
      if (line.endsWith(' running')) resolve()
    })
  })
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
  return {
    port,
    folder,
    kill: () => end('SIGKILL'),
    close: async () => {
      await end('SIGTERM')
      await rm(folder, { recursive: true })
    },
  }
}

/** A file of users as Mosquitto's own tool writes it. */
export async function passwordFile(
  logins: readonly { readonly username: string; readonly password: string }[],
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-users-'))
  const file = join(folder, 'users')
  await writeFile(file, logins.map(({ password, username }) => `${username}:${password}\n`).join(''))
  const { status } = spawnSync('mosquitto_passwd', ['-U', file])
  const text = await readFile(file, 'utf8')
  await rm(folder, { recursive: true })
  if (status !== 0) throw new Error(`mosquitto_passwd ended with ${status}`)
  return text
}

export interface Heard {
  readonly topic: string
  readonly text: string
  readonly words: Record<string, unknown>
  readonly packet: IPublishPacket
}

export interface Listener {
  readonly client: MqttClient
  /** In order, since it came. */
  readonly heard: readonly Heard[]
  until(fits: (heard: Heard) => boolean): Promise<Heard>
  close(): Promise<void>
}

export async function listenAt(
  port: number,
  options: IClientOptions = {},
  topic = 'lectern/#',
  told: (heard: Heard) => void = () => undefined,
): Promise<Listener> {
  const { protocol = 'mqtt' } = options
  const client = await connectAsync(`${protocol}://localhost:${port}`, {
    protocolVersion: 5,
    reconnectPeriod: 0,
    ...options,
  })
  const heard: Heard[] = []
  const waiting = new Set<() => void>()
  client.on('message', (one, payload, packet) => {
    const text = payload.toString()
    const message = { topic: one, text, words: text.startsWith('{') ? JSON.parse(text) : {}, packet }
    heard.push(message)
    told(message)
    for (const look of [...waiting]) look()
  })
  await client.subscribeAsync(topic, { qos: 1 })
  return {
    client,
    heard,
    until: (fits) =>
      new Promise((resolve) => {
        const look = () => {
          const found = heard.find(fits)
          if (found === undefined) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    close: () => client.endAsync(true),
  }
}
