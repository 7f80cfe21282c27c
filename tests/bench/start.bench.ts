/** Agent start to serving with a warm compile cache, and its memory at rest beside bare Node's. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { World } from '@lectern/device-agent/bench/world'
import { AgentProcess } from '../support/agent-process.ts'
import { ScreenClient } from '../support/screen-client.ts'
import { type Measures, median, round } from './measure.ts'

const ROUNDS = 5

/** Resident memory of a process, in MB (proc(5), statm). */
const residentMegabytes = (pid: number): number => {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
  return (pages * Number(execFileSync('getconf', ['PAGESIZE']))) / 1_000_000
}

export async function run(): Promise<Measures> {
  const folder = mkdtempSync(join(tmpdir(), 'start-'))
  const world = await World.create()
  const file = join(folder, 'kiosk.yaml')
  writeFileSync(file, world.settingsYaml({ dataFolder: join(folder, 'data'), port: 8598 }))
  const times: number[] = []
  const memory: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const began = performance.now()
    const agent = new AgentProcess(file, { NODE_COMPILE_CACHE: join(folder, 'cache') })
    const address = await agent.address
    // The first start fills the cache.
    if (round > 0) times.push(performance.now() - began)
    const screen = await ScreenClient.open(address)
    await screen.untilScreen('attract')
    await screen.until(
      'all devices',
      ({ devices }) => devices.rfid === 'ready' && devices.printer === 'ready',
    )
    memory.push(residentMegabytes(agent.pid))
    screen.close()
    await agent.stop()
  }
  const bare = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  await new Promise((resolve) => bare.once('spawn', resolve))
  let bareMegabytes = 0
  for (let look = 0; look < 200; look++)
    bareMegabytes = Math.max(bareMegabytes, residentMegabytes(bare.pid ?? 0))
  bare.kill()
  await world.close()
  rmSync(folder, { recursive: true })
  return {
    'agent.start': {
      value: round(median(times), 0),
      unit: 'ms to serving, warm cache',
      target: 600,
      better: 'lower',
    },
    'agent.memory': {
      value: round(median(memory), 0),
      unit: 'MB resident, idle',
      target: 120,
      better: 'lower',
    },
    'agent.memoryToNode': {
      value: round(median(memory) / bareMegabytes),
      unit: 'times bare Node',
      target: null,
      better: 'lower',
    },
  }
}
