/** What a kiosk counted: today, and of late by the hour and by the day (docs/mqtt.md, `counts/…`). */
import { type Fields, fieldsOf, listOf, numberOf, textOf } from './read.ts'

export const SUMMED = ['visits', 'checkouts', 'returns', 'renewals', 'refusals'] as const
export type SummedName = (typeof SUMMED)[number]

export interface Money {
  /** ISO 4217. */
  readonly currency: string
  readonly minor: number
}

export interface Today {
  /** By the kiosk's own clock: '2026-01-15'. */
  readonly day: string
  readonly sums: Readonly<Record<SummedName, number>>
  readonly money: readonly Money[]
}

/** One value a slot, oldest first. */
export interface Slots {
  /** Milliseconds since 1970; of a day, midnight of its date in UTC. */
  readonly starts: readonly number[]
  readonly values: Readonly<Record<SummedName, readonly number[]>>
  readonly money: readonly { readonly currency: string; readonly minor: readonly number[] }[]
}

export const HOUR_MILLISECONDS = 3_600_000
export const DAY_MILLISECONDS = 86_400_000
const DATE = /^\d{4}-\d\d-\d\d$/
const CURRENCY = /^[A-Z]{3}$/

const record = <T>(make: (name: SummedName) => T): Record<SummedName, T> => ({
  visits: make('visits'),
  checkouts: make('checkouts'),
  returns: make('returns'),
  renewals: make('renewals'),
  refusals: make('refusals'),
})

/** Null for what names no day. */
export function todayOf(fields: Fields): Today | null {
  const day = textOf(fields.day)
  if (day === null || !DATE.test(day)) return null
  return {
    day,
    sums: record((name) => numberOf(fields[name]) ?? 0),
    money: moneyOf(fields, (minor) => numberOf(minor)),
  }
}

export const hoursOf = (fields: Fields): Slots | null =>
  slotsOf(fields, Date.parse(textOf(fields.from) ?? ''), HOUR_MILLISECONDS)

export function daysOf(fields: Fields): Slots | null {
  const first = textOf(fields.first) ?? ''
  return slotsOf(fields, DATE.test(first) ? Date.parse(first) : Number.NaN, DAY_MILLISECONDS)
}

function slotsOf(fields: Fields, first: number, length: number): Slots | null {
  if (Number.isNaN(first)) return null
  const values = record((name) => numbersOf(fields[name]))
  const most = Math.max(...SUMMED.map((name) => values[name].length))
  return {
    starts: Array.from({ length: most }, (_, index) => first + index * length),
    values,
    money: moneyOf(fields, numbersOf),
  }
}

const numbersOf = (value: unknown): readonly number[] => listOf(value).map((one) => numberOf(one) ?? 0)

function moneyOf<T>(fields: Fields, read: (minor: unknown) => T | null) {
  return listOf(fields.money).flatMap((one) => {
    const { currency, minor } = fieldsOf(one) ?? {}
    const known = read(minor)
    return typeof currency === 'string' && CURRENCY.test(currency) && known !== null
      ? [{ currency, minor: known }]
      : []
  })
}

/** The same slots of several kiosks, added up. A kiosk that was away since knows nothing of the newest. */
export function together(all: readonly Slots[]): Slots | null {
  const starts = [...new Set(all.flatMap((one) => one.starts))].toSorted((a, b) => a - b)
  if (starts.length === 0) return null
  const place = new Map(starts.map((start, index) => [start, index]))
  const none = () => starts.map(() => 0)
  const values = record(none)
  const money = new Map<string, number[]>()
  for (const one of all) {
    const add = (sums: number[], parts: readonly number[]) => {
      for (const [index, part] of parts.entries()) {
        const slot = place.get(one.starts[index] ?? Number.NaN)
        if (slot !== undefined) sums[slot] = (sums[slot] ?? 0) + part
      }
    }
    for (const name of SUMMED) add(values[name], one.values[name])
    for (const { currency, minor } of one.money) {
      const sums = money.get(currency) ?? none()
      add(sums, minor)
      money.set(currency, sums)
    }
  }
  return { starts, values, money: [...money].map(([currency, minor]) => ({ currency, minor })) }
}

/** Those that began from `from` on and before `to`. */
export function within(slots: Slots, from: number, to: number): Slots {
  const keep = <T>(_: T, index: number) => {
    const start = slots.starts[index] ?? Number.NaN
    return start >= from && start < to
  }
  return {
    starts: slots.starts.filter(keep),
    values: record((name) => slots.values[name].filter(keep)),
    money: slots.money.map(({ currency, minor }) => ({ currency, minor: minor.filter(keep) })),
  }
}

/** Every slot from `from` on and before `to`, also those nobody has told of. */
export function filled(slots: Slots, from: number, to: number, length: number): Slots {
  const starts = Array.from({ length: Math.round((to - from) / length) }, (_, index) => from + index * length)
  const empty: Slots = { starts, values: record(() => starts.map(() => 0)), money: [] }
  return together([empty, within(slots, from, to)]) ?? empty
}

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

/** Of those that count the day `day`: one that was away since has none of it. */
export function fleetToday(all: Iterable<Today | null>, day: string): Today {
  const sums = record(() => 0)
  const money = new Map<string, number>()
  for (const today of all) {
    if (today === null || today.day !== day) continue
    for (const name of SUMMED) sums[name] += today.sums[name]
    for (const { currency, minor } of today.money) money.set(currency, (money.get(currency) ?? 0) + minor)
  }
  return { day, sums, money: [...money].map(([currency, minor]) => ({ currency, minor })) }
}
