import { UPTIME_STATES } from '../../contract/counts.ts'
import { ERRORS } from '../../contract/errors.ts'
import type { ReportCell, ReportRow, ReportTable } from '../../contract/report.ts'
import { sumOf } from './numbers.ts'
import type { SheetParts } from './sheet.ts'

const words = (label: string) => ({ label, numeric: false })
const numbers = (label: string) => ({ label, numeric: true })
const row = (...cells: readonly (string | ReportCell)[]): ReportRow => ({
  cells: cells.map((cell) => (typeof cell === 'string' ? { text: cell } : cell)),
  bar: null,
})

export function tablesOf(parts: SheetParts): readonly ReportTable[] {
  return [
    refusalTable(parts),
    mediaTable(parts),
    slotTable(parts),
    ...(parts.hasGates ? [gateTable(parts)] : []),
    visitTable(parts),
    deviceTable(parts),
  ]
}

/** What a manager acts on. The texts of the error table are English. */
function refusalTable({ formats, numbers: { refusals }, words: w }: SheetParts): ReportTable {
  return {
    id: 'refusals',
    title: w.byReason,
    empty: w.noRefusals,
    columns: [numbers(w.howOften), words(w.reason), words(w.whatToDo)],
    rows: refusals.map(([code, times]) =>
      row(
        formats.number(times),
        { text: ERRORS[code].staff, more: code, language: 'en' },
        { text: ERRORS[code].whatToDo, language: 'en' },
      ),
    ),
    sum: null,
  }
}

function mediaTable({ formats: { number }, numbers: { media }, words: w }: SheetParts): ReportTable {
  const columns = used(media, [
    [w.checkouts, (one) => one.checkouts],
    [w.renewals, (one) => one.renewals],
    [w.returnsAt.pad, ({ returns }) => returns.pad],
    [w.returnsAt.drop, ({ returns }) => returns.drop],
  ])
  return {
    id: 'media',
    title: w.byMedia,
    empty: w.nothing,
    columns: [words(w.mediaType), ...columns.map(([label]) => numbers(label))],
    rows: media.map((one) => row(w.media[one.media], ...columns.map(([, of]) => number(of(one))))),
    sum: media.length > 1 ? [w.sum, ...columns.map(([, of]) => number(sumOf(media, of)))] : null,
  }
}

type Column<T> = readonly [label: string, of: (one: T) => number]

/** A column in which nothing stands says nothing. */
const used = <T>(list: readonly T[], columns: readonly Column<T>[]): readonly Column<T>[] =>
  columns.filter(([, of]) => list.some((one) => of(one) > 0))

/** Hours and days in which something was counted. */
function slotTable({ formats, numbers: { bySlot, slots }, period, words: w }: SheetParts): ReportTable {
  const { number } = formats
  const columns = used(slots, [
    [w.checkouts, (slot) => slot.checkouts],
    [w.renewals, (slot) => slot.renewals],
    [w.returns, (slot) => slot.returns],
    [w.refusals, (slot) => slot.refusals],
    [w.visitors, (slot) => slot.visitors],
  ])
  const busy = bySlot ? slots.filter((slot) => columns.some(([, of]) => of(slot) > 0)) : []
  return {
    id: 'slots',
    title: w.slots[period.span],
    empty: bySlot ? w.nothing : w.noHours,
    columns: [words(w.slot[period.span]), ...columns.map(([label]) => numbers(label))],
    rows: busy.map((slot) =>
      row(formats.slotName(period, slot.start), ...columns.map(([, of]) => number(of(slot)))),
    ),
    sum: busy.length > 1 ? [w.sum, ...columns.map(([, of]) => number(sumOf(busy, of)))] : null,
  }
}

function deviceTable({ formats, gateName, numbers: { devices }, words: w }: SheetParts): ReportTable {
  return {
    id: 'devices',
    title: w.uptime,
    empty: w.noUptime,
    columns: [
      words(w.device),
      ...UPTIME_STATES.map((state) => ({ ...numbers(w.state[state]), part: state })),
    ],
    rows: devices.map(([device, time]) => {
      const all = Math.max(
        1,
        sumOf(UPTIME_STATES, (state) => time[state]),
      )
      const cells = UPTIME_STATES.map((state) => ({
        text: formats.duration(time[state]),
        ...(state === 'ready' ? { more: formats.percent(time.ready / all) } : {}),
      }))
      return {
        cells: [{ text: w.devices[device] ?? gateName(device) }, ...cells],
        bar: UPTIME_STATES.map((state) => ({ part: state, share: time[state] / all })).filter(
          ({ share }) => share > 0,
        ),
      }
    }),
    sum: null,
  }
}

function gateTable({ formats: { number }, gateName, numbers: { gates }, words: w }: SheetParts): ReportTable {
  return {
    id: 'gates',
    title: w.gates,
    empty: w.nothing,
    columns: [words(w.gate), ...[w.visitors, w.visitorsOut, w.alarms].map(numbers)],
    rows: gates.map(({ gate, into, out, alarms }) =>
      row(gateName(gate), number(into), number(out), number(alarms)),
    ),
    sum:
      gates.length > 1
        ? [
            w.sum,
            number(sumOf(gates, ({ into }) => into)),
            number(sumOf(gates, ({ out }) => out)),
            number(sumOf(gates, ({ alarms }) => alarms)),
          ]
        : null,
  }
}

function visitTable({ formats, numbers: { sessions }, words: w }: SheetParts): ReportTable {
  return {
    id: 'visits',
    title: w.visitEnds,
    empty: w.nothing,
    columns: [words(w.ended), numbers(w.howOften)],
    rows: sessions.map(([end, times]) => row(w.visitEnd[end], formats.number(times))),
    sum: null,
  }
}
