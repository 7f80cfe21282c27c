/** The words of the staff's pages: a catalogue of their own, so that the patron's screen does not carry it. */
import de from '../../messages/staff/de.json'
import en from '../../messages/staff/en.json'
import type { Language } from '../i18n/languages.ts'
import { type Catalogue, type TranslateOf, translatorOf } from '../i18n/translate.ts'

export type StaffKey = keyof typeof en
export type StaffWords = TranslateOf<StaffKey>

const CATALOGUES: Readonly<Record<string, Catalogue<StaffKey>>> = { en, de }

export const isStaffKey = (key: string): key is StaffKey => Object.hasOwn(en, key)
export const staffWords = (language: Language): StaffWords => translatorOf(language, CATALOGUES[language], en)

/** A word of a family ('state.ready'), or the bare name where the family has none. */
export function wordOf(t: StaffWords, family: string, name: string): string {
  const key = `${family}.${name}`
  return isStaffKey(key) ? t(key) : name
}

const BIN_SIGNAL = /^(arrived|full|emptied|divert)(\d)$/

/** The drop's own signals have words; another is called as the settings call it, its words apart. */
export function signalName(t: StaffWords, name: string): string {
  const [, family, bin] = BIN_SIGNAL.exec(name) ?? []
  const key = `signal.${family ?? name}`
  if (isStaffKey(key)) return t(key, { bin: bin ?? '' })
  const apart = name.replaceAll(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase()
  return apart.charAt(0).toUpperCase() + apart.slice(1)
}
