import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseSettings } from './config/load.ts'
import { ModbusEmulator } from './devices/io/modbus/emulator.ts'
import { watchDevice } from './monitoring/device-notices.ts'
import { createNotices } from './monitoring/notices.ts'
import { systemClock } from './runtime/clock.ts'
import type { EmulatorHost } from './transports/emulator-host.ts'
import { hostOnTcp } from './transports/emulator-host-tcp.ts'
import { createIo, type Io } from './wired-io.ts'

const quiet = { debug: () => {}, info: () => {}, warning: () => {}, error: () => {} }

describe('I/O modules and signals, from the text of the settings to the wire', () => {
  let module: ModbusEmulator
  let host: EmulatorHost
  let io: Io
  const settings = (more = '') => {
    const result = parseSettings(`
library: { name: Riverside }
ils: { host: 10.0.0.5 }
io:
  modbus:
    - { id: drop, url: '${host.url}', inputs: 4, outputs: 4, pollMilliseconds: 2 }${more}
signals:
  - { name: entryBeam, module: drop, terminal: 1, activeLow: true, debounceMilliseconds: 0, releaseMilliseconds: 0 }
  - { name: belt, module: drop, terminal: 3, direction: output }
`)
    if (!result.ok) throw new Error(JSON.stringify(result.problems))
    return result.settings
  }
  const signal = (name: string, active: boolean | null): Promise<void> =>
    new Promise((resolve) => {
      if (io.signals.read(name) === active) return resolve()
      const end = io.signals.onChange((change) => {
        if (change.name !== name || change.active !== active) return
        end()
        resolve()
      })
    })
  const start = (more = '') => {
    io = createIo(settings(more), systemClock)
    for (const each of io.modules) each.start()
  }

  beforeEach(async () => {
    module = new ModbusEmulator({ inputs: 4, outputs: 4 })
    host = await hostOnTcp(module.accept)
  })
  afterEach(async () => {
    io.stop()
    await Promise.all(io.modules.map((each) => each.stop()))
    await host.close()
  })

  it('go both ways by name', async () => {
    start()
    await signal('entryBeam', true)
    module.setInput(1, true)
    await signal('entryBeam', false)
    expect(await io.signals.set('belt', true)).toBe(true)
    expect(module.outputs).toEqual([false, false, false, true])
    expect(io.signals.states().map(({ name, active }) => [name, active])).toEqual([
      ['entryBeam', false],
      ['belt', true],
    ])
  })

  it('are unknown, and told to staff by module, while one is away; the others go on', async () => {
    start(`\n  hidRelay:\n    - { id: relays, url: 'hid://16c0:05df?serial=NONE' }`)
    const notices = createNotices({ log: quiet, clock: systemClock })
    const ends = io.modules.map((each) => watchDevice(each, { notices, clock: systemClock }))
    await signal('entryBeam', true)
    const told = new Promise<void>((resolve) => {
      notices.onChange((open) => open.some(({ key }) => key === 'drop') && resolve())
    })
    await host.unplug()
    await signal('entryBeam', null)
    await told
    expect(await io.signals.set('belt', true)).toBe(false)
    expect(notices.open().map(({ code, key }) => `${key} ${code}`)).toContain('drop IO_AWAY')
    await host.plug()
    await signal('entryBeam', true)
    for (const end of ends) end()
  })
})
