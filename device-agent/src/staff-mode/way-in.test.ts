import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StaffModeSettings } from '../config/staff-mode-settings.ts'
import { openJournal } from '../journal/open-journal.ts'
import { createLog } from '../monitoring/log.ts'
import type { AuditEntry } from '../staff/audit.ts'
import { FREE_TRIES, PAUSE_FIRST_MILLISECONDS, PAUSE_MAX_MILLISECONDS, PinTries } from './pin-tries.ts'
import { hashCard, hashPin, isCard, isPin } from './secret.ts'
import { WayIn } from './way-in.ts'

const PIN = '246813'
const CARD = '99000000000001'
/** As a test can wait for. */
const QUICK = 10

let folder: string
let now = 0
let recorded: AuditEntry[]
const record = (entry: AuditEntry) => void recorded.push(entry)
const seen = () => recorded.map(({ action, detail, result, who }) => [who, action, detail, result])
beforeEach(() => {
  recorded = []
  folder = mkdtempSync(join(tmpdir(), 'way-in-'))
  now = Date.UTC(2026, 10, 25)
})
afterEach(() => rmSync(folder, { recursive: true }))

/** One life of the kiosk. */
async function life<T>(work: (tries: PinTries) => T | Promise<T>): Promise<T> {
  const { journal, orders } = openJournal({ folder, reserveBytes: 0, wall: () => now })
  try {
    return await work(new PinTries(orders, () => now))
  } finally {
    journal.shut()
  }
}
const SETTINGS: StaffModeSettings = {
  cards: [],
  cardNeedsPin: true,
  quietSeconds: 120,
  exportFolder: '/media',
}

describe('a hash', () => {
  it('is another each time, tells the PIN from others, and does not hold it', async () => {
    const [one, two] = [await hashPin(PIN, QUICK), await hashPin(PIN, QUICK)]
    expect(one).not.toBe(two)
    expect(one).not.toContain(PIN)
    expect([await isPin(PIN, `${one}\n`), await isPin('246814', one)]).toEqual([true, false])
    await expect(isPin(PIN, 'scrypt$30$AAAA$AAAA')).rejects.toThrow(RangeError)
    const card = hashCard(CARD)
    expect(card).not.toContain(CARD)
    expect([isCard(CARD, card), isCard('99000000000002', card)]).toEqual([true, false])
  })
})

describe('tries', () => {
  it('cost nothing at first, then a pause that doubles up to an hour', async () => {
    await life((tries) => {
      const pauses = Array.from({ length: 14 }, () => {
        tries.begin()
        return tries.pause
      })
      expect(pauses.slice(0, FREE_TRIES - 1)).toEqual([0, 0])
      expect(pauses.slice(2, 5)).toEqual([1, 2, 4].map((times) => times * PAUSE_FIRST_MILLISECONDS))
      expect(pauses.at(-1)).toBe(PAUSE_MAX_MILLISECONDS)
    })
  })

  it('are remembered when the plug is pulled, and a clock that was set makes the pause no longer', async () => {
    await life((tries) => Array.from({ length: FREE_TRIES }, () => tries.begin()))
    await life((tries) => {
      expect(tries.pause).toBe(PAUSE_FIRST_MILLISECONDS)
      now -= 86_400_000
      expect(tries.pause).toBe(PAUSE_FIRST_MILLISECONDS)
      now += 86_400_000 + PAUSE_FIRST_MILLISECONDS
      expect(tries.pause).toBe(0)
      tries.begin()
      expect(tries.pause).toBe(2 * PAUSE_FIRST_MILLISECONDS)
      tries.right()
      expect(tries.pause).toBe(0)
    })
  })
})

describe('the way in', () => {
  it('looks at no PIN during a pause, not at the right one either, and logs none', async () => {
    const lines: string[] = []
    const pin = await hashPin(PIN, QUICK)
    await life(async (tries) => {
      const log = createLog({ write: (line) => void lines.push(line) })
      const wayIn = new WayIn({ settings: () => ({ ...SETTINGS, pin }), tries, log, record })
      expect(await wayIn.checkPin('111111')).toEqual({ right: false, pauseSeconds: 0 })
      await wayIn.checkPin('111111')
      expect(await wayIn.checkPin('111111')).toEqual({ right: false, pauseSeconds: 30 })
      expect(await wayIn.checkPin(PIN)).toEqual({ right: false, pauseSeconds: 30 })
      now += 30_000
      expect(await wayIn.checkPin(PIN)).toEqual({ right: true })
      expect(tries.pause).toBe(0)
    })
    expect(lines.map((line) => JSON.parse(line).code)).toEqual([
      'STAFF_PIN_WRONG',
      'STAFF_PIN_WRONG',
      'STAFF_PIN_PAUSED',
      'STAFF_MODE_ENTERED',
    ])
    expect(seen()).toEqual(
      ['wrong', 'wrong', 'wait', 'done'].map((result) => ['', 'staffMode.pin', '', result]),
    )
    expect(lines.join('') + JSON.stringify(recorded)).not.toMatch(/111111|246813/)
  })

  it('reads the file anew at each try, and says where it cannot', async () => {
    const pinFile = join(folder, 'pin')
    await life(async (tries) => {
      const wayIn = new WayIn({
        settings: () => ({ ...SETTINGS, pinFile }),
        tries,
        log: createLog({ write: () => 0 }),
        record,
      })
      await expect(wayIn.checkPin(PIN)).rejects.toThrow('STAFF_PIN_UNREADABLE')
      writeFileSync(pinFile, '246813\n')
      await expect(wayIn.checkPin(PIN)).rejects.toThrow('STAFF_PIN_UNREADABLE')
      writeFileSync(pinFile, `${await hashPin(PIN, QUICK)}\n`)
      expect(await wayIn.checkPin(PIN)).toEqual({ right: true })
    })
  })

  it('knows staff cards by their pattern or one by one', async () => {
    await life((tries) => {
      const log = createLog({ write: () => undefined })
      let settings: StaffModeSettings | undefined = { ...SETTINGS, cardPattern: '^99\\d{12}$' }
      const wayIn = new WayIn({ settings: () => settings, tries, log, record })
      expect([wayIn.card(CARD), wayIn.card('29999000000017')]).toEqual(['pin', null])
      settings = { ...SETTINGS, cards: [hashCard(CARD)], cardNeedsPin: false }
      expect([wayIn.card(CARD), wayIn.card('99000000000002')]).toEqual(['enter', null])
      settings = undefined
      expect(wayIn.card(CARD)).toBeNull()
    })
    // Which one, where the settings list it; never its number.
    expect(seen()).toEqual([
      ['', 'staffMode.card', 'cardPattern', 'done'],
      ['', 'staffMode.card', 'card 1', 'done'],
    ])
    expect(JSON.stringify(recorded)).not.toContain(CARD)
  })
})
