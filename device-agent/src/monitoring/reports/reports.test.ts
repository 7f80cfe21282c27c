import { beforeEach, describe, expect, it } from 'vitest'
import type { Tally } from '../../contract/counts.ts'
import { ERRORS } from '../../contract/errors.ts'
import type { ReportSheet } from '../../contract/report.ts'
import { isoWithOffset } from '../../runtime/local-hours.ts'
import { csvOf } from './csv.ts'
import type { GateHour } from './numbers.ts'
import { reportPage } from './page.ts'
import { PAGE_POLICY, PAGE_STYLE } from './page-style.ts'
import { periodOf } from './period.ts'
import { Reports } from './reports.ts'
import { REPORT_WORDS } from './words.ts'

const HOUR = 3_600_000
const at = (day: number, hour: number) => new Date(2026, 0, day, hour).getTime()
const hour = (start: number) => ({ span: 'hour' as const, start })

const TALLIES: readonly Tally[] = [
  { ...hour(at(15, 9)), kind: 'checkout', media: 'book', count: 12 },
  { ...hour(at(15, 9)), kind: 'renewal', media: 'book', count: 1 },
  { ...hour(at(15, 22)), kind: 'checkout', media: 'unknown', count: 1_200 },
  { ...hour(at(15, 10)), kind: 'return', media: 'video', place: 'drop', count: 5 },
  { ...hour(at(15, 10)), kind: 'return', media: 'video', place: 'pad', count: 2 },
  { ...hour(at(15, 10)), kind: 'refusal', code: 'ITEM_ON_HOLD', count: 3 },
  { ...hour(at(15, 11)), kind: 'refusal', code: 'PATRON_OWES', count: 7 },
  { ...hour(at(15, 10)), kind: 'session', ended: 'finished', count: 4 },
  { ...hour(at(15, 10)), kind: 'session', ended: 'timeout', count: 1 },
  { ...hour(at(15, 9)), kind: 'device', device: 'rfid', state: 'ready', count: 1.5 * HOUR },
  { ...hour(at(15, 9)), kind: 'device', device: 'rfid', state: 'off', count: 0.5 * HOUR },
  { ...hour(at(16, 9)), kind: 'checkout', media: 'book', count: 8 },
]
const GATE_HOURS: readonly GateHour[] = [
  { gate: 'entrance', start: at(15, 9), into: 40, out: 38, alarms: 1 },
  { gate: 'garden', start: at(15, 10), into: 2, out: 3, alarms: 0 },
]

let tallies: readonly Tally[]
beforeEach(() => {
  tallies = TALLIES
})
const reports = (gates = true) =>
  new Reports({
    counts: { between: (from, to) => tallies.filter(({ start }) => start >= from && start < to) },
    gates: gates
      ? {
          hours: (from, to) => GATE_HOURS.filter(({ start }) => start >= from && start < to),
          views: () => [{ id: 'entrance', name: 'Main <door>' }],
        }
      : null,
    clock: { wall: () => at(16, 12) },
    frame: () => ({ kiosk: { id: 'kiosk-1', name: 'Self-service' }, library: { name: 'A & B' } }),
  })
const sheet = (name: string, language: 'en' | 'de' = 'en', gates = true): ReportSheet => {
  const made = reports(gates).sheet(name, language)
  if (made === null) throw new Error(`no report ${name}`)
  return made
}
const table = (of: ReportSheet, id: string) => {
  const found = of.tables.find((one) => one.id === id)
  return found?.rows.map(({ cells }) => cells.map(({ text }) => text))
}

