import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Agent, startAgent } from '@lectern/device-agent/agent'
import { World } from '@lectern/device-agent/bench/world'
import { parseSettings } from '@lectern/device-agent/config/load'
import { createLog } from '@lectern/device-agent/monitoring/log'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { book, card } from '../support/kiosk.ts'
import { ScreenClient } from '../support/screen-client.ts'

let folder: string
let world: World
let agent: Agent
const log: string[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gate-kiosk-'))
  world = await World.create({ airTime: 0, latencyMilliseconds: 1, lineMilliseconds: 1 })
  const result = parseSettings(world.settingsYaml({ dataFolder: folder, port: 1 }))
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  agent = await startAgent({
    settings: { ...result.settings, http: { port: 0 } },
    settingsPath: null,
    log: createLog({ write: (line) => void log.push(line) }),
  })
})
afterEach(async () => {
  await agent.stop()
  await world.close()
  rmSync(folder, { recursive: true })
})

/** What the kiosk has written down of the alarms that are settled. */
const settled = (): readonly Record<string, unknown>[] => {
  const file = new DatabaseSync(join(folder, 'gates.sqlite'), { readOnly: true })
  const rows = file.prepare('SELECT item, title, verdict, kiosk FROM alarm WHERE open = 0 ORDER BY id').all()
  file.close()
  return rows.map((row) => ({ ...row }))
}
const until = async (count: number): Promise<readonly Record<string, unknown>[]> => {
  for (let looks = 0; looks < 2_000; looks++) {
    const rows = settled()
    if (rows.length >= count) return rows
    // Lets the kiosk work; an answer of its own shows that it has.
    await fetch(new URL('health', agent.address)).then((answer) => answer.json())
  }
  throw new Error('no such alarm')
}

it('an item whose tag could not be switched is no theft at the gate; one from the shelf is', async () => {
  const screen = await ScreenClient.open(agent.address)
  await screen.untilScreen('attract')
  screen.send({ type: 'scan', code: card('Jonas B.') })
  await screen.untilScreen('items')
  const [locked, shelf] = [book('Great Expectations'), book('Nosferatu')]
  await world.act({ type: 'lay', ids: [locked] })
  await screen.until(
    'a loan whose tag stays armed',
    ({ screen: now }) => now.name === 'items' && now.counts.inProgress === 0 && now.rows.length === 1,
  )
  await world.act({ type: 'gate', id: locked })
  expect(world.state.gate).toMatchObject({ alarm: true })
  await world.act({ type: 'gate', id: shelf })
  expect(await until(2)).toEqual([
    { item: locked, title: 'Great Expectations', verdict: 'rewriteFailed', kiosk: 'kiosk-1' },
    { item: shelf, title: 'Nosferatu', verdict: 'theft', kiosk: null },
  ])
  const csv = await (await fetch(new URL('api/gates/hourly.csv', agent.address))).text()
  expect(csv).toMatch(/^gate,hour,in,out,alarms\r\nexit,.*,2\r\n$/)
  expect(log.join('\n')).not.toMatch(/Jonas|Nosferatu|Great Expectations/)
  screen.close()
})

it('an item that is lent and switched passes the gate in silence', async () => {
  const screen = await ScreenClient.open(agent.address)
  await screen.untilScreen('attract')
  screen.send({ type: 'scan', code: card('Jonas B.') })
  await screen.untilScreen('items')
  await world.act({ type: 'lay', ids: [book('Nosferatu')] })
  await screen.until('a loan', ({ screen: now }) => now.name === 'items' && now.counts.yours === 1)
  await world.act({ type: 'gate', id: book('Nosferatu') })
  expect(world.state.gate).toMatchObject({ alarm: false })
  expect(settled()).toEqual([])
  screen.close()
})
