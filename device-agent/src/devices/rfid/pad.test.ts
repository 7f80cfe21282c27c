import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/clock.ts'
import type { TagUid } from '../../tags/tag.ts'
import type { Transport } from '../../transports/transport.ts'
import { createPad } from './pad.ts'
import { PadWatch } from './pad-watch.test-support.ts'
import type { TagReader } from './reader.ts'

const FIRST = 'E004010000000001' as TagUid
const SECOND = 'E004010000000002' as TagUid
const POLL_MILLISECONDS = 40
const LOOK_MILLISECONDS = 3

/** Whether a tag that comes right after another was switched is looked at within one pause. */
async function seesTheNext(passing: boolean, onLook = (_milliseconds: number) => {}): Promise<boolean> {
  const clock = new ManualClock()
  let here: readonly TagUid[] = [FIRST]
  let afi = 0
  const nothing = { ok: false, why: 'failed', detail: '' } as const
  const reader: TagReader = {
    detail: '',
    writeTries: 1,
    flaky: false,
    look: async () => {
      clock.advance(LOOK_MILLISECONDS)
      return { failed: null, tags: here, crowded: false }
    },
    information: async () => nothing,
    readBlocks: async () => ({ ok: true, value: { blockSize: 4, memory: new Uint8Array(36) } }),
    readWithLocks: async () => nothing,
    writeBlocks: async () => nothing,
    readAfi: async () => ({ ok: true, value: afi }),
    writeAfi: async (_uid, value) => {
      afi = value
      return { ok: true, value: true }
    },
    writeDsfid: async () => nothing,
    eas: null,
  }
  const transport: Transport = {
    url: 'tcp://127.0.0.1:1',
    open: async () => ({
      write: async () => undefined,
      onData: () => undefined,
      onEnd: () => undefined,
      close: async () => undefined,
      notes: [],
    }),
  }
  const settings = {
    pollMilliseconds: POLL_MILLISECONDS,
    afiSecured: 7,
    afiOnLoan: 194,
    security: ['afi'],
  } as const
  const pad = createPad({ id: 'reader', transport, settings, clock, passing, onLook }, async () => reader)
  pad.start()
  await new PadWatch(pad).field((tags) => tags.length === 1)
  expect(await pad.setSecurity(FIRST, 'secured')).toEqual({ ok: true })
  here = [FIRST, SECOND]
  await new Promise((resolve) => setImmediate(resolve))
  clock.advance(POLL_MILLISECONDS)
  await new Promise((resolve) => setImmediate(resolve))
  const sees = pad.field.some(({ uid }) => uid === SECOND)
  await pad.stop()
  return sees
}

describe('while a tag is switched', () => {
  it('what passes by is looked at as often as before', async () => {
    expect(await seesTheNext(true)).toBe(true)
  })

  it('what lies still is looked at less often: air time is what a stack waits for', async () => {
    expect(await seesTheNext(false)).toBe(false)
  })

  it('each look is told with the time it took', async () => {
    const looks: number[] = []
    await seesTheNext(true, (milliseconds) => looks.push(milliseconds))
    expect(looks.length).toBeGreaterThan(1)
    expect(new Set(looks)).toEqual(new Set([LOOK_MILLISECONDS]))
  })
})
