import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { GpioSettings } from '../../../config/settings.ts'
import { systemClock } from '../../../runtime/clock.ts'
import type { DeviceState } from '../../device.ts'
import type { IoModule } from '../contract.ts'
import { decodeEdge, decodeLevels, decodeVersion, encodeGet, encodeMonitor, encodeSet } from './codec.ts'
import { createGpioModule } from './driver.ts'
import { type FakeTools, fakeTools } from './fake-tools.test-support.ts'

describe('what libgpiod 2 is told and says', () => {
  it('is told its chip, its lines and their bias', () => {
    expect(encodeGet('gpiochip0', 'pull-up', [17, 27]).join(' ')).toBe(
      '--chip gpiochip0 --consumer lectern --bias pull-up --numeric 17 27',
    )
    expect(encodeMonitor('gpiochip0', 'as-is', [17], false).join(' ')).toBe(
      '--chip gpiochip0 --consumer lectern --banner --edges both --format %e %o 17',
    )
    expect(encodeMonitor('gpiochip0', 'as-is', [17], true)).toContain('--initial-state')
    expect(encodeSet('gpiochip0', 22, true).join(' ')).toBe(
      '--chip gpiochip0 --consumer lectern --banner 22=1',
    )
  })
  it.each([
    ['gpiomon (libgpiod) v1.6.3', { fits: false, tellsInitialState: false }],
    ['gpiomon (libgpiod) v2.2.1', { fits: true, tellsInitialState: false }],
    ['gpiomon (libgpiod) v2.3', { fits: true, tellsInitialState: true }],
    ['gpiomon (libgpiod) v3.0-devel', { fits: true, tellsInitialState: true }],
    ['gpiomon: invalid option', null],
  ])('says its version: %s', (text, version) => {
    expect(decodeVersion(text)).toEqual(version)
  })
  it('says levels and edges; anything else is none', () => {
    expect(decodeLevels('0 1 1\n', 3)).toEqual([false, true, true])
    expect([decodeLevels('0 1', 3), decodeLevels('0 2', 2), decodeLevels('', 0)]).toEqual([null, null, null])
    expect([decodeEdge('1 17'), decodeEdge('2 5')]).toEqual([
      { line: 17, on: true },
      { line: 5, on: false },
    ])
    expect(['3 17', '1', '', '1 17 4', 'rising 17'].map(decodeEdge)).toEqual([null, null, null, null, null])
  })
  it('may say anything without harm', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(70), (text, lines) => {
        expect([null, lines]).toContain(decodeLevels(text, lines)?.length ?? null)
        expect(decodeEdge(text) === null || /^[12] \d+$/.test(text)).toBe(true)
        expect(decodeVersion(text) === null || text.includes('(libgpiod) v')).toBe(true)
      }),
    )
  })
})

/** Real programs are started and ended. */
const LIMIT_MILLISECONDS = 20_000

describe("this computer's pins", { timeout: LIMIT_MILLISECONDS }, () => {
  let tools: FakeTools
  let pins: IoModule
  beforeEach(async () => {
    tools = await fakeTools()
  })
  afterEach(async () => {
    await pins.stop()
    expect(await tools.held()).toEqual([])
    await tools.remove()
  })

  function start(change: Partial<GpioSettings> = {}): void {
    pins = createGpioModule({
      settings: {
        id: 'pins',
        chip: 'gpiochip0',
        inputs: [17, 27],
        outputs: [22, 23],
        bias: 'as-is',
        ...change,
      },
      clock: systemClock,
      random: () => 0,
      toolFolder: tools.folder,
      deviceFolder: tools.folder,
    })
    pins.start()
  }
  const until = (fits: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      if (fits()) return resolve()
      const ends = [pins.onStatus(() => look()), pins.onLevels(() => look())]
      const look = () => {
        if (!fits()) return
        for (const end of ends) end()
        resolve()
      }
    })
  const state = (wanted: DeviceState, code: string | null = null) =>
    until(() => pins.status.state === wanted && (code === null || pins.status.code === code))

  it.each(['v2.2.1', 'v2.3'])('begin with their levels, and outputs off, with gpiod %s', async (version) => {
    await tools.version(`gpiomon (libgpiod) ${version}`)
    start({ bias: 'pull-up' })
    await state('ready')
    expect([pins.inputs, pins.outputs]).toEqual([
      [false, true],
      [false, false],
    ])
    expect(await tools.held()).toEqual(['22=0', '23=0'])
    expect((await tools.calls('gpioget')).length).toBe(version === 'v2.3' ? 0 : 1)
    expect((await tools.calls('gpiomon'))[0]).toContain('--bias pull-up')
  })

  it('tell each edge, and count what makes no sense', async () => {
    start()
    await state('ready')
    await tools.say('rising on line 17')
    await tools.say('1 99')
    await tools.say('1 17')
    await until(() => pins.inputs?.[0] === true)
    await tools.say('2 27')
    await until(() => pins.inputs?.[1] === false)
    expect(pins.status.counters.badLine).toBe(2)
  })

  it('switch one output without touching the others', async () => {
    start()
    await state('ready')
    expect(await pins.setOutput(0, true)).toBe(true)
    expect(await tools.held()).toEqual(['22=1', '23=0'])
    expect(await pins.setOutput(1, true)).toBe(true)
    expect(await pins.setOutput(0, false)).toBe(true)
    expect([await tools.held(), pins.outputs]).toEqual([
      ['22=0', '23=1'],
      [false, true],
    ])
    expect((await tools.calls('gpioset')).map((call) => call.split(' ').at(-1))).toEqual([
      '22=0',
      '23=0',
      '22=1',
      '23=1',
      '22=0',
    ])
    expect(await pins.setOutput(2, true)).toBe(false)
  })

  it('may be inputs or outputs only', async () => {
    start({ outputs: [] })
    await state('ready')
    expect([pins.inputs, pins.outputs]).toEqual([[false, true], []])
    await pins.stop()
    start({ inputs: [] })
    await state('ready')
    expect(pins.inputs).toEqual([])
  })

  it('are let go and held anew, all off, when somebody else ends a program', async () => {
    start()
    await state('ready')
    await pins.setOutput(0, true)
    await tools.mark('broken', true)
    await tools.endMonitor()
    await state('away', 'IO_FAULT')
    expect([pins.inputs, pins.outputs, await pins.setOutput(0, true)]).toEqual([null, null, false])
    await until(() => pins.status.detail.includes('Device or resource busy'))
    await tools.mark('broken', false)
    await state('ready')
    expect(await tools.held()).toEqual(['22=0', '23=0'])
  })

  it('say that the programs are missing or too old, and come by themselves once they are there', async () => {
    await tools.version('gpiomon (libgpiod) v1.6.3')
    start()
    await state('away', 'IO_TOOL_MISSING')
    expect(pins.status.detail).toContain('v1.6.3')
    await tools.version('gpiomon (libgpiod) v2.1.3')
    await state('ready')
    await pins.stop()
    await rm(join(tools.folder, 'gpiomon'))
    start()
    await state('away', 'IO_TOOL_MISSING')
  })

  it('say that their chip is missing', async () => {
    start({ chip: 'gpiochip7' })
    await state('away', 'DEVICE_PORT_MISSING')
  })

  it('leave no program behind when they are stopped, even in mid-start', async () => {
    start()
    await state('ready')
    await pins.setOutput(0, true)
    await tools.mark('stuck', true)
    const order = pins.setOutput(1, true)
    await pins.stop()
    expect([await order, await tools.held(), pins.outputs]).toEqual([false, [], null])
  })
})
