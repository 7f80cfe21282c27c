import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildMessage, Framer, parseMessage } from '../protocol/codec.ts'
import {
  createSimulator,
  DEMO_LIBRARY,
  demoItem,
  demoPatron,
  type Simulator,
} from '../simulator/simulator.ts'
import {
  type Circulation,
  type CirculationOptions,
  createCirculation,
  type IlsStatus,
  itemId,
  patronId,
} from './circulation.ts'

const MIRA = patronId(demoPatron('Mira K.').patronId)
const EMPTY_HANDED = patronId(demoPatron('Jonas B.').patronId)
const ALICE = itemId(demoItem('Alice’s Adventures in Wonderland').itemId)

const options = (port: number, change: Partial<CirculationOptions> = {}): CirculationOptions => ({
  host: '127.0.0.1',
  port,
  login: { user: 'kiosk', password: 'demo', location: '' },
  institution: DEMO_LIBRARY.institution,
  terminalPassword: '',
  charset: 'utf8',
  terminator: 'CR',
  errorDetection: true,
  timeoutMilliseconds: 2_000,
  dialect: 'lectern-demo',
  random: () => 0,
  ...change,
})

const become = (circulation: Circulation, state: IlsStatus['state']): Promise<void> =>
  new Promise((resolve) => {
    if (circulation.status.state === state) return resolve()
    const end = circulation.onStatus((status) => {
      if (status.state !== state) return
      end()
      resolve()
    })
  })

describe('circulation with the demo library', () => {
  let simulator: Simulator
  let circulation: Circulation
  beforeEach(async () => {
    simulator = await createSimulator({ login: { user: 'kiosk', password: 'demo' } })
    circulation = createCirculation(options(simulator.port))
    circulation.start()
    await become(circulation, 'online')
  })
  afterEach(async () => {
    await circulation.stop()
    await simulator.close()
  })

  it('is checked by one status and back, and says so where nobody is there', async () => {
    await expect(circulation.check()).resolves.toBeUndefined()
    await circulation.stop()
    await expect(circulation.check()).rejects.toMatchObject({ failure: 'notSent' })
  })

  it('knows a patron, what they have, and whether the PIN is right', async () => {
    expect(await circulation.patron({ patron: MIRA })).toMatchObject({
      known: 'yes',
      pinRight: 'no',
      name: 'Mira K.',
    })
    expect(await circulation.patron({ patron: MIRA, pin: '1234' })).toMatchObject({
      pinRight: 'yes',
      mayCheckout: true,
    })
    const bruno = await circulation.patron({ patron: patronId(demoPatron('Bruno F.').patronId) })
    expect(bruno).toMatchObject({ pinRight: 'yes', chargedCount: 3 })
    expect(bruno.charged).toContain(demoItem('Emma').itemId)
  })

  it('lends, says when it is due, and says no with the library’s words', async () => {
    const lent = await circulation.checkout({ patron: EMPTY_HANDED, item: ALICE })
    expect(lent).toMatchObject({
      lent: true,
      desensitize: 'yes',
      media: 'book',
      title: 'Alice’s Adventures in Wonderland',
    })
    expect(lent.lent && lent.due?.iso).toMatch(/^\d{4}-\d\d-\d\dT23:59:00$/)
    expect(await circulation.checkout({ patron: MIRA, item: ALICE })).toMatchObject({
      lent: false,
      screenMessages: ['ITEM CHECKED OUT TO ANOTHER PATRON'],
    })
    expect(await circulation.item(ALICE)).toMatchObject({ status: 'charged', known: 'yes' })
    expect(await circulation.checkin({ item: ALICE })).toMatchObject({ returned: true, resensitize: true })
    expect(simulator.history.map(({ kind }) => kind)).toEqual(['checkout', 'checkin'])
  })

  it.each([
    ['Hugo P.', { mayCheckout: false }],
    ['Selma R.', { cardLost: true }],
    ['Ottilie W.', { mayCheckout: false, standing: ['excessiveFees'] }],
    ['Ines M.', { holdsReady: 1 }],
    ['Wanda S.', { mayCheckout: false, standing: ['tooManyItemsCharged'] }],
    ['Дарья Л.', { name: 'Дарья Л.' }],
  ])('tells what is the matter with the card of %s', async (name, facts) => {
    const answer = await circulation.patron({ patron: patronId(demoPatron(name).patronId), pin: '1234' })
    expect(answer).toMatchObject(
      name === 'Ottilie W.' ? { mayCheckout: false, standing: ['excessiveFines'] } : facts,
    )
  })

  it('reads a patron’s answer that a CR in a note cut in two', async () => {
    simulator.setFaults({ crInNote: true })
    const answer = await circulation.patron({ patron: EMPTY_HANDED })
    expect(answer.screenMessages).toEqual(['Moved house call before 5 pm'])
    expect(answer.known).toBe('yes')
  })

  it('asks again for damaged answers, bears split and doubled ones', async () => {
    simulator.setFaults({ badChecksums: 2 })
    expect(await circulation.checkout({ patron: EMPTY_HANDED, item: ALICE })).toMatchObject({ lent: true })
    simulator.setFaults({ split: true, duplicate: true })
    for (let n = 0; n < 5; n++) expect(await circulation.item(ALICE)).toMatchObject({ status: 'charged' })
    expect(simulator.history).toHaveLength(1)
  })

  it('does not repeat a checkout whose answer died, and is back for the next question', async () => {
    simulator.setFaults({ mode: 'dieMidAnswer' })
    await expect(circulation.checkout({ patron: EMPTY_HANDED, item: ALICE })).rejects.toMatchObject({
      failure: 'unknownOutcome',
    })
    simulator.setFaults({ mode: 'up' })
    await become(circulation, 'online')
    expect(await circulation.item(ALICE)).toMatchObject({ status: 'charged' })
    expect(simulator.history).toHaveLength(1)
  })

  it('says at once that nothing was sent while the library system is down', async () => {
    simulator.setFaults({ mode: 'down' })
    await become(circulation, 'away')
    await expect(circulation.item(ALICE)).rejects.toMatchObject({ failure: 'notSent' })
    simulator.setFaults({ mode: 'up' })
    await become(circulation, 'online')
    expect(await circulation.item(ALICE)).toMatchObject({ known: 'yes' })
  })

  it('answers nothing it was not asked: requests wait for each other', async () => {
    const items = ['Emma', 'Dracula', 'Heidi', 'Walden'].map((title) => demoItem(title))
    const answers = await Promise.all(items.map((item) => circulation.item(itemId(item.itemId))))
    expect(answers.map(({ title }) => title)).toEqual(items.map(({ title }) => title))
  })

  it('ends a session', async () => {
    expect(await circulation.endSession({ patron: MIRA, pin: '1234' })).toBe(true)
  })
})

