import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Agent, startAgent } from '@lectern/device-agent/agent'
import { World, type WorldOptions } from '@lectern/device-agent/bench/world'
import type { DropSettings } from '@lectern/device-agent/config/drop-settings'
import { parseSettings } from '@lectern/device-agent/config/load'
import type { Settings } from '@lectern/device-agent/config/settings'
import { createLog } from '@lectern/device-agent/monitoring/log'
import type { Clock } from '@lectern/device-agent/runtime/clock'
import { openStaff } from '@lectern/device-agent/staff/open-staff'
import { demoItem, demoPatron } from 'sip2/simulator'
import { fakeSignIn } from '../../device-agent/src/staff/sign-in.test-support.ts'
import type { Login } from './capture/kiosk-watch.ts'
import { currentCapture } from './capture/running.ts'
import type { Staffed } from './staff-page.ts'

/** A whole kiosk on virtual hardware and the demo library, in this process. */
export interface TestKiosk extends Staffed {
  readonly world: World
  /** Everything the agent logged. */
  readonly log: readonly string[]
  close(): Promise<void>
}

export interface TestKioskOptions extends WorldOptions {
  /** More settings, as YAML at the top level. */
  readonly extra?: string
  /** More settings of the gates, as in YAML braces. */
  readonly gates?: string
  /** How long the kiosk waits for the library system's answer. */
  readonly timeoutSeconds?: number
  /** With the book drop, and with these of its settings changed. */
  readonly drop?: boolean | Partial<DropSettings>
  /** Of the agent and its drop; the system's where left out. */
  readonly clock?: Clock
  /** Of somebody who may listen at the broker inside, where that asks. */
  readonly listener?: Login
  /** What staff's order to restart does. */
  readonly restart?: () => void
  /** Of the screen; the system chooses one where left out. */
  readonly port?: number
}

export async function startKiosk(options: TestKioskOptions = {}): Promise<TestKiosk> {
  const folder = mkdtempSync(join(tmpdir(), 'kiosk-'))
  const dropClock = options.clock === undefined ? {} : { dropClock: options.clock }
  const world = await World.create({
    airTime: 0,
    latencyMilliseconds: 1,
    lineMilliseconds: 1,
    ...dropClock,
    ...options,
  })
  const yaml = world.settingsYaml({
    dataFolder: join(folder, 'data'),
    port: 1,
    extra: options.extra ?? '',
    drop: (options.drop ?? false) !== false,
    gates: options.gates ?? '',
  })
  const parsed = (text: string): Settings => {
    const result = parseSettings(text)
    if (!result.ok) throw new Error(`${JSON.stringify(result.problems)}\n${text}`)
    return result.settings
  }
  const listeners = await currentCapture()?.listeners()
  const alone = parsed(yaml)
  const settings = listeners === undefined ? alone : parsed(`${yaml}\n${listeners.yaml(alone)}`)
  const watch = await listeners?.watch(settings, options.listener)
  const { drop } = settings
  const changed =
    typeof options.drop === 'object' && drop !== undefined ? { drop: { ...drop, ...options.drop } } : {}
  const log: string[] = []
  const agent: Agent = await startAgent({
    settings: {
      ...settings,
      ...changed,
      http: { port: options.port ?? 0 },
      ils: {
        ...settings.ils,
        timeoutSeconds: options.timeoutSeconds ?? settings.ils.timeoutSeconds,
      },
    },
    settingsPath: null,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    ...(options.restart === undefined ? {} : { restart: options.restart }),
    log: createLog({
      write: (line) => {
        log.push(line)
        watch?.log(line)
      },
    }),
  })
  watch?.began(agent.address)
  return {
    world,
    address: agent.address,
    staffToken: (role) => {
      const { file } = openStaff({ folder: join(folder, 'data'), wall: Date.now })
      const token = fakeSignIn({ file }).tokenOf(role)
      file.shut()
      return token
    },
    log,
    close: async () => {
      await watch?.end(() => world.printer.set({ paperOut: true }))
      await agent.stop()
      await watch?.close()
      await world.close()
      rmSync(folder, { recursive: true })
    },
  }
}

export const card = (name: string): string => demoPatron(name).patronId
export const book = (title: string): string => demoItem(title).itemId
