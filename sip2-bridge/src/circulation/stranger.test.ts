/** Circulation and connection together, with servers that misbehave, over a real socket. */
import { afterEach, describe, expect, it } from 'vitest'
import {
  type Script,
  ScriptedServer,
  type ServerOptions,
  STATUS,
  willing,
} from '../connection/scripted-server.test-support.ts'
import {
  type Capabilities,
  type Circulation,
  type CirculationOptions,
  createCirculation,
  type IlsStatus,
  itemId,
  patronId,
} from './circulation.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function library(
  script: Script,
  change: Partial<CirculationOptions> = {},
  options: ServerOptions = {},
): Promise<{ server: ScriptedServer; circulation: Circulation }> {
  const server = new ScriptedServer(script, options)
  const circulation = createCirculation({
    host: '127.0.0.1',
    port: await server.listen(),
    institution: 'LIB',
    terminalPassword: '',
    dialect: 'generic',
    timeoutMilliseconds: 2_000,
    random: () => 0,
    ...change,
  })
  closing.push(
    () => server.close(),
    () => circulation.stop(),
  )
  circulation.start()
  await become(circulation, 'online')
  return { server, circulation }
}

const become = (circulation: Circulation, state: IlsStatus['state']): Promise<void> =>
  new Promise((resolve) => {
    if (circulation.status.state === state) return resolve()
    const end = circulation.onStatus((status) => {
      if (status.state !== state) return
      end()
      resolve()
    })
  })

const ada = { patron: patronId('CARD1') }
const ben = { patron: patronId('CARD2') }
const about = (id: string, name: string) =>
  `64${' '.repeat(14)}00020261006    120501${'0000'.repeat(6)}AOLIB|AA${id}|AE${name}|BLY|`
const asked = (frame: string): string => /\|AA([^|]*)\|/.exec(frame)?.[1] ?? ''

describe('without sequence numbers, an answer about a patron', () => {
  const unnumbered = { errorDetection: false } as const

  it('that comes twice is not shown to the next patron', async () => {
    const { server, circulation } = await library((frame, times, socket) => {
      if (!frame.startsWith('63')) return willing(frame, times, socket)
      // The second patron's question meets the first one's answer once more.
      if (times === 2) return about('1', 'Ada')
      return asked(frame) === 'CARD1' ? about('1', 'Ada') : about('2', 'Ben')
    }, unnumbered)
    expect(await circulation.patron(ada)).toMatchObject({ patron: '1', name: 'Ada' })
    expect(await circulation.patron(ben)).toMatchObject({ patron: '2', name: 'Ben' })
    expect(server.connections).toBe(2)
  })

  it('that names one patron for two cards is believed when it is asked for again', async () => {
    const { circulation } = await library(
      (frame, times, socket) => (frame.startsWith('63') ? about('1', 'Ada') : willing(frame, times, socket)),
      unnumbered,
    )
    await circulation.patron(ada)
    expect(await circulation.patron(ben)).toMatchObject({ patron: '1', name: 'Ada' })
  })

  it('that asks again about the same patron, by either number, is believed at once', async () => {
    const { server, circulation } = await library(
      (frame, times, socket) => (frame.startsWith('63') ? about('1', 'Ada') : willing(frame, times, socket)),
      unnumbered,
    )
    await circulation.patron(ada)
    await circulation.patron({ patron: patronId('1') })
    await circulation.list({ ...ada, list: 'charged' })
    expect(server.connections).toBe(1)
  })
})

describe('what the settings name', () => {
  const frames = async (change: Partial<CirculationOptions>) => {
    const { server } = await library(willing, change)
    return server.frames[0] ?? ''
  }

  it('wins over the dialect, and what they leave out is the dialect’s', async () => {
    expect(await frames({ dialect: 'folio-edge-sip2' })).toBe('9900402.00')
    expect(await frames({ dialect: 'folio-edge-sip2', errorDetection: undefined })).toBe('9900402.00')
    expect(await frames({ dialect: 'folio-edge-sip2', errorDetection: true })).toMatch(/AY0AZ/)
    expect(await frames({ dialect: 'generic' })).toMatch(/AY0AZ/)
    expect(await frames({ dialect: 'generic', errorDetection: false })).toBe('9900402.00')
  })
})

describe('a request that the server never answers', () => {
  it('is tried again on the next connection', async () => {
    const placed = '161N20261006    123001AOLIB|AA1|ABI1|'
    const { server, circulation } = await library(
      (frame, times, socket) => {
        if (!frame.startsWith('15')) return willing(frame, times, socket)
        if (times > 1) return placed
        socket.destroy()
        return null
      },
      { dialect: 'generic' },
    )
    const place = () => circulation.placeHold({ ...ada, item: itemId('I1') })
    await expect(place()).rejects.toMatchObject({ failure: 'unknownOutcome' })
    expect(circulation.capabilities.hold).toBe('no')
    await become(circulation, 'online')
    await expect(place()).rejects.toMatchObject({ failure: 'refusedBySupport' })
    server.hangUp()
    await become(circulation, 'connecting')
    await become(circulation, 'online')
    expect(await place()).toMatchObject({ ok: true })
  })
})

describe('stored transactions', () => {
  it.each([
    ['lectern-demo', 'N', false],
    ['lectern-demo', 'Y', true],
    ['generic', 'N', true],
  ] as const)('under %s, off-line ok %s: are taken: %s', async (dialect, flag, takesStored) => {
    const word = STATUS.replace('98YYYYNN', `98YYYYN${flag}`)
    const { circulation } = await library(
      (frame, times, socket) => (frame.startsWith('99') ? word : willing(frame, times, socket)),
      { dialect },
    )
    expect(circulation.status.takesStored).toBe(takesStored)
  })
})

describe('the server’s word about itself', () => {
  it('is had with the first status, and what it can do is told with each that differs', async () => {
    const words = [STATUS, STATUS.replace('98YYY', '98YYN')]
    const server = new ScriptedServer((frame, times, socket) =>
      frame.startsWith('99') ? (words[times - 1] ?? null) : willing(frame, times, socket),
    )
    const circulation = createCirculation({
      host: '127.0.0.1',
      port: await server.listen(),
      institution: 'LIB',
      terminalPassword: '',
      dialect: 'generic',
      timeoutMilliseconds: 2_000,
    })
    closing.push(
      () => server.close(),
      () => circulation.stop(),
    )
    const heard: Capabilities['checkout'][] = []
    const checkouts: IlsStatus['checkoutOk'][] = []
    circulation.onCapabilities(({ checkout }) => heard.push(checkout))
    circulation.onStatus(({ checkoutOk }) => checkouts.push(checkoutOk))
    expect(circulation.server).toBeNull()
    circulation.start()
    await become(circulation, 'online')
    expect(circulation.server).toMatchObject({ online: 'yes', checkoutOk: 'yes', institution: 'M' })
    const changed = new Promise<void>((resolve) => circulation.onCapabilities(() => resolve()))
    circulation.tell('outOfPaper')
    await changed
    expect(heard).toEqual(['yes', 'no'])
    expect(checkouts.at(-1)).toBe('no')
    await expect(circulation.checkout({ ...ada, item: itemId('I1') })).rejects.toMatchObject({
      failure: 'refusedBySupport',
    })
    expect(server.codes()).toEqual(['99', '99'])
  })
})