describe('a daily report', () => {
  it('tells its figures, with what is in them, in the chosen language', () => {
    const { figures, kiosk, library, made, title } = sheet('2026-01-15')
    expect([title, kiosk, library]).toEqual(['Thursday, 15 January 2026', 'Self-service (kiosk-1)', 'A & B'])
    expect(made).toBe('Daily report · Made 16 Jan 2026, 12:00')
    expect(figures.map(({ label, note, value }) => `${label} ${value} ${note}`.trim())).toEqual([
      'Checkouts 1,212 1 more renewed',
      'Returns 7 5 in the drop',
      'Refusals 10',
      'Visits 5 4 finished',
      'People in 42',
    ])
    const german = sheet('2026-01-15', 'de')
    expect(german.title).toBe('Donnerstag, 15. Januar 2026')
    expect(german.figures[0]).toEqual({ label: 'Ausleihen', value: '1.212', note: '1 weitere verlängert' })
  })

  it('draws the hours a library is open, and more where something happened', () => {
    const [circulation, visitors] = sheet('2026-01-15').charts
    expect(circulation?.groups.map(({ label }) => label)).toEqual(
      Array.from({ length: 15 }, (_, index) => String(index + 8)),
    )
    expect(circulation?.groups.slice(1, 3)).toEqual([
      { label: '9', name: '09:00–10:00', values: [12, 0] },
      { label: '10', name: '10:00–11:00', values: [0, 7] },
    ])
    expect(circulation?.summary).toBe('Most: 22:00–23:00, Checkouts 1,200, Returns 0')
    expect(visitors?.groups[1]?.values).toEqual([40])
  })

  it('lists refusals by how often, with what the error table says', () => {
    const of = sheet('2026-01-15')
    expect(table(of, 'refusals')).toEqual([
      ['7', ERRORS.PATRON_OWES.staff, ERRORS.PATRON_OWES.whatToDo],
      ['3', ERRORS.ITEM_ON_HOLD.staff, ERRORS.ITEM_ON_HOLD.whatToDo],
    ])
    expect(of.tables[0]?.rows[0]?.cells[1]).toMatchObject({ more: 'PATRON_OWES', language: 'en' })
  })

  it('has tables by media type, hour, gate, device and how visits ended', () => {
    const of = sheet('2026-01-15')
    expect(table(of, 'media')).toEqual([
      ['Not stated', '1,200', '0', '0', '0'],
      ['Books', '12', '1', '0', '0'],
      ['Films', '0', '0', '2', '5'],
    ])
    expect(table(of, 'slots')?.at(-1)).toEqual(['22:00–23:00', '1,200', '0', '0', '0', '0'])
    expect(of.tables.find(({ id }) => id === 'slots')?.sum).toEqual(['All', '1,212', '1', '7', '10', '42'])
    expect(table(of, 'gates')).toEqual([
      ['Main <door>', '40', '38', '1'],
      ['garden', '2', '3', '0'],
    ])
    expect(table(of, 'devices')).toEqual([['RFID pad', '1 h 30 min', '–', '–', '–', '30 min']])
    expect(table(of, 'visits')).toEqual([
      ['Finished', '4'],
      ['Timed out', '1'],
    ])
  })

  it('says that it is not over yet, that nothing was counted, and leaves out gates where there are none', () => {
    expect(sheet('2026-01-16').made).toContain('not over yet')
    const empty = sheet('2026-01-17', 'en', false)
    expect(empty.charts.map(({ summary }) => summary)).toEqual(['Nothing was counted.'])
    expect(empty.tables.map(({ id, rows }) => [id, rows.length])).toEqual([
      ['refusals', 0],
      ['media', 0],
      ['slots', 0],
      ['visits', 0],
      ['devices', 0],
    ])
  })

  it('of a day whose hours are no longer kept has sums and no chart', () => {
    tallies = [{ span: 'day', start: at(15, 0), kind: 'checkout', media: 'book', count: 9 }]
    const of = sheet('2026-01-15')
    expect(of.figures[0]?.value).toBe('9')
    expect(of.charts).toEqual([])
    expect(of.tables.find(({ id }) => id === 'slots')).toMatchObject({
      rows: [],
      empty: 'The hours of this day are no longer kept.',
    })
  })
})

