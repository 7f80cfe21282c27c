import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { World } from '@lectern/device-agent/bench/world'
import { describe, expect, it } from 'vitest'
import { AgentProcess } from '../support/agent-process.ts'
import { book, card } from '../support/kiosk.ts'
import { Random } from '../support/random.ts'
import { ScreenClient } from '../support/screen-client.ts'
import { tapWire } from '../support/wire-tap.ts'

/** Kills with SIGKILL, each at the next chunk of bytes that the seed names. */
const KILLS = Number(process.env.LECTERN_KILLS ?? 200)
/** Kiosks that live side by side: each mostly waits for its wires. */
const KIOSKS = [1, 2]
const SEED = Number(process.env.LECTERN_FIRST_SEED ?? 20_261)
/** A whole visit with a stack makes about so many chunks on the wires. */
const CHUNKS_OF_A_VISIT = 90
const STACK = [
  'Pride and Prejudice',
  'The Time Machine',
  'Nosferatu',
  'Die Verwandlung',
  'The Wind in the Willows',
].map(book)
/** Looks at the journal before it counts as stuck; each takes a few milliseconds. */
const LOOKS_MAX = 10_000
const AFI_ON_LOAN = 0xc2

describe('a kiosk whose plug is pulled at any moment of a checkout', () => {
  const kills = Math.ceil(KILLS / KIOSKS.length)
  it.concurrent.each(KIOSKS)(
    `agrees with the library system and the tags after ${kills} kills: kiosk %i`,
    { timeout: 900_000 },
    async (kiosk) => {
      const seed = SEED + kiosk
      const random = new Random(seed)
      const folder = mkdtempSync(join(tmpdir(), 'sigkill-'))
      const world = await World.create({ airTime: 0, latencyMilliseconds: 4 })
      let chunksLeft = Number.POSITIVE_INFINITY
      let kill: () => void = () => undefined
      const onChunk = () => {
        if (--chunksLeft === 0) kill()
      }
      const ils = await tapWire({ host: '127.0.0.1', port: world.simulator.port }, onChunk)
      const rfidUrl = new URL(world.hosts.rfid.url.replace('tcp:', 'http:'))
      const rfid = await tapWire({ host: rfidUrl.hostname, port: Number(rfidUrl.port) }, onChunk)
      const settingsFile = join(folder, 'kiosk.yaml')
      const yaml = world
        .settingsYaml({ dataFolder: join(folder, 'data'), port: 8598 + kiosk })
        .replace(`port: ${world.simulator.port}`, `port: ${ils.url.port}\n  timeoutSeconds: 1`)
        .replace(`"${world.hosts.rfid.url}"`, `"tcp://127.0.0.1:${rfid.url.port}", pollMilliseconds: 20`)
      writeFileSync(settingsFile, yaml)
      const environment = { NODE_COMPILE_CACHE: join(folder, 'cache') }

      let agent = new AgentProcess(settingsFile, environment)
      let killed = 0
      let checkedUpTo = 0
      while (killed < kills) {
        const hint = `seed ${seed}, kill ${killed + 1}`
        const visit = visitAt(await agent.address, random)
        chunksLeft = 1 + random.below(CHUNKS_OF_A_VISIT)
        const dead = new Promise<void>((resolve) => {
          kill = () => void agent.kill().then(resolve)
        })
        await visit(world)
        await dead
        kill = () => undefined
        killed++
        agent = new AgentProcess(settingsFile, environment)
        await settled(folder, await agent.address, hint)
        checkedUpTo = check(world, folder, checkedUpTo, hint)
        // The books go back to the shelf: checked in, secured, and off the pad.
        for (const id of STACK) {
          world.simulator.library.checkin(id)
          const { tag } = world.thing(id)
          if (tag !== null) tag.afi = 0x07
        }
        await world.act({ type: 'take', ids: STACK })
        // A tag counts as gone only after some looks: the next patron comes when the pad is seen to be empty.
        const screen = await ScreenClient.open(await agent.address)
        await screen.until(
          'an empty pad',
          ({ screen: now }) => now.name === 'attract' && now.counts.onPad === 0,
        )
        screen.close()
      }
      await agent.kill()
      await Promise.all([ils.close(), rfid.close(), world.close()])
      expect(readdirSync(join(folder, 'data')).filter((name) => name.includes('damaged'))).toEqual([])
      rmSync(folder, { recursive: true })
    },
  )
})

