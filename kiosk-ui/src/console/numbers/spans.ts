/** What is drawn of what was counted: of which time, with which words. Pure. */
import type { ReportChart } from '@lectern/device-agent/contract/report'
import type { Language } from '../../i18n/languages.ts'
import {
  filled,
  HOUR_MILLISECONDS,
  type Money,
  type Slots,
  SUMMED,
  type SummedName,
  sumOf,
  type Today,
} from '../store/counts.ts'
import type { ConsoleWords } from '../words.ts'

export const SPANS = ['today', 'yesterday', 'month'] as const
export type Span = (typeof SPANS)[number]

/** These hours are drawn also where nothing was counted in them. */
const [OPENS, SHUTS] = [8, 20]

export interface Shown {
  readonly slots: Slots
  /** Below the axis, and as it is said. */
  readonly labels: readonly { readonly label: string; readonly name: string }[]
}

/** Null where it was not told. `now`: milliseconds since 1970; days and hours are those of whoever looks. */
export function shownOf(
  span: Span,
  { days, hours }: { readonly hours: Slots | null; readonly days: Slots | null },
  now: number,
  language: Language,
): Shown | null {
  if (span === 'month') return days === null ? null : { slots: days, labels: dayLabels(days, language) }
  if (hours === null) return null
  const from = midnight(now, span === 'today' ? 0 : -1)
  const day = filled(hours, from, midnight(from, 1), HOUR_MILLISECONDS)
  const slots = opened(day)
  return { slots, labels: hourLabels(slots, language) }
}

function midnight(at: number, daysOn: number): number {
  const day = new Date(at)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + daysOn).getTime()
}

/** Of the day, with the hours before and after it in which something was counted. */
function opened(day: Slots): Slots {
  const busy = day.starts.flatMap((_, index) =>
    SUMMED.some((name) => (day.values[name][index] ?? 0) > 0) ||
    day.money.some(({ minor }) => (minor[index] ?? 0) > 0)
      ? [index]
      : [],
  )
  const first = Math.min(OPENS, ...busy)
  const last = Math.max(SHUTS - 1, ...busy)
  const [from = 0, end = 0] = [day.starts[first], day.starts[last]]
  return filled(day, from, end + HOUR_MILLISECONDS, HOUR_MILLISECONDS)
}

function hourLabels({ starts }: Slots, language: Language): Shown['labels'] {
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' })
  return starts.map((start) => ({
    label: `${new Date(start).getHours()}`,
    name: time.formatRange(start, start + HOUR_MILLISECONDS),
  }))
}

function dayLabels({ starts }: Slots, language: Language): Shown['labels'] {
  const day = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  })
  return starts.map((start) => ({ label: `${new Date(start).getUTCDate()}`, name: day.format(start) }))
}

/** '12,50 €'. */
export const moneyWords = (language: Language, { currency, minor }: Money): string =>
  moneyFormat(language, currency).format(majorOf(currency, minor))

const moneyFormat = (language: Language, currency: string) =>
  new Intl.NumberFormat(language, { style: 'currency', currency })
const majorOf = (currency: string, minor: number): number =>
  minor / 10 ** (moneyFormat('en', currency).resolvedOptions().maximumFractionDigits ?? 2)

export function chartsOf(
  t: ConsoleWords,
  language: Language,
  { labels, slots }: Shown,
): readonly ReportChart[] {
  const chart = (
    id: string,
    series: readonly { readonly name: string; readonly values: readonly number[] }[],
    said: (value: number) => string,
  ): ReportChart => {
    const title = series.map(({ name }) => name).join(', ')
    const sums = labels.map((_, index) => sumOf(series.map(({ values }) => values[index] ?? 0)))
    const total = sumOf(sums)
    const most = Math.max(0, ...sums)
    const peak = labels[sums.indexOf(most)]?.name ?? ''
    return {
      id,
      title,
      summary:
        total === 0
          ? t('numbers.none', { title })
          : t('numbers.summary', { title, total: said(total), peak, most: said(most) }),
      series: series.map(({ name }) => name),
      groups: labels.map(({ label, name }, index) => ({
        label,
        name,
        values: series.map(({ values }) => values[index] ?? 0),
      })),
    }
  }
  const counted = (...names: readonly SummedName[]) =>
    names.map((name) => ({ name: t(`counter.${name}`), values: slots.values[name] }))
  const number = (value: number) => value.toLocaleString(language)
  return [
    chart('lent', counted('checkouts', 'returns'), number),
    chart('visits', counted('visits'), number),
    ...slots.money.map(({ currency, minor }) =>
      chart(
        `money-${currency}`,
        [
          {
            name: t('counter.money', { currency }),
            values: minor.map((value) => majorOf(currency, value)),
          },
        ],
        (value) => moneyFormat(language, currency).format(value),
      ),
    ),
  ]
}

/** What the figures above say: of today what is newest. */
export function figuresOf(
  span: Span,
  shown: Shown | null,
  today: Today | null,
  now: number,
): Omit<Today, 'day'> {
  if (span === 'today' && today !== null && today.day === localDate(now)) return today
  const sum = (name: SummedName) => sumOf(shown?.slots.values[name] ?? [])
  return {
    sums: {
      visits: sum('visits'),
      checkouts: sum('checkouts'),
      returns: sum('returns'),
      renewals: sum('renewals'),
      refusals: sum('refusals'),
    },
    money: (shown?.slots.money ?? []).map(({ currency, minor }) => ({ currency, minor: sumOf(minor) })),
  }
}

/** '2026-01-15', where whoever looks is. */
export function localDate(now: number): string {
  const offset = new Date(now).getTimezoneOffset() * 60_000
  return new Date(now - offset).toISOString().slice(0, 'YYYY-MM-DD'.length)
}
