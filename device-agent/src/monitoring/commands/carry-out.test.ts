import { describe, expect, it } from 'vitest'
import type { Intent } from '../../contract/intent.ts'
import type { PrintOutcome } from '../../devices/printer/contract.ts'
import { calm } from '../../flows/fakes.test-support.ts'
import { sampleView } from '../../http/view.test-support.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { createLog } from '../log.ts'
import {
  CarryOut,
  type CarryOutParts,
  CLOSING_MILLISECONDS,
  RESTART_DELAY_MILLISECONDS,
} from './carry-out.ts'
import type { KioskCommand } from './contract.ts'
import type { KeptOrder, KeptOrders } from './kept-orders.ts'
import { bothLogs, LogRing } from './log-ring.ts'
import { StandingOrders } from './standing.ts'

class MemoryOrders implements KeptOrders {
  readonly #kept = new Map<KeptOrder, string>()
  get(order: KeptOrder) {
    const value = this.#kept.get(order)
    return value === undefined ? null : { value, at: 0 }
  }
  set(order: KeptOrder, value: string) {
    this.#kept.set(order, value)
  }
  remove(order: KeptOrder) {
    this.#kept.delete(order)
  }
}

function kiosk(change: Partial<CarryOutParts> = {}) {
  const clock = new ManualClock()
  const ring = new LogRing()
  const log = bothLogs(
    createLog({ clock, write: () => undefined }),
    createLog({ clock, write: (line) => ring.add(line) }),
  )
  const happened: string[] = []
  const session = {
    vacant: true,
    view: () => sampleView(1),
    intent: ({ type }: Intent) => {
      happened.push(type)
      session.vacant = true
    },
  }
  const standing = new StandingOrders(new MemoryOrders())
  const commands = new CarryOut({
    standing,
    devices: [
      {
        id: 'printer',
        start: () => void happened.push('start'),
        stop: async () => void happened.push('stop'),
      },
    ],
    drop: null,
    session,
    resolve: async (id) => {
      happened.push(id)
      return id === 'drop:7' ? null : 'ATTENTION_GONE'
    },
    printTest: null,
    ring,
    restart: () => void happened.push('restart'),
    clock,
    log,
    ...change,
  })
  const order = (command: KioskCommand) => commands.perform(command, 'desk')
  return { clock, commands, happened, log, order, ring, session, standing }
}

describe('closing the kiosk', () => {
  it('lets whoever is there finish, and ends the visit when the time is over', async () => {
    const k = kiosk()
    k.session.vacant = false
    expect(await k.order({ verb: 'close', args: { reason: 'Stocktaking' } })).toEqual({ ok: true })
    expect(k.standing.now.closedByStaff).toEqual({ message: 'Stocktaking' })
    k.clock.advance(CLOSING_MILLISECONDS - 1)
    expect(k.happened).toEqual([])
    k.clock.advance(1)
    expect(k.happened).toEqual(['cancel'])
  })

  it('sends nobody away who is gone, or after it was opened again', async () => {
    const k = kiosk()
    k.session.vacant = false
    await k.order({ verb: 'close', args: {} })
    k.session.vacant = true
    k.clock.advance(CLOSING_MILLISECONDS)
    k.session.vacant = false
    await k.order({ verb: 'close', args: {} })
    await k.order({ verb: 'open', args: {} })
    expect(k.standing.now.closedByStaff).toBeNull()
    k.clock.advance(CLOSING_MILLISECONDS)
    expect(k.happened).toEqual([])
  })

  it('is refused with its reason where it cannot be kept', async () => {
    const { LecternError } = await import('../../contract/errors.ts')
    const kept = new MemoryOrders()
    kept.set = () => {
      throw new LecternError('JOURNAL_DISK_FULL')
    }
    const k = kiosk({ standing: new StandingOrders(kept) })
    expect(await k.order({ verb: 'close', args: {} })).toEqual({ ok: false, why: 'JOURNAL_DISK_FULL' })
  })
})

it('what staff have seen to leaves the list, or they hear why it does not', async () => {
  const k = kiosk()
  expect(await k.order({ verb: 'resolve', args: { id: 'drop:7' } })).toEqual({ ok: true })
  expect(await k.order({ verb: 'resolve', args: { id: 'drop:8' } })).toEqual({
    ok: false,
    why: 'ATTENTION_GONE',
  })
  expect(k.happened).toEqual(['drop:7', 'drop:8'])
})

