/** The words of staff mode: a catalogue of their own. */
import type { StaffModeDevice, StaffPage } from '@lectern/device-agent/contract/staff-mode'
import de from '../../../messages/staff-mode/de.json'
import en from '../../../messages/staff-mode/en.json'
import { type Catalogue, type TranslateOf, translatorOf } from '../../i18n/translate.ts'

export type StaffModeKey = keyof typeof en
export type StaffModeWords = TranslateOf<StaffModeKey>

const CATALOGUES: Readonly<Record<string, Catalogue<StaffModeKey>>> = { en, de }

export const staffModeWords = (language: string): StaffModeWords =>
  translatorOf(language, CATALOGUES[language], en)

const isKey = (key: string): key is StaffModeKey => Object.hasOwn(en, key)

/** What a device is called; by its id where its kind has no word. */
export function deviceName({ id, kind }: StaffModeDevice, t: StaffModeWords): string {
  const key = `device.${kind}`
  const name = isKey(key) ? t(key) : kind
  return id === kind ? name : `${name} (${id})`
}

export const pageTitle = (page: StaffPage, t: StaffModeWords): string =>
  t(page === 'home' ? 'home.title' : `page.${page}`)
