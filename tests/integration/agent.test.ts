import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { World } from '@lectern/device-agent/bench/world'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AgentProcess } from '../support/agent-process.ts'
import { book, card } from '../support/kiosk.ts'
import { ScreenClient } from '../support/screen-client.ts'

let folder: string
let world: World
let file: string
let agent: AgentProcess | null = null
const settings = (extra = '') => world.settingsYaml({ dataFolder: join(folder, 'data'), port: 8597, extra })
const start = async (): Promise<ScreenClient> => {
  agent = new AgentProcess(file)
  const screen = await ScreenClient.open(await agent.address)
  await screen.untilScreen('attract')
  return screen
}
const notices = async (): Promise<readonly { code: string; detail: string }[]> => {
  const answer = await fetch(new URL('notices', (await agent?.address) ?? ''))
  return answer.json() as Promise<{ code: string; detail: string }[]>
}
const noticed = async (code: string): Promise<{ code: string; detail: string }> => {
  for (let looks = 0; looks < 5_000; looks++) {
    const found = (await notices()).find((notice) => notice.code === code)
    if (found !== undefined) return found
  }
  throw new Error(`no notice ${code}`)
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agent-'))
  world = await World.create({ airTime: 0, latencyMilliseconds: 1 })
  file = join(folder, 'kiosk.yaml')
  writeFileSync(file, settings())
})
afterEach(async () => {
  await agent?.stop()
  agent = null
  await world.close()
  rmSync(folder, { recursive: true })
})

describe('an agent that runs', () => {
  it('takes changed settings without a restart, and refuses wrong ones with line and reason', async () => {
    const screen = await start()
    writeFileSync(file, settings('kiosk: { name: Hall, languages: [de] }'))
    await screen.until('the new name', ({ kiosk }) => kiosk.name === 'Hall' && kiosk.languages.length === 1)
    writeFileSync(file, settings('kiosk: { theme: ligth }'))
    expect((await noticed('CONFIG_REFUSED')).detail).toMatch(/^line \d+: must be one of light, dark/)
    expect(screen.view.kiosk.name).toBe('Hall')
    screen.close()
  })

  it('says which changed settings wait for a restart', async () => {
    const screen = await start()
    writeFileSync(file, settings().replace('port: 8597', 'port: 8596'))
    expect((await noticed('CONFIG_NEEDS_RESTART')).detail).toBe('http.port')
    screen.close()
  })

  it('sets a damaged journal aside, names it to staff, and lends', async () => {
    mkdirSync(join(folder, 'data'))
    writeFileSync(join(folder, 'data', 'journal.sqlite'), 'no database at all, only letters '.repeat(200))
    const screen = await start()
    const { detail } = await noticed('JOURNAL_SET_ASIDE')
    expect(readdirSync(join(folder, 'data'))).toContain(detail.replace('set aside as ', ''))
    screen.send({ type: 'scan', code: card('Jonas B.') })
    await screen.untilScreen('items')
    await world.act({ type: 'lay', ids: [book('Nosferatu')] })
    await screen.until('a loan', ({ screen: now }) => now.name === 'items' && now.counts.yours === 1)
    screen.close()
  })

  it.each(['rfid', 'printer', 'scanner'] as const)(
    'starts without its %s, and takes it in when its cable is plugged in',
    async (device) => {
      await world.act({ type: 'cable', device, plugged: false })
      const screen = await start()
      expect(screen.view.devices[device]).toBe('away')
      await world.act({ type: 'cable', device, plugged: true })
      await screen.until(`the ${device}`, ({ devices }) => devices[device] === 'ready')
      screen.close()
    },
  )

  it('logs nothing of a patron: no name, number, PIN or title', async () => {
    const screen = await start()
    screen.send({ type: 'scan', code: card('Mira K.') })
    await screen.untilScreen('pin')
    screen.send({ type: 'enterPin', pin: '1234' })
    await screen.untilScreen('items')
    await world.act({ type: 'lay', ids: [book('Great Expectations'), book('The Secret Garden')] })
    await screen.until(
      'both',
      ({ screen: now }) => now.name === 'items' && now.counts.inProgress === 0 && now.rows.length === 2,
    )
    const said = JSON.stringify([
      agent?.log,
      await notices(),
      await (await fetch(new URL('health', (await agent?.address) ?? ''))).json(),
    ])
    expect(said).toContain('TAG_LEFT_ARMED')
    for (const secret of ['Mira', card('Mira K.'), 'Great Expectations', 'Secret Garden'])
      expect(said).not.toContain(secret)
    screen.close()
  })
})