describe('restarting', () => {
  it('a driver ends it and starts it, once at a time', async () => {
    const stopped = Promise.withResolvers<void>()
    const happened: string[] = []
    const device = { id: 'rfid', start: () => void happened.push('start'), stop: () => stopped.promise }
    const k = kiosk({ devices: [device] })
    const first = k.order({ verb: 'restart_driver', args: { device: 'rfid' } })
    const again = await k.order({ verb: 'restart_driver', args: { device: 'rfid' } })
    expect(again).toEqual({ ok: false, why: 'COMMAND_BUSY' })
    expect(happened).toEqual([])
    stopped.resolve()
    expect(await first).toEqual({ ok: true })
    expect(happened).toEqual(['start'])
    expect(await k.order({ verb: 'restart_driver', args: { device: 'gate' } })).toEqual({
      ok: false,
      why: 'COMMAND_NOT_HERE',
    })
  })

  it('the agent is answered first, and refused while somebody is there unless forced', async () => {
    const k = kiosk()
    k.session.vacant = false
    expect(await k.order({ verb: 'restart_agent', args: {} })).toEqual({ ok: false, why: 'KIOSK_IN_USE' })
    k.clock.advance(RESTART_DELAY_MILLISECONDS)
    expect(k.happened).toEqual([])
    expect(await k.order({ verb: 'restart_agent', args: { force: true } })).toEqual({ ok: true })
    expect(k.happened).toEqual([])
    k.clock.advance(RESTART_DELAY_MILLISECONDS)
    expect(k.happened).toEqual(['restart'])
  })

  it('the agent is refused while an item is on its way in, and where nobody would start it again', async () => {
    const view = () => ({ state: 'busy', problem: null, onBelt: 1, bins: [], exceptions: [] }) as const
    const busy = kiosk({ drop: { empty: () => true, view } })
    expect(await busy.order({ verb: 'restart_agent', args: {} })).toEqual({ ok: false, why: 'KIOSK_IN_USE' })
    const alone = kiosk({ restart: null })
    expect(await alone.order({ verb: 'restart_agent', args: {} })).toEqual({
      ok: false,
      why: 'COMMAND_NOT_HERE',
    })
  })
})

describe('other orders', () => {
  it('empty a bin that is there', async () => {
    const emptied: number[] = []
    const empty = (bin: number) => bin === 2 && emptied.push(bin) > 0
    const view = () => ({ state: 'open', problem: null, onBelt: 0, bins: [], exceptions: [] }) as const
    const k = kiosk({ drop: { empty, view } })
    expect(await k.order({ verb: 'empty_bin', args: { bin: 2 } })).toEqual({ ok: true })
    expect(await k.order({ verb: 'empty_bin', args: { bin: 3 } })).toMatchObject({ ok: false })
    expect(emptied).toEqual([2])
  })

  it('print a test page, and say why where none came', async () => {
    const away: PrintOutcome = { printed: false, code: 'PRINTER_PAPER_OUT', came: 'nothing' }
    expect(await kiosk({ printTest: async () => away }).order({ verb: 'print_test', args: {} })).toEqual({
      ok: false,
      why: 'PRINTER_PAPER_OUT',
    })
    expect(await kiosk().order({ verb: 'print_test', args: {} })).toEqual({
      ok: false,
      why: 'COMMAND_NOT_HERE',
    })
    const printed = kiosk({ printTest: async () => ({ printed: true }) })
    expect(await printed.order({ verb: 'print_test', args: {} })).toEqual({ ok: true })
  })

  it('fetch the newest lines of the log, oldest first', async () => {
    const k = kiosk()
    for (const code of ['ONE', 'TWO', 'THREE']) k.log.info(code)
    const answer = await k.order({ verb: 'log_tail', args: { lines: 2 } })
    const lines = answer.ok ? (answer.detail ?? '').split('\n') : []
    expect(lines.map((line) => JSON.parse(line).code)).toEqual(['TWO', 'THREE'])
    for (let count = 0; count < 600; count++) k.log.info('MORE')
    expect(k.ring.tail(1_000)).toHaveLength(500)
    expect(k.ring.tail(0)).toEqual([])
  })

  it('show the screen and say the message of the day; each is in the log with who asked', async () => {
    const k = kiosk()
    const answer = await k.order({ verb: 'screenshot', args: {} })
    expect(answer.ok && JSON.parse(answer.detail ?? '')).toMatchObject({ screen: { name: 'attract' } })
    await k.order({ verb: 'set_message', args: { text: 'Story time' } })
    await calm()
    expect(k.standing.now.message).toBe('Story time')
    expect(k.ring.tail(2).map((line) => JSON.parse(line).detail)).toEqual([
      'screenshot by desk',
      'set_message by desk',
    ])
  })
})
