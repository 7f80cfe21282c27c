/** The words of the console: a catalogue of their own. */
import de from '../../messages/console/de.json'
import en from '../../messages/console/en.json'
import type { Language } from '../i18n/languages.ts'
import { type Catalogue, type TranslateOf, translatorOf } from '../i18n/translate.ts'

export type ConsoleKey = keyof typeof en
export type ConsoleWords = TranslateOf<ConsoleKey>

const CATALOGUES: Readonly<Record<string, Catalogue<ConsoleKey>>> = { en, de }

export const isConsoleKey = (key: string): key is ConsoleKey => Object.hasOwn(en, key)
export const consoleWords = (language: Language): ConsoleWords =>
  translatorOf(language, CATALOGUES[language], en)

/** A word of a family ('state.ready'), or the bare name where the family has none. */
export function wordOf(t: ConsoleWords, family: string, name: string): string {
  const key = `${family}.${name}`
  return isConsoleKey(key) ? t(key) : name
}