describe('the demo library’s server', () => {
  it('is told apart from a wrong login', async () => {
    const simulator = await createSimulator({ login: { user: 'kiosk', password: 'demo' } })
    const circulation = createCirculation(
      options(simulator.port, { login: { user: 'kiosk', password: 'no', location: '' } }),
    )
    circulation.start()
    await become(circulation, 'refused')
    await circulation.stop()
    await simulator.close()
  })

  it('carries a repeated request out once, and answers a bad checksum with 96', async () => {
    const simulator = await createSimulator()
    const socket = connect(simulator.port, '127.0.0.1')
    const framer = new Framer()
    const frames: string[] = []
    const heard = (count: number) =>
      new Promise<void>((resolve) => {
        socket.on('data', (chunk: Buffer) => {
          frames.push(...framer.push(chunk).map(String))
          if (frames.length >= count) resolve()
        })
      })
    const date = '20261124    120000'
    const request = buildMessage(
      'checkout',
      {
        renewalPolicy: 'Y',
        noBlock: 'N',
        transactionDate: date,
        nbDueDate: ' '.repeat(18),
        institutionId: '',
        patronId: EMPTY_HANDED,
        itemId: ALICE,
        terminalPassword: '',
      },
      { sequence: 3 },
    )
    socket.write(Buffer.concat([request, request, Buffer.from('9900802.00AY1AZ0000\r')]))
    await heard(3)
    expect(frames[0]).toBe(frames[1])
    expect(frames[2]).toBe('96AZFEF6')
    expect(simulator.history).toHaveLength(1)
    socket.destroy()
    await simulator.close()
  })
})