/** Card and books, in either order; the kill comes when it comes. */
function visitAt(address: string, random: Random) {
  return async (world: World): Promise<void> => {
    try {
      const screen = await ScreenClient.open(address)
      await screen.untilScreen('attract')
      const ids = STACK.slice(0, 1 + random.below(STACK.length))
      const cardFirst = random.chance(0.5)
      if (!cardFirst) await world.act({ type: 'lay', ids })
      screen.send({ type: 'scan', code: card('Jonas B.') })
      if (cardFirst) await world.act({ type: 'lay', ids })
      screen.send({ type: 'stay' })
    } catch (error) {
      // The kiosk was killed before the visit had begun: also a moment.
      if (!(error instanceof Error)) throw error
    }
  }
}

/** Waits until nothing is open any more, as staff would see it. */
async function settled(folder: string, address: string, hint: string): Promise<void> {
  const screen = await ScreenClient.open(address)
  await screen.untilScreen('attract')
  for (let looks = 0; openEntries(folder) > 0; looks++) {
    if (looks === LOOKS_MAX)
      throw new Error(`${hint}: the journal stays open: ${JSON.stringify(openRows(folder))}`)
    // One question to the kiosk between two looks: its own work goes on meanwhile.
    await fetch(new URL('health', address))
  }
  screen.close()
}

const journal = (folder: string) =>
  new DatabaseSync(join(folder, 'data', 'journal.sqlite'), { readOnly: true })

function openEntries(folder: string): number {
  const database = journal(folder)
  const row = database.prepare("SELECT count(*) AS open FROM entry WHERE phase <> 'closed'").get()
  database.close()
  return Number(row?.open)
}

function openRows(folder: string): unknown {
  const database = journal(folder)
  const rows = database.prepare("SELECT id, phase, begun_at FROM entry WHERE phase <> 'closed'").all()
  const tags = database.prepare('SELECT * FROM tag WHERE proven = 0').all()
  database.close()
  return { rows, tags }
}

/** Looks at the entries after `last`, and tells the last one that it saw. */
function check(world: World, folder: string, last: number, hint: string): number {
  const database = journal(folder)
  const entries = database
    .prepare('SELECT id, item, ending, patron FROM entry WHERE id > ? ORDER BY id')
    .all(last)
  const seen = Math.max(last, ...entries.map((entry) => Number(entry.id)))
  const number = (sql: string) => Number(database.prepare(sql).get()?.n)
  expect(
    number("SELECT coalesce(sum(count), 0) AS n FROM total WHERE kind IN ('checkout', 'renewal')"),
    `${hint}: each loan is counted once`,
  ).toBe(number("SELECT count(*) AS n FROM entry WHERE ending = 'lent'"))
  database.close()
  expect(
    entries.filter((entry) => entry.patron !== null),
    `${hint}: patrons are erased`,
  ).toEqual([])
  for (const id of STACK) {
    const loan = world.simulator.library.loan(id)
    const lent = entries.filter((entry) => entry.item === id && entry.ending === 'lent').length
    const onLoan = world.thing(id).tag?.afi === AFI_ON_LOAN
    expect({ id, journal: lent, tag: onLoan }, hint).toEqual({
      id,
      journal: loan === undefined ? 0 : 1,
      tag: loan !== undefined,
    })
    expect(loan?.renewals ?? 0, `${hint}: no loan is made twice`).toBe(0)
  }
  return seen
}
