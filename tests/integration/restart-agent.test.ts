/** Staff restart the kiosk's program from their page, while somebody is there: as a process, as on a kiosk. */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { World } from '@lectern/device-agent/bench/world'
import type { StaffAction, StaffMessage } from '@lectern/device-agent/contract/staff-actions'
import { STAFF_SOCKET_PATH } from '@lectern/device-agent/contract/staff-socket'
import { openStaff } from '@lectern/device-agent/staff/open-staff'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { freePort } from '../../device-agent/src/monitoring/mqtt/mosquitto.test-support.ts'
import { cookieWith, fakeSignIn } from '../../device-agent/src/staff/sign-in.test-support.ts'
import { AgentProcess } from '../support/agent-process.ts'
import { book, card } from '../support/kiosk.ts'
import { ScreenClient } from '../support/screen-client.ts'

/** sysexits.h: a passing failure; systemd and `npm start` start it again. */
const EX_TEMPFAIL = 75
const ITEM = book('Nosferatu')

let folder: string
let world: World
let agent: AgentProcess
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'restart-'))
  world = await World.create({ airTime: 0, latencyMilliseconds: 1 })
  writeFileSync(
    join(folder, 'kiosk.yaml'),
    world.settingsYaml({ dataFolder: join(folder, 'data'), port: await freePort() }),
  )
})
afterEach(async () => {
  await agent.stop()
  await world.close()
  rmSync(folder, { recursive: true })
})

async function start(): Promise<ScreenClient> {
  agent = new AgentProcess(join(folder, 'kiosk.yaml'))
  const screen = await ScreenClient.open(await agent.address)
  await screen.untilScreen('attract')
  return screen
}
async function signedIn(): Promise<string> {
  const { file } = openStaff({ folder: join(folder, 'data'), wall: Date.now })
  const token = fakeSignIn({ file }).tokenOf('manage')
  file.shut()
  return cookieWith(await agent.address, token)
}
/** A staff's page without a browser. */
async function page(cookie: string) {
  const { host, origin } = new URL(await agent.address)
  const socket = new WebSocket(`ws://${host}${STAFF_SOCKET_PATH}`, { origin, headers: { cookie } })
  await once(socket, 'message')
  return (action: StaffAction): Promise<StaffMessage> =>
    new Promise((resolve) => {
      socket.on('message', (data) => {
        const message: StaffMessage = JSON.parse(String(data))
        if (message.type !== 'view') resolve(message)
      })
      socket.send(JSON.stringify({ request: 1, action }))
    })
}
const lent = () => world.simulator.loans().filter(({ itemId }) => itemId === ITEM)
async function borrow(screen: ScreenClient) {
  screen.send({ type: 'scan', code: card('Jonas B.') })
  await screen.untilScreen('items')
  await world.act({ type: 'lay', ids: [ITEM] })
  await screen.until('the loan', ({ screen: now }) => now.name === 'items' && now.counts.yours === 1)
}

it('it ends with code 75 and is itself again, and what the patron had borrowed is theirs, once', async () => {
  const screen = await start()
  await borrow(screen)
  const act = await page(await signedIn())
  expect(await act({ type: 'restartAgent', force: false })).toMatchObject({ type: 'refused', why: 'inUse' })
  expect(screen.screen.name).toBe('items')
  expect(await act({ type: 'restartAgent', force: true })).toMatchObject({ type: 'done' })
  expect(await agent.exitCode).toBe(EX_TEMPFAIL)
  screen.close()
  expect(lent()).toMatchObject([{ patronId: card('Jonas B.'), checkouts: 1 }])

  const after = await start()
  await borrow(after)
  expect(after.rows).toMatchObject([{ itemId: ITEM, state: 'yours', alreadyYours: true }])
  expect(lent()).toMatchObject([{ patronId: card('Jonas B.'), checkouts: 1 }])
  after.close()
})
