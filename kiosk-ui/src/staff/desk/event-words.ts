import type { DeskEvent } from '@lectern/device-agent/contract/staff'
import type { StaffWords } from '../words.ts'
import type { GateAlarm } from './attention.ts'

/** Digits of an item's number that tell it apart on a desk. */
const LAST_DIGITS = 4

/** The title, or what there is instead. */
export function nameOf(t: StaffWords, { item, title }: Pick<DeskEvent, 'item' | 'title'>): string {
  if (title !== null) return title
  return item === null ? t('alarm.noItem') : t('alarm.item', { last: item.slice(-LAST_DIGITS) })
}

export const verdictWords = (t: StaffWords, { kiosk, verdict }: GateAlarm, short = false): string =>
  t(short ? `verdict.short.${verdict}` : `verdict.${verdict}`, { kiosk: kiosk ?? t('verdict.anotherKiosk') })

export const whereWords = (t: StaffWords, { direction }: GateAlarm, gate: string): string =>
  t('alarm.where', { gate, direction: direction ?? 'none' })