describe('a strange server', () => {
  let server: Server
  const sockets: Socket[] = []
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })

  /** Answers 99 by itself; everything else by the script, by message code and how often it came. */
  async function stage(
    script: (code: string, times: number, frame: string, socket: Socket) => string | null,
    checks = true,
  ) {
    const seen = new Map<string, number>()
    const requests: string[] = []
    server = createServer((socket) => {
      sockets.push(socket)
      const framer = new Framer()
      socket.on('error', () => undefined)
      socket.on('data', (chunk: Buffer) => {
        for (const frame of framer.push(chunk).map(String)) {
          const code = frame.slice(0, 2)
          requests.push(code)
          const times = (seen.get(code) ?? 0) + 1
          seen.set(code, times)
          const sequence = /AY(\d)AZ/.exec(frame)?.[1]
          if (code === '99') {
            const status = '98YYYYNN10000320261006    1200002.00AOM|BXYYYYYYYYYYYYYYYY|'
            socket.write(checks ? sealed(status, sequence) : `${status}\r`)
            continue
          }
          const reply = script(code, times, frame, socket)
          if (reply !== null) socket.write(reply)
        }
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { login: _, ...open } = options(port, { timeoutMilliseconds: 300 })
    const circulation = createCirculation(open)
    circulation.start()
    await become(circulation, 'online')
    return { circulation, requests }
  }
  const sealed = (text: string, sequence: string | undefined): string => {
    const covered = `${text}AY${sequence ?? 0}AZ`
    let sum = 0
    for (const byte of Buffer.from(covered)) sum += byte
    return `${covered}${(-sum & 0xffff).toString(16).toUpperCase().padStart(4, '0')}\r`
  }
  const item = (id: string, title: string) => `1803020120261006    120600AB${id}|AJ${title}|`
  const sequenceOf = (frame: string) => /AY(\d)AZ/.exec(frame)?.[1]
  const idOf = (frame: string) => /\|AB([^|]*)\|/.exec(frame)?.[1] ?? ''

  it('whose late answer comes is not believed about the next question', async () => {
    const { circulation } = await stage((_, times, frame, socket) => {
      if (times === 1) return null
      if (times === 2)
        socket.write(sealed(item('1', 'the late one'), String((Number(sequenceOf(frame)) + 9) % 10)))
      return sealed(item(idOf(frame), `title ${idOf(frame)}`), sequenceOf(frame))
    })
    await expect(circulation.item(itemId('1'))).rejects.toMatchObject({ failure: 'noAnswer' })
    await become(circulation, 'online')
    expect(await circulation.item(itemId('2'))).toMatchObject({ title: 'title 2' })
    await circulation.stop()
  })

  it('without checksums is believed only about the item that was asked for', async () => {
    const { circulation } = await stage((_, times, frame) => {
      const asked = `${item(idOf(frame), 'asked')}\r`
      return times === 1 ? `${item('9', 'another')}\r${asked}` : asked
    }, false)
    expect(await circulation.item(itemId('2'))).toMatchObject({ title: 'asked' })
    await circulation.stop()
  })

  it('that says its status has changed gets the same bytes again', async () => {
    const sent: string[] = []
    const { circulation } = await stage((_, times, frame) => {
      sent.push(frame)
      if (times === 1) return sealed('98YYYYNN10000320261006    1200002.00AOM|', sequenceOf(frame))
      return sealed(item(idOf(frame), 'asked'), sequenceOf(frame))
    })
    expect(await circulation.item(itemId('2'))).toMatchObject({ title: 'asked' })
    expect(sent[0]).toBe(sent[1])
    await circulation.stop()
  })

  it('that asks for a resend without end is given up, and a checkout’s outcome is then unknown', async () => {
    const { circulation, requests } = await stage(() => '96AZFEF6\r')
    await expect(circulation.checkout({ patron: MIRA, item: ALICE })).rejects.toMatchObject({
      failure: 'unknownOutcome',
    })
    expect(requests.filter((code) => code === '11')).toHaveLength(4)
    await circulation.stop()
  })

  it('that stays silent gets a question once and a checkout once', async () => {
    const { circulation, requests } = await stage(() => null)
    await expect(circulation.item(ALICE)).rejects.toMatchObject({ failure: 'noAnswer' })
    await become(circulation, 'online')
    await expect(circulation.checkout({ patron: MIRA, item: ALICE })).rejects.toMatchObject({
      failure: 'unknownOutcome',
    })
    expect(requests.filter((code) => code === '17')).toHaveLength(1)
    expect(requests.filter((code) => code === '11')).toHaveLength(1)
    await circulation.stop()
  })

  it('that closes instead of answering is asked once more on a new connection', async () => {
    const { circulation } = await stage((_, times, frame, socket) => {
      if (times === 1) socket.destroy()
      return times === 1 ? null : sealed(item(idOf(frame), 'asked'), sequenceOf(frame))
    })
    expect(await circulation.item(itemId('2'))).toMatchObject({ title: 'asked' })
    await circulation.stop()
  })

  it('that writes plain text between messages is read past it', async () => {
    const { circulation } = await stage(
      (_, __, frame) =>
        `Problems handling the request\r\n${sealed(item(idOf(frame), 'asked'), sequenceOf(frame))}`,
    )
    expect(await circulation.item(itemId('2'))).toMatchObject({ title: 'asked' })
    await circulation.stop()
  })

  it('cannot make us send what SIP2 cannot carry', async () => {
    const { circulation, requests } = await stage(() => null)
    await expect(circulation.patron({ patron: MIRA, pin: 'a|b' })).rejects.toMatchObject({
      failure: 'invalid',
    })
    expect(requests).toEqual(['99'])
    expect(parseMessage(Buffer.from('99')).ok).toBe(true)
    await circulation.stop()
  })
})
