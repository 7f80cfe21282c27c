/** The console, served as a kiosk does it: with a whole kiosk, or with many simulated ones. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { userLine } from '@lectern/device-agent/monitoring/mqtt/users-file'
import type { Browser, Page } from 'playwright-core'
import { freePort, startMosquitto } from '../../device-agent/src/monitoring/mqtt/mosquitto.test-support.ts'
import { openPage } from './browser.ts'
import { startDesk } from './desk.ts'
import { Fleet } from './fleet.ts'
import { startKiosk, type TestKiosk } from './kiosk.ts'

export interface ToldKiosk extends TestKiosk {
  /** Of the console's page. */
  readonly console: string
}

/** Who may listen and order at its broker. */
export const CONSOLE_USER = 'staff'
export const CONSOLE_PASSWORD = 'of the console'

/** A whole kiosk with the broker inside. */
export async function startToldKiosk(): Promise<ToldKiosk> {
  const [port, broker, webSocketPort] = [await freePort(), await freePort(), await freePort()]
  const folder = await mkdtemp(join(tmpdir(), 'lectern-users-'))
  const usersFile = join(folder, 'users')
  await writeFile(usersFile, `${await userLine(CONSOLE_USER, CONSOLE_PASSWORD)}\n`)
  const embedded = JSON.stringify({ port: broker, webSocketPort, usersFile })
  const kiosk = await startKiosk({
    port,
    drop: true,
    listener: { username: CONSOLE_USER, password: CONSOLE_PASSWORD },
    extra: `mqtt: { broker: embedded, commands: true, embedded: ${embedded} }`,
  })
  return {
    ...kiosk,
    console: `${kiosk.address}console/`,
    close: async () => {
      await kiosk.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** The console of such a kiosk, signed in at its broker. `hash`: its page. */
export async function openConsole(
  browser: Browser,
  { console }: ToldKiosk,
  size: { readonly width: number; readonly height: number },
  hash = '',
) {
  const opened = await openPage(browser, `${console}${hash}`, size)
  await signInAtBroker(opened.page)
  return opened
}

export async function signInAtBroker(page: Page, password = CONSOLE_PASSWORD): Promise<void> {
  await page.getByLabel('User').fill(CONSOLE_USER)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Connect' }).click()
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