describe('a monthly report', () => {
  it('goes by the day, from the first to the last', () => {
    const { charts, title } = sheet('2026-01', 'de')
    expect(title).toBe('Januar 2026')
    expect(charts[0]?.groups).toHaveLength(31)
    expect(charts[0]?.groups[14]).toEqual({ label: '15', name: 'Do., 15. Jan.', values: [1_212, 7] })
    expect(charts[0]?.groups[15]?.values).toEqual([8, 0])
  })
})

describe('what can be asked for', () => {
  it('is a day or a month that there is', () => {
    for (const name of ['2026-02-30', '2026-13', '2026-1-5', '2026', 'x', '2026-01-15T09', '../2026-01'])
      expect(reports().sheet(name, 'en'), name).toBeNull()
    expect(periodOf('2028-02-29')?.slots).toHaveLength(24)
    expect(periodOf('2028-02')?.slots).toHaveLength(29)
  })
})

describe('the file for a spreadsheet', () => {
  it('has a mark that it is UTF-8, a row of names and a line for each count (RFC 4180)', () => {
    const nine = isoWithOffset(at(15, 9))
    const lines = reports().csv('2026-01-15', 'de')?.split('\r\n') ?? []
    expect(lines[0]).toBe('\uFEFFKiosk,Von,Was,Einzelheit,Menge,Einheit,Bedeutung')
    expect(lines).toContain(`kiosk-1,${nine},Ausleihen,Bücher,12,Stück,`)
    expect(lines).toContain(`kiosk-1,${nine},Gerät,rfid: Bereit,5400,Sekunden,`)
    expect(lines).toContain(`kiosk-1,${nine},Personen herein,entrance,40,Stück,`)
    expect(lines).toContain(
      `kiosk-1,${isoWithOffset(at(15, 11))},Ablehnungen,PATRON_OWES,7,Stück,${ERRORS.PATRON_OWES.staff}`,
    )
    expect(lines.at(-1)).toBe('')
    expect(lines).toHaveLength(1 + 11 + 2 * 3 + 1)
  })

  it('quotes what holds a comma or a quote, and lets no spreadsheet take a name for a formula', () => {
    const one = (device: string): Tally => ({
      ...hour(at(15, 9)),
      kind: 'device',
      device,
      state: 'away',
      count: 1_000,
    })
    const csv = csvOf('=1+1', [one('a "b", c')], [], 'en')
    expect(csv.split('\r\n')[1]).toBe(
      `'=1+1,${isoWithOffset(at(15, 9))},Device,"a ""b"", c: Away",1,seconds,`,
    )
  })
})

describe('the page to be printed', () => {
  it('runs nothing, loads nothing, and has the one style that its policy names', () => {
    const page = reportPage(sheet('2026-01-15', 'de'), 'de')
    expect(page).toContain('<html lang="de">')
    expect(page).toContain(`<style>${PAGE_STYLE}</style>`)
    expect(page).not.toMatch(/<script|\son\w+=|style="|https?:/)
    expect(PAGE_POLICY).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]{43}='; /)
  })

  it('shows names as they are, whatever stands in them', () => {
    const page = reportPage(sheet('2026-01-15'), 'en')
    expect(page).toContain('Main &lt;door&gt;')
    expect(page).toContain('A &amp; B')
  })

  it('draws a bar for each count and tells it in words to who does not see it', () => {
    const page = reportPage(sheet('2026-01-15'), 'en')
    expect(page.match(/<rect class="s0"/g)).toHaveLength(2 + 2)
    expect(page.match(/<rect class="s1"/g)).toHaveLength(1)
    expect(page).toContain('aria-label="Checkouts and returns by hour. Most: 22:00–23:00')
  })
})

it('the words are the same in every language', () => {
  const keys = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, keys(inside)]))
      : ''
  expect(keys(REPORT_WORDS.de)).toEqual(keys(REPORT_WORDS.en))
})
