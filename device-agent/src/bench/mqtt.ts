/** The demo's broker: the one inside the kiosk, with one user whose password is new with each start. */
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { userLine } from '../monitoring/mqtt/users-file.ts'

const USER = 'staff'
const PASSWORD_BYTES = 6

export interface DemoMqttOptions {
  readonly folder: string
  readonly port: number
  readonly webSocketPort: number
}

/** `yaml`: a line of the kiosk's settings. Rejects where the folder cannot be written. */
export async function demoMqtt({ folder, port, webSocketPort }: DemoMqttOptions) {
  const password = randomBytes(PASSWORD_BYTES).toString('hex')
  const usersFile = join(folder, 'mqtt-users')
  await writeFile(usersFile, `${await userLine(USER, password)}\n`, { mode: 0o600 })
  const embedded = { port, webSocketPort, usersFile }
  return {
    yaml: `mqtt: ${JSON.stringify({ broker: 'embedded', commands: true, embedded })}\n`,
    login: { url: `mqtt://127.0.0.1:${port}`, user: USER, password },
  }
}
