import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, it } from 'vitest'
import {
  freePort,
  type Heard,
  type Listener,
  listenAt,
  type Mosquitto,
  startMosquitto,
} from '../../device-agent/src/monitoring/mqtt/mosquitto.test-support.ts'
import { Random } from '../support/random.ts'

const SEED = Number(process.env.LECTERN_FIRST_SEED ?? 20_261)
/** Kills while the broker is away, and then while it is there. */
const AWAY = 2
const THERE = 4
const ALARMS = 400
const PROCESS = join(import.meta.dirname, '../support/mqtt-process.ts')

const folder = mkdtempSync(join(tmpdir(), 'outbox-kill-'))
let child: ChildProcess | null = null
let broker: Mosquitto | null = null
let listener: Listener | null = null
afterEach(async () => {
  child?.kill('SIGKILL')
  await listener?.close()
  await broker?.close()
  rmSync(folder, { recursive: true })
})

/** Resolves with how it ended, having been killed after so many lines; what it said it kept goes into `kept`. */
async function live(life: string, port: number, alarms: number, killAfter: number, kept: Set<string>) {
  const words = [PROCESS, folder, String(port), life, String(alarms)]
  const mine = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  child = mine
  let lines = 0
  const read = new Promise<void>((resolve) => {
    const reader = createInterface({ input: mine.stdout })
    reader.on('line', (line) => {
      kept.add(line.replace(/^kept /, ''))
      if (++lines === killAfter) mine.kill('SIGKILL')
    })
    reader.on('close', resolve)
  })
  await Promise.all([read, new Promise((resolve) => mine.once('exit', resolve))])
  return mine.signalCode ?? mine.exitCode
}

it(`no alarm that was kept is lost or told as two, over ${AWAY + THERE} kills and a broker that comes late`, async () => {
  const random = new Random(SEED)
  const port = await freePort()
  const kept = new Set<string>()
  for (let life = 0; life < AWAY; life++)
    expect(await live(`away-${life}`, port, ALARMS, 1 + random.below(ALARMS / 2), kept)).toBe('SIGKILL')
  broker = await startMosquitto(['allow_anonymous true', `listener ${port} 127.0.0.1`])
  listener = await listenAt(port)
  for (let life = 0; life < THERE; life++)
    expect(await live(`there-${life}`, port, ALARMS, 1 + random.below(ALARMS / 2), kept)).toBe('SIGKILL')
  expect(await live('last', port, 1, Number.POSITIVE_INFINITY, kept)).toBe(0)
  await listener.until(({ words }) => words.id === 'last 0')

  const alarms = listener.heard.filter(({ topic }) => topic.endsWith('/gate_alarm'))
  const byNumber = new Map<string, Heard>()
  for (const alarm of alarms) {
    const number = `${alarm.words.boot_id} ${alarm.words.seq}`
    expect(byNumber.get(number)?.text ?? alarm.text).toBe(alarm.text)
    byNumber.set(number, alarm)
  }
  const told = [...byNumber.values()].map(({ words }) => String(words.id))
  expect(new Set(told).size, 'an alarm has one number').toBe(told.length)
  expect([...kept].filter((name) => !told.includes(name))).toEqual([])
  expect(kept.size).toBeGreaterThan(AWAY + THERE)
})
